"""One row per fact of a sidecar, and per claim that somebody corrected."""

from schemas.table import Table, column


class DocumentFacts(Table):
    """What is known of a document beside its text, and how it is known."""

    document_id: str = column("The document.", references="documents.document_id")
    field: str = column("Key of the sidecar, or `correction:` and the id of a corrected claim.")
    value: str = column("Its value; of a correction what was set, and what the rules said.")
    basis: str = column(
        "`document` where the document itself says so, else where it is known from; of a correction who made it, and "
        "why."
    )

    class Config:
        """A fact is given once."""

        unique = ["document_id", "field"]  # noqa: RUF012
