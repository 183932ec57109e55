"""A release of another schema version: what of it can be proved by this installation, and what cannot.

Its bytes are proved as ever, and its rows against what its manifest and its footers say of them. Both promises are
proved where its tables have the columns that this takes. What its schemas ask for is not known here.
"""

from collections.abc import Mapping

import pyarrow as pa

from flows.publish.manifest import Imprint
from flows.validate.promises import READ
from flows.verify.promises import DOCUMENT
from flows.verify.proof import Proof
from schemas.arrow import arrow_schema
from schemas.release import SCHEMA_VERSION

_COLUMNS = {"documents": DOCUMENT, **READ}


def prove_no_tables(imprint: Imprint) -> Proof:
    """Return the line that tells what is not proved of a release of another schema version, and how it can be."""
    what = "checks of the schemas, order, keys and references"
    why = f"the release has schema version {imprint.schema}, and this installation {SCHEMA_VERSION}"
    return Proof(unproved=(f"tables: {what}: {why}; the version that made the release proves them",))


def of_this_schema(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the columns that the promises are proved with, as this schema version has them.

    A column that may be NULL and is not there is NULL. Tables that lack another, or have it of another type, are left
    out.
    """
    fitting = {name: _fitted(name, tables[name], columns) for name, columns in _COLUMNS.items() if name in tables}
    return {name: rows for name, rows in fitting.items() if rows is not None}


def _fitted(table: str, rows: pa.Table, columns: tuple[str, ...]) -> pa.Table | None:
    arrays = {}
    for column in columns:
        field = arrow_schema(table).field(column)
        if column in rows.column_names:
            arrays[column] = rows[column]
        elif field.nullable:
            arrays[column] = pa.chunked_array([pa.nulls(rows.num_rows, field.type)])
        else:
            return None
        if arrays[column].type != field.type or (arrays[column].null_count and not field.nullable):
            return None
    return pa.table(arrays)
