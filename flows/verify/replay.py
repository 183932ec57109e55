"""The pipeline, run again over a release's raw files, gives every row of every table."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.fingerprint import fingerprint
from flows.intake import take_stock
from flows.intake.sources import RawFolderError
from flows.measure.reference import read_reference
from flows.publish.assembly import assemble
from flows.publish.builds import builds_of
from flows.publish.changes import changes_since, no_changes
from flows.publish.inventory import deciding, entry_of, fingerprints
from flows.publish.manifest import read_manifest
from flows.publish.releases import DatasetError, Release
from flows.publish.row_names import name_differences
from flows.publish.stale import marks_of
from flows.records import Refusal, Stock
from flows.storage import Place, is_remote
from flows.verify.proof import Proof
from schemas.release import SCHEMA_VERSION

Tables = Mapping[str, pa.Table | ds.Dataset]


def verify_replay(dataset: Path, release: Release, raw: Place, gold: Path) -> Proof:
    """Work on the raw files of a release again, and compare the rows; `gold` as for a run.

    Documents whose raw file is not there as it was, and tables that need more than is at hand, are told.
    """
    try:
        manifest = read_manifest(release)
        stock = take_stock(raw)
    except (RawFolderError, DatasetError) as error:
        return Proof(unproved=(f"replay: {error}",))
    version = manifest["schema_version"]
    if version != SCHEMA_VERSION:
        how = f"which makes schema version {SCHEMA_VERSION}, not {version}{_made_at(dataset, release)}"
        return Proof(problems=(f"replay: cannot be done by the installed code, {how}",))
    known, absent = _as_it_was(stock, manifest)
    reference = read_reference(gold, known)
    unproved = [f"replay: {path}: its raw file is not there as it was" for path in absent]
    worked_on = {source.document_id for source in known.sources}
    kept = sorted(marks_of(release).keys() - worked_on)  # `kept.py` proves their rows
    unproved += [f"replay: {name}: its rows are kept, as its raw file was refused" for name in kept]
    if kept:
        unproved.append("replay: changes: needs the documents whose rows are kept")
    left_out = {"changes"}
    if absent:
        left_out |= {"quarantine"}
    if absent or reference.sha256 != manifest["fingerprint"].get("gold"):
        left_out |= {"quality"}
        unproved.append("replay: quality: needs the reference annotation, and the documents, that it was measured by")
    unproved += _taken_as_kept(release)
    with TemporaryDirectory(prefix="rapporteur-") as folder:
        tables = _tables_of(known, raw, gold, Path(folder), dataset, release)
        compared = {name: rows for name, rows in tables.items() if name not in left_out}
        documents = worked_on if absent or kept else None
        differences = name_differences(release.folder, compared, Path(folder), documents=documents)
        if not absent and not kept:
            differences += _changes(dataset, release, manifest, tables, unproved)
    others = _other_code(dataset, release, manifest)
    by = f"by other code than made it ({', '.join(others)} differ)" if others else "by the code that made it"
    if not differences:
        line = f"replay: {len(known.sources)} documents worked on again {by}: {len(compared)} tables hold the same rows"
        return Proof((line,), (), tuple(unproved))
    if others:
        unproved.append(f"replay: done {by}, which may be why rows differ{_made_at(dataset, release)}")
    return Proof((), tuple(f"replay: {line}" for line in differences), tuple(unproved))


def _as_it_was(stock: Stock, manifest: Mapping[str, Any]) -> tuple[Stock, list[str]]:
    """Return what of the stock is as the release had it, and the paths of which that is not so."""
    recorded = {entry["path"]: entry for entry in manifest["raw"]}
    sources = tuple(
        source
        for source in stock.sources
        if entry_of(source) == {**recorded.get(source.source_path, {}), "quarantine": None}
    )
    refusals: tuple[Refusal, ...] = tuple(
        refusal
        for refusal in stock.refusals
        if refusal.source_path in recorded and recorded[refusal.source_path]["sha256"] == refusal.source_sha256
    )
    there = {source.source_path for source in sources} | {refusal.source_path for refusal in refusals}
    return Stock(sources, refusals), sorted(recorded.keys() - there)


def _tables_of(stock: Stock, raw: Place, gold: Path, folder: Path, dataset: Path, release: Release) -> Tables:
    """Return the tables that the pipeline makes of a stock.

    A rendition is made again where what is installed here made it, and taken as it is kept else.
    """
    from flows.intake import Reading
    from flows.intake.renditions import folders_of
    from flows.own_rules import use_own
    from flows.pipeline import measure_step, whole_tables, work_step
    from flows.publish.renditions import known_renditions
    from flows.workers import Workers

    use_own(raw)
    kept = known_renditions(release)
    stock = stock._replace(
        sources=tuple(source._replace(rendition_sha256=kept.get(source.sha256)) for source in stock.sources)
    )
    reading = Reading(folders_of(dataset), alike=True)
    parts = work_step(raw, stock, (), folder, Workers(None, None), reading)
    quality = measure_step(parts, raw, stock, read_reference(gold, stock), reading._replace(alike=False))
    paths = [part.folder for part in parts]
    return assemble(paths, whole_tables(parts, quality, stock), None, (), folder).rows()


def _taken_as_kept(release: Release) -> list[str]:
    """Return a line on the renditions that something else made than what is installed here."""
    from flows.intake.renditions import made_by_this

    columns = ["source_path", "source_format", "extractor", "language"]
    rows = pa.concat_tables(
        pq.read_table(path, columns=columns) for path in sorted(release.folder.glob("documents*.parquet"))
    ).to_pylist()
    others = [
        row["source_path"]
        for row in rows
        if row["extractor"] is not None
        and made_by_this(row["source_format"], row["extractor"], row["language"]) is None
    ]
    if not others:
        return []
    shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
    return [f"replay: {shown}: another extractor made their renditions, which were taken as they are kept"]


def _changes(
    dataset: Path, release: Release, manifest: Mapping[str, Any], tables: Tables, unproved: list[str]
) -> list[str]:
    """Return what is wrong with the table of changes since the release before, where that is here."""
    previous = manifest["previous"]
    if previous is not None and (is_remote(dataset) or not (dataset / previous["version"]).is_dir()):
        unproved.append(f"replay: changes: release {previous['version']}, which they are counted from, is not here")
        return []
    wanted = changes_since(dataset / previous["version"], tables) if previous else no_changes()
    found = pa.concat_tables(map(pq.read_table, sorted(release.folder.glob("changes*.parquet"))))
    return [] if found.to_pylist() == wanted.to_pylist() else ["changes: other rows than the releases differ by"]


def _other_code(dataset: Path, release: Release, manifest: Mapping[str, Any]) -> list[str]:
    """Return in what the installed code differs from that of the release; [] where it is known to make its rows."""
    here = deciding(fingerprint())
    known = [deciding(one) for one in fingerprints(dataset, release, manifest)]
    if here in known:
        return []
    return [name for name in {**known[0], **here} if known[0].get(name) != here.get(name)]


def _made_at(dataset: Path, release: Release) -> str:
    commits = [str(build.code["commit"]) for build in builds_of(dataset, release) if build.code.get("commit")]
    return f"; the release was built at commit {', '.join(commits)}" if commits else ""
