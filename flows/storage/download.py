"""A release in a store is brought here, for what only works on files of a disk."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows.publish.checksums import SHA256SUMS, read_checksums, sha256_of
from flows.publish.releases import DatasetError, Release
from flows.storage.files import list_files
from flows.storage.places import is_remote, reaching

if TYPE_CHECKING:
    from upath import UPath


@contextmanager
def at_hand(folder: Path) -> Iterator[Path]:
    """Yield the folder itself where it is on the file system, else a copy that goes with the block."""
    if not is_remote(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as temporary:
        here = Path(temporary) / folder.name
        with reaching(folder):
            _get(folder, here, list(list_files(folder)))
        yield here


def bring(release: Release, here: Path) -> None:
    """Bring the files of a release in a store into the folder `here`, but those that it has already.

    Raises DatasetError where one is not as it was published, and what `reaching` raises.
    """
    with reaching(release.folder):
        _get(release.folder, here, [SHA256SUMS])
        if hashlib.sha256((here / SHA256SUMS).read_bytes()).hexdigest() != release.sha256:
            raise _damaged(release, SHA256SUMS)
        hashes = read_checksums(here)
        absent = [name for name, sha256 in hashes.items() if not _holds(here / name, sha256)]
        _get(release.folder, here, absent)
    if wrong := next((name for name in absent if not _holds(here / name, hashes[name])), None):
        raise _damaged(release, wrong)


def _get(folder: Path, here: Path, names: Sequence[str]) -> None:
    remote = cast("UPath", folder)
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        remote.fs.get_file((remote / name).path, str(here / name))


def _holds(file: Path, sha256: str) -> bool:
    return file.is_file() and sha256_of(file) == sha256


def _damaged(release: Release, name: str) -> DatasetError:
    return DatasetError(
        f"{release.folder}: not as it was published: {name}; `rapporteur verify {release.version}` tells more; "
        "restore it, then run again"
    )
