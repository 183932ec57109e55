"""The pipeline: raw statements become a published release. Read `build_release`; each line of it is a step.

What is done with each raw file stands in `batch.py`. A step is a Prefect task, thin around the plain functions of the
folder it is named for. `build_release.fn` runs all of them without Prefect's server. Importing this module imports
Prefect: `flows/orchestration.py` sets its environment before.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pyarrow as pa
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext

from flows.batch import BYTES, Job
from flows.code.mentions.entities import entity_table
from flows.code.rulebook import rules_by_table
from flows.fetch.tables import fetch_tables
from flows.fingerprint import fingerprint
from flows.intake import batches, read_batch, take_stock
from flows.measure import GOLD
from flows.measure.quality import quality_table
from flows.measure.reference import Reference, read_reference
from flows.publish import Outcome, nothing_new, open_staging, unchanged
from flows.publish.inventory import made_alike, unchanged_files
from flows.publish.parts import part_folder, read_parts
from flows.publish.publication import publish
from flows.records import Part, Stock
from flows.rule_proof import prove_new_rule_tables
from flows.storage import Place
from flows.storage.mirror import mirrored
from flows.validate import quarantine_table, vocabulary_tables
from flows.workers import Workers, expect_work, work_by
from flows.workers.progress import following

log = logging.getLogger("rapporteur")

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def step(name: str) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """A function that is a Prefect task within a flow run, and just itself elsewhere, as in tests."""

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            def work() -> Result:  # Prefect looks into every argument of a task, which takes seconds for many files
                return function(*args, **kwargs)

            return work() if FlowRunContext.get() is None else task(name=name, cache_policy=NO_CACHE)(work)()

        return call

    return decorate


@flow(name="rapporteur")
def build_release(
    raw: Place,
    dataset: Place,
    full: bool = False,
    gold: Path = GOLD,
    workers: int | None = None,
    dask: str | None = None,
    public: bool = False,
    quiet: float = 0,
) -> Outcome:
    """Publish the statements below `raw` as a release in `dataset`, unless the latest release is just that.

    `full` does the work even where raw files, code and rules are those of the latest release. `gold` may hold a
    reference annotation of some of the statements, by which the release is measured. `workers` processes share the
    work, as many as there are cores where None, or else the workers of the scheduler at the address `dask`. `public`
    makes 1.0.0 of it. Files that were written to within the last `quiet` seconds are left for the next run.
    """
    stock = take_stock(raw, quiet)
    reference = read_reference(gold, stock)
    origin = fingerprint(reference.sha256)
    if not full and not public and nothing_new(dataset, stock, origin):
        return unchanged(dataset)
    crew = Workers(workers, dask)
    everything = full or not made_alike(dataset, origin)
    prove_new_rule_tables(dataset, origin, elsewhere=everything and expect_work(crew, stock))
    warn_of_unknowns(stock)
    with mirrored(dataset) as folder, open_staging(folder) as staging:
        carried = frozenset() if full else documents_to_carry(folder, stock, origin, reference)
        parts = work_step(raw, stock, carried, staging, crew)
        quality = measure_step(parts, raw, stock, reference)
        return publish_step(parts, carried, quality, stock, origin, folder, staging, public, fetch_tables(raw))


def documents_to_carry(dataset: Path, stock: Stock, origin: dict[str, str], reference: Reference) -> frozenset[str]:
    """The documents whose rows can be taken from the latest release; those to measure by are worked on."""
    found = unchanged_files(dataset, stock, origin)
    log.info("%s", found)
    return found.documents - reference.claims.keys()


@step("work")
def work_step(raw: Place, stock: Stock, carried: Collection[str], staging: Path, workers: Workers) -> list[Part]:
    """Take every other source from its raw file to checked tables, which wait in the staging folder, in their order."""
    fresh = tuple(source for source in stock.sources if source.document_id not in carried)
    jobs = [
        Job(raw.absolute(), sources, part_folder(staging.absolute(), number))
        for number, sources in enumerate(batches(fresh, BYTES))
    ]
    return sorted(following(jobs, work_by(workers, jobs)))


@step("measure")
def measure_step(parts: list[Part], raw: Path, stock: Stock, reference: Reference) -> pa.Table:
    """Compare the claims with the reference annotation, of the documents that have one."""
    sources = tuple(source for source in stock.sources if source.document_id in reference.claims)
    paths = [part.folder for part in parts] if sources else []
    published = {name for table in read_parts(paths, "documents") for name in table["document_id"].to_pylist()}
    documents = [one for one in read_batch(raw, sources).documents if one.document_id in published]
    return quality_table(reference, documents, list(read_parts(paths, "claims")))


@step("publish")
def publish_step(
    parts: list[Part],
    carried: Collection[str],
    quality: pa.Table,
    stock: Stock,
    origin: dict[str, str],
    dataset: Path,
    staging: Path,
    public: bool,
    fetched: Mapping[str, pa.Table],
) -> Outcome:
    """Make the release whole, and list it."""
    refusals = [*stock.refusals, *(refusal for part in parts for refusal in part.refusals)]
    whole = {
        **vocabulary_tables(),
        "entities": entity_table(),
        "quality": quality,
        "quarantine": quarantine_table(refusals),
        **fetched,
    }
    paths = [part.folder for part in parts]
    return publish(dataset, staging, paths, whole, stock, origin, rules_by_table(), carried, public)


def warn_of_unknowns(stock: Stock) -> None:
    """Say once which files have no sidecar."""
    bare = [source.source_path for source in stock.sources if source.sidecar_sha256 is None]
    if bare:
        shown = ", ".join(bare[:3]) + (", …" if len(bare) > 3 else "")
        log.warning("%d files have no sidecar; what only it could tell of them is NULL: %s", len(bare), shown)
