"""A dataset folder with one release, published once and copied for each test that goes on from there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.inputs import publish_texts


@pytest.fixture(scope="session", autouse=True)
def one_day() -> Iterator[None]:
    """Releases of one test run have one date, also where it runs at midnight."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1349395200")
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with release 0.1.0 of `TEXTS`; not to be written to."""
    folder = tmp_path_factory.mktemp("published") / "dataset"
    publish_texts(folder)
    return folder


@pytest.fixture
def dataset(published: Path, tmp_path: Path) -> Path:
    """A copy of `published`, to be written to."""
    return Path(shutil.copytree(published, tmp_path / "dataset"))
