"""How a release is published: read `publish`; each line of it is a step."""

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from flows.attest import attestations, write_attestations
from flows.errors import REFUSED
from flows.intake.dataset_toml import DatasetToml
from flows.publish.assembly import Assembly, assemble, no_rows
from flows.publish.builds import record_build, refuse_contradicted
from flows.publish.changelog import CHANGELOG, newest_entry, read_changelog
from flows.publish.changes import changes_since, no_changes
from flows.publish.checksums import SHA256SUMS, damaged_list, mismatches, read_checksums, sha256_of, write_checksums
from flows.publish.duckdb_file import Step, filled_meanwhile, is_current, refresh
from flows.publish.durable import sync, sync_tree
from flows.publish.inventory import fingerprints, raw_files
from flows.publish.manifest import MANIFEST, Imprint, contents_of, read_manifest, rows_of, write_manifest
from flows.publish.metadata import NOTHING_SAID, About, about, describe, metadata_texts
from flows.publish.news import tell_news
from flows.publish.outcome import Outcome
from flows.publish.releases import DatasetError, Release, latest, list_release
from flows.publish.renditions import keep_renditions, same_renditions
from flows.publish.row_names import name_differences
from flows.publish.soundness import refuse_unsound
from flows.publish.staging import announce
from flows.publish.stale import let_go, mark_stale, prove_marks
from flows.publish.succession import first, following
from flows.publish.tables import rows_in_order, write_tables
from flows.publish.tally import Tally, tally
from flows.publish.trust import trust
from flows.publish.unlisted import ATTESTATIONS, refuse_unlisted
from flows.publish.versions import OF_FETCHING
from flows.publish.views import VIEWS, views_sql
from flows.records import Refusal, Stock
from flows.validate import ReleaseRefusedError
from flows.validate.checks import findings
from schemas.codebook import codebook, rule_list
from schemas.release import SCHEMA_VERSION

FILES_AT_A_TIME = 2  # where nothing else is done beside


class AlteredReleaseError(DatasetError):
    """A release that its own raw files, code and rules do not make: nothing is built on it."""

    exit_code = REFUSED

    def __init__(self, release: Release, differences: Sequence[str]) -> None:
        """`differences` name the rows, or the files."""
        super().__init__(
            f"{release.folder}: is not what its raw files, code and rules make; nothing was published. "
            f"{'. '.join(differences)}. Restore it; `rapporteur verify {release.version} --replay` compares every row"
        )


