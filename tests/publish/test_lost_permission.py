"""Permission to write that is lost, before a run or within it, is one line; the old release stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.publish import open_staging
from flows.publish.parts import keep_part, part_folder
from flows.publish.publication import publish, refuse_touched
from flows.publish.releases import DatasetError, find, listed
from flows.records import Stock
from flows.validate import vocabulary_tables
from tests.privileges import folder_for_anybody, nobody_in_particular
from tests.publish.inputs import CHANGED, FINGERPRINT, RULES, publish_texts, source, validated


@pytest.fixture
def mine() -> Iterator[Path]:
    """A dataset folder with release 0.1.0 that belongs to a user who is not the superuser."""
    with folder_for_anybody() as folder, nobody_in_particular():
        publish_texts(folder / "dataset")
        try:
            yield folder / "dataset"
        finally:
            for path in (folder / "dataset", *(folder / "dataset").iterdir()):
                if path.is_dir():
                    path.chmod(0o755)  # so that it can be removed


def stands(dataset: Path) -> None:
    assert [release.version for release in listed(dataset)] == ["0.1.0"]
    refuse_touched(find(dataset))


def test_a_folder_that_may_not_be_written_to_is_told_before_any_work(mine: Path) -> None:
    mine.chmod(0o555)
    with pytest.raises(DatasetError, match=f"{mine}: cannot be written to: Permission denied"), open_staging(mine):
        pytest.fail("there is nowhere to work")
    stands(mine)


def test_permission_lost_during_a_run_publishes_nothing_and_the_next_run_cleans_up(mine: Path) -> None:
    stock = Stock(tuple(source(name, text) for name, text in CHANGED.items()), ())
    with open_staging(mine) as staging:
        part = part_folder(staging, 0)
        keep_part(part, validated(tuple(CHANGED.items()), (), False))
        mine.chmod(0o555)
        with pytest.raises(DatasetError, match=f"{mine}: Permission denied; nothing was published"):
            publish(mine, staging, [part], vocabulary_tables(), stock, FINGERPRINT, RULES)
    stands(mine)
    assert list(mine.glob(".staging-*"))
    mine.chmod(0o755)
    assert publish_texts(mine, CHANGED).version == "0.2.0"
    assert not list(mine.glob(".staging-*"))
