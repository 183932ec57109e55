"""The list of releases says which there are, and each mistake gets a line that says what to do."""

import shutil
from pathlib import Path

import pytest

from flows.publish.releases import DatasetError, NoReleaseError, find, latest, listed
from tests.publish.inputs import CHANGED, publish_texts


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
