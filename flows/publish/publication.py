"""How a release is published: read `publish`; each line of it is a step."""

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.assembly import Assembly, assemble, no_rows
from flows.publish.changelog import CHANGELOG, read_changelog
from flows.publish.changes import changes_since, no_changes
from flows.publish.checksums import SHA256SUMS, damaged_list, mismatches, read_checksums, sha256_of, write_checksums
from flows.publish.duckdb_file import Step, filled_meanwhile, is_current, refresh
from flows.publish.durable import sync, sync_tree
from flows.publish.inventory import raw_files
from flows.publish.manifest import MANIFEST, Imprint, contents_of, read_manifest, rows_of, write_manifest
from flows.publish.metadata import describe, metadata_texts
from flows.publish.news import tell_news
from flows.publish.outcome import Outcome
from flows.publish.releases import DatasetError, Release, latest, list_release
from flows.publish.soundness import refuse_unsound
from flows.publish.staging import announce
from flows.publish.succession import first, following
from flows.publish.tables import rows_in_order, write_tables
from flows.publish.tally import tally
from flows.publish.versions import OF_FETCHING
from flows.publish.views import VIEWS, views_sql
from flows.records import Refusal, Stock
from flows.validate import ReleaseRefusedError
from flows.validate.checks import findings
from schemas.codebook import codebook
from schemas.release import SCHEMA_VERSION

FILES_AT_A_TIME = 2  # where nothing else is done beside


class Origin(NamedTuple):
    """What a release is made from, as its manifest records it."""

    raw: list[dict[str, Any]]
    fingerprint: dict[str, str]


def publish(
    dataset: Path,
    staging: Path,
    parts: Sequence[Path],
    whole: Mapping[str, pa.Table],
    stock: Stock,
    fingerprint: dict[str, str],
    rules: dict[str, list[tuple[str, str]]],
    carried: Collection[str] = (),
    public: bool = False,
) -> Outcome:
    """Publish the tables as the next release, unless the latest one holds just that; as 1.0.0 where `public`.

    `parts` are folders that `keep_part` made, in the order of their documents; `whole` holds tables that are not
    divided into parts, by name; a table in neither is empty. `rules` are the codebook's: (id, comment) by rule table.
    `carried` are ids of documents whose rows are those of the latest release.
    Nothing is published where this raises: ReleaseRefusedError for rows that break a check or a key, DatasetError
    where the disk does not take the release or the latest one was changed since it was published.
    """
    try:
        release, status, filled = latest(dataset), "identical", None
        if release is not None:
            refuse_touched(release)
        assembly = assemble(parts, whole, release, carried, staging)
        step = Step(release, assembly.touched) if release and carried else None
        refuse_unsound(assembly, staging)
        texts = {"CODEBOOK.md": codebook(rules), VIEWS: views_sql()}
        origin = Origin(raw_files(stock, _refusals(assembly.whole["quarantine"])), fingerprint)
        if release is None or public or not holds(release, staging, assembly, texts, origin):
            before = without_carried(release, assembly, staging) if release else None
            assembly = assembly.with_table("changes", changes(before, assembly))
            imprint, texts[CHANGELOG] = imprint_and_changelog(dataset, release, before, assembly, origin, public)
            with nullcontext() if carried else filled_meanwhile(staging, partial(rows_in_order, assembly)) as filled:
                at_a_time = 1 if filled else FILES_AT_A_TIME
                written = write_release(staging / "release", imprint, assembly, release, texts, origin, at_a_time)
                release, status = put_in_place(dataset, staging, written), "published"
    except OSError as error:
        raise DatasetError(f"{dataset}: {error.strerror or error}; nothing was published") from None
    if status == "published" or not is_current(dataset, release):
        refresh(dataset, release, staging, step, filled)
    tell_news(dataset, staging)
    rows = rows_of(read_manifest(release))
    return Outcome(release.version, status, rows, rows["quarantine"])


def refuse_touched(standing: Release) -> None:
    """Raise DatasetError where a file of the latest release is not as it was published: a new one builds on it."""
    if damaged := damaged_list(standing.folder, standing.sha256):
        raise _touched(standing, [f"{SHA256SUMS} ({damaged})"])
    if touched := mismatches(standing.folder, read_checksums(standing.folder)):
        raise _touched(standing, [f"{path} ({what})" for path, what in touched])


