"""One row per stretch of raw text that is not statement text."""

from schemas.table import Code, Offset, Table, column
from schemas.vocabulary import FURNITURE_REASON


class Furniture(Table):
    """What cleaning took out: with the paragraphs it accounts for every character of the raw file."""

    document_id: str = column("The document it stands in.", references="documents.document_id")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    text: str = column("The stretch as it stands in the decoded raw file.", words=True)
    reason: Code = column("Why it is not statement text.", allowed=FURNITURE_REASON)

    class Config:
        """A stretch has one reason."""

        unique = ["document_id", "raw_start"]  # noqa: RUF012
