"""`SHA256SUMS`: the hash of every file of a release but itself, as `sha256sum -c` reads it."""

import hashlib
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SHA256SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class Mismatch(NamedTuple):
    """A file that is not as the release lists it."""

    path: str
    what: str


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(folder: Path, hashes: Mapping[str, str]) -> str:
    """Write the hashes, by path below `folder`; the hash of the list itself, which stands for the release."""
    content = "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()
    (folder / SHA256SUMS).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def read_checksums(folder: Path) -> dict[str, str]:
    """Return the hashes by path, of a list that is not damaged."""
    entries = map(_LINE.fullmatch, _lines(folder))
    return {entry[2]: entry[1] for entry in entries if entry}


def damaged_list(folder: Path, sha256: str) -> str | None:
    """Return what is wrong with the list itself, whose hash is `sha256`; None where it is as it was published."""
    if not (folder / SHA256SUMS).is_file():
        return "missing"
    if sha256_of(folder / SHA256SUMS) != sha256:
        return "changed: its SHA-256 is not the one in releases.json"
    wrong = next((number for number, line in enumerate(_lines(folder), 1) if not _LINE.fullmatch(line)), None)
    return f"line {wrong} is no checksum" if wrong else None


def mismatches(folder: Path, hashes: Mapping[str, str]) -> list[Mismatch]:
    """All below `folder`, but for SHA256SUMS, that is changed, missing or surplus by hashes given by path.

    Only a regular file is read: a link may lead to bytes that are not here, and a pipe is waited for without end.
    """
    found = dict(_below(folder))
    there = {path for path, kind in found.items() if kind == "file"} - {SHA256SUMS}
    others = {path: kind for path, kind in found.items() if kind != "file"}
    return [
        *(Mismatch(path, "missing") for path in sorted(hashes.keys() - there - others.keys())),
        *(Mismatch(path, "not of the release") for path in sorted(there - hashes.keys())),
        *(Mismatch(path, f"{kind}, and no release holds one") for path, kind in sorted(others.items())),
        *(
            Mismatch(path, "changed: its bytes have another SHA-256")
            for path in sorted(there & hashes.keys())
            if sha256_of(folder / path) != hashes[path]
        ),
    ]


def _below(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each entry below the folder, and what it is: a file, or what is in a release by no right."""
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            kind = "a link"
        elif stat.S_ISDIR(mode):
            kind = "a folder"
        else:
            kind = "file" if stat.S_ISREG(mode) else "not a file"
        yield path.relative_to(folder).as_posix(), kind


def _lines(folder: Path) -> list[str]:
    return (folder / SHA256SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