def holds(standing: Release, staging: Path, assembly: Assembly, texts: Mapping[str, str], origin: Origin) -> bool:
    """Whether the latest release is just this: made again under its version and date, it has the same bytes.

    What was asked for and came to nothing is no difference.
    Raises DatasetError where it holds the same rows in other bytes.
    """
    before = read_manifest(standing)
    if Origin(before["raw"], before["fingerprint"]) != origin:
        return False
    imprint = Imprint(before["version"], before["date"], before["previous"], SCHEMA_VERSION)
    for table in ("changes", *OF_FETCHING):
        if files := sorted(standing.folder.glob(f"{table}*.parquet")):
            assembly = assembly.with_table(table, pa.concat_tables(map(pq.read_table, files)))
    told = {**texts, CHANGELOG: read_changelog(standing.folder)}
    again = write_release(staging / "again", imprint, assembly, standing, told, origin)
    if contents_of(read_manifest(again)) != contents_of(before):
        return False
    if again.sha256 != standing.sha256:
        raise _touched(standing, [name for name in _names(again) if _differs(again, standing, name)])
    return True


def changes(before: Path | None, assembly: Assembly) -> pa.Table:
    """The `changes` table, checked; `before` is what can differ of the release before."""
    if before is None:
        return no_changes()
    rows = changes_since(before, assembly.rows())
    if found := findings("changes", rows):
        raise ReleaseRefusedError(found)
    return rows


def without_carried(standing: Release, assembly: Assembly, staging: Path) -> Path:
    """A new folder with the tables of the release that stands, but for the files that are carried over."""
    folder = staging / "before"
    folder.mkdir()
    for table, files in assembly.replaced().items():
        for name in files:
            (folder / name).symlink_to((standing.folder / name).absolute())
        if not files and assembly.files[table]:
            pq.write_table(no_rows(table), folder / f"{table}.parquet")
    return folder


def imprint_and_changelog(
    dataset: Path, standing: Release | None, before: Path | None, assembly: Assembly, origin: Origin, public: bool
) -> tuple[Imprint, str]:
    """What the next release says of itself, and its changelog; `before` is what can differ of the one that stands."""
    rows = assembly.rows()
    if standing is None or before is None:
        return first(dataset, {name: table.count_rows() for name, table in rows.items()}, public)
    return following(dataset, standing, tally(before, rows), *origin, public)


def write_release(
    folder: Path,
    imprint: Imprint,
    assembly: Assembly,
    standing: Release | None,
    texts: Mapping[str, str],
    origin: Origin,
    at_a_time: int = FILES_AT_A_TIME,
) -> Release:
    """Write all files of a release into a new folder; `texts` are its documents, by name, but for the metadata.

    So many tables' files are written `at_a_time`.
    """
    folder.mkdir()
    tables = write_tables(folder, assembly, standing, imprint, at_a_time)
    files = [entry | _measured(folder / entry["path"]) for entry in tables]
    metadata = metadata_texts(describe(imprint, files, folder))  # has the hashes of the tables' files
    for name, text in {**texts, **metadata}.items():
        (folder / name).write_bytes(text.encode())
        files.append({"path": name, **_measured(folder / name)})
    write_manifest(folder, imprint, files, origin.raw, origin.fingerprint)
    hashes = {file["path"]: file["sha256"] for file in files} | {MANIFEST: sha256_of(folder / MANIFEST)}
    return Release(imprint.version, imprint.date, write_checksums(folder, hashes), folder)


def put_in_place(dataset: Path, staging: Path, written: Release) -> Release:
    """Move a written release to where readers find it; it is published once it is listed, all at once."""
    release = written._replace(folder=dataset / written.version)
    if release.folder.exists():
        raise DatasetError(f"{release.folder}: is there but not listed in releases.json; move it away, or list it")
    sync_tree(written.folder)
    announce(staging, release.version)
    os.rename(written.folder, release.folder)  # noqa: PTH104  (the kill tests reach it as os.rename)
    sync(dataset)
    list_release(dataset, release, staging)
    return release


def _refusals(quarantine: pa.Table) -> list[Refusal]:
    return [Refusal(**row) for row in quarantine.to_pylist()]


def _measured(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _names(release: Release) -> list[str]:
    return sorted(path.name for path in release.folder.iterdir() if path.name != SHA256SUMS)


def _differs(one: Release, other: Release, name: str) -> bool:
    return not (other.folder / name).is_file() or sha256_of(one.folder / name) != sha256_of(other.folder / name)


def _touched(standing: Release, files: Sequence[str]) -> DatasetError:
    return DatasetError(
        f"{standing.folder}: not as it was published: {', '.join(files)}; "
        f"`rapporteur verify {standing.version}` tells more; restore it, then run again"
    )
