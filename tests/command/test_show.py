"""`rapporteur show`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def first(rapporteur: Callable, dataset: Path) -> Callable:
    """The first row of a table, as a dictionary."""

    def get(table: str, where: str = "true") -> dict:
        sql = f"SELECT * FROM {table} WHERE {where} LIMIT 1"
        return json.loads(rapporteur("query", sql, "--json", "--dataset", dataset).out)[0]

    return get


def test_a_claim_is_shown_with_coding_rules_and_raw_lines(
    rapporteur: Callable, dataset: Path, raw_folder: Path, first: Callable
) -> None:
    claim = first("claims", "text LIKE 'Several delegates noted%'")
    answer = rapporteur("show", claim["claim_id"], "--dataset", dataset, "--raw", raw_folder)
    assert answer.code == 0
    assert claim["text"] in answer.out
    assert "Several delegates" in answer.out
    assert "several" in answer.out
    assert all(rule in answer.out for rule in claim["rules"])
    assert "gccs-2012-budapest-chair-closing.txt" in answer.out
    assert "does not have" not in answer.out


@pytest.mark.parametrize(
    ("table", "key"), [("paragraphs", "paragraph_id"), ("sentences", "sentence_id"), ("statements", "statement_id")]
)
def test_paragraphs_sentences_and_statements_are_shown(
    rapporteur: Callable, dataset: Path, raw_folder: Path, first: Callable, table: str, key: str
) -> None:
    row = first(table)
    answer = rapporteur("show", row[key], "--dataset", dataset, "--raw", raw_folder)
    assert answer.code == 0
    assert row["text"] in answer.out


def test_json_holds_the_row_and_its_raw_lines(
    rapporteur: Callable, dataset: Path, raw_folder: Path, first: Callable
) -> None:
    claim = first("claims")
    shown = json.loads(rapporteur("show", claim["claim_id"], "--json", "--dataset", dataset, "--raw", raw_folder).out)
    assert shown["claim_id"] == claim["claim_id"]
    raw = (raw_folder / shown["source_path"]).read_bytes().decode(shown["encoding"])
    number, line = shown["raw_lines"][0]
    assert raw.split("\n")[number - 1] == line
    assert claim["source_text"] in line


def test_without_the_raw_file_the_place_is_still_told(
    rapporteur: Callable, dataset: Path, tmp_path: Path, first: Callable
) -> None:
    claim = first("claims")
    answer = rapporteur("show", claim["claim_id"], "--dataset", dataset, "--raw", tmp_path)
    assert answer.code == 0
    assert f"characters {claim['raw_start']} to {claim['raw_end']}" in answer.out


def test_an_unknown_id_is_a_mistake_in_one_line(rapporteur: Callable, dataset: Path) -> None:
    answer = rapporteur("show", "nothing.c-0000000000", "--dataset", dataset)
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_a_corrected_claim_says_what_was_corrected_and_why(
    rapporteur: Callable, raw_folder: Path, tmp_path: Path, first: Callable
) -> None:
    from flows.pipeline import build_release

    claim = first("claims", "text LIKE 'Several delegates noted%'")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "gccs-2012-budapest-chair-closing.txt").write_bytes(
        (raw_folder / "gccs-2012-budapest-chair-closing.txt").read_bytes()
    )
    (raw / "gccs-2012-budapest-chair-closing.corrections.toml").write_text(f"""
        [[correction]]
        claim = "{claim["claim_id"]}"
        reason = "the paragraph is about what they stress"
        by = "A. Reader"
        expect = {{ act = "{claim["act"]}" }}
        set = {{ act = "stress" }}
    """)
    build_release(raw, tmp_path / "dataset", True)
    answer = rapporteur("show", claim["claim_id"], "--dataset", tmp_path / "dataset", "--raw", raw)
    assert f"act: stress, by the rules {claim['act']}" in answer.out
    assert "the paragraph is about what they stress (A. Reader)" in answer.out
    assert all(rule in answer.out for rule in claim["rules"])
