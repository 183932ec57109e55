"""One row per page of a document that has pages."""

from schemas.table import Code, Count, Offset, Points, Table, column
from schemas.vocabulary import TEXT_SOURCE


class Pages(Table):
    """A page, and the stretch of the raw text that is on it."""

    document_id: str = column("The document.", references="documents.document_id")
    page: Count = column("Place in the document, from 1.", at_least=1)
    raw_start: Offset = column(
        "Start of its text in the rendition; NULL where it has none.", unit="code points", nullable=True, at_least=0
    )
    raw_end: Offset = column("End of its text in the rendition, exclusive.", unit="code points", nullable=True)
    width: Points = column("Width, as it is shown.", unit="points", at_least=0)
    height: Points = column("Height, as it is shown.", unit="points", at_least=0)
    rotation: Count = column("By how much it is turned clockwise to be shown.", unit="degrees", at_least=0, at_most=270)
    text_source: Code = column("Where its text is from.", allowed=TEXT_SOURCE)
    confidence: float = column(
        "Mean confidence of the words that were recognised, as the engine gives it; NULL elsewhere.",
        nullable=True,
        at_least=0,
        at_most=1,
    )

    class Config:
        """A page is there once."""

        unique = ["document_id", "page"]  # noqa: RUF012
