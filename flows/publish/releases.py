"""`releases.json`: the releases of a dataset folder, oldest first, and which one is the latest.

A release is published once it is listed here; a folder that is not listed is not one. One that had to be withdrawn
keeps its entry, with the reason as `withdrawn`: docs/releases.md tells how. Nobody is given it again, nor its number.

The list has a format version, and each entry the hash of the entry before it (`previous_entry`), so that an entry that
was changed, removed or put in between is noticed. Format 1, of releases up to 1.0.1, had neither.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from flows.errors import USAGE, RapporteurError, UsageError
from flows.publish.durable import replace_durably
from flows.publish.versions import VERSION, numbers

RELEASES = "releases.json"
FORMAT = 2
REPAIR = "restore it, such as with `git checkout`, or make it anew with `rapporteur releases repair`"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Release(NamedTuple):
    """A published release; its hash is the SHA-256 of its SHA256SUMS."""

    version: str
    date: str  # ISO 8601
    sha256: str
    folder: Path
    withdrawn: str | None = None  # the reason, of a release that nobody is to use any more


class DatasetError(RapporteurError):
    """A dataset folder that cannot be read or written."""


class ReleaseListError(DatasetError):
    """A list of releases that cannot be used as it is, or that is not there though releases are."""

    exit_code = USAGE


class NoReleaseError(UsageError):
    """A release that is asked for and cannot be had."""


class _Entry(BaseModel):
    """A release in the list."""

    model_config = ConfigDict(strict=True)

    version: Annotated[str, StringConstraints(pattern=f"^(?:{VERSION.pattern})$", max_length=64)]
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sha256: Sha256
    previous_entry: Sha256 | None = None
    withdrawn: str | None = None


class _List(BaseModel):
    """The list as it stands in the file."""

    model_config = ConfigDict(strict=True)

    format: int = 1
    latest: str | None
    releases: list[_Entry]


def listed(dataset: Path) -> tuple[Release, ...]:
    """Return all releases, the latest last; () where nothing was published.

    Those that were withdrawn are among them: the latest one that was not is for `latest` to tell. Raises
    ReleaseListError for a list that cannot be used, DatasetError where it cannot be read.
    """
    releases, latest = _read(dataset)
    # stable: the others keep their order
    return tuple(sorted(releases, key=lambda release: release.version == latest))


def latest(dataset: Path) -> Release | None:
    """Return the latest release, None where none stands; raise NoReleaseError where its folder is not here."""
    return find(dataset) if any(release.withdrawn is None for release in listed(dataset)) else None


def withdrawn_since(dataset: Path, standing: Release | None) -> tuple[Release, ...]:
    """Return the releases after `standing` (all where it is None) that were withdrawn, the newest first."""
    after = numbers(standing.version) if standing else ()
    withdrawn = [release for release in listed(dataset) if release.withdrawn is not None]
    newer = [release for release in withdrawn if numbers(release.version) > after]
    return tuple(sorted(newer, key=lambda release: numbers(release.version), reverse=True))


def look_up(dataset: Path, version: str | None = None) -> Release:
    """Return the listed release of that version (the latest that was not withdrawn where None), here or not.

    Raises NoReleaseError, which says what to do, where none is listed.
    """
    releases = listed(dataset)
    standing = [release for release in releases if release.withdrawn is None]
    if not releases or (version is None and not standing):
        from flows.publish.unlisted import refuse_unlisted  # which asks for the list, too

        refuse_unlisted(dataset)
        raise NoReleaseError(f"{dataset}: holds no release; `rapporteur run` makes one")
    if version is None:
        return standing[-1]
    found = next((release for release in releases if release.version == version), None)
    if found is None:
        known = ", ".join(release.version for release in releases)
        raise NoReleaseError(f"{dataset}: has no release {version}; listed are {known}")
    return found


def find(dataset: Path, version: str | None = None) -> Release:
    """Return the release of that version (the latest where None); raise NoReleaseError, which says what to do."""
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
    releases, _ = _read(dataset)
    replace_durably(dataset / RELEASES, as_list([*releases, release], release.version), staging)


def as_list(releases: Sequence[Release], latest: str | None) -> bytes:
    """Return the content of the file that lists these releases, oldest first."""
    entries, previous = [], None
    for release in releases:
        entry = {"version": release.version, "date": release.date, "sha256": release.sha256, "previous_entry": previous}
        previous = _entry_sha256(release, previous)
        entries.append(entry if release.withdrawn is None else {**entry, "withdrawn": release.withdrawn})
    return json.dumps({"format": FORMAT, "latest": latest, "releases": entries}, indent=2).encode() + b"\n"


def _read(dataset: Path) -> tuple[tuple[Release, ...], str | None]:
    """Return the releases in the order of the file, and the version that it names as the latest."""
    path = dataset / RELEASES
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return (), None
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        found = json.loads(content)
        if isinstance(found, dict) and isinstance(found.get("format"), int) and found["format"] > FORMAT:
            raise ReleaseListError(
                f"{path}: has format {found['format']}, this version knows up to {FORMAT}: install a newer rapporteur"
            )
        read = _List.model_validate(found)
    except ValidationError as error:
        (first, *_) = error.errors(include_url=False)
        where = ".".join(str(part) for part in first["loc"]) or "the list"
        raise ReleaseListError(f"{path}: is damaged: {where}: {first['msg']}; {REPAIR}") from None
    except (ValueError, RecursionError) as error:
        raise ReleaseListError(f"{path}: is damaged: {' '.join(str(error).split())}; {REPAIR}") from None
    releases = tuple(
        Release(entry.version, entry.date, entry.sha256, dataset / entry.version, entry.withdrawn)
        for entry in read.releases
    )
    if wrong := _wrong(read, releases):
        raise ReleaseListError(f"{path}: is damaged: {wrong}; {REPAIR}")
    return releases, read.latest


def _wrong(read: _List, releases: Sequence[Release]) -> str | None:
    """Return what does not fit together in a list, None where all does."""
    versions = [release.version for release in releases]
    if repeated := next((version for version in versions if versions.count(version) > 1), None):
        return f"{repeated} is listed twice"
    if read.latest is not None and read.latest not in versions:
        return f"latest is {read.latest!r}, which is not listed"
    previous = None
    for entry, release in zip(read.releases, releases, strict=True):
        if read.format > 1 and entry.previous_entry != previous:
            return f"the entry before {entry.version} is not the one that stood there when it was published"
        previous = _entry_sha256(release, previous)
    return None


def _entry_sha256(release: Release, previous: str | None) -> str:
    """Return the hash of an entry, which covers all entries before it; a withdrawal does not change it."""
    entry = {"version": release.version, "date": release.date, "sha256": release.sha256, "previous_entry": previous}
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
