"""`releases.json`: the releases of a dataset folder, oldest first, and which one is the latest.

A release is published once it is listed here; a folder that is not listed is not one.
"""

import json
from pathlib import Path
from typing import NamedTuple

from flows.errors import RapporteurError, UsageError
from flows.publish.durable import replace_durably

RELEASES = "releases.json"


class Release(NamedTuple):
    """A published release; its hash is the SHA-256 of its SHA256SUMS."""

    version: str
    date: str  # ISO 8601
    sha256: str
    folder: Path


class DatasetError(RapporteurError):
    """A dataset folder that cannot be read or written."""


class NoReleaseError(UsageError):
    """A release that is asked for and cannot be had."""


def listed(dataset: Path) -> tuple[Release, ...]:
    """All releases, the latest last; () where nothing was published. Raises DatasetError for a damaged list."""
    path = dataset / RELEASES
    try:
        content = json.loads(path.read_bytes())
        releases = [
            Release(entry["version"], entry["date"], entry["sha256"], dataset / entry["version"])
            for entry in content["releases"]
        ]
        # stable: the others keep their order
        return tuple(sorted(releases, key=lambda release: release.version == content["latest"]))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise DatasetError(f"{path}: is damaged; restore it, such as with `git checkout {path}`") from None


def latest(dataset: Path) -> Release | None:
    """The latest release, None where nothing was published; raises NoReleaseError where its folder is not here."""
    return find(dataset) if listed(dataset) else None


def look_up(dataset: Path, version: str | None = None) -> Release:
    """The listed release of that version (the latest where None), whether or not its folder is here.

    Raises NoReleaseError, which says what to do, where none is listed.
    """
    releases = listed(dataset)
    if not releases:
        raise NoReleaseError(f"{dataset}: holds no release yet; `rapporteur run` makes one")
    wanted = releases[-1].version if version is None else version
    found = next((release for release in releases if release.version == wanted), None)
    if found is None:
        known = ", ".join(release.version for release in releases)
        raise NoReleaseError(f"{dataset}: has no release {wanted}; listed are {known}")
    return found


def find(dataset: Path, version: str | None = None) -> Release:
    """The release of that version (the latest where None); raises NoReleaseError, which says what to do."""
    found = look_up(dataset, version)
    if not found.folder.is_dir():
        raise NoReleaseError(
            f"{found.folder}: is listed but not here: git keeps the newest release only; "
            f"take it from the commit that published it"
        )
    return found


def list_release(dataset: Path, release: Release, staging: Path) -> None:
    """Add the release to the list as the latest one, all at once."""
    releases = [*listed(dataset), release]
    entries = [{"version": one.version, "date": one.date, "sha256": one.sha256} for one in releases]
    content = {"latest": release.version, "releases": entries}
    replace_durably(dataset / RELEASES, json.dumps(content, indent=2).encode() + b"\n", staging)
