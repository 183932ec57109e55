"""From 1.0.0 on a release's number says what it means for those who use the one before; nothing public is rewritten."""

import json
import os
import shutil
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.intake import take_stock
from flows.publish.releases import NoReleaseError, find, listed
from flows.records import Refusal
from tests.publish.inputs import CHANGED, FINGERPRINT, TEXTS, publish_texts, write_raw

MORE = {**TEXTS, "delta": "They left."}
OTHER_CODE = {**FINGERPRINT, "code": "1" * 64}
REFUSED = Refusal("bad.txt", "a" * 64, "intake", "empty", "holds no byte")


@pytest.fixture(scope="module")
def gone_public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder whose only release is 1.0.0."""
    folder = tmp_path_factory.mktemp("public") / "dataset"
    publish_texts(folder, public=True)
    return folder


@pytest.fixture
def public(gone_public: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(gone_public, tmp_path / "public"))


def test_the_same_rows_go_public_under_another_number(dataset: Path) -> None:
    assert publish_texts(dataset, public=True).version == "1.0.0"
    assert [release.version for release in listed(dataset)] == ["0.1.0", "1.0.0"]
    assert publish_texts(dataset).status == "identical"


def test_going_public_twice_is_the_users_mistake_and_nothing_is_published(public: Path) -> None:
    with pytest.raises(UsageError, match=r"1\.0\.0 is public already"):
        publish_texts(public, CHANGED, public=True)
    assert [release.version for release in listed(public)] == ["1.0.0"]


@pytest.mark.parametrize(
    ("other", "version"),
    [
        ({"fingerprint": OTHER_CODE}, "1.0.0"),
        ({"fingerprint": OTHER_CODE, "rules": {"cues": [("noted", "says that it is so")]}}, "1.0.1"),
        ({"refusals": [REFUSED]}, "1.0.1"),
        ({"texts": MORE}, "1.1.0"),
        ({"texts": MORE, "fingerprint": OTHER_CODE, "refusals": [REFUSED]}, "1.1.0"),
        ({"texts": {**MORE, "beta": CHANGED["beta"]}}, "2.0.0"),
        ({"texts": {"alpha": TEXTS["alpha"], "beta": TEXTS["beta"]}}, "2.0.0"),
        ({"acts": {"Many": "stress"}}, "2.0.0"),
    ],
    ids=[
        "other code",
        "another codebook",
        "a refusal",
        "a file more",
        "a file more, other code",
        "a file changed",
        "a file less",
        "recoded",
    ],
)
def test_the_difference_decides_the_number(public: Path, other: dict, version: str) -> None:
    before = {path: path.read_bytes() for path in (public / "1.0.0").iterdir()}
    assert publish_texts(public, **other).version == version
    assert {path: path.read_bytes() for path in (public / "1.0.0").iterdir()} == before


def test_a_refused_file_that_is_then_read_only_adds_data(public: Path) -> None:
    publish_texts(public, refusals=[REFUSED])
    assert publish_texts(public, MORE).version == "1.1.0"


class TestWithdrawal:
    """As docs/releases.md has it: the folder goes, the entry stays, with the reason."""

    @pytest.fixture
    def withdrawn(self, public: Path) -> Path:
        """1.0.0 stands, 1.1.0 was withdrawn."""
        publish_texts(public, MORE)
        withdraw(public, "1.1.0")
        return public

    def test_nobody_is_given_it_and_everybody_is_told_why(self, withdrawn: Path) -> None:
        with pytest.raises(NoReleaseError, match=r"release 1\.1\.0 was withdrawn: a court said so"):
            find(withdrawn, "1.1.0")
        assert find(withdrawn).version == "1.0.0"

    def test_its_number_is_never_given_again_and_taking_it_away_is_a_major_change(self, withdrawn: Path) -> None:
        assert publish_texts(withdrawn, {**MORE, "delta": "They went."}).version == "2.0.0"
        told = json.loads((withdrawn / "releases.json").read_text())
        assert told["latest"] == "2.0.0"
        assert [entry.get("withdrawn") for entry in told["releases"]] == [None, "a court said so", None]
        log = (withdrawn / "2.0.0" / "CHANGELOG.md").read_text()
        assert log.index("## 2.0.0") < log.index("## 1.1.0") < log.index("a court said so") < log.index("## 1.0.0")

    def test_without_what_had_to_go_the_release_before_it_is_the_latest_again(self, withdrawn: Path) -> None:
        assert publish_texts(withdrawn).status == "identical"
        assert find(withdrawn).version == "1.0.0"

    def test_after_the_only_release_was_withdrawn_the_next_starts_anew(self, public: Path) -> None:
        withdraw(public, "1.0.0")
        with pytest.raises(NoReleaseError, match="`rapporteur run` makes one"):
            find(public)
        assert publish_texts(public, CHANGED).version == "2.0.0"
        assert json.loads((public / "2.0.0" / "manifest.json").read_text())["previous"] is None


def withdraw(dataset: Path, version: str) -> None:
    path = dataset / "releases.json"
    told = json.loads(path.read_text())
    for entry in told["releases"]:
        if entry["version"] == version:
            entry["withdrawn"] = "a court said so"
    path.write_text(json.dumps(told))
    shutil.rmtree(dataset / version)


def test_the_time_of_a_file_is_no_difference(tmp_path: Path) -> None:
    write_raw(tmp_path / "raw")
    before = take_stock(tmp_path / "raw")
    for path in (tmp_path / "raw").iterdir():
        os.utime(path, (0, 0))
    assert take_stock(tmp_path / "raw") == before
