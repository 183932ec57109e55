"""A release's tables, open to SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.publish.releases import find
from flows.publish.views import VIEWS, questions
from schemas.release import TABLES


@contextmanager
def open_tables(dataset: Path, release: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with one view per table of the release, over its Parquet files (the latest where None).

    The views and macros of `views.sql` are there, too, where the release has them.

    Raises what flows.publish.releases.find raises where there is no such release.
    """
    folder = find(dataset, release).folder
    with duckdb.connect() as connection:
        for table in TABLES:
            files = str(folder / f"{table}*.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{files}')")
        if (folder / VIEWS).is_file():
            connection.execute(questions())
        yield connection
