"""How a release is published: read `publish`; each line of it is a step."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.publish.changelog import CHANGELOG, read_changelog
from flows.publish.changes import changes_since, no_changes
from flows.publish.checksums import SHA256SUMS, damaged_list, mismatches, read_checksums, sha256_of, write_checksums
from flows.publish.duckdb_file import is_current, refresh
from flows.publish.durable import sync, sync_tree
from flows.publish.inventory import raw_files
from flows.publish.manifest import MANIFEST, Imprint, contents_of, read_manifest, rows_of, write_manifest
from flows.publish.metadata import describe, metadata_texts
from flows.publish.outcome import Outcome
from flows.publish.parquet import write_table
from flows.publish.parts import read_parts
from flows.publish.releases import DatasetError, Release, latest, list_release
from flows.publish.staging import announce
from flows.publish.succession import first, following
from flows.publish.tally import tally
from flows.publish.views import VIEWS, views_sql
from flows.records import Refusal, Stock
from flows.validate import ReleaseRefusedError, refuse_broken
from flows.validate.checks import findings
from schemas.arrow import arrow_schema, settle, to_arrow
from schemas.codebook import codebook
from schemas.keys import key_columns, references
from schemas.release import SCHEMA_VERSION, TABLES


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
    public: bool = False,
) -> Outcome:
    """Publish the tables as the next release, unless the latest one holds just that; as 1.0.0 where `public`.

    `parts` are folders that `keep_part` made, in the order of their documents; `whole` holds tables that are not
    divided into parts, by name; a table in neither is empty. `rules` are the codebook's: (id, comment) by rule table.
    Nothing is published where this raises: ReleaseRefusedError for rows that break a check or a key, DatasetError
    where the disk does not take the release or the latest one was changed since it was published.
    """
    try:
        tables = gather(parts, whole)
        refuse_unsound(tables, whole)
        texts = {"CODEBOOK.md": codebook(rules), VIEWS: views_sql()}
        origin = Origin(raw_files(stock, _refusals(tables["quarantine"])), fingerprint)
        release, status = latest(dataset), "identical"
        if release is not None:
            refuse_touched(release)
        if release is None or public or not holds(release, staging, tables, texts, origin):
            tables["changes"] = changes(release, tables)
            imprint, texts[CHANGELOG] = imprint_and_changelog(dataset, release, tables, origin, public)
            written = write_release(staging / "release", imprint, tables, texts, origin)
            release, status = put_in_place(dataset, staging, written), "published"
    except OSError as error:
        raise DatasetError(f"{dataset}: {error.strerror or error}; nothing was published") from None
    if status == "published" or not is_current(dataset, release):
        refresh(dataset, release, staging)
    rows = rows_of(read_manifest(release))
    return Outcome(release.version, status, rows, rows["quarantine"])


def gather(parts: Sequence[Path], whole: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """All tables of a release, in its order; those of the parts stay on the disk until they are used."""
    tables: dict[str, pa.Table] = {}
    for name in TABLES:
        if name in whole:
            tables[name] = settle(name, whole[name])
        elif parts and (parts[0] / f"{name}.arrow").exists():
            tables[name] = pa.concat_tables(read_parts(parts, name))
        else:
            tables[name] = to_arrow(name, {column: [] for column in arrow_schema(name).names})
    return tables


def refuse_unsound(tables: Mapping[str, pa.Table], whole: Mapping[str, pa.Table]) -> None:
    """Raise ReleaseRefusedError for broken keys of the release, and broken checks of what came in no part."""
    if found := [finding for name in whole for finding in findings(name, whole[name])]:
        raise ReleaseRefusedError(found)
    linked = {name: {*key_columns(name)} for name in TABLES}
    for reference in references():
        linked[reference.table].add(reference.column)
        linked[reference.target_table].add(reference.target_column)
    refuse_broken({name: tables[name].select(sorted(columns)) for name, columns in linked.items() if columns})


def refuse_touched(standing: Release) -> None:
    """Raise DatasetError where a file of the latest release is not as it was published: a new one builds on it."""
    if damaged := damaged_list(standing.folder, standing.sha256):
        raise _touched(standing, [f"{SHA256SUMS} ({damaged})"])
    if touched := mismatches(standing.folder, read_checksums(standing.folder)):
        raise _touched(standing, [f"{path} ({what})" for path, what in touched])


def holds(
    standing: Release, staging: Path, tables: Mapping[str, pa.Table], texts: Mapping[str, str], origin: Origin
) -> bool:
    """Whether the latest release is just this: made again under its version and date, it has the same bytes.

    Raises DatasetError where it holds the same rows in other bytes.
    """
    before = read_manifest(standing)
    if Origin(before["raw"], before["fingerprint"]) != origin:
        return False
    imprint = Imprint(before["version"], before["date"], before["previous"], SCHEMA_VERSION)
    carried = pa.concat_tables(map(pq.read_table, sorted(standing.folder.glob("changes*.parquet"))))
    told = {**texts, CHANGELOG: read_changelog(standing.folder)}
    again = write_release(staging / "again", imprint, {**tables, "changes": carried}, told, origin)
    same = contents_of(read_manifest(again)) == contents_of(before)
    if same and again.sha256 != standing.sha256:
        raise _touched(standing, [name for name in _names(again) if _differs(again, standing, name)])
    return same


def changes(standing: Release | None, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The `changes` table, checked."""
    if standing is None:
        return no_changes()
    rows = changes_since(standing.folder, tables)
    if found := findings("changes", rows):
        raise ReleaseRefusedError(found)
    return rows


def imprint_and_changelog(
    dataset: Path, standing: Release | None, tables: Mapping[str, pa.Table], origin: Origin, public: bool
) -> tuple[Imprint, str]:
    """What the release that holds these tables says of itself, and of what differs from the one that stands."""
    if standing is None:
        return first(dataset, {name: rows.num_rows for name, rows in tables.items()}, public)
    return following(dataset, standing, tally(standing.folder, tables), *origin, public)


def write_release(
    folder: Path, imprint: Imprint, tables: Mapping[str, pa.Table], texts: Mapping[str, str], origin: Origin
) -> Release:
    """Write all files of a release into a new folder; `texts` are its documents, by name, but for the metadata."""
    folder.mkdir()
    files = [
        entry | _measured(folder / entry["path"])
        for name in TABLES
        for entry in write_table(folder, name, tables[name], imprint)
    ]
    metadata = metadata_texts(describe(imprint, files, tables))  # has the hashes of the tables' files
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
