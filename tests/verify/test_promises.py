"""Both promises are proved against the raw files, and what cannot be is said."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.verify.promises import check_promises, prove_promises
from flows.verify.proof import Proof
from tests.publish.forging import with_column


def verify_promises(tables: dict[str, pa.Table], raw: Path | None) -> Proof:
    return prove_promises([check_promises(tables, raw)], raw)


def test_rows_read_as_their_raw_text(tables: dict[str, pa.Table], raw: Path) -> None:
    proof = verify_promises(tables, raw)
    assert (proof.problems, proof.unproved) == ((), ())
    assert proof.proved[0].startswith(
        "3 documents, 5 paragraphs, 5 sentences, 5 claims, 5 mentions read as their raw text"
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        (
            "claims",
            "text",
            "We like the report",
            "claims has other words than its statement at its place: 'We like the report'",
        ),
        ("claims", "char_start", 1, "claims does not read as its raw text"),
        ("mentions", "raw_start", 5, "mentions does not read as its raw text"),
        ("sentences", "raw_end", 12, "sentences does not read as its raw text"),
        ("paragraphs", "raw_start", 3, "in no row: 'W'"),
        ("furniture", "raw_end", 2**31 - 1, "ends behind the raw text"),
        ("edits", "replacement", "-", "does not read as its raw text"),
        ("statements", "text", "We", "is not its paragraphs joined"),
        ("statements", "statement_index", 7, "a row of claims names statement 1, which is not there"),
        ("documents", "encoding", "utf-9", "the raw file is not utf-9"),
        ("documents", "encoding", "utf-16", "the raw file is not utf-16"),
        ("documents", "source_sha256", "a" * 64, "the raw file has other bytes"),
    ],
)
def test_a_row_that_is_not_true_is_told_with_its_file(
    tables: dict[str, pa.Table], raw: Path, table: str, column: str, value: Any, told: str
) -> None:
    tables[table] = with_column(tables[table], column, lambda values: [value, *values[1:]])
    proof = verify_promises(tables, raw)
    assert [line for line in proof.problems if line.startswith("alpha.txt") and told in line], proof.problems


def test_a_paragraph_that_is_gone_leaves_its_characters_in_no_row(tables: dict[str, pa.Table], raw: Path) -> None:
    tables["paragraphs"] = tables["paragraphs"].slice(0, 4)
    assert "gamma.txt: characters 0 to 22: in no row: 'We agree, they do not.'" in verify_promises(tables, raw).problems


def test_other_documents_are_proved_beside_a_broken_one(tables: dict[str, pa.Table], raw: Path) -> None:
    (raw / "beta.txt").write_text("Something else")
    proof = verify_promises(tables, raw)
    assert [line.split(":")[0] for line in proof.problems] == ["beta.txt"]
    assert proof.proved[0].startswith("2 documents, 3 paragraphs")


def test_what_has_no_raw_file_is_unproved(tables: dict[str, pa.Table], raw: Path, tmp_path: Path) -> None:
    assert verify_promises(tables, None).unproved == (
        "raw text: of 3 documents, as no folder with raw files was given",
    )
    assert "of 3 documents" in verify_promises(tables, tmp_path / "nowhere").unproved[0]
    (raw / "beta.txt").unlink()
    proof = verify_promises(tables, raw)
    assert proof.problems == ()
    assert proof.unproved == (f"raw text: beta.txt: not below {raw}",)
    assert proof.proved[0].startswith("2 documents, 3 paragraphs")


def test_words_that_are_not_published_are_told(tables: dict[str, pa.Table], raw: Path) -> None:
    for name in ("statements", "paragraphs", "sentences", "claims", "mentions"):
        tables[name] = with_column(tables[name], "text", lambda values: [None, *values[1:]])
    proof = verify_promises(tables, raw)
    assert proof.unproved == ("raw text: 4 rows have no words (not redistributed); only their places were proved",)


def test_without_a_table_nothing_can_be_said(tables: dict[str, pa.Table], raw: Path) -> None:
    del tables["furniture"]
    assert "furniture" in verify_promises(tables, raw).unproved[0]
