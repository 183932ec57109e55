"""One row per fact of a sidecar, per fact that the text says of itself, and per claim that somebody corrected."""

from schemas.table import Count, Offset, Table, column


class DocumentFacts(Table):
    """What is known of a document and of its speakers, and how it is known."""

    document_id: str = column("The document.", references="documents.document_id")
    statement_index: Count = column("The statement that it is about, from 1; 0: the document as a whole.", at_least=0)
    field: str = column(
        'Column that it fills, `agenda_item`, `spoken_language` (as a record notes it: "(spoke in French)"), or '
        "`correction:` and the id of a corrected claim."
    )
    value: str = column("Its value; of a correction what was set, and what the rules said.")
    basis: str = column(
        "`document` where the document itself says so, `document: …` where its speaker's label, the opening of a "
        "statement, a list of speakers or a note of the interpretation does, else where it is known from; of a "
        "correction who made it, and why."
    )
    used: bool = column(
        "Whether the columns hold it; False where the sidecar says otherwise, and for a language that was spoken where "
        "the record has the words in another."
    )
    raw_start: Offset = column(
        "Where the text says so: start in the decoded raw file.", unit="code points", nullable=True, at_least=0
    )
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points", nullable=True)

    class Config:
        """A fact has one value on one basis."""

        unique = ["document_id", "statement_index", "field", "basis"]  # noqa: RUF012
