"""The work on a batch of raw files: each step hands its documents to the next, and the tables stay on the disk.

Nothing here knows Prefect, or where it runs: in the process of the flow, in another one, or on another machine.
"""

import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

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
    tables, refusals, steps = validated(linked)
    keep_part(job.folder, tables)
    return Part(job.folder, refusals, steps)


def intake(job: Job) -> Batch[RawDocument]:
    """Return the documents of the job's sources, read and decoded."""
    began = time.time()
    read = read_batch(job.raw, job.sources, job.reading)
    return after("intake", began, Batch(job.sources, ()), read.documents, read.refusals)


def validated(batch: Batch[CodedDocument]) -> tuple[dict[str, pa.Table], tuple[Refusal, ...], tuple[StepCount, ...]]:
    """Return the documents' checked tables by name, all that was refused, and what every step did."""
    began = time.time()
    tables, refused = validate(batch.documents)
    rows = sum(table.num_rows for table in tables.values())
    count = StepCount("validate", began, time.time() - began, len(batch.documents), rows, len(refused))
    return tables, batch.refusals + refused, (*batch.steps, count)


def each(stage: str, work: Callable[[Before], After], batch: Batch[Before]) -> Batch[After]:
    """Return the documents after `work`; one that it fails on is refused with the failure, and the others go on.

    A broken rule table, or a correction that no longer fits, is no document's fault: its UsageError is raised.
    """
    began = time.time()
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
    return after(stage, began, batch, tuple(done), tuple(refused))


def together(stage: str, work: Callable[[Sequence[Before]], Sequence[After]], batch: Batch[Before]) -> Batch[After]:
    """Return the documents after `work`, which takes many at a time; where it fails, they go through it one by one."""
    began = time.time()
    try:
        return after(stage, began, batch, tuple(work(batch.documents)))
    except UsageError:
        raise
    except Exception:  # noqa: BLE001  (found again, and recorded, with the document that it comes from)
        return each(stage, lambda document: work((document,))[0], batch)


def after(
    step: str, began: float, batch: Batch[Any], documents: tuple[After, ...], refused: tuple[Refusal, ...] = ()
) -> Batch[After]:
    """Return the batch after a step that began at a time (seconds since 1970), with what the step did."""
    count = StepCount(step, began, time.time() - began, len(batch.documents), len(documents), len(refused))
    return Batch(documents, batch.refusals + refused, (*batch.steps, count))


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
