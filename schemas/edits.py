"""One row per replacement that cleaning made."""

from schemas.table import Code, Offset, Table, column
from schemas.vocabulary import EDIT_REASON


class Edits(Table):
    """Where the clean text differs from the raw text by more than collapsed white space and removed furniture."""

    document_id: str = column("The document it stands in.", references="documents.document_id")
    raw_start: Offset = column("Start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")
    replacement: str = column('What stands there in the clean text; "" where characters were dropped.')
    reason: Code = column("Why it was replaced.", allowed=EDIT_REASON)

    class Config:
        """A stretch is replaced once."""

        unique = ["document_id", "raw_start"]  # noqa: RUF012
