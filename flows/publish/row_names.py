"""Rows in which tables differ from a release, by their keys, for a message."""

from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.publish.database import connect, quoted
from flows.publish.differing import COMPARED, differing_rows
from schemas.keys import document_tables

SHOWN = 5  # rows of each table
_TOLD = {"added": "is missing", "removed": "is too many", "changed": "is another", "moved": "stands elsewhere"}


def name_differences(
    release: Path,
    tables: Mapping[str, pa.Table | ds.Dataset],
    spill: Path | None = None,
    documents: Collection[str] | None = None,
) -> list[str]:
    """Return a line for each table in which a release's folder differs from `tables`, with some of the rows by name.

    `tables` are what should be there; of the release only the rows of `documents` are looked at, if they are given.
    `spill` is a folder for what takes more memory than DuckDB may use.
    """
    lines = []
    with TemporaryDirectory(dir=spill) as temporary, connect(Path(temporary)) as connection:
        connection.register("wanted_documents", pa.table({"document_id": pa.array(documents or (), pa.string())}))
        for table in COMPARED:
            files = sorted(release.glob(f"{table}*.parquet"))
            if not files or table not in tables:
                continue
            there, wanted = pq.read_schema(files[0]).names, tables[table].schema.names
            shared = [name for name in there if name in wanted]
            if there != wanted:
                lines.append(f"{table}: has other columns: {', '.join(sorted({*there} ^ {*wanted})) or 'their order'}")
            rows = f"read_parquet('{quoted(release / f'{table}*.parquet')}')"
            if documents is not None and table in document_tables():
                rows += " WHERE document_id IN (FROM wanted_documents)"
            connection.execute(f"CREATE VIEW {table}_before AS FROM {rows}")
            connection.register(f"{table}_after", tables[table])
            connection.execute(f"CREATE TEMP TABLE found AS {differing_rows(table, shared)}")
            ((count,),) = connection.execute("SELECT count(*) FROM found").fetchall()
            if count:
                named = connection.execute(
                    "SELECT change, array_to_string(map_values(row::MAP(VARCHAR, VARCHAR)), ' '), "
                    "array_to_string(list_transform(differing, lambda one: one.name), ', ') "
                    f"FROM found ORDER BY ALL LIMIT {SHOWN}"
                ).fetchall()
                more = f"; and {count - SHOWN:,} more" if count > SHOWN else ""
                lines.append(f"{table}: {count:,} rows differ: {'; '.join(_told(*row) for row in named)}{more}")
            connection.execute("DROP TABLE found")
    return lines


def _told(change: str, key: str, columns: str | None) -> str:
    key = " ".join(key.split())
    shown = key if len(key) <= 80 else f"{key[:77]}…"
    return f"{shown} {_TOLD[change]}" + (f" ({columns})" if columns else "")
