"""`rapporteur.duckdb` holds the same rows as the release that it was made from."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from flows.publish.database import connect, quoted
from flows.publish.duckdb_file import NAME, is_current
from flows.publish.releases import Release
from flows.verify.proof import Proof


def verify_duckdb(dataset: Path, release: Release, tables: Mapping[str, pa.Table]) -> Proof:
    """Compare the file, where it is of that release, with those of the release's tables that can be read.

    Rows count, not their order: a run that changes a few documents puts theirs behind the others.
    """
    if not (dataset / NAME).exists():
        return Proof(unproved=(f"{NAME}: is not here; `rapporteur run` makes it",))
    if not is_current(dataset, release):
        try:
            duckdb.connect(str(dataset / NAME), read_only=True).close()
        except duckdb.Error as error:
            return Proof(problems=(f"{NAME}: cannot be read: {str(error).splitlines()[0]}",))
        return Proof(unproved=(f"{NAME}: is not of release {release.version}",))
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        try:
            connection.execute(f"ATTACH '{quoted(dataset / NAME)}' AS derived (READ_ONLY)")
            problems = tuple(_differences(connection, release, list(tables)))
        except duckdb.Error as error:
            return Proof(problems=(f"{NAME}: cannot be read: {str(error).splitlines()[0]}",))
    if problems or not tables:
        return Proof(problems=problems)
    return Proof(proved=(f"{NAME}: {len(tables)} tables hold the same rows",))


def _differences(connection: duckdb.DuckDBPyConnection, release: Release, tables: Sequence[str]) -> Iterator[str]:
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table in tables:
        if table not in there:
            yield f"{NAME}: has no table {table}"
            continue
        held, published = f"derived.{table}", f"read_parquet('{quoted(release.folder / f'{table}*.parquet')}')"
        columns = _columns(connection, held)
        if columns != _columns(connection, published):
            yield f"{NAME}: {table} has other columns than the release"
            continue
        if _rows(connection, held, columns) == _rows(connection, published, columns):
            continue
        other = [name for name in columns if _rows(connection, held, [name]) != _rows(connection, published, [name])]
        yield f"{NAME}: {table} has other rows than the release: {', '.join(other or columns)}"


def _columns(connection: duckdb.DuckDBPyConnection, rows: str) -> list[str]:
    return [name for name, *_ in connection.execute(f"DESCRIBE FROM {rows}").fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[str]) -> list[tuple[int, int]]:
    """The number of rows, and the sum of their hashes: the same for the same rows in any order."""
    found: list[tuple[int, int]] = connection.execute(
        f"SELECT count(*), sum(hash({', '.join(columns)})::HUGEINT) FROM {rows}"
    ).fetchall()
    return found
