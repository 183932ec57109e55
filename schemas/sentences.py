"""One row per sentence of a paragraph."""

from schemas.ids import SENTENCE_ID
from schemas.table import Count, Offset, Table, column


class Sentences(Table):
    """A natural sentence."""

    sentence_id: str = column("`{paragraph_id}.{sentence_index}`.", key=True, pattern=SENTENCE_ID)
    paragraph_id: str = column("The paragraph it stands in.", references="paragraphs.paragraph_id")
    statement_id: str = column("The statement it stands in.", references="statements.statement_id")
    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_index: Count = column("The statement's place in the document, from 1.", at_least=1)
    paragraph_index: Count = column("The paragraph's place in the statement, from 1.", at_least=1)
    sentence_index: Count = column("Place in the paragraph, from 1.", at_least=1)
    text: str = column("The sentence.", words=True)
    char_start: Offset = column("Start in the statement's text.", unit="code points", at_least=0)
    char_end: Offset = column("End in the statement's text, exclusive.", unit="code points")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    n_words: Count = column("Words: runs of characters between white space.", unit="words", at_least=1)
