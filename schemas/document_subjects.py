"""One row per subject that a document's file itself gives."""

from schemas.table import Offset, Table, column


class DocumentSubjects(Table):
    """What a document is about by the word of its publisher, in a vocabulary of the publisher's."""

    document_id: str = column("The document.", references="documents.document_id")
    scheme: str = column(
        "The vocabulary, as the file calls it, such as `EuroVoc`; `SDG` the Sustainable Development Goals, `UNBIS` the "
        "thesaurus of the United Nations, `DC` Dublin Core, `keywords` a page's own."
    )
    subject: str = column("The subject's name or number in the vocabulary.")
    label: str = column("As the file shows it.", nullable=True)
    uri: str = column("Its address in the vocabulary.", nullable=True)
    raw_start: Offset = column("Where the file says so: start in the decoded raw file.", unit="code points", at_least=0)
    raw_end: Offset = column("End in the decoded raw file, exclusive.", unit="code points")

    class Config:
        """A document has a subject once."""

        unique = ["document_id", "scheme", "subject"]  # noqa: RUF012
