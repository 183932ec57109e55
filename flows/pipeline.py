"""The pipeline: raw statements become a published release. Read `build_release`; each line of it is a step.

A step is a Prefect task over a batch of files, thin around the plain functions of the folder it is named for.
`build_release.fn` runs all of them without Prefect's server. Importing this module imports Prefect:
`flows/orchestration.py` sets its environment before.
"""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pyarrow as pa
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext

from flows.clean import clean
from flows.code import code
from flows.code.mentions.entities import entity_table
from flows.code.rulebook import rules_by_table
from flows.correct import correct
from flows.errors import UsageError
from flows.fingerprint import fingerprint
from flows.intake import batches, read_batch, take_stock
from flows.measure import GOLD
from flows.measure.quality import quality_table
from flows.measure.reference import Reference, read_reference
from flows.publish import Outcome, nothing_new, open_staging, unchanged
from flows.publish.parts import keep_part, read_parts
from flows.publish.publication import publish
from flows.records import (
    Batch,
    CleanDocument,
    CodedDocument,
    Part,
    RawDocument,
    Refusal,
    SegmentedDocument,
    Source,
    Stock,
)
from flows.rule_tables import prove_new_rule_tables
from flows.segment import segment
from flows.validate import quarantine_table, validate, vocabulary_tables

log = logging.getLogger("rapporteur")

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Before = TypeVar("Before", RawDocument, CleanDocument, SegmentedDocument, CodedDocument)
After = TypeVar("After")


def step(name: str) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """A function that is a Prefect task within a flow run, and just itself elsewhere: in tests, and in workers."""

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        as_task = task(name=name, cache_policy=NO_CACHE)(function)

        @wraps(function)
        def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if FlowRunContext.get() is None:
                return function(*args, **kwargs)
            return as_task(*args, **kwargs)

        return call

    return decorate


@flow(name="rapporteur")
def build_release(raw: Path, dataset: Path, full: bool = False, gold: Path = GOLD) -> Outcome:
    """Publish the statements below `raw` as a release in `dataset`, unless the latest release is just that.

    `full` does the work even where raw files, code and rules are those of the latest release. `gold` may hold a
    reference annotation of some of the statements, by which the release is measured.
    """
    stock = take_stock(raw)
    reference = read_reference(gold, stock)
    origin = fingerprint(reference.sha256)
    if not full and nothing_new(dataset, stock, origin):
        return unchanged(dataset)
    prove_new_rule_tables(dataset, origin)
    warn_of_unknowns(stock)
    with open_staging(dataset) as staging:
        parts: list[Part] = []
        for sources in batches(stock.sources):
            documents = intake_step(raw, sources)
            cleaned = clean_step(documents)
            segmented = segment_step(cleaned)
            coded = code_step(segmented)
            corrected = correct_step(coded)
            parts.append(validate_step(corrected, staging, number=len(parts)))
            log.info("%d files more of %d", len(sources), len(stock.sources))
        quality = measure_step(parts, raw, stock, reference)
        return publish_step(parts, quality, stock, origin, dataset, staging)


@step("intake")
def intake_step(raw: Path, sources: tuple[Source, ...]) -> Batch[RawDocument]:
    """Read and decode."""
    return read_batch(raw, sources)


@step("clean")
def clean_step(batch: Batch[RawDocument]) -> Batch[CleanDocument]:
    """Rebuild the paragraphs."""
    return each("clean", clean, batch)


@step("segment")
def segment_step(batch: Batch[CleanDocument]) -> Batch[SegmentedDocument]:
    """Find statements, kinds of paragraph, sentences."""
    return each("segment", segment, batch)


@step("code")
def code_step(batch: Batch[SegmentedDocument]) -> Batch[CodedDocument]:
    """Find claims and mentions."""
    return each("code", code, batch)


@step("correct")
def correct_step(batch: Batch[CodedDocument]) -> Batch[CodedDocument]:
    """Make the corrections that stand beside the raw files."""
    return each("correct", correct, batch)


@step("validate")
def validate_step(batch: Batch[CodedDocument], staging: Path, number: int) -> Part:
    """Make the tables and check them; what holds waits in the staging folder."""
    tables, refused = validate(batch.documents)
    return Part(str(keep_part(staging, number, tables)), batch.refusals + refused)


@step("measure")
def measure_step(parts: list[Part], raw: Path, stock: Stock, reference: Reference) -> pa.Table:
    """Compare the claims with the reference annotation, of the documents that have one."""
    sources = tuple(source for source in stock.sources if source.document_id in reference.claims)
    paths = [Path(part.path) for part in parts] if sources else []
    published = {name for table in read_parts(paths, "documents") for name in table["document_id"].to_pylist()}
    documents = [one for one in read_batch(raw, sources).documents if one.document_id in published]
    return quality_table(reference, documents, read_parts(paths, "claims"))


@step("publish")
def publish_step(
    parts: list[Part], quality: pa.Table, stock: Stock, origin: dict[str, str], dataset: Path, staging: Path
) -> Outcome:
    """Make the release whole, and list it."""
    refusals = [*stock.refusals, *(refusal for part in parts for refusal in part.refusals)]
    whole = {
        **vocabulary_tables(),
        "entities": entity_table(),
        "quality": quality,
        "quarantine": quarantine_table(refusals),
    }
    paths = [Path(part.path) for part in parts]
    return publish(dataset, staging, paths, whole, stock, origin, rules_by_table())


def warn_of_unknowns(stock: Stock) -> None:
    """Say once which files have no sidecar."""
    bare = [source.source_path for source in stock.sources if source.sidecar_sha256 is None]
    if bare:
        shown = ", ".join(bare[:3]) + (", …" if len(bare) > 3 else "")
        log.warning("%d files have no sidecar; what only it could tell of them is NULL: %s", len(bare), shown)


def each(stage: str, work: Callable[[Before], After], batch: Batch[Before]) -> Batch[After]:
    """The documents after `work`; one that it fails on is refused with the failure, and the others go on.

    A broken rule table, or a correction that no longer fits, is no document's fault: its UsageError stops the run.
    """
    done: list[After] = []
    refused: list[Refusal] = []
    for document in batch.documents:
        try:
            done.append(work(document))
        except UsageError:
            raise
        except Exception as error:
            raw = raw_of(document)
            log.exception("%s: %s failed", raw.source_path, stage)
            reason = f"{type(error).__name__}: {error}; please report it with the file"
            refused.append(Refusal(raw.source_path, raw.source_sha256, stage, "step_failed", reason))
    return Batch(tuple(done), batch.refusals + tuple(refused))


def raw_of(document: RawDocument | CleanDocument | SegmentedDocument | CodedDocument) -> RawDocument:
    """The raw document that a step's value was made from."""
    if isinstance(document, CodedDocument):
        document = document.segmented
    if isinstance(document, SegmentedDocument):
        document = document.clean
    return document.document if isinstance(document, CleanDocument) else document
