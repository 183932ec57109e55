"""`requirements.lock`: the packages that are pinned, and which of them brings which."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from flows.publish.code_version import code_root

LOCK = "requirements.lock"
_PINNED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?")
_VIA = re.compile(r"\s+#\s+(?:via\s+)?(\S.*)")
OURS, OURS_FOR_DEVELOPMENT = "rapporteur (pyproject.toml)", "rapporteur (pyproject.toml:dev)"


class Pinned(NamedTuple):
    """A package of the lock."""

    name: str
    version: str
    marker: str | None  # where it is installed; None everywhere
    via: frozenset[str]  # what needs it: names of packages, or OURS


def find_lock() -> Path | None:
    """Return the lock of the clone that this runs from; None where it is installed, by whatever versions were found."""
    path = code_root() / LOCK
    return path if path.is_file() else None


def lock_sha256() -> str | None:
    """Return the hash of the lock."""
    path = find_lock()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None


def read_lock(text: str) -> tuple[Pinned, ...]:
    """Return the packages of a lock, in its order."""
    packages: list[Pinned] = []
    for line in text.splitlines():
        if pinned := _PINNED.fullmatch(line):
            packages.append(Pinned(pinned[1], pinned[2], pinned[3], frozenset()))
        elif packages and (via := _VIA.fullmatch(line)) and via[1] != "via":
            packages[-1] = packages[-1]._replace(via=packages[-1].via | {via[1]})
    return tuple(packages)


def needed_to_run(packages: tuple[Pinned, ...]) -> frozenset[str]:
    """Return the names of the packages that an installation has; the others are for development."""
    needed: set[str] = {OURS}
    while more := {package.name for package in packages if package.via & needed} - needed:
        needed |= more
    return frozenset(needed - {OURS})


def needs(packages: tuple[Pinned, ...]) -> Mapping[str, list[str]]:
    """Return name -> names of the packages that it needs, in order; our own name for what is needed directly."""
    found: dict[str, set[str]] = {package.name: set() for package in packages}
    for package in packages:
        for name in package.via:
            found.setdefault(name, set()).add(package.name)
    return {name: sorted(needed) for name, needed in found.items()}
