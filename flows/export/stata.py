"""Stata's `.dta` (format 118, Stata 14 and newer) with labels on variables and coded values; needs pandas."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from flows.errors import UsageError
from schemas.arrow import arrow_schema, first_line
from schemas.release import TABLES

if TYPE_CHECKING:
    import pandas

_FORMAT = 118
_LABEL = 80  # characters that Stata allows for the label of a variable or a data set


def export_stata(tables: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `TABLE.dta` files.

    A coded column becomes numbers from 1, in the codebook's order, with its values as labels; a list becomes its
    JSON; a missing text becomes "", since Stata has no other. Raises UsageError where pandas is not installed.
    """
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise UsageError("Stata files need pandas: `pip install 'rapporteur[stata]'`, then export again") from None
    for table in TABLES:
        columns = TABLES[table].to_schema().columns
        codes = {name: list(c.metadata["allowed"]) for name, c in columns.items() if c.metadata["allowed"]}
        dates = [field.name for field in arrow_schema(table) if pa.types.is_date(field.type)]
        _frame(table, tables.sql(f"FROM {table}").to_arrow_table(), codes).to_stata(
            folder / f"{table}.dta",
            version=_FORMAT,
            write_index=False,
            data_label=first_line(TABLES[table])[:_LABEL],
            variable_labels={name: column.description[:_LABEL] for name, column in columns.items()},
            value_labels={name: dict(enumerate(values, 1)) for name, values in codes.items()},
            convert_dates=dict.fromkeys(dates, "td"),
        )


def _frame(table: str, rows: pa.Table, codes: dict[str, list[str]]) -> "pandas.DataFrame":
    """Return the rows as Stata can hold them."""
    import pandas

    series = {}
    for field in arrow_schema(table):
        values = rows[field.name].to_pylist()
        if field.name in codes:
            number = {value: place for place, value in enumerate(codes[field.name], 1)}
            series[field.name] = pandas.Series([number.get(value) for value in values], dtype="Int8")
        elif pa.types.is_boolean(field.type):
            series[field.name] = pandas.Series(values, dtype="Int8")
        elif pa.types.is_integer(field.type):
            series[field.name] = pandas.Series(values, dtype="Int32" if field.type == pa.int32() else "Int64")
        elif pa.types.is_floating(field.type):
            series[field.name] = pandas.Series(values, dtype="float64")
        elif pa.types.is_date(field.type):
            series[field.name] = pandas.Series(pandas.to_datetime(values), dtype="datetime64[s]")
        else:
            series[field.name] = pandas.Series(map(_text, values), dtype="object")
    return pandas.DataFrame(series)


def _text(value: str | list[str] | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
