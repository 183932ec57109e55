"""`rapporteur.duckdb` holds the same rows as the release that it was made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow as pa

from flows.publish.database import connect, parquet_files, quoted
from flows.publish.duckdb_file import NAME, is_partly_current
from flows.publish.manifest import read_manifest, rows_of
from flows.publish.releases import DatasetError, Release
from flows.verify.proof import Proof, joined

Sum = tuple[int, int]  # the number of rows, and the sum of their hashes: the same for the same rows in any order
NOTHING: Sum = (0, 0)


class Held(NamedTuple):
    """What stands in the file: the columns and the rows of each table; or why that is not known."""

    columns: Mapping[str, list[str]] = {}
    rows: Mapping[str, Sum] = {}
    unknown: Proof | None = None


def held_rows(dataset: Path, release: Release) -> Held:
    """Return what the file holds of the release's tables, where it is of that release."""
    if not (dataset / NAME).exists():
        return Held(unknown=Proof(unproved=(f"{NAME}: is not here; `rapporteur run` makes it",)))
    if not is_partly_current(dataset, release):
        try:
            duckdb.connect(str(dataset / NAME), read_only=True).close()
        except duckdb.Error as error:
            return Held(unknown=_unreadable(error))
        return Held(unknown=Proof(unproved=(f"{NAME}: is not of release {release.version}",)))
    try:
        with _attached(dataset) as connection:
            found = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            there = [name for (name,) in found if name in _tables(release)]
            columns = {name: _columns(connection, f"derived.{name}") for name in there}
            return Held(columns, {name: _rows(connection, f"derived.{name}", columns[name]) for name in there})
    except duckdb.Error as error:
        return Held(unknown=_unreadable(error))


def published_rows(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> dict[str, Sum]:
    """Return the sums of rows of a release."""
    sums = {}
    for name, rows in tables.items():
        connection.register("published", rows.to_reader())  # read once; a table would be scanned by more machinery
        sums[name] = _rows(connection, "published", rows.column_names) if rows.num_rows else NOTHING
    return sums


def summed(sums: Iterable[Sum]) -> Sum:
    """Return the sum of all rows of which these are sums."""
    counts, totals = zip(NOTHING, *sums, strict=True)
    return sum(counts), sum(totals)


def compare_rows(
    dataset: Path, release: Release, held: Held, sums: Mapping[str, Sum], names: Mapping[str, list[str]]
) -> Proof:
    """Compare the file with those of the release's tables that could be read; their sums and columns are given.

    Rows count, not their order: a run that changes a few documents puts theirs behind the others.
    """
    if held.unknown or not sums:
        return held.unknown or Proof()
    from flows.verify.catalog import compare_catalog  # imports pandera, which `held_rows` does not wait for

    try:
        problems = tuple(_differences(dataset, release, held, sums, names))
        with _attached(dataset) as connection:
            objects = compare_catalog(connection, "derived", release)
    except duckdb.Error as error:
        return _unreadable(error)
    rows = Proof(problems=problems) if problems else Proof((f"{NAME}: {len(sums)} tables hold the same rows",))
    return joined(rows, objects)


def _differences(
    dataset: Path, release: Release, held: Held, sums: Mapping[str, Sum], names: Mapping[str, list[str]]
) -> Iterator[str]:
    for table, rows in sums.items():
        columns = names[table]
        if table not in held.rows:
            yield f"{NAME}: has no table {table}"
        elif held.columns[table] != columns:
            yield f"{NAME}: {table} has other columns than the release"
        elif held.rows[table] != rows:
            files = parquet_files(sorted(release.folder.glob(f"{table}*.parquet")))
            with _attached(dataset) as connection:
                other = [
                    name
                    for name in columns
                    if _rows(connection, f"derived.{table}", [name]) != _rows(connection, files, [name])
                ]
            yield f"{NAME}: {table} has other rows than the release: {', '.join(other or columns)}"


@contextmanager
def _attached(dataset: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        connection.execute(f"ATTACH '{quoted(dataset / NAME)}' AS derived (READ_ONLY)")
        yield connection


def _tables(release: Release) -> Collection[str]:
    try:
        return rows_of(read_manifest(release)).keys()
    except DatasetError:
        return ()


def _unreadable(error: duckdb.Error) -> Proof:
    return Proof(problems=(f"{NAME}: cannot be read: {str(error).splitlines()[0]}",))


def _columns(connection: duckdb.DuckDBPyConnection, rows: str) -> list[str]:
    return [name for name, *_ in connection.execute(f"DESCRIBE FROM {rows}").fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, rows: str, columns: Sequence[str]) -> Sum:
    names = '", "'.join(name.replace('"', '""') for name in columns)
    hashes = f'sum(hash("{names}")::HUGEINT)'
    ((count, total),) = connection.execute(f"SELECT count(*), coalesce({hashes}, 0) FROM {rows}").fetchall()
    return count, total
