"""The list of releases says which there are, and each mistake gets a line that says what to do."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import USAGE
from flows.publish.releases import DatasetError, NoReleaseError, ReleaseListError, find, latest, listed
from flows.publish.repair import Repair, repair
from flows.publish.staging import announce
from flows.publish.unlisted import unlisted
from tests.publish.forging import edit_table, flip, rehash
from tests.publish.inputs import CHANGED, TEXTS, publish_texts


def test_an_empty_folder_has_no_release(tmp_path: Path) -> None:
    assert listed(tmp_path) == ()
    assert latest(tmp_path) is None
    with pytest.raises(NoReleaseError, match="`rapporteur run` makes one"):
        find(tmp_path)


def test_releases_are_found_by_version_or_as_the_latest(dataset: Path) -> None:
    publish_texts(dataset, CHANGED)
    assert find(dataset).version == "0.2.0"
    assert find(dataset, "0.1.0").folder == dataset / "0.1.0"
    with pytest.raises(NoReleaseError, match=r"no release 0\.3\.0; listed are 0\.1\.0, 0\.2\.0"):
        find(dataset, "0.3.0")


def test_a_listed_release_whose_folder_is_not_here_is_told(dataset: Path) -> None:
    publish_texts(dataset, CHANGED)
    shutil.rmtree(dataset / "0.1.0")
    assert find(dataset).version == "0.2.0"
    with pytest.raises(NoReleaseError, match="git keeps the newest release only"):
        find(dataset, "0.1.0")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"latest": "0.1.0"}', '{"latest": "1", "releases": [{}]}'])
def test_a_damaged_list_is_told(tmp_path: Path, damage: str) -> None:
    (tmp_path / "releases.json").write_text(damage)
    with pytest.raises(DatasetError, match=r"releases\.json: is damaged"):
        listed(tmp_path)


@pytest.fixture
def two(dataset: Path) -> Path:
    """A dataset folder with the releases 0.1.0 and 0.2.0."""
    publish_texts(dataset, CHANGED)
    return dataset


def list_of(dataset: Path) -> dict:
    return json.loads((dataset / "releases.json").read_text())


def write_list(dataset: Path, content: dict) -> None:
    (dataset / "releases.json").write_text(json.dumps(content))


class TestList:
    """A list that is not as it was written is refused in one line, with exit code 2."""

    def test_each_entry_has_the_hash_of_the_one_before(self, two: Path) -> None:
        content = list_of(two)
        assert content["format"] == 2
        first, second = content["releases"]
        assert first["previous_entry"] is None
        hashed = json.dumps(first, sort_keys=True).encode()
        assert second["previous_entry"] == hashlib.sha256(hashed).hexdigest()

    def test_a_list_without_a_format_is_read_and_carried_on_as_one_with(self, two: Path) -> None:
        content = list_of(two)
        del content["format"]
        for entry in content["releases"]:
            del entry["previous_entry"]
        write_list(two, content)
        assert [release.version for release in listed(two)] == ["0.1.0", "0.2.0"]
        publish_texts(two)
        assert list_of(two)["format"] == 2
        assert [release.version for release in listed(two)] == ["0.1.0", "0.2.0", "0.3.0"]

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda content: content["releases"][0].update(sha256="a" * 64), "the entry before 0.2.0 is not the one"),
            (lambda content: content["releases"][0].update(date="2001-01-01"), "the entry before 0.2.0 is not the one"),
            (lambda content: content["releases"].pop(0), "the entry before 0.2.0 is not the one"),
            (lambda content: content["releases"].reverse(), "the entry before"),
            (lambda content: content["releases"].append(content["releases"][1]), "0.2.0 is listed twice"),
            (lambda content: content.update(latest="0.3.0"), "latest is '0.3.0', which is not listed"),
            (lambda content: content.update(format=3), "has format 3, this version knows up to 2: install a newer"),
            (lambda content: content.update(format="2"), "format: "),
            (lambda content: content["releases"][1].update(version="../0.2.0"), "releases.1.version: "),
            (lambda content: content["releases"][1].update(version="/etc"), "releases.1.version: "),
            (lambda content: content["releases"][1].update(version="0.2.0\n"), "releases.1.version: "),
            (lambda content: content["releases"][1].update(version=f"0.2.{'9' * 5000}"), "releases.1.version: "),
            (lambda content: content["releases"][1].update(sha256="x"), "releases.1.sha256: "),
            (lambda content: content["releases"][1].update(withdrawn=1), "releases.1.withdrawn: "),
            (lambda content: content["releases"][1].pop("date"), "releases.1.date: "),
        ],
    )
    def test_what_was_changed_in_it_is_told(self, two: Path, change: Callable[[dict], object], told: str) -> None:
        content = list_of(two)
        change(content)
        write_list(two, content)
        with pytest.raises(ReleaseListError) as raised:
            listed(two)
        assert told in str(raised.value)
        assert "\n" not in str(raised.value)
        assert raised.value.exit_code == USAGE

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"latest": ' + "1" * 5000 + "}"])
    def test_a_list_that_is_nested_too_deep_is_told_in_one_line(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "releases.json").write_text(text)
        with pytest.raises(ReleaseListError, match=r"^[^\n]*releases\.json: is damaged: [^\n]*$"):
            listed(tmp_path)

    def test_a_withdrawal_breaks_no_chain(self, two: Path) -> None:
        content = list_of(two)
        content["releases"][0]["withdrawn"] = "a court said so"
        write_list(two, content)
        assert [release.withdrawn for release in listed(two)] == ["a court said so", None]


class TestUnlisted:
    """Where releases stand that the list does not name, no number is given twice."""

    @pytest.mark.parametrize("content", [None, '{"latest": null, "releases": []}', ""], ids=["lost", "emptied", "cut"])
    def test_a_lost_list_stops_a_run_and_is_made_anew_from_the_folders(self, two: Path, content: str | None) -> None:
        before = (two / "releases.json").read_bytes()
        if content is None:
            (two / "releases.json").unlink()
        else:
            (two / "releases.json").write_text(content)
        with pytest.raises(ReleaseListError, match="rapporteur releases repair") as raised:
            publish_texts(two, TEXTS)
        assert raised.value.exit_code == USAGE
        assert sorted(path.name for path in two.glob("[0-9]*")) == ["0.1.0", "0.2.0"]
        assert repair(two).added == ("0.1.0", "0.2.0")
        assert (two / "releases.json").read_bytes() == before
        assert publish_texts(two, CHANGED).status == "identical"

    def test_an_older_list_stops_a_run_and_gets_what_it_lacks(self, two: Path, published: Path) -> None:
        before = (two / "releases.json").read_bytes()
        shutil.copy(published / "releases.json", two)
        with pytest.raises(ReleaseListError, match=r"does not list 0\.2\.0, which stands beside it"):
            publish_texts(two, TEXTS)
        assert repair(two) == Repair(("0.1.0", "0.2.0"), ("0.2.0",), ())
        assert (two / "releases.json").read_bytes() == before

    def test_releases_whose_folder_is_gone_keep_their_number(self, two: Path) -> None:
        before = (two / "releases.json").read_bytes()
        shutil.rmtree(two / "0.1.0")
        (two / "releases.json").unlink()
        repair(two)
        assert (two / "releases.json").read_bytes() == before
        (two / "releases.json").unlink()
        (two / "builds.jsonl").unlink()
        assert repair(two).listed == ("0.1.0", "0.2.0")
        assert (two / "releases.json").read_bytes() == before

    def test_versions_whose_hash_nobody_knows_are_told(self, two: Path) -> None:
        publish_texts(two, TEXTS)
        for left in (two / "0.1.0", two / "0.2.0"):
            shutil.rmtree(left)
        (two / "releases.json").unlink()
        (two / "builds.jsonl").unlink()
        assert repair(two) == Repair(("0.2.0", "0.3.0"), ("0.2.0", "0.3.0"), ("0.1.0",))

    def test_what_is_withdrawn_stays_so(self, two: Path) -> None:
        content = list_of(two)
        content["releases"].pop()
        content["latest"] = "0.1.0"
        content["releases"][0]["withdrawn"] = "a court said so"
        write_list(two, content)
        repair(two)
        assert [release.withdrawn for release in listed(two)] == ["a court said so", None]

    def test_a_list_that_is_whole_stays_as_it_is(self, two: Path) -> None:
        before = (two / "releases.json").stat().st_mtime_ns
        assert repair(two) == Repair(("0.1.0", "0.2.0"), (), ())
        assert (two / "releases.json").stat().st_mtime_ns == before

    @pytest.mark.parametrize("damage", ["changed", "resealed", "renamed", "no release"])
    def test_a_folder_that_is_not_as_it_was_is_not_listed_anew(self, two: Path, damage: str) -> None:
        if damage == "changed":
            flip(two / "0.2.0" / "claims.parquet", 0.5)
        elif damage == "resealed":
            builds = (two / "builds.jsonl").read_bytes()
            edit_table(two, "0.2.0", "claims", "act", lambda acts: ["stress"] * len(acts))
            rehash(two, "0.2.0")
            (two / "builds.jsonl").write_bytes(builds)
        elif damage == "renamed":
            shutil.copytree(two / "0.2.0", two / "0.3.0")
        else:
            (two / "0.3.0").mkdir()
        (two / "releases.json").unlink()
        with pytest.raises(DatasetError, match=r"0\.[23]\.0: .*(restore|move)"):
            repair(two)
        assert not (two / "releases.json").exists()

    def test_the_folder_that_a_killed_run_was_putting_in_its_place_is_not_in_the_way(self, dataset: Path) -> None:
        (dataset / ".staging-left").mkdir()
        announce(dataset / ".staging-left", "0.2.0")
        shutil.copytree(dataset / "0.1.0", dataset / "0.2.0")
        assert unlisted(dataset) == ()
        assert publish_texts(dataset, CHANGED).version == "0.2.0"

    def test_a_release_is_not_taken_for_a_killed_runs_where_the_list_was_lost_since(self, dataset: Path) -> None:
        publish_texts(dataset, CHANGED)
        (dataset / ".staging-left").mkdir()
        announce(dataset / ".staging-left", "0.2.0")
        (dataset / "releases.json").unlink()
        with pytest.raises(ReleaseListError, match=r"does not list 0\.1\.0, 0\.2\.0"):
            publish_texts(dataset, CHANGED)
        assert (dataset / "0.2.0").is_dir()
