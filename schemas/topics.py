"""One row per topic that claims refer to."""

from schemas.table import Table, column


class Topics(Table):
    """The vocabulary of `claims.topics`."""

    topic: str = column("Topic, as it stands in `claims.topics`.", key=True, pattern="[a-z][a-z0-9_]*")
    description: str = column("What belongs to it.")
