"""What stands in `rapporteur.duckdb`: tables, comments, views and macros."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.publish.database import connect, parquet_files, quoted
from flows.publish.releases import Release
from rapporteur.views import questions
from schemas.arrow import arrow_schema
from schemas.dictionary import comment_statements
from schemas.keys import document_tables
from schemas.release import TABLES

NEW = "(STORAGE_VERSION 'v1.0.0')"  # so that DuckDB 1.0 and everything newer can open it
BATCH = 8_192  # rows that DuckDB is given at a time


def write_duckdb(path: Path, release: Release, stamp: str) -> None:
    """Write a new file with one table for each of the release's, in its order, commented throughout, and the views.

    The comment of each table ends with `stamp`.
    """
    with _attached(path, NEW) as connection:
        for table in TABLES:
            connection.execute(f"CREATE TABLE {table} AS FROM {_rows(release, table)}")
        _describe(connection)
        _put_stamp(connection, stamp)


def write_unstamped(path: Path, rows: Callable[[str], Iterable[pa.Table]]) -> None:
    """Write the file that `write_duckdb` would, from the rows of each table, given by its name, and without a stamp."""
    with _attached(path, NEW, beside=True) as connection:
        for table in TABLES:
            pieces = (batch for piece in rows(table) for batch in piece.to_batches(BATCH))
            connection.register("pieces", pa.RecordBatchReader.from_batches(arrow_schema(table), pieces))
            connection.execute(f"CREATE TABLE {table} AS FROM pieces")
            connection.unregister("pieces")
        _describe(connection)


def write_empty(path: Path, stamp: str) -> None:
    """Write the file that `write_duckdb` would, without a row."""
    with _attached(path, NEW, beside=True, empty=True) as connection:
        for table in TABLES:
            connection.register("nothing", arrow_schema(table).empty_table())
            connection.execute(f"CREATE TABLE {table} AS FROM nothing")
            connection.unregister("nothing")
        _describe(connection)
        _put_stamp(connection, stamp)


def put_stamp(path: Path, stamp: str) -> None:
    """Let the comment of each table of a file without a stamp end with it."""
    with _attached(path, "", beside=True) as connection:
        _put_stamp(connection, stamp)


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
        _put_stamp(connection, stamp, stamp_before)


@contextmanager
def _attached(
    path: Path, options: str, beside: bool = False, empty: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection whose own database is the file."""
    with connect(path.parent, beside) as connection:
        connection.execute(f"ATTACH '{quoted(path)}' AS written {options}")
        connection.execute("USE written")
        connection.begin()  # one transaction: each of a few hundred comments would be synced to the disk
        yield connection
        padded = [] if empty else _pad_empty_lists(connection)
        connection.commit()
        if padded:
            connection.execute("CHECKPOINT written")
            for table in padded:
                connection.execute(f"DELETE FROM {table} WHERE {arrow_schema(table).names[0]} IS NULL")
        connection.execute("USE memory")
        connection.execute("DETACH written")


def _pad_empty_lists(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Give tables in which a column of lists holds no item a row with one, and no key; the tables.

    DuckDB 2.0 leaves out of the file what says that there are no items, and DuckDB 1.0 cannot read the column then. A
    row that is deleted once it was written stays in the file, and no reader sees it.
    """
    padded = []
    for table in TABLES:
        lists = [field.name for field in arrow_schema(table) if pa.types.is_list(field.type)]
        counts = ", ".join(["count(*)", *(f"coalesce(sum(len({name})), 0)" for name in lists)])
        rows, *items = connection.execute(f"SELECT {counts} FROM {table}").fetchall()[0]
        if rows and 0 in items:
            values = ", ".join("['']" for _ in lists)
            connection.execute(f"INSERT INTO {table} ({', '.join(lists)}) VALUES ({values})")
            padded.append(table)
    return padded


def _rows(release: Release, table: str) -> str:
    return parquet_files(sorted(release.folder.glob(f"{table}*.parquet")))


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in comment_statements():
        connection.execute(statement)
    connection.execute(questions())


def _put_stamp(connection: duckdb.DuckDBPyConnection, stamp: str, before: str = "") -> None:
    """Let the comment of each table end with a stamp, in the place of the one `before`."""
    for table, comment in connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall():
        fresh = f"{comment.removesuffix(before).rstrip()} {stamp}"
        connection.execute(f"COMMENT ON TABLE {table} IS '{quoted(fresh)}'")
