"""`provenance.json`: an in-toto statement (v1) that says with SLSA provenance (v1) what a release was made from.

Unsigned: sign it, or the release, where others are to believe it (docs/releases.md). It names no time and no machine.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from flows.attest.lock import LOCK, lock_sha256
from flows.fingerprint import DECIDING_LIBRARIES
from flows.publish.checksums import SHA256SUMS
from flows.publish.code_version import CodeVersion, code_version
from flows.publish.releases import Release

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:rapporteur:build:v1"  # what `rapporteur run` does; this project has no address of its own


def provenance(release: Release, manifest: Mapping[str, Any]) -> bytes:
    """Return the statement about a release that the code which runs has made; `manifest` is the release's."""
    code = code_version()
    content = {
        "_type": STATEMENT,
        "subject": [{"name": SHA256SUMS, "digest": {"sha256": release.sha256}}],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"release": release.version, "date": release.date},
                "internalParameters": {"fingerprint": manifest["fingerprint"]},
                "resolvedDependencies": [*_software(code), *materials(manifest)],
            },
            "runDetails": {"builder": {"id": BUILD_TYPE, "version": {"rapporteur": code.package}}},
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"


def _software(code: CodeVersion) -> Iterator[dict[str, Any]]:
    """Yield the commit and the lock, as far as they are known."""
    if code.commit is not None:
        yield {
            "name": "source",
            "digest": {"gitCommit": code.commit},
            "annotations": {"modified": bool(code.modified)},
        }
    if sha256 := lock_sha256():
        yield {"name": LOCK, "digest": {"sha256": sha256}}


def materials(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a release was made from by its manifest: libraries that decide rows, and raw files."""
    yield from _libraries(manifest)
    yield from _raw(manifest)


def _libraries(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the libraries whose version decides rows or bytes."""
    versions = manifest["fingerprint"]
    for name in DECIDING_LIBRARIES:
        if name in versions:
            yield {"name": name, "uri": f"pkg:pypi/{name}@{versions[name]}"}


def _raw(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the raw files, with what stands beside them; a file that could not be read has no hash."""
    for entry in manifest["raw"]:
        stem = str(PurePosixPath(entry["path"]).with_suffix(""))
        files = {
            entry["path"]: entry["sha256"],
            f"{stem}.toml": entry["sidecar_sha256"],
            f"{stem}.corrections.toml": entry["corrections_sha256"],
        }
        for path, sha256 in files.items():
            if sha256 is not None:
                yield {"name": f"raw/{path}", "digest": {"sha256": sha256}}
