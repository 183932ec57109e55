"""Arrow schemas, made from the models: what Parquet files carry, and what columns of Python values become."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.release import TABLES

_ARROW = {
    "String": pa.string(),
    "Categorical": pa.dictionary(pa.int8(), pa.string()),
    "Int32": pa.int32(),
    "Int64": pa.int64(),
    "Float64": pa.float64(),
    "Boolean": pa.bool_(),
    "Date": pa.date32(),
    "List(String)": pa.list_(pa.string()),
}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the table's Arrow schema; each field's metadata holds its description and, where it has one, its unit."""
    model = TABLES[table]
    fields = []
    for name, column in model.to_schema().columns.items():
        about = {"description": column.description}
        if column.metadata["unit"]:
            about["unit"] = column.metadata["unit"]
        fields.append(pa.field(name, _ARROW[str(column.dtype)], nullable=column.nullable, metadata=about))
    return pa.schema(fields, metadata={"table": table, "description": first_line(model)})


def first_line(model: type) -> str:
    """Return what a table's model says of itself."""
    return (model.__doc__ or "").strip().splitlines()[0]


def to_arrow(table: str, columns: Mapping[str, Sequence[Any] | pa.Array]) -> pa.Table:
    """Return the columns as an Arrow table of the table's schema, not yet validated.

    A coded column's dictionary holds all allowed values in the schema's order, so that the same values are the
    same bytes whatever batch they came in; values that are not allowed follow, for validation to refuse.
    Raises KeyError for a missing column, pyarrow.ArrowInvalid or ArrowTypeError for a value of another type.
    """
    schema = arrow_schema(table)
    model = TABLES[table].to_schema().columns
    arrays = []
    for field in schema:
        values = columns[field.name]
        if pa.types.is_dictionary(field.type):
            allowed = list(model[field.name].metadata["allowed"])
            arrays.append(_coded(pa.array(values, pa.dictionary(pa.int32(), pa.string())), allowed, stray=True))
        else:
            arrays.append(values.cast(field.type) if isinstance(values, pa.Array) else pa.array(values, field.type))
    nullable = pa.schema([field.with_nullable(True) for field in schema], metadata=schema.metadata)
    return pa.Table.from_arrays(arrays, schema=nullable)


def settle(table: str, rows: pa.Table) -> pa.Table:
    """Return validated rows in exactly the table's schema: no NULL where none is allowed, no stray dictionary level."""
    schema = arrow_schema(table)
    model = TABLES[table].to_schema().columns
    arrays = []
    for field in schema:
        column = rows[field.name]
        values = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        if pa.types.is_dictionary(field.type):
            # what another writer left may be plain text, or have wider codes
            coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
            values = _coded(coded, list(model[field.name].metadata["allowed"]), stray=False)
        arrays.append(values)
    return pa.Table.from_arrays(arrays, schema=schema)


def _coded(values: pa.DictionaryArray, levels: list[str], *, stray: bool) -> pa.DictionaryArray:
    """Return the values with these levels in their order; others follow where `stray`, else they become NULL."""
    found = values.dictionary.to_pylist()
    if found == levels and values.type.index_type == pa.int8():
        return values
    if stray:
        levels = levels + sorted(set(found) - set(levels))
    dictionary = pa.array(levels, pa.string())
    codes = pc.index_in(values.dictionary, dictionary).cast(pa.int8())
    return pa.DictionaryArray.from_arrays(codes.take(values.indices), dictionary)
