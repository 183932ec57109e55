"""A release's tables, open to SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import duckdb
from upath import UPath

from flows.publish.releases import find
from flows.publish.views import VIEWS, questions
from flows.storage import is_remote, reaching
from schemas.release import TABLES


@contextmanager
def open_tables(dataset: Path, release: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with one view per table of the release, over its Parquet files (the latest where None).

    The views and macros of `views.sql` are there, too, where the release has them.

    A release in a store is not copied: DuckDB reads what it needs of it. Raises what flows.publish.releases.find raises
    where there is no such release.
    """
    with reaching(dataset):
        folder = find(dataset, release).folder
    with duckdb.connect() as connection:
        if is_remote(folder):
            connection.register_filesystem(cast(UPath, folder).fs)
        for table in TABLES:
            files = str(folder / f"{table}*.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{files}')")
        if (folder / VIEWS).is_file():
            connection.execute(questions())
        yield connection
