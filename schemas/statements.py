"""One row per statement: what one speaker or body said or issued in one go."""

from schemas.ids import DOCUMENT_ID, STATEMENT_ID
from schemas.table import Code, Count, Day, Offset, Table, Texts, column
from schemas.vocabulary import CAPACITY, DATE_PRECISION, DOCUMENT_KIND


class Statements(Table):
    """A statement with its speaker and its whole clean text."""

    statement_id: str = column("`{document_id}.s{statement_index}`.", key=True, pattern=STATEMENT_ID)
    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_index: Count = column("Place in the document, from 1.", at_least=1)
    language: str = column("Language of the statement, BCP 47.", nullable=True)
    coding_scheme: str = column("Rules that coded it; NULL where there are none for its language.", nullable=True)
    speaker_label: str = column("Speaker as printed before the statement.", nullable=True)
    speaker_name: str = column("Speaker's name, as printed.", nullable=True)
    speaker_role: str = column("Speaker's office or function.", nullable=True)
    speaker_capacity: Code = column("In which capacity they speak.", nullable=True, allowed=CAPACITY)
    speaking_for: str = column(
        "Entity that they speak for, as printed: of a chair the body, never the state that sent them.", nullable=True
    )
    speaker_entity: str = column(
        "State or organisation that the speaker represents; NULL where none is known, and for a chair, who speaks for "
        "the body and not for the state that sent them.",
        nullable=True,
        references="entities.entity_id",
    )
    speaking_for_entities: Texts = column(
        "The entities that `speaking_for` names, else the one that the speaker represents; empty where none is known.",
        references="entities.entity_id",
    )
    text: str = column("The paragraphs joined by a blank line, without printed labels.", words=True)
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    title: str = column("Title of the document.", nullable=True)
    forum: str = column("Forum of the document.", nullable=True)
    series_id: str = column(
        "Body or process that the document belongs to: the same for all its sessions; a slug of its name where it is "
        "none of those known.",
        nullable=True,
        pattern=DOCUMENT_ID,
    )
    session_index: Count = column(
        "Number of the session or meeting within the series: 79 for the seventy-ninth.", nullable=True, at_least=1
    )
    document_kind: Code = column("Kind of the document.", nullable=True, allowed=DOCUMENT_KIND)
    date_start: Day = column("First day of the document's event.", nullable=True)
    date_precision: Code = column("How exact the date is.", nullable=True, allowed=DATE_PRECISION)
    citation: str = column(
        "What to cite it by: who said what, where and when, as far as is known. It names no release, and outlasts it.",
        nullable=True,
    )
    n_paragraphs: Count = column("Paragraphs.", unit="paragraphs", at_least=1)
    n_sentences: Count = column("Sentences.", unit="sentences", at_least=1)
    n_claims: Count = column("Claims.", unit="claims", at_least=0)
    n_words: Count = column("Words: runs of characters between white space.", unit="words", at_least=1)
