"""One row per fact of a sidecar."""

from schemas.table import Table, column


class DocumentFacts(Table):
    """What is known of a document beside its text, and how it is known."""

    document_id: str = column("The document.", references="documents.document_id")
    field: str = column("Key of the sidecar.")
    value: str = column("Its value.")
    basis: str = column("`document` where the document itself says so, else where it is known from.")

    class Config:
        """A fact is given once."""

        unique = ["document_id", "field"]  # noqa: RUF012
