"""A table's files: the same bytes for the same rows, of the promised form, in as many pieces as they need."""

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish.manifest import Imprint
from flows.publish.parquet import GROUP_ROWS, GROUPS_PER_FILE, ORDER, group_rows, repetitive_columns, write_table
from schemas.arrow import arrow_schema, settle, to_arrow
from schemas.release import TABLES

IMPRINT = Imprint("0.1.0", "2026-01-01", None, "1")


def edits(rows: int) -> pa.Table:
    columns = {
        "document_id": ["a"] * rows,
        "raw_start": range(0, 2 * rows, 2),
        "raw_end": range(1, 2 * rows + 1, 2),
        "replacement": ["", "–", "x"] * (rows // 3) + [""] * (rows % 3),
        "reason": ["soft_hyphen"] * rows,
    }
    return settle("edits", to_arrow("edits", columns))


def divided(rows: pa.Table, *places: int) -> pa.Table:
    """The same rows in several pieces of memory."""
    cuts = [0, *places, rows.num_rows]
    pieces = [rows.slice(start, end - start) for start, end in pairwise(cuts)]
    return pa.concat_tables(pa.Table.from_batches(piece.combine_chunks().to_batches()) for piece in pieces)


@pytest.mark.parametrize("places", [[1], [GROUP_ROWS - 1, GROUP_ROWS + 1], list(range(10_000, 140_000, 9_999))])
def test_bytes_do_not_depend_on_how_batches_divided_the_rows(tmp_path: Path, places: list[int]) -> None:
    rows = edits(GROUP_ROWS + 20_000)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert write_table(tmp_path / "one", "edits", rows, IMPRINT) == write_table(
        tmp_path / "two", "edits", divided(rows, *places), IMPRINT
    )
    assert (tmp_path / "one" / "edits.parquet").read_bytes() == (tmp_path / "two" / "edits.parquet").read_bytes()


def test_row_groups_have_a_constant_number_of_rows(tmp_path: Path) -> None:
    write_table(tmp_path, "edits", edits(GROUP_ROWS + 1), IMPRINT)
    found = pq.ParquetFile(tmp_path / "edits.parquet").metadata
    assert [found.row_group(k).num_rows for k in range(found.num_row_groups)] == [GROUP_ROWS, 1]


def test_a_large_table_is_several_files_that_one_pattern_reads(tmp_path: Path) -> None:
    most = group_rows("statements") * GROUPS_PER_FILE
    filler = {field.name: "a" if field.type == pa.string() else 1 for field in arrow_schema("statements")}
    columns = {field.name: [None if field.nullable else filler[field.name]] for field in arrow_schema("statements")}
    repeated = {name: values * (most + 3) for name, values in columns.items()}
    rows = to_arrow("statements", {**repeated, "statement_index": range(1, most + 4)})
    files = write_table(tmp_path, "statements", rows, IMPRINT)
    assert [file["path"] for file in files] == [
        "statements-00000-of-00002.parquet",
        "statements-00001-of-00002.parquet",
    ]
    assert [file["rows"] for file in files] == [most, 3]
    read = pa.concat_tables(map(pq.read_table, sorted(tmp_path.glob("statements*.parquet"))))
    assert read["statement_index"].to_pylist() == list(range(1, most + 4))


@pytest.mark.parametrize("table", TABLES)
def test_no_tables_files_are_taken_for_anothers(table: str) -> None:
    assert not [other for other in TABLES if other != table and other.startswith(table)]


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_reads_with_its_schema_and_meanings(tmp_path: Path, table: str) -> None:
    rows = to_arrow(table, {name: [] for name in arrow_schema(table).names})
    (file,) = write_table(tmp_path, table, rows, IMPRINT)
    found = pq.read_schema(tmp_path / file["path"])
    assert found.equals(arrow_schema(table))
    assert all(found.field(field.name).metadata == field.metadata for field in arrow_schema(table))


def test_columns_of_order_and_dictionary_are_in_the_schemas() -> None:
    for table in TABLES:
        assert {*ORDER.get(table, ()), *repetitive_columns(table)} <= set(arrow_schema(table).names)


def test_a_file_tells_its_order_and_has_index_bloom_filter_and_zstd(tmp_path: Path) -> None:
    rows = to_arrow(
        "entities", {"entity_id": ["a", "b"], "name": ["A", "B"], "kind": ["state"] * 2, "iso3": [None] * 2}
    )
    write_table(tmp_path, "entities", rows, IMPRINT)
    group = pq.ParquetFile(tmp_path / "entities.parquet").metadata.row_group(0)
    key, _, kind, _ = (group.column(k) for k in range(4))
    assert [order.column_index for order in group.sorting_columns] == [0]
    assert key.bloom_filter_offset is not None
    assert key.has_offset_index and key.has_column_index
    assert (key.compression, key.has_dictionary_page, kind.has_dictionary_page) == ("ZSTD", False, True)
