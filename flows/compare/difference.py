"""The difference of two releases, table by table and row by row; flows/publish/differing.py says what differs."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow.parquet as pq

from flows.publish.changes import changes_since
from flows.publish.database import parquet_files
from flows.publish.differing import COMPARED, KINDS, differing_rows
from flows.publish.manifest import MANIFEST
from flows.publish.releases import NoReleaseError
from flows.publish.versions import MARKS


class Column(NamedTuple):
    """A column, or a whole table where `column` is None, that only one of the releases has."""

    table: str
    column: str | None
    only_in: str  # before, after


class Value(NamedTuple):
    """A value that differs."""

    column: str
    before: Any
    after: Any


class Row(NamedTuple):
    """A row that differs."""

    table: str
    change: str  # one of KINDS
    row: dict[str, Any]  # its key; the whole row where the table has none
    values: tuple[Value, ...]  # where changed or moved
    superseded_by: tuple[str, ...]  # claims in the place of a removed claim


class Difference(NamedTuple):
    """What differs between two releases."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Table -> kind of change -> rows, for every table."""
        counted = Counter((row.table, row.change) for row in self.rows)
        return {table: {kind: counted[table, kind] for kind in KINDS} for table in COMPARED}


def compare(before: Path, after: Path) -> Difference:
    """Return what differs between the releases in two folders; raises NoReleaseError for a folder that holds none."""
    columns: list[Column] = []
    rows: list[Row] = []
    with duckdb.connect() as connection:
        names = {side: _open(connection, folder, side) for side, folder in (("before", before), ("after", after))}
        for table in COMPARED:
            one, other = names["before"].get(table), names["after"].get(table)
            if one is None or other is None:
                columns += [Column(table, None, side) for side, has in (("before", one), ("after", other)) if has]
                continue
            columns += [Column(table, name, "before") for name in one if name not in other]
            columns += [Column(table, name, "after") for name in other if name not in one]
            # how sure a coding is follows from the coding
            shared = [name for name in one if name in other and not (table == "claims" and name in MARKS["claims"])]
            rows += _differing(connection, table, shared)
    return Difference(tuple(columns), tuple(_with_successors(rows, before, after)))


def _open(connection: duckdb.DuckDBPyConnection, folder: Path, side: str) -> dict[str, list[str]]:
    """Make a view for each table of a release; table -> names of its columns."""
    if not (folder / MANIFEST).is_file():
        raise NoReleaseError(f"{folder}: is no release: it has no {MANIFEST}")
    names = {}
    for table in COMPARED:
        if files := sorted(folder.glob(f"{table}*.parquet")):
            connection.execute(f"CREATE VIEW {table}_{side} AS FROM {parquet_files(files)}")
            described = connection.execute(f"SELECT column_name FROM (DESCRIBE {table}_{side})").fetchall()
            names[table] = [name for (name,) in described]
    return names


def _differing(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> Iterator[Row]:
    sql = f"{differing_rows(table, columns)} ORDER BY row, change"
    for change, row, values in connection.execute(sql).fetchall():
        differing = [
            Value(value["name"], json.loads(value["before"]), json.loads(value["after"])) for value in values or ()
        ]
        yield Row(table, change, json.loads(row), tuple(differing), ())


def _with_successors(rows: list[Row], before: Path, after: Path) -> list[Row]:
    """Return the rows, each removed claim with those that took its place."""
    if not any((row.table, row.change) == ("claims", "removed") for row in rows):
        return rows
    tables = {
        name: pq.ParquetDataset(sorted(after.glob(f"{name}*.parquet"))).read()
        for name in ("documents", "statements", "claims")
    }
    changes: list[Mapping[str, Any]] = changes_since(before, tables).to_pylist()
    followed = {change["claim_id"]: tuple(change["superseded_by"] or ()) for change in changes}
    return [
        row._replace(superseded_by=followed.get(row.row["claim_id"], ())) if row.table == "claims" else row
        for row in rows
    ]
