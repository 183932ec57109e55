"""One row per claim and topic: the list `claims.topics`, for joining and counting."""

from schemas.table import Count, Table, column


class ClaimTopics(Table):
    """The topics of each claim, one a row; a claim without topics has none."""

    document_id: str = column("The document it stands in.", references="documents.document_id")
    statement_id: str = column("The statement it stands in.", references="statements.statement_id")
    statement_index: Count = column("The statement's place in the document, from 1.", at_least=1)
    claim_index: Count = column("The claim's place in the statement, from 1.", at_least=1)
    claim_id: str = column("The claim.", references="claims.claim_id")
    topic: str = column("A topic that it is about.", references="topics.topic")

    class Config:
        """A claim has a topic once."""

        unique = ["claim_id", "topic"]  # noqa: RUF012
