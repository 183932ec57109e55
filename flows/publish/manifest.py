"""`manifest.json`: what a release says of itself: version, files, rows, and what it was made from."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flows.publish.releases import DatasetError, Release

MANIFEST = "manifest.json"


class Imprint(NamedTuple):
    """What is the same on all files of a release."""

    version: str
    date: str  # ISO 8601
    previous: Mapping[str, str] | None  # version and sha256 of the release before
    schema: str


def write_manifest(
    folder: Path,
    imprint: Imprint,
    files: Sequence[Mapping[str, Any]],
    raw: Sequence[Mapping[str, Any]],
    fingerprint: Mapping[str, str],
) -> None:
    """Write the manifest; `files` and `raw` in the order in which they shall stand there."""
    content = {
        "version": imprint.version,
        "schema_version": imprint.schema,
        "date": imprint.date,
        "previous": imprint.previous,
        "files": files,
        "raw": raw,
        "fingerprint": fingerprint,
    }
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
        # piece by piece: the pieces of a text with tens of thousands of raw files take a GB
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")


def read_manifest(release: Release) -> dict[str, Any]:
    """Return the release's manifest; raises DatasetError where it cannot be read or is no manifest."""
    path = release.folder / MANIFEST
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        content = None
    required = ("version", "schema_version", "date", "previous", "files", "raw", "fingerprint")
    if not isinstance(content, dict) or not all(key in content for key in required):
        raise DatasetError(f"{path}: is damaged; `rapporteur verify {release.version}` tells what else is")
    return content


def rows_of(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Table -> rows, over all files of a table."""
    rows: dict[str, int] = {}
    for file in manifest["files"]:
        if "table" in file:
            rows[file["table"]] = rows.get(file["table"], 0) + file["rows"]
    return rows


def contents_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Path -> hash of what a file says: of its rows where it holds a table, else of its bytes."""
    return {file["path"]: file.get("content_sha256", file["sha256"]) for file in manifest["files"]}
