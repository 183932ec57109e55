"""One row per column of every table: the data dictionary."""

from schemas.table import Table, Texts, column


class Columns(Table):
    """Every column's type and meaning."""

    table_name: str = column("The table.")
    column_name: str = column("The column.")
    type: str = column("Arrow type.")
    unit: str = column("Unit of its values.", nullable=True)
    description: str = column("Meaning.")
    allowed_values: Texts = column("The values that it may hold; NULL where any.", nullable=True)

    class Config:
        """A column is described once."""

        unique = ["table_name", "column_name"]  # noqa: RUF012
