"""The same input is the same bytes and no release; other input is the next one; what is unsound is none at all."""

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import UsageError
from flows.publish import open_staging
from flows.publish.parts import keep_part, part_folder
from flows.publish.publication import publish
from flows.publish.releases import DatasetError, listed
from flows.records import Refusal, Stock
from flows.validate import ReleaseRefusedError, validate, vocabulary_tables
from schemas.release import SCHEMA_VERSION, TABLES
from tests.publish.forging import rehash
from tests.publish.inputs import CHANGED, FINGERPRINT, TEXTS, coded, publish_texts

REFUSED = Refusal("bad.txt", "a" * 64, "intake", "empty", "holds no byte")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(dataset: Path, version: str) -> dict:
    return json.loads((dataset / version / "manifest.json").read_text())


@pytest.mark.parametrize("batch", [1, 2])
def test_folder_and_batches_do_not_change_a_byte(published: Path, tmp_path: Path, batch: int) -> None:
    publish_texts(tmp_path / "other" / "folder", batch=batch)
    one, two = content(published), content(tmp_path / "other" / "folder")
    assert one.pop("rapporteur.duckdb") and two.pop("rapporteur.duckdb")  # derived, never the same bytes
    assert one == two


def test_a_first_release_has_every_table_and_says_what_it_is(tmp_path: Path) -> None:
    outcome = publish_texts(tmp_path)
    assert (outcome.version, outcome.status) == ("0.1.0", "published")
    assert outcome.rows["documents"] == 3
    for table in TABLES:
        footer = pq.read_schema(tmp_path / "0.1.0" / f"{table}.parquet").metadata
        assert footer[b"table"] == table.encode()
        assert footer[b"release_version"] == b"0.1.0"
        assert footer[b"schema_version"] == SCHEMA_VERSION.encode()
    assert pq.read_table(tmp_path / "0.1.0" / "changes.parquet").num_rows == 0
    assert "`noted`" in (tmp_path / "0.1.0" / "RULES.md").read_text()
    assert "what a claim is" in (tmp_path / "0.1.0" / "CODEBOOK.md").read_text()


def test_the_same_input_is_no_release(dataset: Path) -> None:
    before = content(dataset / "0.1.0")
    assert publish_texts(dataset, batch=1).status == "identical"
    assert [release.version for release in listed(dataset)] == ["0.1.0"]
    assert content(dataset / "0.1.0") == before
    assert sorted(path.name for path in dataset.iterdir() if path.is_dir()) == ["0.1.0", "attestations"]
    assert [path.name for path in (dataset / "attestations").iterdir()] == ["0.1.0"]


def test_the_same_input_is_no_release_on_another_day_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1349395200")
    publish_texts(tmp_path)
    publish_texts(tmp_path, CHANGED)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1639000000")
    assert publish_texts(tmp_path, CHANGED).status == "identical"
    assert [release.date for release in listed(tmp_path)] == ["2012-10-05", "2012-10-05"]
    assert manifest(tmp_path, "0.2.0")["date"] == "2012-10-05"


def test_a_date_that_is_none_is_the_users_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        publish_texts(tmp_path)
    assert listed(tmp_path) == ()


@pytest.mark.parametrize(
    "other",
    [{"texts": CHANGED}, {"acts": {"Many": "stress"}}],
    ids=["raw files", "rows"],
)
def test_any_difference_is_the_next_release_and_leaves_the_old_one(dataset: Path, other: dict) -> None:
    before = content(dataset / "0.1.0")
    outcome = publish_texts(dataset, **other)
    assert (outcome.version, outcome.status) == ("0.2.0", "published")
    assert content(dataset / "0.1.0") == before
    first, second = listed(dataset)
    assert manifest(dataset, "0.2.0")["previous"] == {"version": "0.1.0", "sha256": first.sha256}
    assert json.loads((dataset / "releases.json").read_text())["latest"] == second.version


def test_checksums_cover_every_file_but_their_own_list(dataset: Path) -> None:
    files = content(dataset / "0.1.0")
    sums = files.pop("SHA256SUMS").decode()
    assert sums == "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    assert listed(dataset)[0].sha256 == hashlib.sha256(sums.encode()).hexdigest()


def test_the_manifest_names_every_raw_file_also_a_refused_one(tmp_path: Path) -> None:
    outcome = publish_texts(tmp_path, refusals=[REFUSED])
    assert outcome.quarantined == 1
    raw = {entry["path"]: entry for entry in manifest(tmp_path, "0.1.0")["raw"]}
    assert raw["bad.txt"]["quarantine"] == ["empty: holds no byte"]
    assert raw["gamma.txt"] == {
        "path": "gamma.txt",
        "bytes": 22,
        "sha256": hashlib.sha256(TEXTS["gamma"].encode()).hexdigest(),
        "sidecar_sha256": None,
        "corrections_sha256": None,
        "quarantine": None,
    }


def test_a_release_can_consist_of_quarantine_alone(tmp_path: Path) -> None:
    outcome = publish_texts(tmp_path, {}, refusals=[REFUSED])
    assert (outcome.rows["documents"], outcome.quarantined) == (0, 1)


def test_nothing_is_built_on_a_release_that_somebody_changed(dataset: Path) -> None:
    touched = dataset / "0.1.0" / "topics.parquet"
    touched.write_bytes(touched.read_bytes() + b"\0")
    for texts in (TEXTS, CHANGED):
        with pytest.raises(DatasetError, match=r"topics\.parquet .*rapporteur verify 0\.1\.0"):
            publish_texts(dataset, texts)
    assert [release.version for release in listed(dataset)] == ["0.1.0"]


def test_the_same_rows_in_other_bytes_are_told(dataset: Path) -> None:
    """As where somebody wrote a file anew, and all checksums with it."""
    folder = dataset / "0.1.0"
    pq.write_table(pq.read_table(folder / "topics.parquet"), folder / "topics.parquet", compression="none")
    rehash(dataset, "0.1.0")
    with pytest.raises(DatasetError, match=r"topics\.parquet"):
        publish_texts(dataset)


def test_a_folder_in_the_way_is_left_alone(dataset: Path) -> None:
    (dataset / "0.2.0").mkdir()
    (dataset / "0.2.0" / "mine.txt").write_text("mine")
    with pytest.raises(DatasetError, match=r"does not list 0\.2\.0, which stands beside it"):
        publish_texts(dataset, CHANGED)
    assert (dataset / "0.2.0" / "mine.txt").exists()


def test_keys_that_break_between_batches_stop_the_release(tmp_path: Path) -> None:
    tables, _ = validate([coded("alpha", TEXTS["alpha"])])
    with open_staging(tmp_path) as staging:
        parts = [part_folder(staging, number) for number in range(2)]
        for part in parts:
            keep_part(part, tables)
        with pytest.raises(ReleaseRefusedError, match="key repeats"):
            publish(tmp_path, staging, parts, vocabulary_tables(), Stock((), ()), FINGERPRINT, {})
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_table_without_parts_is_checked_too(tmp_path: Path) -> None:
    topics = pa.table({"topic": ["Not A Slug"], "description": ["x"]})
    with open_staging(tmp_path) as staging, pytest.raises(ReleaseRefusedError, match=r"topics\.topic"):
        publish(tmp_path, staging, [], {"topics": topics}, Stock((), ()), FINGERPRINT, {})
    assert listed(tmp_path) == ()
