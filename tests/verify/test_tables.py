"""A file's rows, schema and footer are held against the manifest and the schemas, though every checksum fits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish.releases import find
from flows.verify.shards import contents
from flows.verify.tables import check_tables
from tests.publish.forging import rehash, with_column
from tests.verify.conftest import read


def problems_of(dataset: Path) -> tuple[str, ...]:
    return tuple(read(find(dataset))[1])


def rewritten(dataset: Path, change: Callable[[pa.Table], pa.Table]) -> tuple[str, ...]:
    """What is wrong after claims.parquet was written anew with a change."""
    path = dataset / "0.1.0" / "claims.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    rehash(dataset, "0.1.0")
    return problems_of(dataset)


def test_a_release_as_it_was_published_has_no_problem(dataset: Path) -> None:
    assert problems_of(dataset) == ()


def test_other_values_have_another_content_hash(dataset: Path) -> None:
    assert rewritten(dataset, lambda rows: with_column(rows, "holder", lambda values: ["named", *values[1:]])) == (
        "claims.parquet: its rows have another content hash than in manifest.json",
    )


def test_rows_that_are_gone_are_counted(dataset: Path) -> None:
    assert "claims.parquet: 4 rows, in manifest.json 5" in rewritten(dataset, lambda rows: rows.slice(1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda schema: schema.remove(0), "claim_id is missing"),
        (lambda schema: schema.set(0, pa.field("claim_id", pa.large_string(), False)), "large_string"),
        (lambda schema: schema.set(0, schema.field(0).with_metadata({"description": "x"})), "claim_id is described"),
        (lambda schema: schema.with_metadata({**schema.metadata, b"release_version": b"9.9.9"}), "'9.9.9'"),
    ],
    ids=["column gone", "other type", "other meaning", "other release"],
)
def test_a_file_that_describes_itself_otherwise_is_told(
    dataset: Path, change: Callable[[pa.Schema], pa.Schema], told: str
) -> None:
    def described_otherwise(rows: pa.Table) -> pa.Table:
        schema = change(rows.schema)
        return rows.select(schema.names).cast(schema)

    (problem,) = rewritten(dataset, described_otherwise)
    assert problem.startswith("claims.parquet: ")
    assert told in problem


@pytest.mark.parametrize("content", [b"", b"PAR1" + bytes(64) + b"PAR1"])
def test_a_file_that_is_no_parquet_is_named(dataset: Path, content: bytes) -> None:
    (dataset / "0.1.0" / "claims.parquet").write_bytes(content)
    rehash(dataset, "0.1.0")
    (problem,) = problems_of(dataset)
    assert problem.startswith("claims.parquet: cannot be read: ")


@pytest.mark.parametrize("place", range(5, 16_000, 997))
def test_a_file_that_was_damaged_before_it_was_hashed_is_no_crash(dataset: Path, place: int) -> None:
    path = dataset / "0.1.0" / "claims.parquet"
    content = bytearray(path.read_bytes())
    content[place : place + 8] = b"\xff" * 8
    path.write_bytes(content)
    rehash(dataset, "0.1.0")
    # damage to an index or a filter does not show in the rows
    assert all(problem.startswith("claims.parquet: ") for problem in problems_of(dataset))


def test_a_table_that_the_manifest_does_not_list_is_told(dataset: Path) -> None:
    path = dataset / "0.1.0" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "topics.parquet"]
    path.write_text(json.dumps(manifest))
    assert problems_of(dataset) == ("manifest.json: lists no file of table topics",)


def test_damaged_files_are_left_alone_and_told(dataset: Path) -> None:
    damaged = frozenset({"edits.parquet"})
    assert "edits" not in read(find(dataset), damaged)[0]
    assert contents(find(dataset), damaged)[1].unproved == ("edits: not read, because of edits.parquet",)
    assert contents(find(dataset), frozenset({"manifest.json"}))[1].unproved


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("claims", "sentence_id", "alpha.s1.p9.1", "claims.sentence_id: not in sentences.sentence_id"),
        ("claims", "agreement_rank", 3, "claims.*: rank_of_agreement: row 0"),
        ("claims", "paragraph_index", 9, "claims: row 1 does not stand in the order of document_id"),
        ("sentences", "sentence_id", "alpha", "sentences.sentence_id: str_matches"),
        ("furniture", "raw_end", 0, "furniture.*: ranges_run_forward: row 0"),
        ("paragraphs", "paragraph_id", "alpha.s1.p2", "paragraphs.paragraph_id: key repeats"),
    ],
)
def test_rows_that_break_a_check_a_key_or_their_order_are_told(
    tables: dict[str, pa.Table], table: str, column: str, value: Any, told: str
) -> None:
    some = {name: tables[name] for name in (table, "sentences", "paragraphs")}
    assert check_tables(some).problems == ()
    some[table] = with_column(some[table], column, lambda values: [value, *values[1:]])
    assert [line for line in check_tables(some).problems if line.startswith(told)]
