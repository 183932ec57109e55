"""A run on a dataset folder in a store: it works in a copy, and what it published there is handed over whole.

The list of releases changes twice, each time only where it is what was read before (`swap.py`):

1. it says under `publishing` which version a run sends, so that a run which began earlier gives way;
2. what a killed run left is removed, and the release's files are sent, none in the place of another;
3. once all are there, with what is said about them (`attestations/`), it lists the release;
4. what `builds.jsonl` gained is added to the one there.

Stopped anywhere, it lists the old releases, untouched, and the next run removes what is not listed.
"""

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, cast

from filelock import FileLock, Timeout
from slugify import slugify
from upath import UPath

from flows.intake.renditions import FOLDER as RENDITIONS
from flows.publish.builds import BUILDS
from flows.publish.checksums import SHA256SUMS, read_checksums
from flows.publish.duckdb_file import NAME as DUCKDB_FILE
from flows.publish.releases import RELEASES, DatasetError, Release, latest, listed
from flows.publish.staging import BusyError
from flows.publish.unlisted import ATTESTATIONS
from flows.storage.download import bring
from flows.storage.files import list_files
from flows.storage.places import StoreError, is_remote, reaching, state_folder
from flows.storage.swap import OvertakenError, Seen, look, send, swap

_PUBLISHING = "publishing"
_TRIES = 5  # where others add to the same file


class Standing(NamedTuple):
    """A dataset folder in a store, as a run found it."""

    releases: tuple[Release, ...]
    seen: Seen  # the list of releases
    left: str | None  # version that a run was sending, and may still be


@contextmanager
def mirrored(dataset: Path) -> Iterator[Path]:
    """Yield the folder in which to publish: `dataset` itself where it is one of the file system.

    Else a copy with its latest release: a release that the block publishes there is handed over when the block ends,
    and none where it raises. Raises BusyError where another run of this machine is at it, DatasetError where one
    elsewhere was faster, and what `reaching` raises; then nothing is listed in `dataset` that was not before.
    """
    if not is_remote(dataset):
        yield dataset
        return
    mirror = state_folder(dataset) / "mirror" / slugify(str(dataset))
    mirror.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{mirror}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BusyError(f"{dataset}: another run is at work here; wait for its end and run again") from None
    try:
        with reaching(dataset):
            standing = fetch(dataset, mirror)
        yield mirror
        with reaching(dataset):
            hand_over(mirror, dataset, standing)
    finally:
        lock.release()


def fetch(dataset: Path, mirror: Path) -> Standing:
    """Make the mirror a dataset folder with the store's list of releases and the latest of them, and nothing else."""
    seen = look(dataset / RELEASES)
    releases = listed(dataset)
    if seen.content is None:
        cast(UPath, dataset).fs.find(cast(UPath, dataset).path)  # which raises where there is no bucket
        (mirror / RELEASES).unlink(missing_ok=True)
    else:
        (mirror / RELEASES).write_bytes(seen.content)
    builds = look(dataset / BUILDS).content
    if builds is None:
        (mirror / BUILDS).unlink(missing_ok=True)
    else:
        (mirror / BUILDS).write_bytes(builds)
    kept = {RELEASES, BUILDS, DUCKDB_FILE, RENDITIONS, *(release.version for release in releases[-1:])}
    for path in mirror.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for release in releases[-1:]:
        bring(release, mirror / release.version)
    if releases:
        bring_renditions(dataset, mirror)
    left = json.loads(seen.content or b"{}").get(_PUBLISHING, {}).get("version")
    return Standing(releases, seen, left if left not in {release.version for release in releases} else None)


def bring_renditions(dataset: Path, mirror: Path) -> None:
    """Bring the store's renditions here, but those that are here: their names say what they hold."""
    (mirror / RENDITIONS).mkdir(exist_ok=True)
    for name in _renditions(dataset):
        if not (mirror / RENDITIONS / name).is_file():
            content = (dataset / RENDITIONS / name).read_bytes()
            unfinished = mirror / RENDITIONS / f".{name}"
            unfinished.write_bytes(content)
            unfinished.replace(mirror / RENDITIONS / name)


def _renditions(dataset: Path) -> frozenset[str]:
    """Return the names of a store's renditions."""
    folder = dataset / RENDITIONS
    remote = cast(UPath, folder)
    remote.fs.invalidate_cache()
    return frozenset(list_files(folder)) if remote.fs.exists(remote.path) else frozenset()


