"""Whether the keys of a whole release hold, without holding the release.

A batch's own keys and references were checked when it was validated. Across batches they hold where no two have the
same document, each key begins with its document's id, and what is not divided by documents has what they name.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow.dataset as ds

from flows.publish.assembly import Assembly
from flows.publish.database import connect
from flows.validate import ReleaseRefusedError, refuse_broken
from flows.validate.checks import Finding, findings
from schemas.keys import Reference, document_tables, key_columns, references


def refuse_unsound(assembly: Assembly, spill: Path) -> None:
    """Raise ReleaseRefusedError for broken keys of the release, and broken checks of what came in no part."""
    if found := [finding for name, rows in assembly.whole.items() for finding in findings(name, rows)]:
        raise ReleaseRefusedError(found)
    refuse_broken(assembly.whole)
    with connect(spill) as connection:
        if broken := list(_broken(connection, assembly.rows())):
            raise ReleaseRefusedError(broken)


def _broken(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, ds.Dataset]) -> Iterator[Finding]:
    for name, rows in tables.items():
        connection.register(name, rows)
    for table in document_tables():
        keys = key_columns(table)
        if len(keys) == 1 and keys[0] != "document_id":
            sql = f"SELECT {keys[0]} FROM {table} WHERE NOT starts_with({keys[0]}, document_id || '.') LIMIT 1"
            for (key,) in connection.execute(sql).fetchall():
                yield Finding(table, keys[0], "does not begin with its document's id", None, repr(key))
    for reference in references():
        if reference.table in document_tables() and reference.target_table not in document_tables():
            for (value,) in connection.execute(_dangling(reference)).fetchall():
                rule = f"not in {reference.target_table}.{reference.target_column}"
                yield Finding(reference.table, reference.column, rule, None, repr(value))


def _dangling(reference: Reference) -> str:
    value = f"unnest({reference.column})" if reference.is_list else reference.column
    return f"""
    SELECT value FROM (SELECT DISTINCT {value} AS value FROM {reference.table})
    WHERE value IS NOT NULL AND value NOT IN (SELECT {reference.target_column} FROM {reference.target_table}) LIMIT 1
    """
