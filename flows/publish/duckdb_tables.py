"""What stands in `rapporteur.duckdb`: tables, comments, views and macros."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.publish.database import connect, quoted
from flows.publish.releases import Release
from flows.publish.views import questions
from schemas.dictionary import comment_statements
from schemas.keys import document_tables
from schemas.release import TABLES

STORAGE = "v1.0.0"  # so that DuckDB 1.0 and everything newer can open it


def write_duckdb(path: Path, release: Release, stamp: str) -> None:
    """Write a new file with one table for each of the release's, in its order, commented throughout, and the views.

    The comment of each table ends with `stamp`.
    """
    with _attached(path, f"(STORAGE_VERSION '{STORAGE}')") as connection:
        for table in TABLES:
            connection.execute(f"CREATE TABLE {table} AS FROM {_rows(release, table)}")
        for statement in comment_statements():
            connection.execute(statement)
        for table, comment in _comments(connection):
            connection.execute(f"COMMENT ON TABLE {table} IS '{quoted(f'{comment} {stamp}')}'")
        connection.execute(questions())


def bring_up_to_date(path: Path, release: Release, stamp_before: str, stamp: str, documents: Collection[str]) -> None:
    """Make a file of the release before, whose stamp is given, one of this release, which differs in some documents.

    `documents` are their ids, whichever of the two releases has them; their rows then stand behind the others.
    """
    with _attached(path, "") as connection:
        ids = ", ".join(f"'{name}'" for name in sorted(documents))
        for table in TABLES:
            differing = f"WHERE document_id IN ({ids})" if table in document_tables() else ""
            if ids or not differing:
                connection.execute(f"DELETE FROM {table} {differing}")
                connection.execute(f"INSERT INTO {table} FROM {_rows(release, table)} {differing}")
        for table, comment in _comments(connection):
            fresh = comment.removesuffix(stamp_before) + stamp
            connection.execute(f"COMMENT ON TABLE {table} IS '{quoted(fresh)}'")


@contextmanager
def _attached(path: Path, options: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose own database is the file."""
    with connect(path.parent) as connection:
        connection.execute(f"ATTACH '{quoted(path)}' AS written {options}")
        connection.execute("USE written")
        connection.begin()  # one transaction: each of a few hundred comments would be synced to the disk
        yield connection
        connection.commit()
        connection.execute("USE memory")
        connection.execute("DETACH written")


def _rows(release: Release, table: str) -> str:
    return f"read_parquet('{quoted(release.folder / f'{table}*.parquet')}')"


def _comments(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
    return found
