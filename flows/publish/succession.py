"""The release that follows another: its number, date and predecessor, and its changelog."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.publish.changelog import (
    changed_origin,
    changelog,
    first_entry,
    kept,
    next_entry,
    read_changelog,
    refused,
    withdrawn_entry,
)
from flows.publish.manifest import Imprint, read_manifest
from flows.publish.releases import Release, listed, withdrawn_since
from flows.publish.tally import Tally
from flows.publish.versions import Step, newest, next_version, release_date, step_of
from schemas.release import SCHEMA_VERSION


def first(
    dataset: Path, rows: Mapping[str, int], raw: Sequence[Mapping[str, Any]], public: bool
) -> tuple[Imprint, str]:
    """Return what a release that none stands before says of itself, and its changelog.

    `rows` are those of each table.
    """
    imprint = _imprint(dataset, None, Step.MAJOR, public)
    withdrawn = map(withdrawn_entry, withdrawn_since(dataset, None))
    return imprint, changelog([first_entry(imprint, rows, refused(raw)), *withdrawn], "")


def following(
    dataset: Path,
    standing: Release,
    since: Tally,
    raw: Sequence[Mapping[str, Any]],
    fingerprint: Mapping[str, str],
    public: bool,
    stale: Collection[str] = (),
) -> tuple[Imprint, str]:
    """Return what the release after `standing` says of itself, and its changelog; `since` is what differs.

    `raw` and `fingerprint` are what it is made from, as its manifest will have them; `stale` are the documents whose
    last rows it keeps. Raises UsageError where `public`
    is asked for after a public release.
    """
    withdrawn = withdrawn_since(dataset, standing)
    # what was withdrawn cannot be compared, but was taken away from whoever used it
    step = Step.MAJOR if withdrawn else step_of(since.kinds())
    imprint = _imprint(dataset, standing, step, public)
    before = read_manifest(standing)
    made_from = [
        *changed_origin(before["raw"], raw, before["fingerprint"], fingerprint),
        *refused(raw),
        *kept(stale),
    ]
    entries = [next_entry(imprint, step, since, made_from), *map(withdrawn_entry, withdrawn)]
    return imprint, changelog(entries, read_changelog(standing.folder))


def _imprint(dataset: Path, standing: Release | None, step: Step, public: bool) -> Imprint:
    version = next_version(newest(release.version for release in listed(dataset)), step, public)
    previous = {"version": standing.version, "sha256": standing.sha256} if standing else None
    return Imprint(version, release_date().isoformat(), previous, SCHEMA_VERSION)
