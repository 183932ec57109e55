"""The list of a dataset's releases, `releases.json`."""

import json
from os import PathLike
from typing import NamedTuple

from rapporteur.places import Place, ReadError

FORMAT = 2
"""The newest format of the list that is known; flows/publish/releases.py writes it."""


class Listed(NamedTuple):
    """A published release; its hash is the SHA-256 of its SHA256SUMS."""

    version: str
    date: str
    sha256: str
    withdrawn: str | None = None  # why nobody is to use it any more


def releases(dataset: str | PathLike[str] = "dataset") -> list[Listed]:
    """Return the releases of a dataset, oldest first; raises ReadError where it has no list that can be used."""
    return read_list(Place(dataset))[0]


def read_list(place: Place) -> tuple[list[Listed], str | None]:
    """Return the releases, and the version of the latest one."""
    content = place.read("releases.json")
    if content is None:
        raise ReadError(f"{place}: holds no releases.json, so it is no dataset; name the folder above the releases")
    try:
        found = json.loads(content)
        if found.get("format", 1) > FORMAT:
            raise ReadError(f"{place}: releases.json has format {found['format']}; install a newer rapporteur")
        entries = [
            Listed(one["version"], one["date"], one["sha256"], one.get("withdrawn")) for one in found["releases"]
        ]
        return entries, found["latest"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(f"{place}: releases.json is damaged: {type(error).__name__}: {error}") from None


def look_up(place: Place, version: str | None) -> Listed:
    """Return the release of that version, the latest that was not withdrawn where None; raises ReadError for none."""
    entries, latest = read_list(place)
    standing = [one for one in entries if one.withdrawn is None]
    if version is None:
        last = [one for one in standing if one.version == latest] or standing[-1:]
        if not last:
            raise ReadError(f"{place}: holds no release")
        return last[0]
    found = next((one for one in entries if one.version == version), None)
    if found is None:
        raise ReadError(f"{place}: has no release {version}; listed are {', '.join(one.version for one in entries)}")
    if found.withdrawn is not None:
        raise ReadError(f"{place}: release {version} was withdrawn: {found.withdrawn}")
    return found
