"""Folders of releases that the list of releases does not name: no run goes on beside them, or numbers were given twice.

Apart from one: the folder that a killed run was putting in its place when it was killed, which the next run removes.
"""

import hashlib
import json
from pathlib import Path

from flows.publish.releases import RELEASES, ReleaseListError, listed
from flows.publish.versions import VERSION, numbers
from flows.storage.places import is_remote, reaching

STAGING, INTENT = ".staging-", "intent"
ATTESTATIONS = "attestations"  # what is said about each release, beside it


def refuse_unlisted(dataset: Path) -> None:
    """Raise ReleaseListError where folders of releases stand in the dataset folder that are not listed."""
    if found := unlisted(dataset):
        names = ", ".join(found)
        raise ReleaseListError(
            f"{dataset / RELEASES}: does not list {names}, which {'stands' if len(found) == 1 else 'stand'} beside it: "
            "restore it, such as with `git checkout`, list them with `rapporteur releases repair`, or move them away"
        )


def unlisted(dataset: Path) -> tuple[str, ...]:
    """Return the versions of the folders that look like releases and are not listed, the oldest first."""
    known = {release.version for release in listed(dataset)} | _announced(dataset)
    with reaching(dataset):
        there = {path.name for path in dataset.iterdir()} if dataset.is_dir() else set()
        found = [name for name in there - known if VERSION.fullmatch(name) and (dataset / name).is_dir()]
    return tuple(sorted(found, key=numbers))


def list_hash(dataset: Path) -> str:
    """Return the hash of the list of releases as it is, "none" where there is none."""
    try:
        return hashlib.sha256((dataset / RELEASES).read_bytes()).hexdigest()
    except FileNotFoundError:
        return "none"


def intent(left: Path) -> str | None:
    """Return the version that a run announced in its staging folder, if nobody touched the list since."""
    try:
        version, _, seen = (left / INTENT).read_text(encoding="utf-8").strip().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return version if VERSION.fullmatch(version) and seen == list_hash(left.parent) else None


def _announced(dataset: Path) -> set[str]:
    if is_remote(dataset):
        try:
            publishing = json.loads((dataset / RELEASES).read_bytes()).get("publishing", {})
        except FileNotFoundError:
            return set()
        return {str(publishing.get("version"))} if isinstance(publishing, dict) else set()
    return {version for left in dataset.glob(f"{STAGING}*") if (version := intent(left))}
