"""DuckDB over the files of a run: with little memory, whatever their size."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

MEMORY, BESIDE = "512MB", "160MB"


def connect(spill: Path, beside: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection that holds no more than MEMORY; what is more goes to the folder `spill`.

    One that works `beside` others takes one core, and holds no more than BESIDE.
    """
    memory, threads = (BESIDE, {"threads": "1"}) if beside else (MEMORY, {})
    return duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spill / "spilled"), **threads})


def parquet_files(paths: Iterable[str | Path]) -> str:
    """Return the SQL that reads Parquet files; their names are taken as they are, but for `*` and `?` in them."""
    names = ", ".join(f"'{quoted(path)}'" for path in paths)
    return f"read_parquet([{names}])"


def quoted(text: str | Path) -> str:
    """Return a text between the quotes of an SQL string."""
    return str(text).replace("'", "''")
