"""One row per word of a document that has pages: where it can be seen."""

from schemas.table import Count, Offset, Points, Table, column


class Boxes(Table):
    """A word, or a piece of one, and its place on the page as that is shown, in points from the top left."""

    document_id: str = column("The document.", references="documents.document_id")
    page: Count = column("The page, from 1.", at_least=1)
    line: Count = column("Line of the page in reading order, from 1.", at_least=1)
    raw_start: Offset = column("Start in the rendition.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the rendition, exclusive.", unit="code points")
    x0: Points = column("Left edge.", unit="points")
    y0: Points = column("Upper edge.", unit="points")
    x1: Points = column("Right edge.", unit="points")
    y1: Points = column("Lower edge.", unit="points")

    class Config:
        """A stretch has one place."""

        unique = ["document_id", "raw_start"]  # noqa: RUF012
