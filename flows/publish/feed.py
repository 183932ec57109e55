"""The Atom feed of a dataset's releases, which also tells up to which release `changes.parquet` goes.

Imports no Arrow: a run that finds nothing new looks at the feed, and ends.
"""

from pathlib import Path
from xml.etree import ElementTree

from flows.publish.manifest import read_manifest, rows_of
from flows.publish.releases import DatasetError, Release

ATOM, CHANGES, SIDE_BY_SIDE = "releases.atom", "changes.parquet", "releases.sql"

_NAMESPACE = "http://www.w3.org/2005/Atom"
_COUNTED = ("documents", "statements", "claims")


def is_told(dataset: Path, releases: tuple[Release, ...]) -> bool:
    """Return whether the files are of those releases, as far as the feed says."""
    try:
        feed = ElementTree.parse(dataset / ATOM).getroot()
    except (OSError, ElementTree.ParseError):
        return False
    ids = [entry.findtext(f"{{{_NAMESPACE}}}id") for entry in feed.iter(f"{{{_NAMESPACE}}}entry")]
    there = all((dataset / name).is_file() for name in (CHANGES, SIDE_BY_SIDE))
    return there and ids == [_id(release) for release in reversed(releases)]


def atom(dataset: Path, releases: tuple[Release, ...]) -> bytes:
    """Return the feed of the releases, the latest first (RFC 4287)."""
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    _add(feed, "title", "Releases")
    _add(feed, "id", f"urn:sha256:{releases[0].sha256}")  # of the first release, which stays
    _add(feed, "updated", _moment(releases[-1]))
    _add(_add(feed, "author"), "name", "rapporteur")
    for release in reversed(releases):
        entry = _add(feed, "entry")
        _add(entry, "title", f"Release {release.version}")
        _add(entry, "id", _id(release))
        _add(entry, "updated", _moment(release))
        _add(entry, "link", None, rel="alternate", href=f"{release.version}/CHANGELOG.md")
        _add(entry, "summary", summary(release))
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def summary(release: Release) -> str:
    """Return what there is to say of a release, in one line."""
    if release.withdrawn is not None:
        return f"withdrawn: {release.withdrawn}"
    try:
        rows = rows_of(read_manifest(release))
    except DatasetError:
        return f"published on {release.date}"
    counted = ", ".join(f"{rows[name]:,} {name}" for name in _COUNTED)
    return f"{counted}; {rows['changes']:,} claims added, changed or removed since the release before"


def _id(release: Release) -> str:
    return f"urn:sha256:{release.sha256}" + (":withdrawn" if release.withdrawn is not None else "")


def _moment(release: Release) -> str:
    return f"{release.date}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = text
    return child
