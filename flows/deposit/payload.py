"""What a deposit of a release holds, and what had to stay out."""

import gzip
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pyarrow.parquet as pq

from flows.attest import attestations
from flows.deposit.bag import finish_bag
from flows.deposit.zenodo import zenodo_json
from flows.errors import UsageError
from flows.intake import take_stock
from flows.intake.dataset_toml import read_dataset_toml
from flows.intake.fetched import with_sidecars
from flows.intake.renditions import FOLDER, TEXT, kept_text
from flows.intake.words import is_published
from flows.publish.builds import builds_of
from flows.publish.checksums import damaged_list, mismatches, read_checksums
from flows.publish.code_version import code_root
from flows.publish.inventory import entry_of
from flows.publish.manifest import read_manifest
from flows.publish.metadata import About, about
from flows.publish.releases import DatasetError, Release, find
from flows.records import Source
from flows.storage import Place, is_remote, list_files, reaching, read_files
from flows.storage.download import at_hand


class Deposit(NamedTuple):
    """What went into a bag, and what did not."""

    version: str
    files: int
    left_out: tuple[str, ...]  # each with its reason, one line


def deposit(dataset: Place, version: str | None, raw: Place, bag: Path) -> Deposit:
    """Write a release (the latest where None), and what belongs to it, as a BagIt bag into a new or empty folder.

    Raises UsageError where the folder is neither, NoReleaseError where there is no such release, DatasetError where it
    is not as it was published.
    """
    release = find(dataset, version)
    if bag.exists() and (not bag.is_dir() or any(bag.iterdir())):
        raise UsageError(f"{bag}: is there and not empty; name a new folder")
    data = bag / "data"
    left_out: list[str] = []
    try:
        with at_hand(release.folder) as folder:
            _refuse_changed(release, folder)
            manifest = read_manifest(release._replace(folder=folder))
            data.mkdir(parents=True)
            shutil.copytree(folder, data / "release")
        left_out += _put_raw(raw, manifest["raw"], data / "raw")
        left_out += _put_renditions(dataset, data / "release", data / "renditions")
        left_out += _put_attestations(release, data / "attestations")
        left_out += _put_code(dataset, release, data)
        known = about(read_dataset_toml(raw)[0])
        (data / ".zenodo.json").write_bytes(zenodo_json(release, known))
        finish_bag(bag, _info(release, known))
    except OSError as error:
        raise UsageError(f"{error.filename or bag}: cannot be written: {error.strerror or error}") from None
    return Deposit(release.version, sum(path.is_file() for path in data.rglob("*")), tuple(left_out))


def _refuse_changed(release: Release, folder: Path) -> None:
    damaged = damaged_list(folder, release.sha256)
    if damaged or (wrong := mismatches(folder, read_checksums(folder))):
        what = damaged or ", ".join(f"{path} ({problem})" for path, problem in wrong)
        raise DatasetError(f"{release.folder}: not as it was published: {what}; it is not deposited")


def _put_raw(raw: Place, recorded: list[dict[str, object]], target: Path) -> Iterator[str]:
    """Copy the raw files that the release was made from; yield a line for each that has to stay out."""
    wanted = {str(entry["path"]): entry for entry in recorded}
    try:
        default = read_dataset_toml(raw)[0].redistribute
        read = with_sidecars(
            raw, take_stock(raw).sources
        )  # also of fetched files, whose sidecars a stock leaves unread
        sources = {source.source_path: source for source in read if isinstance(source, Source)}
    except UsageError as error:
        yield f"raw files: {error}"
        return
    for path, entry in wanted.items():
        source = sources.get(path)
        if entry["quarantine"] is not None:
            yield f"{path}: is in quarantine"
        elif source is None or entry_of(source) != entry:
            yield f"{path}: is not there as the release has it"
        elif not is_published(source.sidecar, default):
            yield f"{path}: {_why_withheld(source, default)}"
        else:
            names = _files_of(source)
            for name, content in zip(names, read_files(raw, [(name, source.size) for name in names]), strict=True):
                if isinstance(content, OSError):
                    yield f"{name}: cannot be read: {content.strerror}"
                    continue
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_bytes(content)


def _why_withheld(source: Source, default: bool | None) -> str:
    if source.sidecar.redistribute is not None:
        return "its sidecar says redistribute = false"
    if default is not None:
        return "dataset.toml says redistribute = false"
    return "it has no licence, and dataset.toml does not say redistribute = true"


def _put_renditions(dataset: Place, release: Path, target: Path) -> Iterator[str]:
    """Copy the texts in which a release's offsets count, where the raw file itself is none; yield those left out."""
    columns = ["document_id", "rendition_sha256"]
    for path in sorted(release.glob("documents*.parquet")):
        if "rendition_sha256" not in pq.read_schema(path).names:
            continue
        for document_id, sha256 in zip(*pq.read_table(path, columns=columns).to_pydict().values(), strict=True):
            if sha256 is None:
                continue
            if (text := kept_text([dataset / FOLDER], sha256)) is None:
                yield f"{document_id}: its rendition {sha256[:16]}… is not beside the releases"
                continue
            target.mkdir(exist_ok=True)
            (target / f"{sha256}{TEXT}").write_bytes(text.encode("utf-8", "surrogatepass"))


def _files_of(source: Source) -> list[str]:
    stem = str(PurePosixPath(source.source_path).with_suffix(""))
    beside = {f"{stem}.toml": source.sidecar_sha256, f"{stem}.corrections.toml": source.corrections_sha256}
    return [source.source_path, *(name for name, sha256 in beside.items() if sha256 is not None)]


def _put_attestations(release: Release, target: Path) -> Iterator[str]:
    folder = attestations(release)
    with reaching(release.folder):
        names = list(list_files(folder)) if is_remote(folder) or folder.is_dir() else []
        for name in names:
            target.mkdir(exist_ok=True)
            (target / name).write_bytes((folder / name).read_bytes())
    if "SHA256SUMS.sig" not in names:
        yield f"signature: nobody signed {release.version}; `rapporteur sign` does"
    if "provenance.json" not in names:
        yield f"provenance: {release.version} was published without one"


def _put_code(dataset: Place, release: Release, target: Path) -> Iterator[str]:
    """Archive the code of the commit that the release was built at, if it is in the clone that this runs from."""
    builds = [build.code for build in builds_of(dataset, release) if build.code.get("commit")]
    if not builds:
        yield "code: the commit that the release was built at is not recorded"
        return
    commit = str(builds[0]["commit"])
    if builds[0].get("modified"):
        yield f"code: the release was built by code that was changed since commit {commit[:7]}; that commit is archived"
    command = ["git", "-C", str(code_root()), "archive", f"--prefix=rapporteur-{commit[:7]}/", commit]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        yield "code: git is not on the PATH"
        return
    if done.returncode:
        yield f"code: commit {commit} is not in {code_root()}"
        return
    # without a time of day: the same commit gives the same bytes
    (target / f"rapporteur-{commit[:7]}.tar.gz").write_bytes(gzip.compress(done.stdout, mtime=0))


def _info(release: Release, known: About) -> dict[str, str]:
    fields = {
        "Source-Organization": known.publisher,
        "Contact-Email": known.contact if known.contact and "@" in known.contact else None,
        "External-Description": f"{known.title}, version {release.version}",
        "External-Identifier": known.doi,
        "Internal-Sender-Identifier": release.sha256,
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
    }
    return {name: value for name, value in fields.items() if value}
