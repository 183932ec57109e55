"""`releases.json`: the releases of a dataset folder, oldest first, and which one is the latest.

A release is published once it is listed here; a folder that is not listed is not one. One that had to be withdrawn
keeps its entry, with the reason as `withdrawn`: docs/releases.md tells how. Nobody is given it again, nor its number.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import RapporteurError, UsageError
from flows.publish.durable import replace_durably
from flows.publish.versions import numbers

RELEASES = "releases.json"


class Release(NamedTuple):
    """A published release; its hash is the SHA-256 of its SHA256SUMS."""

    version: str
    date: str  # ISO 8601
    sha256: str
    folder: Path
    withdrawn: str | None = None  # the reason, of a release that nobody is to use any more


class DatasetError(RapporteurError):
    """A dataset folder that cannot be read or written."""


class NoReleaseError(UsageError):
    """A release that is asked for and cannot be had."""


def listed(dataset: Path) -> tuple[Release, ...]:
    """All releases, the latest last; () where nothing was published. Raises DatasetError for a damaged list.

    Those that were withdrawn are among them: the latest one that was not is for `latest` to tell.
    """
    path = dataset / RELEASES
    try:
        content = json.loads(path.read_bytes())
        releases = [
            Release(entry["version"], entry["date"], entry["sha256"], dataset / entry["version"], _reason(entry))
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
    """The latest release, None where none stands; raises NoReleaseError where its folder is not here."""
    return find(dataset) if any(release.withdrawn is None for release in listed(dataset)) else None


def withdrawn_since(dataset: Path, standing: Release | None) -> tuple[Release, ...]:
    """The releases after `standing` (all where it is None) that were withdrawn, the newest first."""
    after = numbers(standing.version) if standing else ()
    withdrawn = [release for release in listed(dataset) if release.withdrawn is not None]
    newer = [release for release in withdrawn if numbers(release.version) > after]
    return tuple(sorted(newer, key=lambda release: numbers(release.version), reverse=True))


def look_up(dataset: Path, version: str | None = None) -> Release:
    """The listed release of that version (the latest that was not withdrawn where None), whether or not it is here.

    Raises NoReleaseError, which says what to do, where none is listed.
    """
    releases = listed(dataset)
    standing = [release for release in releases if release.withdrawn is None]
    if not releases or (version is None and not standing):
        raise NoReleaseError(f"{dataset}: holds no release; `rapporteur run` makes one")
    if version is None:
        return standing[-1]
    found = next((release for release in releases if release.version == version), None)
    if found is None:
        known = ", ".join(release.version for release in releases)
        raise NoReleaseError(f"{dataset}: has no release {version}; listed are {known}")
    return found


def find(dataset: Path, version: str | None = None) -> Release:
    """The release of that version (the latest where None); raises NoReleaseError, which says what to do."""
    found = look_up(dataset, version)
    if found.withdrawn is not None:
        raise NoReleaseError(f"{dataset}: release {found.version} was withdrawn: {found.withdrawn}")
    if not found.folder.is_dir():
        raise NoReleaseError(
            f"{found.folder}: is listed but not here: git keeps the newest release only; "
            f"take it from the commit that published it"
        )
    return found


def list_release(dataset: Path, release: Release, staging: Path) -> None:
    """Add the release to the list as the latest one, all at once."""
    releases = [*listed(dataset), release]
    content = {"latest": release.version, "releases": [_entry(one) for one in releases]}
    replace_durably(dataset / RELEASES, json.dumps(content, indent=2).encode() + b"\n", staging)


def _reason(entry: Mapping[str, Any]) -> str | None:
    reason = entry.get("withdrawn")
    if not isinstance(reason, str | None):
        raise TypeError
    return reason


def _entry(release: Release) -> dict[str, Any]:
    entry = {"version": release.version, "date": release.date, "sha256": release.sha256}
    return entry if release.withdrawn is None else {**entry, "withdrawn": release.withdrawn}
