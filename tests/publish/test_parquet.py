"""A table's files: the same bytes for the same rows, of the promised form, in as many pieces as they need."""

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish.manifest import Imprint
from flows.publish.parquet import GROUP_ROWS, ORDER, file_names, repetitive_columns, write_anew, write_file
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
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    cuts = [0, *places, rows.num_rows]
    pieces = [rows.slice(start, end - start) for start, end in pairwise(cuts)]
    told = write_file(one, "edits", lambda: [rows], IMPRINT)
    assert write_file(two, "edits", lambda: [divided(rows, *places)], IMPRINT) == told
    assert two.read_bytes() == one.read_bytes()
    assert write_file(two, "edits", lambda: pieces, IMPRINT) == told
    assert two.read_bytes() == one.read_bytes()


def test_row_groups_have_a_constant_number_of_rows(tmp_path: Path) -> None:
    write_file(tmp_path / "edits.parquet", "edits", lambda: [edits(GROUP_ROWS + 1)], IMPRINT)
    found = pq.ParquetFile(tmp_path / "edits.parquet").metadata
    assert [found.row_group(k).num_rows for k in range(found.num_row_groups)] == [GROUP_ROWS, 1]


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "10.200.3000"])
@pytest.mark.parametrize("rows", [0, 5, GROUP_ROWS + 1])
def test_rows_written_anew_for_another_release_are_the_bytes_that_it_would_write(
    tmp_path: Path, version: str, rows: int
) -> None:
    old, new, anew = (tmp_path / f"{name}.parquet" for name in ("old", "new", "anew"))
    imprint = IMPRINT._replace(version=version)
    write_file(old, "edits", lambda: [edits(rows)], IMPRINT)
    write_file(new, "edits", lambda: [edits(rows)], imprint)
    write_anew(anew, old, "edits", imprint)
    assert anew.read_bytes() == new.read_bytes()
    assert pq.read_schema(anew).metadata[b"release_version"] == version.encode()


def test_a_file_of_another_schema_is_not_written_anew(tmp_path: Path) -> None:
    pq.write_table(edits(3).drop_columns(["reason"]), tmp_path / "old.parquet")
    with pytest.raises(ValueError, match="footer"):
        write_anew(tmp_path / "new.parquet", tmp_path / "old.parquet", "edits", IMPRINT)


def test_files_of_a_large_table_are_named_in_their_order_and_one_pattern_reads_them() -> None:
    assert file_names("edits", 1) == ["edits.parquet"]
    assert file_names("edits", 2) == ["edits-00000-of-00002.parquet", "edits-00001-of-00002.parquet"]


@pytest.mark.parametrize("table", TABLES)
def test_no_tables_files_are_taken_for_anothers(table: str) -> None:
    assert not [other for other in TABLES if other != table and other.startswith(table)]


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_reads_with_its_schema_and_meanings(tmp_path: Path, table: str) -> None:
    rows = to_arrow(table, {name: [] for name in arrow_schema(table).names})
    write_file(tmp_path / "empty.parquet", table, lambda: [rows], IMPRINT)
    found = pq.read_schema(tmp_path / "empty.parquet")
    assert found.equals(arrow_schema(table))
    assert all(found.field(field.name).metadata == field.metadata for field in arrow_schema(table))


def test_columns_of_order_and_dictionary_are_in_the_schemas() -> None:
    for table in TABLES:
        assert {*ORDER.get(table, ()), *repetitive_columns(table)} <= set(arrow_schema(table).names)


def test_a_file_tells_its_order_and_has_index_bloom_filter_and_zstd(tmp_path: Path) -> None:
    rows = to_arrow(
        "entities",
        {"entity_id": ["a", "b"], "name": ["A", "B"], "kind": ["state"] * 2, "iso3": [None] * 2, "region": [None] * 2},
    )
    write_file(tmp_path / "entities.parquet", "entities", lambda: [rows], IMPRINT)
    group = pq.ParquetFile(tmp_path / "entities.parquet").metadata.row_group(0)
    key, _, kind, *_ = (group.column(k) for k in range(5))
    assert [order.column_index for order in group.sorting_columns] == [0]
    assert key.bloom_filter_offset is not None
    assert key.has_offset_index and key.has_column_index
    assert (key.compression, key.has_dictionary_page, kind.has_dictionary_page) == ("ZSTD", False, True)
