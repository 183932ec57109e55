"""One row per time of an entity in a group."""

from schemas.table import Day, Table, column


class Memberships(Table):
    """Which states belong to which group, and from when to when."""

    group_id: str = column("The group or organisation.", references="entities.entity_id")
    entity_id: str = column("The member.", references="entities.entity_id")
    date_start: Day = column(
        "First day; 1 January where only the year is known, and for groups without a date of entry the first day from "
        "which this list holds."
    )
    date_end: Day = column("First day on which it is no longer a member; NULL for members of today.", nullable=True)
    source: str = column("Where it is known from.")

    class Config:
        """An entity enters a group once on a day."""

        unique = ["group_id", "entity_id", "date_start"]  # noqa: RUF012
