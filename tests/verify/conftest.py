"""The published dataset of `tests/publish`, and the raw files that it was made from."""

from pathlib import Path

import pyarrow as pa
import pytest

from flows.publish.releases import Release, find
from flows.verify.shards import contents, read_shard, read_whole
from tests.publish.conftest import dataset, one_day, published
from tests.publish.inputs import write_raw

__all__ = ["dataset", "one_day", "published"]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The raw files of `published`."""
    write_raw(tmp_path / "raw")
    return tmp_path / "raw"


@pytest.fixture
def tables(published: Path) -> dict[str, pa.Table]:
    """The tables of `published`, by name."""
    return read(find(published))[0]


def read(release: Release, damaged: frozenset[str] = frozenset()) -> tuple[dict[str, pa.Table], list[str]]:
    """The tables of a small release that can be read, and what is wrong with its files."""
    found, listed = contents(release, damaged)
    assert found is not None
    problems = [*listed.problems]
    tables = read_whole(release.folder, found, problems)
    (shard,) = found.shards
    (batch,) = read_shard(release.folder, shard, found.imprint, problems)
    return tables | batch, problems
