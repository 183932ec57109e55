"""DuckDB over the files of a run: with little memory, whatever their size."""

from pathlib import Path

import duckdb

MEMORY = "512MB"


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection that holds no more than MEMORY; what is more goes to the folder `spill`."""
    return duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(spill / "spilled")})


def quoted(text: str | Path) -> str:
    """A text between the quotes of an SQL string."""
    return str(text).replace("'", "''")
