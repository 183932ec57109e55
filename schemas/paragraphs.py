"""One row per paragraph of a statement."""

from schemas.ids import PARAGRAPH_ID
from schemas.table import Code, Count, Offset, Table, column
from schemas.vocabulary import PARAGRAPH_KIND


class Paragraphs(Table):
    """A block of a statement in the source's own division."""

    paragraph_id: str = column("`{statement_id}.p{paragraph_index}`.", key=True, pattern=PARAGRAPH_ID)
    statement_id: str = column("The statement it stands in.", references="statements.statement_id")
    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_index: Count = column("The statement's place in the document, from 1.", at_least=1)
    paragraph_index: Count = column("Place in the statement, from 1.", at_least=1)
    kind: Code = column("Kind of paragraph.", allowed=PARAGRAPH_KIND)
    label: str = column("Number, letter or bullet printed before it, as printed.", nullable=True)
    section: str = column("Text of the nearest heading above.", words=True)
    text: str = column("Text without the label.", words=True)
    char_start: Offset = column("Start in the statement's text.", unit="code points", at_least=0)
    char_end: Offset = column("End in the statement's text, exclusive.", unit="code points")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
