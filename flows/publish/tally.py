"""How a new release differs from the one before, in numbers: rows of each table by kind of change, and columns."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.publish.database import connect, parquet_files
from flows.publish.differing import COMPARED, KINDS, differing_rows
from flows.publish.versions import MARKS


class Tally(NamedTuple):
    """What differs."""

    rows: Mapping[str, Mapping[str, int]]  # table -> kind of change -> rows, for every table that both have
    gained: tuple[str, ...]  # TABLE or TABLE.COLUMN that the release before has not
    lost: tuple[str, ...]  # that only the release before has
    retyped: tuple[str, ...]  # TABLE.COLUMN of another type

    def kinds(self) -> set[tuple[str, str]]:
        """Return what happened to which tables, as (table, kind of change); a column counts as rows that say so."""
        told = {(table, kind) for table, counted in self.rows.items() for kind, n in counted.items() if n}
        told |= {(name.split(".")[0], "added") for name in self.gained}
        return told | {(name.split(".")[0], "changed") for name in (*self.lost, *self.retyped)}


def tally(before: Path, tables: Mapping[str, pa.Table | ds.Dataset]) -> Tally:
    """Return the difference of the release in the folder `before` to these tables, given by name."""
    schemas = dict(_schemas(before))
    rows: dict[str, Mapping[str, int]] = {}
    gained = [table for table in COMPARED if table not in schemas]
    lost: list[str] = []
    retyped: list[str] = []
    with TemporaryDirectory(dir=before.parent) as spill, connect(Path(spill)) as connection:
        for table, schema in schemas.items():
            one, other = set(schema.names), set(tables[table].schema.names)
            gained += [f"{table}.{name}" for name in sorted(other - one)]
            lost += [f"{table}.{name}" for name in sorted(one - other)]
            shared = [name for name in schema.names if name in other and name not in MARKS.get(table, ())]
            retyped += [f"{table}.{name}" for name in shared if not _same_type(schema, tables[table].schema, name)]
            files = parquet_files(sorted(before.glob(f"{table}*.parquet")))
            connection.execute(f"CREATE VIEW {table}_before AS FROM {files}")
            connection.register(f"{table}_after", tables[table])
            sql = f"SELECT change, count(*) FROM ({differing_rows(table, shared)}) GROUP BY change"
            counted = dict(connection.execute(sql).fetchall())
            rows[table] = {kind: counted.get(kind, 0) for kind in KINDS}
    return Tally(rows, tuple(gained), tuple(lost), tuple(retyped))


def _schemas(folder: Path) -> Iterator[tuple[str, pa.Schema]]:
    for table in COMPARED:
        if files := sorted(folder.glob(f"{table}*.parquet")):
            yield table, pq.read_schema(files[0])


def _same_type(one: pa.Schema, other: pa.Schema, name: str) -> bool:
    return bool(one.field(name).type.equals(other.field(name).type))
