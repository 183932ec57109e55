"""A software bill of materials (CycloneDX 1.6, JSON), made from the lock: the same lock gives the same bytes.

Without a serial number and a time of day, which the standard leaves optional. The hashes of the packages' files stand
in the lock, whose own hash is told.
"""

import hashlib
import json
from functools import cache
from importlib.metadata import version
from typing import Any

from flows.attest.licences import licences
from flows.attest.lock import OURS, OURS_FOR_DEVELOPMENT, Pinned, find_lock, needed_to_run, needs, read_lock


@cache
def sbom() -> bytes | None:
    """Return the bill of materials of the software that runs; None where its lock is not at hand."""
    path = find_lock()
    return bill_of(path.read_bytes(), version("rapporteur")) if path else None


def bill_of(lock: bytes, own_version: str) -> bytes:
    """Return the bill of materials of a lock's packages."""
    packages = read_lock(lock.decode("utf-8"))
    known, running, needed = licences(), needed_to_run(packages), needs(packages)
    references: dict[str, list[str]] = {}
    for package in packages:  # one may be pinned to several versions, by marker
        references.setdefault(package.name, []).append(_purl(package.name, package.version))
    own = _purl("rapporteur", own_version)
    direct = sorted({*needed.get(OURS, ()), *needed.get(OURS_FOR_DEVELOPMENT, ())})
    content = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "rapporteur",
                "version": own_version,
                "licenses": [{"expression": "Apache-2.0"}],
                "purl": own,
            },
            "properties": [{"name": "rapporteur:lock:sha256", "value": hashlib.sha256(lock).hexdigest()}],
        },
        "components": [_component(package, known.get(package.name), package.name in running) for package in packages],
        "dependencies": [
            {"ref": own, "dependsOn": [one for name in direct for one in references[name]]},
            *(
                {"ref": _purl(package.name, package.version), "dependsOn": depends}
                for package in packages
                if (depends := [one for name in needed[package.name] for one in references[name]]) is not None
            ),
        ],
    }
    return json.dumps(content, indent=2).encode() + b"\n"


def _component(package: Pinned, licence: str | None, running: bool) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(package.name, package.version),
        "name": package.name,
        "version": package.version,
        "scope": "required" if running else "excluded",
    }
    if licence is not None:
        component["licenses"] = [{"expression": licence}]
    component["purl"] = component["bom-ref"]
    if package.marker is not None:
        component["properties"] = [{"name": "rapporteur:marker", "value": package.marker}]
    return component


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
