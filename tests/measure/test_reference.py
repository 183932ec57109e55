"""Which reference annotation counts, and how a broken one is told."""

import json
from pathlib import Path

import pytest

from flows.measure.reference import GoldError, read_reference
from flows.records import Sidecar, Source, Stock

CLAIM = {
    "sentence": "We need peace.",
    "text": "We need peace",
    "source": "We",
    "cue": "need",
    "content": "peace",
    "holder": "we",
    "agreement": "not_reported",
    "act": "call",
    "modality": "need",
    "negated": False,
    "topics": [],
}
STOCK = Stock(tuple(Source(name, f"{name}.txt", 1, "0" * 64, None, Sidecar()) for name in ("a", "b")), ())


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text(json.dumps(CLAIM) + "\n")
    (tmp_path / "annotation.toml").write_text('readers = "two"\nadjudication = "a third"\nin_sample = ["b"]\n')
    return tmp_path


def test_only_the_documents_of_the_run_count(gold: Path) -> None:
    before = read_reference(gold, STOCK)
    (gold / "other.jsonl").write_text("no reference of ours")
    assert read_reference(gold, STOCK) == before
    assert (before.claims.keys(), before.in_sample, before.readers) == ({"a"}, {"a": False}, "two")


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl", "annotation.toml"])
def test_another_annotation_has_another_hash(gold: Path, name: str) -> None:
    before = read_reference(gold, STOCK).sha256
    with (gold / name).open("a") as file:
        file.write(json.dumps(CLAIM) + "\n" if name.endswith("jsonl") else "# a word more\n")
    assert read_reference(gold, STOCK).sha256 != before


def test_without_a_word_on_how_it_was_made_nothing_is_said_of_it(gold: Path) -> None:
    (gold / "annotation.toml").unlink()
    found = read_reference(gold, STOCK)
    assert (found.readers, found.adjudication, found.in_sample) == (None, None, {"a": None})
    assert found.sha256


def test_no_folder_and_no_annotation_are_no_reference(tmp_path: Path) -> None:
    assert read_reference(tmp_path / "nowhere", STOCK) == read_reference(tmp_path, STOCK)
    assert read_reference(tmp_path, STOCK).sha256 is None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", "{}\n", "line 1: sentence: Field required"),
        ("a.jsonl", json.dumps(CLAIM) + "\n" + json.dumps({**CLAIM, "act": "sing"}), "line 2: act: 'sing' is none of"),
        ("a.jsonl", "We need peace\n", "line 1: is not JSON"),
        ("annotation.toml", 'readers = "two"\n', "adjudication: Field required"),
        ("annotation.toml", "readers = two\n", "cannot be read"),
    ],
)
def test_a_broken_one_is_told_in_one_line(gold: Path, name: str, content: str, told: str) -> None:
    (gold / name).write_text(content)
    with pytest.raises(GoldError) as error:
        read_reference(gold, STOCK)
    assert str(error.value).startswith(f"{gold / name}: {told}")
    assert "\n" not in str(error.value)
