"""Whether a table passes every check of its schema, by one Arrow kernel a check.

Pandera takes a millisecond or more for each column, however few the rows. So it is only asked what is wrong, once
something is; what is checked stands in its models alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandera.pyarrow as pandera
import pyarrow as pa
import pyarrow.compute as pc

from schemas.arrow import arrow_schema
from schemas.release import TABLES

# How each check that `column()` makes is tried, by its name in pandera and with what pandera notes of it.
_KERNELS: dict[str, Callable[[pa.ChunkedArray, Mapping[str, Any]], bool]] = {
    "str_matches": lambda values, told: _all(pc.match_substring_regex(values, str(told["pattern"]))),
    "greater_than_or_equal_to": lambda values, told: _all(pc.greater_equal(values, told["min_value"])),
    "less_than_or_equal_to": lambda values, told: _all(pc.less_equal(values, told["max_value"])),
    "isin": lambda values, told: all(
        set(one.dictionary.to_pylist()) <= {*told["allowed_values"]} for one in values.chunks
    ),
}


def is_sound(table: str, rows: pa.Table) -> bool:
    """Whether the rows pass; False also where a check is of a kind that only pandera knows."""
    expected = arrow_schema(table)
    if rows.schema.names != expected.names or rows.schema.types != expected.types:
        return False
    model = TABLES[table]
    schema = model.to_schema()
    return (
        all(_column_is_sound(rows, name, column) for name, column in schema.columns.items())
        and (not schema.unique or are_unique(rows, schema.unique))
        and all(_all(getattr(model, check.name)(pandera.PyArrowData(rows))) for check in schema.checks)
    )


def are_unique(rows: pa.Table, columns: Sequence[str]) -> bool:
    """Whether no two rows have the same values in the columns."""
    if len(columns) == 1:
        return bool(len(pc.unique(rows[columns[0]])) == rows.num_rows)
    # grouping is quicker than to count distinct structs
    return bool(rows.select(columns).group_by(columns).aggregate([]).num_rows == rows.num_rows)


def _column_is_sound(rows: pa.Table, name: str, column: Any) -> bool:
    values = rows[name]
    if values.null_count and not column.nullable:
        return False
    if column.unique and not are_unique(rows, [name]):
        return False
    return all(check.name in _KERNELS and _KERNELS[check.name](values, check.statistics) for check in column.checks)


def _all(mask: pa.ChunkedArray) -> bool:
    """Whether no value is False; NULL passes, as a column that may hold NULL says elsewhere."""
    return bool(pc.all(mask, min_count=0).as_py())
