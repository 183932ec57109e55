"""The quick answer whether a table passes its checks is pandera's answer, whatever value is wrong."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from flows.records import CodedDocument
from flows.validate.sound import is_sound
from flows.validate.tables import document_tables, vocabulary_tables
from schemas.release import TABLES

Build = Callable[..., CodedDocument]


def by_pandera(table: str, rows: pa.Table) -> bool:
    try:
        TABLES[table].validate(rows, lazy=True)
    except SchemaErrors:
        return False
    return True


@pytest.fixture
def tables(coded: Build) -> dict[str, pa.Table]:
    made = {**document_tables([coded("a"), coded("b")]), **vocabulary_tables()}
    return {name: rows for name, rows in made.items() if rows.num_rows}


def test_sound_tables_are_sound(tables: dict[str, pa.Table]) -> None:
    assert {"documents", "claims", "furniture", "columns"} <= tables.keys()
    for table, rows in tables.items():
        assert is_sound(table, rows)
        assert is_sound(table, rows.slice(0, 0))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_value_is_judged_as_pandera_judges(tables: dict[str, pa.Table], data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(tables)))
    rows = tables[table]
    name = data.draw(st.sampled_from(rows.column_names))
    row = data.draw(st.integers(0, rows.num_rows - 1))
    field = rows.schema.field(name)
    kind = pa.string() if pa.types.is_dictionary(field.type) else field.type
    values: list[Any] = rows[name].to_pylist()
    values[row] = data.draw(st.none() | _values(kind) | st.sampled_from(values))
    changed = rows.set_column(rows.schema.get_field_index(name), field, pa.array(values, kind).cast(field.type))
    assert is_sound(table, changed) == by_pandera(table, changed)


def test_columns_in_another_order_or_of_another_type_are_not_sound(tables: dict[str, pa.Table]) -> None:
    topics = tables["topics"]
    assert not is_sound("topics", topics.select(["description", "topic"]))
    assert not is_sound("topics", topics.select(["topic"]))
    assert not is_sound("topics", topics.cast(pa.schema([(name, pa.large_string()) for name in topics.column_names])))


def _values(kind: pa.DataType) -> st.SearchStrategy[Any]:
    if pa.types.is_boolean(kind):
        return st.booleans()
    if pa.types.is_integer(kind):
        return st.integers(-2, 70)
    if pa.types.is_floating(kind):
        return st.floats()
    if pa.types.is_date(kind):
        return st.dates()
    words = st.sampled_from(["", "a", "b", "a.s1", "A1", "day", "body", "all", "must", "a\n"]) | st.text(max_size=3)
    return st.lists(words, max_size=2) if pa.types.is_list(kind) else words
