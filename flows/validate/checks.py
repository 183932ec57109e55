"""What is wrong with a table, by the schemas' checks, and in which rows."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandera.pyarrow as pandera
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaError, SchemaErrorReason

from flows.validate.sound import are_unique, is_sound
from schemas.arrow import arrow_schema
from schemas.keys import key_columns, references
from schemas.release import TABLES

REPEATED = "key repeats"


class Finding(NamedTuple):
    """One broken check: which rows break it, from 0; `rows` is None where the table as a whole does."""

    table: str
    column: str
    rule: str
    rows: tuple[int, ...] | None
    example: str

    def __str__(self) -> str:
        """Return the finding in one line."""
        where = "the table" if self.rows is None else _listed(self.rows)
        return f"{self.table}.{self.column}: {self.rule}: {where}" + (
            f", such as {self.example}" if self.example else ""
        )


def findings(table: str, rows: pa.Table) -> list[Finding]:
    """Every check of the table's schema that fails, all of them collected; [] where the rows are as they should."""
    if is_sound(table, rows):
        return []
    expected = arrow_schema(table)
    types = [
        Finding(table, field.name, f"type {rows.schema.field(field.name).type}, not {field.type}", None, "")
        for field in expected
        if field.name in rows.column_names and rows.schema.field(field.name).type != field.type
    ]
    try:
        TABLES[table].validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return types + [_finding(table, rows, error) for error in errors.schema_errors]
    return types


def broken_keys(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Keys that repeat, and references to what is not there, between tables given by name."""
    for table, rows in tables.items():
        keys = list(key_columns(table))
        if keys and not are_unique(rows, keys):
            counted = rows.select(keys).group_by(keys).aggregate([([], "count_all")])
            repeated = counted.filter(pc.greater(counted["count_all"], 1))
            example = ", ".join(str(repeated[key][0]) for key in keys)
            yield Finding(table, "+".join(keys), REPEATED, None, example)
    yield from dangling_references(tables)


def dangling_references(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Yield references to what is not there, between tables given by name."""
    for reference in references():
        if reference.table not in tables or reference.target_table not in tables:
            continue
        values = tables[reference.table][reference.column]
        known = tables[reference.target_table][reference.target_column].combine_chunks()
        flat = (pc.list_flatten(values) if reference.is_list else values).drop_null()
        dangling = flat.filter(pc.invert(pc.is_in(flat, value_set=known)))
        if len(dangling):
            rule = f"not in {reference.target_table}.{reference.target_column}"
            yield Finding(reference.table, reference.column, rule, None, repr(dangling[0].as_py()))


def _finding(table: str, rows: pa.Table, error: SchemaError) -> Finding:
    column = error.schema.name if error.schema.name in rows.column_names else "*"
    rule = str(getattr(error.check, "name", None) or error.check)
    if error.reason_code not in {SchemaErrorReason.DATAFRAME_CHECK, SchemaErrorReason.SERIES_CONTAINS_NULLS}:
        cases = error.failure_cases
        if isinstance(cases, pa.Table):  # values of a key that stand in several rows
            return Finding(table, "+".join(cases.column_names), REPEATED, None, str(cases.slice(0, 1).to_pylist()))
        return Finding(table, str(column), rule, None, str(cases))
    failing = _failing(rows, column, error)
    places = tuple(pc.indices_nonzero(failing).to_pylist())
    example = ""
    if column != "*" and places:
        example = repr(rows[column][places[0]].as_py())
    return Finding(table, str(column), rule, places, example)


def _failing(rows: pa.Table, column: str, error: SchemaError) -> Any:
    """Which rows break the check, as booleans; pandera's own checks name values, not rows."""
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return pc.is_null(rows[column])
    if column == "*":
        return pc.invert(pc.fill_null(error.check_output.to_native()["check_output"], False))
    values = rows[column].cast(pa.string()) if pa.types.is_dictionary(rows[column].type) else rows[column]
    bad = error.failure_cases[column].cast(values.type).combine_chunks()
    return pc.is_in(values, value_set=bad)


def _listed(rows: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, rows[:5]))
    return f"row{'s' if len(rows) > 1 else ''} {shown}" + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
