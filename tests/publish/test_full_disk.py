"""A disk that takes no more stops the run with one line, and what was published stands."""

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.publish import unchanged
from flows.publish.duckdb_file import is_current
from flows.publish.publication import refuse_touched
from flows.publish.releases import DatasetError, listed
from tests.publish.inputs import CHANGED, publish_texts


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes; writing more fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [1_000, 17_000, 22_000], ids=["a part", "a table", "the codebook"])
def test_nothing_is_published_and_the_next_run_succeeds(dataset: Path, size: int) -> None:
    with room_for(size), pytest.raises(DatasetError) as told:
        publish_texts(dataset, CHANGED)
    assert str(told.value).startswith(f"{dataset}: ")
    assert "\n" not in str(told.value)
    assert [release.version for release in listed(dataset)] == ["0.1.0"]
    assert not list(dataset.glob(".staging-*"))
    assert publish_texts(dataset, CHANGED).version == "0.2.0"


def test_the_derived_file_alone_may_fail_and_is_made_by_the_next_run(
    dataset: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with room_for(1_000_000):
        assert publish_texts(dataset, CHANGED).status == "published"
    (told,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert re.search(r"rapporteur\.duckdb: .*release 0\.2\.0 stands, run again", told)
    assert not is_current(dataset, listed(dataset)[-1])
    assert [release.version for release in listed(dataset)] == ["0.1.0", "0.2.0"]
    refuse_touched(listed(dataset)[-1])
    with room_for(1_000_000):
        assert unchanged(dataset).version == "0.2.0"
    assert not list(dataset.glob(".staging-*"))
    assert publish_texts(dataset, CHANGED).status == "identical"
    assert is_current(dataset, listed(dataset)[-1])
