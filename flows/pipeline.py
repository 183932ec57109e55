"""The pipeline: raw statements become a published release. Read `build_release`; each line of it is a step.

What is done with each raw file is in `batch.py`. A step is thin around the plain functions of the folder it is named
for: a Prefect task where `build_release` is called within a flow run (`serve/`), else a plain call, without Prefect.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.batch import BYTES, Job
from flows.code.mentions.entities import entity_table
from flows.code.mentions.memberships import membership_table
from flows.code.rulebook import rules_by_table
from flows.code.topics import topics
from flows.fetch.tables import fetch_tables
from flows.fingerprint import fingerprint
from flows.intake import Reading, batches, read_batch, take_stock
from flows.intake.dataset_toml import DatasetToml, dataset_toml_path, read_dataset_toml
from flows.intake.renditions import FOLDER, folders_of
from flows.intake.words import unsaid
from flows.measure import GOLD
from flows.measure.quality import quality_table
from flows.measure.reference import Reference, read_reference
from flows.one_line import one_line
from flows.orchestration.step_runs import report_steps
from flows.orchestration.steps import step
from flows.own_rules import refuse_own_rules_on_dask, use_own
from flows.publish import Outcome, nothing_new, open_staging, refuse_unlisted, unchanged
from flows.publish.inventory import made_alike, published_paths, unchanged_files, wants_ocr
from flows.publish.parts import part_folder, read_parts
from flows.publish.publication import publish
from flows.publish.releases import latest
from flows.publish.renditions import known_renditions
from flows.publish.staging import trial_staging
from flows.publish.stale import stale_documents
from flows.readers import Options
from flows.records import Part, Refusal, Stock
from flows.rule_proof import prove_new_rule_tables
from flows.segment.facts.recorded import DOCUMENT
from flows.segment.interpretation import SPOKEN_LANGUAGE
from flows.storage import Place
from flows.storage.mirror import mirrored
from flows.validate import quarantine_table, vocabulary_tables
from flows.workers import Workers, expect_work, work_by
from flows.workers.progress import following
from flows.workers.time_limit import DOCUMENT_SECONDS

log = logging.getLogger("rapporteur")

READING_SHARE = 0.8
"""Of the time that a document may take, how much its reader may: so that it is told which of both took too long."""


def build_release(
    raw: Place,
    dataset: Place,
    full: bool = False,
    gold: Path = GOLD,
    workers: int | None = None,
    dask: str | None = None,
    public: bool = False,
    quiet: float = 0,
    document_timeout: float = DOCUMENT_SECONDS,
    drop_refused: bool = False,
    dry_run: bool = False,
    ocr: bool = False,
    render_again: bool = False,
    rules: Path | None = None,
) -> Outcome:
    """Publish the statements below `raw` as a release in `dataset`, unless the latest release is just that.

    `full` does the work even where raw files, code and rules are those of the latest release. `gold` may hold a
    reference annotation of some of the statements, by which the release is measured. `workers` processes share the
    work, as many as there are cores where None, or else the workers of the scheduler at the address `dask`. `public`
    makes 1.0.0 of it. Files that were written to within the last `quiet` seconds are left for the next run; one that
    takes longer than `document_timeout` seconds is refused. A published document whose file is refused keeps its last
    rows, but where `drop_refused`. `dry_run` says what would be published, and publishes nothing. `ocr` reads pages
    that have no text from their pictures. `render_again` makes the renditions of PDF and DOCX anew. `rules` is a folder
    with rules of one's own, `rules/` beside `raw` where it is None.
    """
    refuse_unlisted(dataset)
    use_own(raw, rules)
    stock = take_stock(raw, quiet, partial(published_paths, dataset))
    reference = read_reference(gold, stock)
    said, said_sha256 = read_dataset_toml(raw)
    refuse_own_rules_on_dask(dask)
    origin = fingerprint(reference.sha256, said_sha256)
    asked = full or public or drop_refused or render_again or (ocr and wants_ocr(dataset))
    if not asked and nothing_new(dataset, stock, origin):
        return unchanged(dataset, dry_run)
    crew = Workers(workers, dask, document_timeout)
    everything = full or not made_alike(dataset, origin)
    prove_new_rule_tables(dataset, origin, elsewhere=everything and expect_work(crew, stock))
    warn_of_unknowns(raw, stock, said.redistribute)
    with mirrored(dataset) as folder, trial_staging() if dry_run else open_staging(folder) as staging:
        stock = with_renditions(stock, folder)
        carried = frozenset() if full else documents_to_carry(folder, stock, origin, reference)
        if render_again:
            carried -= {source.document_id for source in stock.sources if source.rendition_sha256 is not None}
        options = Options(ocr=ocr)
        reading = Reading(
            folders_of(folder), again=render_again, options=options, seconds=document_timeout * READING_SHARE
        )
        parts = work_step(raw, stock, carried, staging, crew, reading)
        report_steps((count for part in parts for count in part.steps), dataset)
        warn_of_contradictions(parts)
        quality = measure_step(parts, raw, stock, reference, reading._replace(again=False))
        return publish_step(
            parts,
            carried,
            quality,
            stock,
            origin,
            folder,
            staging,
            public,
            said,
            drop_refused,
            dry_run,
            fetch_tables(raw),
        )


def with_renditions(stock: Stock, dataset: Path) -> Stock:
    """Return the stock, each source with the rendition that the latest release has of its bytes."""
    if all(source.source_path.endswith(".txt") for source in stock.sources):
        return stock
    known = known_renditions(latest(dataset))
    return stock._replace(
        sources=tuple(source._replace(rendition_sha256=known.get(source.sha256)) for source in stock.sources)
    )


def documents_to_carry(dataset: Path, stock: Stock, origin: dict[str, str], reference: Reference) -> frozenset[str]:
    """Return the documents whose rows can be taken from the latest release; those to measure by are worked on."""
    found = unchanged_files(dataset, stock, origin)
    log.info("%s", found)
    return found.documents - reference.claims.keys()


@step("work")
def work_step(
    raw: Place,
    stock: Stock,
    carried: Collection[str],
    staging: Path,
    workers: Workers,
    reading: Reading = Reading(),  # noqa: B008  (a tuple)
) -> list[Part]:
    """Take every other source from its raw file to checked tables, which wait in the staging folder, in their order."""
    fresh = tuple(source for source in stock.sources if source.document_id not in carried)
    reading = reading._replace(fresh=staging.absolute() / FOLDER)
    jobs = [
        Job(raw.absolute(), sources, part_folder(staging.absolute(), number), reading)
        for number, sources in enumerate(batches(fresh, BYTES))
    ]
    return sorted(following(jobs, work_by(workers, jobs)), key=lambda part: part.folder)


@step("measure")
def measure_step(
    parts: list[Part],
    raw: Path,
    stock: Stock,
    reference: Reference,
    reading: Reading = Reading(),  # noqa: B008
) -> pa.Table:
    """Compare the claims with the reference annotation, of the documents that have one."""
    sources = tuple(source for source in stock.sources if source.document_id in reference.claims)
    paths = [part.folder for part in parts] if sources else []
    published = {name for table in read_parts(paths, "documents") for name in table["document_id"].to_pylist()}
    documents = [one for one in read_batch(raw, sources, reading).documents if one.document_id in published]
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
    said: DatasetToml,
    drop_refused: bool,
    dry_run: bool,
    fetched: Mapping[str, pa.Table],
) -> Outcome:
    """Make the release whole, and list it."""
    whole = {**whole_tables(parts, quality, stock), **fetched}
    paths = [part.folder for part in parts]
    refusals = refused_by(parts, stock)
    present = {
        *carried,
        *(name for table in read_parts(paths, "documents") for name in table["document_id"].to_pylist()),
    }
    refused = {refusal.source_path for refusal in refusals}
    stale = {} if drop_refused else stale_documents(dataset, refused, present)
    report_refusals(refusals, stale.values())
    rules = rules_by_table()
    return publish(dataset, staging, paths, whole, stock, origin, rules, carried, public, stale.keys(), dry_run, said)


def whole_tables(parts: list[Part], quality: pa.Table, stock: Stock) -> dict[str, pa.Table]:
    """Return the tables that are not made document by document, by name."""
    return {
        **vocabulary_tables(topics()),
        "entities": entity_table(),
        "memberships": membership_table(),
        "quality": quality,
        "quarantine": quarantine_table(refused_by(parts, stock)),
    }


def refused_by(parts: list[Part], stock: Stock) -> list[Refusal]:
    """Return what was refused before the work and in it."""
    return [*stock.refusals, *(refusal for part in parts for refusal in part.refusals)]


def report_refusals(refusals: Sequence[Refusal], kept: Collection[str]) -> None:
    """Log each refusal as `file: reason`; `kept` are the paths of files whose last rows stay in the release."""
    for refusal in sorted(refusals):
        rows = "; its last rows are kept" if refusal.source_path in kept else ""
        log.warning("%s: %s%s", one_line(refusal.source_path), one_line(refusal.message), rows)


def warn_of_unknowns(raw: Place, stock: Stock, redistribute: bool | None) -> None:
    """Say once of how many texts the words are left out, as nobody says otherwise, and which files have no sidecar."""
    if left_out := unsaid(stock.sources, redistribute):
        where = dataset_toml_path(raw) or "their sidecars"
        log.warning(
            "%d texts have no licence, so their words are not published (NULL; places and coding are): "
            "if they may be, write `redistribute = true` in %s, or `licence` in their sidecars",
            len(left_out),
            where,
        )
    bare = [source.source_path for source in stock.sources if source.sidecar_sha256 is None]
    if bare:
        shown = ", ".join(bare[:3]) + (", …" if len(bare) > 3 else "")
        log.warning("%d files have no sidecar; what only it could tell of them is NULL: %s", len(bare), shown)


def warn_of_contradictions(parts: list[Part]) -> None:
    """Say once which texts say otherwise than their sidecars, whose word is taken."""
    tables = list(read_parts([part.folder for part in parts], "document_facts"))
    told = [
        f"{row['document_id']}: {row['field']} {row['value']}"
        for table in tables
        for row in table.filter(pc.invert(table["used"])).to_pylist()
        if row["field"] != SPOKEN_LANGUAGE  # what was interpreted contradicts nobody
        and row["basis"] == DOCUMENT  # nor does what a page's head says
    ]
    if told:
        shown = "; ".join(told[:3]) + ("; …" if len(told) > 3 else "")
        log.warning("%d facts in texts contradict their sidecars, which are believed: %s", len(told), shown)