class Origin(NamedTuple):
    """What a release is made from, as its manifest records it."""

    raw: list[dict[str, Any]]
    fingerprint: dict[str, str]
    about: About  # which the metadata tell


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
    stale: Collection[str] = (),
    dry_run: bool = False,
    said: DatasetToml = NOTHING_SAID,
) -> Outcome:
    """Publish the tables as the next release, unless the latest one holds just that; as 1.0.0 where `public`.

    `parts` are folders that `keep_part` made, in the order of their documents; `whole` holds tables that are not
    divided into parts, by name; a table in neither is empty. `rules` are those of RULES.md: (id, comment) by table.
    `carried` are ids of documents whose rows are those of the latest release, `stale` of those whose last rows are kept
    since their raw file was refused. `said` is what `dataset.toml` says.
    `dry_run` writes to the staging folder only, and says what would be published.

    Nothing is published where this raises: ReleaseRefusedError for rows that break a check or a key, DatasetError
    where the disk does not take the release or the latest one was changed since it was published.
    """
    try:
        release, status, filled, difference = latest(dataset), "identical", None, None
        refuse_unlisted(dataset)
        if release is not None:
            refuse_touched(release)
            refuse_contradicted(dataset, release)
            refuse_forged_marks(dataset, release)
        assembly = assemble(parts, whole, release, carried, staging, stale)
        step = Step(release, assembly.touched) if release and carried else None
        refuse_unsound(assembly, staging)
        trusted = trust(assembly.whole["quality"].to_pylist())
        texts = {"CODEBOOK.md": codebook(trusted), "RULES.md": rule_list(rules), VIEWS: views_sql()}
        origin = Origin(raw_files(stock, _refusals(assembly.whole["quarantine"])), fingerprint, about(said))
        before = without_carried(release, assembly, staging) if release else None
        since = cache(partial(tally, staging / "before", assembly.rows()))
        if not dry_run:
            keep_renditions(dataset, staging, parts)
        if release is None or not stands(dataset, release, staging, assembly, texts, origin, since) or public:
            assembly = assembly.with_table("changes", changes(before, assembly))
            imprint, texts[CHANGELOG] = imprint_and_changelog(dataset, release, since, assembly, origin, public, stale)
            mark_stale(assembly, stale, imprint.version)
            in_file = (
                nullcontext() if carried or dry_run else filled_meanwhile(staging, partial(rows_in_order, assembly))
            )
            with in_file as filled:
                at_a_time = 1 if filled else FILES_AT_A_TIME
                written = write_release(staging / "release", imprint, assembly, release, texts, origin, at_a_time)
                if dry_run:
                    release, status, difference = written, "dry_run", newest_entry(texts[CHANGELOG])
                else:
                    write_attestations(staging / ATTESTATIONS, written)
                    release, status = put_in_place(dataset, staging, written), "published"
        if not dry_run:
            record_build(dataset, release, fingerprint, staging)
    except OSError as error:
        raise DatasetError(f"{dataset}: {error.strerror or error}; nothing was published") from None
    if not dry_run and (status == "published" or not is_current(dataset, release)):
        refresh(dataset, release, staging, step, filled)
    if not dry_run:
        tell_news(dataset, staging)
    rows = rows_of(read_manifest(release))
    return Outcome(release.version, status, rows, rows["quarantine"], difference)


def refuse_touched(standing: Release) -> None:
    """Raise DatasetError where a file of the latest release is not as it was published: a new one builds on it."""
    if damaged := damaged_list(standing.folder, standing.sha256):
        raise _touched(standing, [f"{SHA256SUMS} ({damaged})"])
    if touched := mismatches(standing.folder, read_checksums(standing.folder)):
        raise _touched(standing, [f"{path} ({what})" for path, what in touched])


def refuse_forged_marks(dataset: Path, standing: Release) -> None:
    """Raise AlteredReleaseError where rows that the release says it keeps are not those of the release before."""
    if problems := prove_marks(dataset, standing).problems:
        raise AlteredReleaseError(standing, problems)


def stands(
    dataset: Path,
    standing: Release,
    staging: Path,
    assembly: Assembly,
    texts: Mapping[str, str],
    origin: Origin,
    since: Callable[[], Tally],
) -> bool:
    """Return whether the latest release is just this: made again, the same raw files give the same rows and documents.

    `since` tells how the tables differ; what was asked for and came to nothing is no difference. Raises
    AlteredReleaseError where code that is known to have made the release makes something else, DatasetError where it
    makes the same rows in other bytes.
    """
    before = read_manifest(standing)
    if before["raw"] != origin.raw:
        return False
    known = origin.fingerprint in fingerprints(dataset, standing, before) and same_renditions(standing, assembly)
    if gone := let_go(standing, assembly):
        if known and (lines := _beside(gone, staging, assembly)):
            raise AlteredReleaseError(standing, lines)
        return False
    if not known and {table for table, _ in since().kinds()} - set(OF_FETCHING):
        return False
    again = write_again(standing, before, staging, assembly, texts, origin)
    told = read_manifest(again)
    same = contents_of(told) == contents_of(before) or says_the_same(standing, before, told, origin.about)
    files = [name for name in _names(again) if _differs(again, standing, name)]
    if same and origin.fingerprint == before["fingerprint"] and again.sha256 != standing.sha256:
        raise _touched(standing, files)
    if known and not same:
        lines = name_differences(staging / "before", assembly.rows(), staging)
        raise AlteredReleaseError(standing, lines or [f"its files differ: {', '.join(files)}"])
    shutil.rmtree(again.folder)
    return same


