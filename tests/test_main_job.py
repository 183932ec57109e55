"""The whole job on the two statements: the same bytes everywhere, and claims that fit the reference annotation."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.publish.releases import latest
from flows.verify import verify

STEPS = """
import sys
from pathlib import Path
from flows.pipeline import build_release
build_release(*map(Path, sys.argv[1:]))
"""


def build(raw: Path, dataset: Path, umask: int = -1, **environment: str) -> Path:
    """The folder of the release that the steps make in a process of its own; -1 is this one's umask."""
    command = [sys.executable, "-c", STEPS, str(raw), str(dataset)]
    subprocess.run(
        command, env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000", **environment}, umask=umask, check=True
    )
    release = latest(dataset)
    assert release is not None
    return release.folder


@pytest.fixture(scope="module")
def release(raw_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(raw_folder, tmp_path_factory.mktemp("first") / "dataset")


def test_another_folder_zone_locale_umask_and_hash_seed_give_the_same_bytes(
    release: Path, raw_folder: Path, tmp_path: Path
) -> None:
    raw = tmp_path / "elsewhere" / "raw"
    raw.mkdir(parents=True)
    for path in raw_folder.iterdir():
        (raw / path.name).write_bytes(path.read_bytes())
    (raw.parent / "dataset.toml").write_bytes((raw_folder.parent / "dataset.toml").read_bytes())
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1"}
    again = build(raw, tmp_path / "data", umask=0o077, **elsewhere)
    assert {path.stat().st_mode & 0o777 for path in again.iterdir()} == {0o600}
    names = sorted(path.name for path in release.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    assert [name for name in names if (release / name).read_bytes() != (again / name).read_bytes()] == []


def test_every_row_is_proved_from_the_raw_files(release: Path, raw_folder: Path) -> None:
    report = verify(release.parent, None, raw_folder)
    assert not report.problems
    assert not report.unproved


def test_every_claim_names_the_rules_that_decided_it_and_the_list_of_rules_has_them(release: Path) -> None:
    listed = (release / "RULES.md").read_text(encoding="utf-8")
    for rules in pq.read_table(release / "claims.parquet", columns=["rules"])["rules"].to_pylist():
        assert rules
        assert [rule for rule in rules if f"`{rule}`" not in listed] == []


def test_sentences_without_a_claim_are_only_titles_salutations_and_notes(release: Path) -> None:
    claimed = set(pq.read_table(release / "claims.parquet")["sentence_id"].to_pylist())
    kinds = {row["paragraph_id"]: row["kind"] for row in pq.read_table(release / "paragraphs.parquet").to_pylist()}
    for row in pq.read_table(release / "sentences.parquet").to_pylist():
        speaks = kinds[row["paragraph_id"]] not in {"title", "heading", "salutation", "note"}
        assert speaks == (row["sentence_id"] in claimed)


class TestAgainstTheReferenceAnnotation:
    """Floors that only rise; the annotation was in view when the rules were written, so they are in-sample."""

    @pytest.fixture(scope="class")
    @staticmethod
    def pairs(release: Path, gold_folder: Path) -> list[tuple[dict, dict | None]]:
        """Each reference claim, and the release's claim with the same letters and digits in the same sentence."""
        found = {}
        for row in pq.read_table(release / "claims.parquet").to_pylist():
            found.setdefault((row["document_id"], letters(row["text"])), []).append(row)
        gold = [
            (path.stem, json.loads(line))
            for path in sorted(gold_folder.glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        assert len(gold) == 183
        return [(claim, (found.get((name, letters(claim["text"]))) or [None]).pop(0)) for name, claim in gold]

    def test_units(self, pairs: list, release: Path) -> None:
        hits = sum(found is not None for _, found in pairs)
        predicted = pq.read_metadata(release / "claims.parquet").num_rows
        assert 2 * hits / (len(pairs) + predicted) >= 0.98

    @pytest.mark.parametrize("field", ["holder", "agreement", "act", "modality", "negated"])
    def test_codes(self, pairs: list, field: str) -> None:
        assert sum(found is not None and found[field] == claim[field] for claim, found in pairs) / len(pairs) >= 0.98

    @pytest.mark.parametrize("part", ["source", "cue", "content"])
    def test_parts(self, pairs: list, part: str) -> None:
        same = [found is not None and letters(found[f"{part}_text"]) == letters(claim[part]) for claim, found in pairs]
        assert sum(same) / len(same) >= 0.97

    def test_topics(self, pairs: list) -> None:
        both = [(set(claim["topics"]), set(found["topics"])) for claim, found in pairs if found]
        hits = sum(len(gold & found) for gold, found in both)
        assert 2 * hits / sum(len(gold) + len(found) for gold, found in both) >= 0.82


def letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))
