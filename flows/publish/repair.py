"""`releases.json` made anew from what the folders of the releases, and `builds.jsonl`, say of themselves."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.publish.builds import read_builds
from flows.publish.changelog import CHANGELOG
from flows.publish.checksums import SHA256SUMS, mismatches, read_checksums
from flows.publish.durable import replace_durably
from flows.publish.manifest import read_manifest
from flows.publish.releases import RELEASES, DatasetError, Release, ReleaseListError, as_list, listed
from flows.publish.staging import open_staging
from flows.publish.unlisted import unlisted
from flows.publish.versions import VERSION, newest, numbers
from flows.storage.download import at_hand
from flows.storage.places import is_remote, reaching


class Repair(NamedTuple):
    """What a repair came to."""

    listed: tuple[str, ...]  # versions that the list names now
    added: tuple[str, ...]  # those of them that it did not name before, or not rightly
    unknown: tuple[str, ...]  # versions of which a changelog tells, and whose hash nobody knows any more


def repair(dataset: Path) -> Repair:
    """Make the list of releases anew, unless it is whole; what it still says rightly stays.

    Releases whose folder is gone are known from `builds.jsonl`, and from the manifest of the release after them.
    Raises DatasetError where a folder is not whole, or contradicts what the list or `builds.jsonl` says of it: such a
    release is not listed anew. A withdrawal that only the lost list told has to be entered again.
    """
    known = _still_listed(dataset)
    if known is not None and not unlisted(dataset):
        return Repair(tuple(known), (), ())
    before = known or {}
    with reaching(dataset):
        names = sorted((path.name for path in dataset.iterdir() if VERSION.fullmatch(path.name)), key=numbers)
    found = {name: _from_folder(dataset, name) for name in names if (dataset / name).is_dir()}
    recorded = {
        build.release: Release(build.release, build.date, build.sha256, dataset / build.release)
        for build in read_builds(dataset)
    }
    for name, release in found.items():
        for other in (before.get(name), recorded.get(name)):
            if other is not None and other.sha256 != release.sha256:
                raise DatasetError(
                    f"{release.folder}: its SHA256SUMS has the SHA-256 {release.sha256}, and {other.sha256} stands "
                    "recorded; restore the folder, or move it away"
                )
    followed = {one.version: one for name in found for one in _predecessor(dataset, name)}
    releases = {**followed, **recorded, **found, **before}
    if not releases:
        raise DatasetError(f"{dataset}: no folder of a release is there to make the list from")
    told = {version for name in found for version in _told(dataset, name)}
    ordered = [releases[version] for version in sorted(releases, key=numbers)]
    latest = newest(one.version for one in ordered if one.withdrawn is None)
    _write(dataset, as_list(ordered, latest))
    return Repair(
        tuple(one.version for one in ordered),
        tuple(one.version for one in ordered if one.version not in before),
        tuple(sorted(told - releases.keys(), key=numbers)),
    )


def _still_listed(dataset: Path) -> dict[str, Release] | None:
    """Return what the list says, None where it cannot be used."""
    try:
        return {release.version: release for release in listed(dataset)}
    except ReleaseListError:
        return None


def _from_folder(dataset: Path, version: str) -> Release:
    with at_hand(dataset / version) as folder:
        try:
            content = (folder / SHA256SUMS).read_bytes()
        except OSError:
            raise DatasetError(f"{dataset / version}: holds no {SHA256SUMS}; move it away") from None
        if wrong := mismatches(folder, read_checksums(folder)):
            files = ", ".join(f"{path} ({what})" for path, what in wrong)
            raise DatasetError(f"{dataset / version}: is not whole: {files}; restore it, or move it away")
        manifest = read_manifest(Release(version, "", "", folder))
    if manifest["version"] != version:
        raise DatasetError(f"{dataset / version}: is release {manifest['version']} by its manifest; rename or move it")
    return Release(version, str(manifest["date"]), hashlib.sha256(content).hexdigest(), dataset / version)


def _predecessor(dataset: Path, version: str) -> Iterator[Release]:
    """Yield the release before one that is here, as its manifest and changelog have it."""
    previous = read_manifest(Release(version, "", "", dataset / version))["previous"]
    if previous and (date := _told(dataset, version).get(previous["version"])):
        yield Release(previous["version"], date, previous["sha256"], dataset / previous["version"])


def _told(dataset: Path, version: str) -> dict[str, str]:
    """Return the versions of which a release's changelog tells, with their dates."""
    try:
        text = (dataset / version / CHANGELOG).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}
    return dict(re.findall(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", text, re.MULTILINE))


def _write(dataset: Path, content: bytes) -> None:
    path = dataset / RELEASES
    if is_remote(dataset):
        from flows.storage.swap import look, swap

        with reaching(dataset):
            swap(path, look(path), content)
        return
    with open_staging(dataset) as staging:
        replace_durably(path, content, staging)
