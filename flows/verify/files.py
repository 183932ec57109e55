"""No byte of a release is missing, surplus or changed, and its manifest tells the truth about its files."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.publish.checksums import SHA256SUMS, damaged_list, mismatches, read_checksums, sha256_of
from flows.publish.manifest import MANIFEST, read_manifest
from flows.publish.releases import DatasetError, Release
from flows.verify.proof import Proof


def verify_files(release: Release) -> tuple[frozenset[str], Proof]:
    """Return the names of files that are not as they were published, and what the check came to."""
    damaged = damaged_list(release.folder, release.sha256)
    problems = [f"{SHA256SUMS}: {damaged}"] if damaged else []
    # where the list is damaged, the files are not blamed for it: the manifest has their hashes, too
    hashes = _hashes_of_manifest(release) if damaged else read_checksums(release.folder)
    found = mismatches(release.folder, hashes) if hashes else []
    problems += [f"{path}: {what}" for path, what in found]
    names = frozenset(path for path, _ in found)
    if not damaged and MANIFEST not in names:
        problems += _untrue(release, hashes, names)
    if problems:
        return names, Proof(problems=tuple(problems))
    line = f"{len(hashes)} files have the SHA-256 that {SHA256SUMS} lists, and that list the one in releases.json"
    return names, Proof(proved=(line,))


def _hashes_of_manifest(release: Release) -> dict[str, str]:
    """Return the hashes that the manifest lists, and its own as it is; {} where it cannot be read."""
    try:
        manifest = read_manifest(release)
    except DatasetError:
        return {}
    own = {MANIFEST: sha256_of(release.folder / MANIFEST)}
    return {file["path"]: file["sha256"] for file in manifest["files"]} | own


def _untrue(release: Release, hashes: Mapping[str, str], damaged: frozenset[str]) -> Iterator[str]:
    """Where the manifest says something else than releases.json and SHA256SUMS, or of files that are not damaged."""
    try:
        manifest = read_manifest(release)
    except DatasetError as error:
        yield f"{MANIFEST}: {error}"
        return
    for field, listed in (("version", release.version), ("date", release.date)):
        if manifest[field] != listed:
            yield f"{MANIFEST}: {field} is {manifest[field]!r}, in releases.json {listed!r}"
    entries: dict[str, Any] = {file["path"]: file for file in manifest["files"]}
    for path in sorted(entries.keys() ^ (hashes.keys() - {MANIFEST})):
        yield f"{path}: stands in only one of {MANIFEST} and {SHA256SUMS}"
    for path in sorted((entries.keys() & hashes.keys()) - damaged):
        if entries[path]["sha256"] != hashes[path]:
            yield f"{MANIFEST}: has another SHA-256 for {path} than {SHA256SUMS}"
        if entries[path]["bytes"] != (release.folder / path).stat().st_size:
            yield f"{MANIFEST}: has another size for {path}"
