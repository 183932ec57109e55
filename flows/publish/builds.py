"""`builds.jsonl`: which code made which release, a line a build; lines are added, and never changed or removed.

A release is first made by the code that its manifest names. Where other code, such as a module that was renamed, makes
the same rows of the same raw files, no release is made of it: a line here says so, and from then on that code counts as
the release's own.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.publish.code_version import code_version
from flows.publish.durable import replace_durably
from flows.publish.releases import DatasetError, Release

BUILDS = "builds.jsonl"


class Build(BaseModel):
    """One build: the release whose rows it gave, and the code that it was made by."""

    model_config = ConfigDict(strict=True, frozen=True)

    release: str  # version
    date: str  # of the release
    sha256: str  # of the release
    fingerprint: dict[str, str]
    code: dict[str, Any]  # as flows/publish/code_version.py has it


def read_builds(dataset: Path) -> tuple[Build, ...]:
    """Return the recorded builds in their order; raise DatasetError for a line that is none."""
    path = dataset / BUILDS
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {error.strerror or error}") from None
    builds = []
    for number, line in enumerate(lines, 1):
        try:
            builds.append(Build.model_validate_json(line))
        except ValidationError:
            raise DatasetError(f"{path}: line {number} is damaged; restore it, such as with `git checkout`") from None
    return tuple(builds)


def builds_of(dataset: Path, release: Release) -> tuple[Build, ...]:
    """Return the recorded builds that gave that release."""
    return tuple(build for build in read_builds(dataset) if build.sha256 == release.sha256)


def refuse_contradicted(dataset: Path, release: Release) -> None:
    """Raise DatasetError where a build gave another release of that version: somebody changed one of the two."""
    others = [build for build in read_builds(dataset) if build.release == release.version]
    if wrong := next((build for build in others if build.sha256 != release.sha256), None):
        raise DatasetError(
            f"{release.folder}: is not the release {release.version} that {BUILDS} records: its SHA256SUMS has the "
            f"SHA-256 {release.sha256}, not {wrong.sha256}; restore the folder and the list of releases"
        )


def record_build(dataset: Path, release: Release, fingerprint: Mapping[str, str], staging: Path) -> bool:
    """Add a line for this build, unless there is one; return whether it was added."""
    if any(build.fingerprint == fingerprint for build in builds_of(dataset, release)):
        return False
    path = dataset / BUILDS
    before = path.read_bytes() if path.exists() else b""
    build = Build(
        release=release.version,
        date=release.date,
        sha256=release.sha256,
        fingerprint=dict(fingerprint),
        code=code_version()._asdict(),
    )
    replace_durably(path, before + json.dumps(build.model_dump()).encode() + b"\n", staging)
    return True
