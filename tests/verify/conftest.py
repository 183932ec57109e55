"""The published dataset of `tests/publish`, and the raw files that it was made from."""

from pathlib import Path

import pytest

from tests.publish.conftest import dataset, one_day, published
from tests.publish.inputs import write_raw

__all__ = ["dataset", "one_day", "published"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The raw files of `published`."""
    write_raw(tmp_path / "raw")
    return tmp_path / "raw"