def write_again(
    standing: Release,
    before: Mapping[str, Any],
    staging: Path,
    assembly: Assembly,
    texts: Mapping[str, str],
    origin: Origin,
) -> Release:
    """Write the latest release again, under its version and date, into the staging folder."""
    imprint = Imprint(before["version"], before["date"], before["previous"], SCHEMA_VERSION)
    for table in ("changes", *OF_FETCHING):
        if files := sorted(standing.folder.glob(f"{table}*.parquet")):
            assembly = assembly.with_table(table, pa.concat_tables(map(pq.read_table, files)))
    told = {**texts, CHANGELOG: read_changelog(standing.folder)}
    return write_release(staging / "again", imprint, assembly, standing, told, origin)


def says_the_same(standing: Release, before: Mapping[str, Any], again: Mapping[str, Any], known: About) -> bool:
    """Return whether two builds hold the same tables, row by row, and the same documents about them.

    `before` and `again` are manifests. Bytes of tables, as another version of Arrow writes them, do not count; the
    metadata names their hashes, and is compared as this code would write it about the files that stand.
    """
    if before["schema_version"] != again["schema_version"]:
        return False
    imprint = Imprint(before["version"], before["date"], before["previous"], SCHEMA_VERSION)
    tables = [file for file in before["files"] if "table" in file]
    metadata = metadata_texts(describe(imprint, tables, standing.folder, known))
    said = contents_of(again) | {name: hashlib.sha256(text.encode()).hexdigest() for name, text in metadata.items()}
    return said == contents_of(before)


def changes(before: Path | None, assembly: Assembly) -> pa.Table:
    """Return the `changes` table, checked; `before` is what can differ of the release before."""
    if before is None:
        return no_changes()
    rows = changes_since(before, assembly.rows())
    if found := findings("changes", rows):
        raise ReleaseRefusedError(found)
    return rows


def without_carried(standing: Release, assembly: Assembly, staging: Path) -> Path:
    """Return a new folder with the tables of the release that stands, but for the files that are carried over."""
    folder = staging / "before"
    folder.mkdir()
    for table, files in assembly.replaced().items():
        for name in files:
            (folder / name).symlink_to((standing.folder / name).absolute())
        if not files and assembly.files[table]:
            pq.write_table(no_rows(table), folder / f"{table}.parquet")
    return folder


def imprint_and_changelog(
    dataset: Path,
    standing: Release | None,
    since: Callable[[], Tally],
    assembly: Assembly,
    origin: Origin,
    public: bool,
    stale: Collection[str] = (),
) -> tuple[Imprint, str]:
    """Return what the next release says of itself, and its changelog; `since` tells what differs from `standing`."""
    if standing is None:
        rows = {name: table.count_rows() for name, table in assembly.rows().items()}
        return first(dataset, rows, origin.raw, public)
    return following(dataset, standing, since(), origin.raw, origin.fingerprint, public, stale)


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
    metadata = metadata_texts(describe(imprint, files, folder, origin.about))  # has the hashes of the tables' files
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
    said = attestations(release)
    if said.exists():
        raise DatasetError(f"{said}: is there, though no such release is listed; move it away")
    sync_tree(written.folder)
    sync_tree(staging / ATTESTATIONS)
    announce(staging, release.version)
    os.rename(written.folder, release.folder)  # noqa: PTH104  (the kill tests reach it as os.rename)
    said.parent.mkdir(exist_ok=True)
    (staging / ATTESTATIONS).rename(said)
    sync(said.parent)
    sync(dataset)
    list_release(dataset, release, staging)
    return release


def _beside(gone: Collection[str], staging: Path, assembly: Assembly) -> list[str]:
    """Return in what the tables differ beside the documents that are let go; what came to be fetched is no difference.

    What a file of the release holds that is carried over, nobody made again.
    """
    files = sorted((staging / "before").glob("documents*.parquet"))
    held = ds.dataset(files).to_table(columns=["document_id"])["document_id"].to_pylist()
    tables = {name: rows for name, rows in assembly.rows().items() if name not in OF_FETCHING}
    return name_differences(staging / "before", tables, staging, set(held) - set(gone))


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