def _send_renditions(mirror: Path, dataset: Path) -> None:
    """Send the renditions that the store has not; one that another run has sent meanwhile is the same."""
    here = {path.name for path in (mirror / RENDITIONS).glob("[!.]*")}
    for name in sorted(here - _renditions(dataset)):
        with suppress(OvertakenError):
            send(mirror / RENDITIONS / name, dataset / RENDITIONS / name)


def hand_over(mirror: Path, dataset: Path, standing: Standing) -> None:
    """Send the mirror's latest release, where the store does not list it, and then list it there."""
    release = latest(mirror)
    _send_renditions(mirror, dataset)
    if release is not None and release.version not in {one.version for one in standing.releases}:
        _hand_over_release(mirror, dataset, standing, release)
    _add_builds(mirror, dataset)


def _hand_over_release(mirror: Path, dataset: Path, standing: Standing, release: Release) -> None:
    target, list_file = dataset / release.version, dataset / RELEASES
    try:
        if look(list_file) != standing.seen:
            raise OvertakenError
        if list_files(target) and standing.left != release.version:
            raise DatasetError(f"{target}: is there but not listed in {RELEASES}; move it away, or list it")
        held = swap(list_file, standing.seen, _announcing(standing.seen, release.version))
        if standing.left:
            _remove(dataset / standing.left)
            _remove(dataset / ATTESTATIONS / standing.left)
        _send(release.folder, target, [*read_checksums(release.folder), SHA256SUMS], list_file, held)
        said = mirror / ATTESTATIONS / release.version
        names = sorted(path.name for path in said.iterdir()) if said.is_dir() else []
        _send(said, dataset / ATTESTATIONS / release.version, names, list_file, held)
        swap(list_file, held, (mirror / RELEASES).read_bytes())
    except OvertakenError:
        raise DatasetError(f"{dataset}: another run was faster; nothing was published; run again") from None


def _announcing(seen: Seen, version: str) -> bytes:
    """Return the list as it was seen, and that this run sends a version; no two runs write the same."""
    content = json.loads(seen.content or b'{"latest": null, "releases": []}')
    content[_PUBLISHING] = {"version": version, "run": uuid.uuid4().hex}
    return json.dumps(content, indent=2).encode() + b"\n"


def _add_builds(mirror: Path, dataset: Path) -> None:
    """Add the lines of the mirror's `builds.jsonl` that the store's has not."""
    ours = (mirror / BUILDS).read_bytes().splitlines(keepends=True) if (mirror / BUILDS).exists() else []
    for _ in range(_TRIES):
        seen = look(dataset / BUILDS)
        there = seen.content or b""
        new = [line for line in ours if line not in there.splitlines(keepends=True)]
        if not new:
            return
        try:
            swap(dataset / BUILDS, seen, there + b"".join(new))
            return
        except OvertakenError:
            continue
    raise StoreError(f"{dataset / BUILDS}: others write to it all the time; run again")


def _send(folder: Path, target: Path, names: Sequence[str], list_file: Path, held: Seen) -> None:
    """Send files of a folder, each only while no other run has announced itself, and see that all are there."""
    for name in names:
        if look(list_file) != held:
            raise OvertakenError
        send(folder / name, target / name)
    cast(UPath, target).fs.invalidate_cache()
    sizes = {name: entry.size for name, entry in list_files(target).items()}
    if sizes != {name: (folder / name).stat().st_size for name in names}:
        raise StoreError(f"{target}: does not hold what was sent there; nothing was published; run again")


def _remove(target: Path) -> None:
    """Remove a folder, and the parts of objects that were never made whole, which nobody sees but somebody pays for."""
    remote = cast(UPath, target)
    if remote.fs.exists(remote.path):
        remote.fs.rm(remote.path, recursive=True)
    if remote.protocol in ("s3", "s3a"):
        key = remote.path.split("/", 1)[1]
        begun = remote.fs.call_s3("list_multipart_uploads", Bucket=remote.drive, Prefix=f"{key}/").get("Uploads", [])
        for upload in begun:
            remote.fs.call_s3(
                "abort_multipart_upload", Bucket=remote.drive, Key=upload["Key"], UploadId=upload["UploadId"]
            )
