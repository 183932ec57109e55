"""The table `quality` of a release: whatever the batches, measured by what was at hand, and above its floors."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows import pipeline
from flows.measure.unseen import unseen_rows
from flows.publish.releases import find
from schemas.arrow import arrow_schema
from tests.measure.perturbing import NAMES

# F1 on the two statements, in-sample: these only rise.
FLOORS = {
    ("unit", "exact"): 0.98,
    ("unit", "overlap"): 0.98,
    ("source", "overlap"): 0.97,
    ("cue", "overlap"): 0.97,
    ("content", "overlap"): 0.98,
    ("topics", "label"): 0.84,  # 0.90 by the table before, which did worse on every unseen text
    ("holder", "label"): 0.98,
    ("agreement", "label"): 0.98,
    ("act", "label"): 0.98,
    ("modality", "label"): 0.98,
    ("negated", "label"): 0.98,
    ("full", "label"): 0.97,
}


UNSEEN = list(unseen_rows())


def build(raw: Path, dataset: Path, gold: Path) -> Path:
    pipeline.build_release(raw, dataset, True, gold)
    return find(dataset).folder


def quality(release: Path) -> list[dict]:
    """The figures of the release's own documents."""
    rows = pq.read_table(release / "quality.parquet").to_pylist()
    return [row for row in rows if row["gold_sha256"] != UNSEEN[0]["gold_sha256"]]


@pytest.fixture(scope="module")
def release(raw_folder: Path, gold_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(raw_folder, tmp_path_factory.mktemp("measured") / "dataset", gold_folder)


def test_the_two_statements_are_above_their_floors(release: Path) -> None:
    reached = {(row["field"], row["match"]): row["f1"] for row in quality(release) if row["value"] is None}
    assert reached.keys() >= FLOORS.keys()
    assert {key: reached[key] for key, floor in FLOORS.items() if reached[key] < floor} == {}


def test_every_row_says_whence_it_is(release: Path) -> None:
    manifest = json.loads((release / "manifest.json").read_text())
    for row in quality(release):
        assert row["in_sample"] is True
        assert (row["n_documents"], row["n_reference"]) == (2, 183)
        assert row["gold_sha256"] == manifest["fingerprint"]["gold"]
        assert "models" in row["readers"]
        assert row["alpha"] is None


def test_the_batches_do_not_change_the_bytes(
    release: Path, raw_folder: Path, gold_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BYTES", 1)
    again = build(raw_folder, tmp_path / "dataset", gold_folder)
    assert (again / "quality.parquet").read_bytes() == (release / "quality.parquet").read_bytes()


def test_what_the_rules_were_not_written_on_is_measured_apart(
    raw_folder: Path, gold_folder: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in NAMES:
        (gold / f"{name}.jsonl").write_bytes((gold_folder / f"{name}.jsonl").read_bytes())
    (gold / "annotation.toml").write_text(f'readers = "r"\nadjudication = "a"\nin_sample = ["{NAMES[0]}"]\n')
    rows = quality(build(raw_folder, tmp_path / "dataset", gold))
    counted = {(row["in_sample"], row["n_documents"], row["n_reference"]) for row in rows}
    assert counted == {(True, 1, 105), (False, 1, 78)}


def test_without_a_reference_only_figures_on_unseen_text_are_there(raw_folder: Path, tmp_path: Path) -> None:
    release = build(raw_folder, tmp_path / "dataset", tmp_path / "nowhere")
    assert quality(release) == []
    assert len(pq.read_table(release / "quality.parquet")) == len(UNSEEN)
    assert pq.read_schema(release / "quality.parquet").names == arrow_schema("quality").names
    assert "gold" not in json.loads((release / "manifest.json").read_text())["fingerprint"]
