"""A document that takes too long is refused, and the others go on; the process that works on it is killed."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flows import batch
from flows.batch import Job
from flows.intake import take_stock
from flows.records import CleanDocument, Part, RawDocument
from flows.rule_tables import use_rule_tables
from flows.workers import Workers, work_by
from flows.workers import processes as module

clean = batch.clean


def sleeping(document: RawDocument) -> CleanDocument:
    """Cleaning that never ends with one of the documents, and does not listen."""
    while document.document_id == "slow":
        with suppress(Exception):
            time.sleep(600)
    return clean(document)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("fast", "quick", "slow", "swift"):
        (folder / f"{name}.txt").write_text("Many delegations agreed.\n")
    return folder


@pytest.fixture
def never_ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In this process and in those that it forks, which are ready to work."""
    use_rule_tables()
    monkeypatch.setattr(batch, "clean", sleeping)
    monkeypatch.setattr(module, "_context", lambda: multiprocessing.get_context("fork"))
    yield


def refused(parts: list[Part]) -> list[tuple[str, str]]:
    return [(refusal.source_path, refusal.code) for part in parts for refusal in part.refusals]


@pytest.mark.parametrize("workers", [1, 2], ids=["here", "in processes"])
def test_only_the_document_that_takes_too_long_is_refused(
    raw: Path, tmp_path: Path, never_ends: None, workers: int
) -> None:
    sources = take_stock(raw).sources
    jobs = [
        Job(raw, sources[:3], tmp_path / "parts" / "0000000"),
        Job(raw, sources[3:], tmp_path / "parts" / "0000001"),
    ]
    parts = sorted(work_by(Workers(workers, seconds=8), jobs))
    assert refused(parts) == [("slow.txt", "timed_out")]
    published = [path for part in parts for path in sorted((part.folder).glob("documents.arrow"))]
    assert len(published) == len(parts)
    assert [part.folder.name for part in parts] == ["0000000-00000", "0000000-00001", "0000000-00002", "0000001"]
    assert not multiprocessing.active_children()
