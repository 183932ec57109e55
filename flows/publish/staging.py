"""The folder in which a run prepares a release, beside the releases, and the lock that lets one run at a time in."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from flows.publish.durable import replace_durably
from flows.publish.releases import DatasetError, listed
from flows.publish.unlisted import ATTESTATIONS, INTENT, STAGING, intent, list_hash

LOCK = ".lock"


class BusyError(DatasetError):
    """Another run is at work in the dataset folder."""


@contextmanager
def open_staging(dataset: Path) -> Iterator[Path]:
    """Yield a new, empty folder below `dataset`, the only one, that goes when the block ends, however it ends.

    What killed runs left behind is removed first. Raises BusyError where another run holds the folder, DatasetError
    where it cannot be written to.
    """
    lock = FileLock(dataset / LOCK)
    try:
        dataset.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
        _clear(dataset)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=dataset))
    except Timeout:
        raise BusyError(f"{dataset}: another run is at work here; wait for its end and run again") from None
    except OSError as error:
        lock.release()
        raise DatasetError(f"{dataset}: cannot be written to: {error.strerror}; give another --dataset") from None
    try:
        yield staging
    finally:
        with suppress(OSError, DatasetError):  # what cannot be removed now, the next run removes
            _clear(dataset)
        lock.release()


@contextmanager
def trial_staging() -> Iterator[Path]:
    """Yield a new, empty folder for a run that publishes nothing, away from the dataset folder.

    It goes with the block.
    """
    with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
        yield Path(folder)


def announce(staging: Path, version: str) -> None:
    """Leave word that the release's folder is about to be put in its place, for the run after one that was killed."""
    replace_durably(staging / INTENT, f"{version}\n{list_hash(staging.parent)}".encode(), staging)


def clear_left(dataset: Path) -> None:
    """Remove what killed runs left in the dataset folder, unless another run is at work in it."""
    if any(dataset.glob(f"{STAGING}*")):
        with suppress(DatasetError), open_staging(dataset):
            pass


def _clear(dataset: Path) -> None:
    """Remove what runs left: their staging, and a folder that they put in its place but could not list."""
    for left in dataset.glob(f"{STAGING}*"):
        version = intent(left)
        if version and version not in {release.version for release in listed(dataset)}:
            for folder in (dataset / version, dataset / ATTESTATIONS / version):
                if folder.exists():
                    shutil.rmtree(folder)
        shutil.rmtree(left)
