"""`rapporteur.duckdb` holds the same rows as the release that it was made from."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.publish.duckdb_file import NAME, is_current
from flows.publish.releases import Release
from flows.verify.proof import Proof


def verify_duckdb(dataset: Path, release: Release, tables: Mapping[str, pa.Table]) -> Proof:
    """Compare the file with the release's tables, given by name, where it is of that release."""
    if not (dataset / NAME).exists():
        return Proof(unproved=(f"{NAME}: is not here; `rapporteur run` makes it",))
    try:
        with duckdb.connect(str(dataset / NAME), read_only=True) as connection:
            if not is_current(dataset, release):
                return Proof(unproved=(f"{NAME}: is not of release {release.version}",))
            problems = tuple(_differences(connection, tables))
    except duckdb.Error as error:
        return Proof(problems=(f"{NAME}: cannot be read: {str(error).splitlines()[0]}",))
    if problems or not tables:
        return Proof(problems=problems)
    return Proof(proved=(f"{NAME}: {len(tables)} tables hold the same rows in the same order",))


def _differences(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, rows in tables.items():
        if name not in there:
            yield f"{NAME}: has no table {name}"
            continue
        held = connection.sql(f"FROM {name}").to_arrow_table()
        if held.column_names != rows.column_names or held.num_rows != rows.num_rows:
            yield f"{NAME}: {name} has {held.num_rows} rows of {held.num_columns} columns, not {rows.shape}"
            continue
        for field in rows.schema:
            kind = pa.string() if pa.types.is_dictionary(field.type) else field.type
            if not held[field.name].cast(kind).equals(rows[field.name].cast(kind)):
                yield f"{NAME}: {name}.{field.name} has other values than the release"
