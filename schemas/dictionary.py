"""The data dictionary, made from the models: the `columns` table's rows and DuckDB's comments."""

from collections.abc import Iterator
from typing import Any

from schemas.arrow import arrow_schema, first_line
from schemas.keys import key_columns
from schemas.release import TABLES


def column_rows() -> dict[str, list[Any]]:
    """Return the `columns` table, column by column."""
    rows: dict[str, list[Any]] = {
        name: [] for name in ("table_name", "column_name", "type", "unit", "description", "allowed_values")
    }
    for table, model in TABLES.items():
        fields = arrow_schema(table)
        for name, column in model.to_schema().columns.items():
            rows["table_name"].append(table)
            rows["column_name"].append(name)
            rows["type"].append(str(fields.field(name).type))
            rows["unit"].append(column.metadata["unit"])
            rows["description"].append(column.description)
            allowed = column.metadata["allowed"]
            rows["allowed_values"].append(list(allowed) if allowed else None)
    return rows


def comment_statements() -> Iterator[str]:
    """Return SQL that writes every table's and column's meaning, keys included, into a DuckDB file."""
    for table, model in TABLES.items():
        keys = key_columns(table)
        key = f" Key: {', '.join(keys)}." if keys else ""
        yield f"COMMENT ON TABLE {table} IS {_quoted(first_line(model) + key)}"
        for name, column in model.to_schema().columns.items():
            target = column.metadata["references"]
            unit = column.metadata["unit"]
            notes = (f" Refers to {target}." if target else "") + (f" Unit: {unit}." if unit else "")
            yield f"COMMENT ON COLUMN {table}.{name} IS {_quoted(column.description + notes)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
