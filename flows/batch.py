"""The work on a batch of raw files: each step hands its documents to the next, and the tables stay on the disk.

Nothing here knows Prefect, or where it runs: in the process of the flow, in another one, or on another machine.
"""

import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow as pa

from flows.clean import clean
from flows.code import code
from flows.correct import correct
from flows.errors import UsageError
from flows.intake import Reading, read_batch
from flows.link import link
from flows.publish.parts import keep_part
from flows.records import (
    Batch,
    CleanDocument,
    CodedDocument,
    Part,
    RawDocument,
    Refusal,
    SegmentedDocument,
    Source,
    StepCount,
)
from flows.segment import segment
from flows.storage import Place
from flows.validate import validate

BYTES = 1 << 20
"""Raw bytes of one batch: small, so that workers end together, and that the memory which it takes stays small."""

Before = TypeVar("Before", RawDocument, CleanDocument, SegmentedDocument, CodedDocument)
After = TypeVar("After")


class Job(NamedTuple):
    """Some sources to work on, and the new folder that takes their tables."""

    raw: Place
    sources: tuple[Source, ...]
    folder: Path
    reading: Reading = Reading()


def work_on(job: Job) -> Part:
    """Return the sources' checked tables, in the job's folder, and what the steps refused.

    Raises UsageError for corrections that no longer fit, ReleaseRefusedError where tables are wrong as a whole,
    DatasetError where the disk does not take them.
    """
    documents = intake(job)
    cleaned = each("clean", clean, documents)
    segmented = each("segment", segment, cleaned)
    coded = together("code", code, segmented)
    corrected = each("correct", correct, coded)
    linked = each("link", link, corrected)
    tables, refused, steps = checked(linked)
    keep_part(job.folder, tables)
    return Part(job.folder, linked.refusals + refused, steps)


def intake(job: Job) -> Batch[RawDocument]:
    """Return the documents of the job's sources, read and decoded."""
    began = Clock.now()
    batch = read_batch(job.raw, job.sources, job.reading)
    return counted("intake", began, Batch((), ()), batch, given=len(job.sources))


def checked(batch: Batch[CodedDocument]) -> tuple[dict[str, pa.Table], tuple[Refusal, ...], tuple[StepCount, ...]]:
    """Return the documents' checked tables by name, what was refused, and the counts of all steps."""
    began = Clock.now()
    tables, refused = validate(batch.documents)
    rows = sum(table.num_rows for table in tables.values())
    count = StepCount("validate", *began.passed(), len(batch.documents), rows, len(refused))
    return tables, refused, (*batch.steps, count)


def each(stage: str, work: Callable[[Before], After], batch: Batch[Before]) -> Batch[After]:
    """Return the documents after `work`; one that it fails on is refused with the failure, and the others go on.

    A broken rule table, or a correction that no longer fits, is no document's fault: its UsageError is raised.
    """
    began = Clock.now()
    done: list[After] = []
    refused: list[Refusal] = []
    for document in batch.documents:
        try:
            done.append(work(document))
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it stands in quarantine with the file)
            raw = raw_of(document)
            reason = f"{stage} failed: {_told(error)}; please report it with the file"
            refused.append(Refusal(raw.source_path, raw.source_sha256, stage, "step_failed", reason))
    return counted(stage, began, batch, Batch(tuple(done), batch.refusals + tuple(refused)))


def together(stage: str, work: Callable[[Sequence[Before]], Sequence[After]], batch: Batch[Before]) -> Batch[After]:
    """Return the documents after `work`, which takes many at a time; where it fails, they go through it one by one."""
    began = Clock.now()
    try:
        return counted(stage, began, batch, Batch(tuple(work(batch.documents)), batch.refusals))
    except UsageError:
        raise
    except Exception:  # noqa: BLE001  (found again, and recorded, with the document that it comes from)
        return each(stage, lambda document: work((document,))[0], batch)


class Clock(NamedTuple):
    """The time at which something began."""

    at: float  # seconds since 1970
    ticks: float

    @classmethod
    def now(cls) -> "Clock":
        """Return the present time."""
        return cls(time.time(), time.perf_counter())

    def passed(self) -> tuple[float, float]:
        """Return the time at which it began and the seconds since."""
        return self.at, time.perf_counter() - self.ticks


def counted(
    stage: str, began: Clock, before: Batch[Before], after: Batch[After], given: int | None = None
) -> Batch[After]:
    """Return the batch after a stage with what that stage did; `given` documents, or as many as `before` has."""
    refused = len(after.refusals) - len(before.refusals)
    count = StepCount(stage, *began.passed(), given or len(before.documents), len(after.documents), refused)
    return after._replace(steps=(*before.steps, count))


def raw_of(document: RawDocument | CleanDocument | SegmentedDocument | CodedDocument) -> RawDocument:
    """Return the raw document that a step's value was made from."""
    if isinstance(document, CodedDocument):
        document = document.segmented
    if isinstance(document, SegmentedDocument):
        document = document.clean
    return document.document if isinstance(document, CleanDocument) else document


def _told(error: Exception) -> str:
    """Return the failure and the line of code that it came from."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
