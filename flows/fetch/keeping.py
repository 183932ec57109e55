"""Raw files of items, put in their place so that a poll can be killed at any moment.

First body and sidecar are written whole into `.new/` beside the record, and are on the disk. Then the record's line is
(`record.py`): from now on the item is held. Then they are moved to where the line says. What a killed poll left in
`.new/` is moved at the next one where a line speaks of it, and else removed.
"""

import hashlib
import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from slugify import slugify

from flows.errors import RapporteurError
from flows.fetch.messages import Admitted, Item, Kept
from flows.fetch.sidecars import quoted
from flows.publish.durable import sync

NEW = ".new"

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_BODY, _SIDECAR = ".body", ".sidecar"


class KeepingError(RapporteurError):
    """A raw file that cannot be written."""


class Prepared(NamedTuple):
    """A raw file that is whole and on the disk, but not yet in its place."""

    kept: Kept
    stem: str  # in `.new/`


def prepare(raw: Path, source: str, item: Item, admitted: Admitted, before: Kept | None, at: float) -> Prepared:
    """Write a body and its sidecar into `.new/`; `before` is the revision that this one supersedes.

    `at` is the time that both get as their time of change: by it `run` knows that nobody touched them since.
    """
    path = path_of(source, item, admitted.suffix, before)
    stem = path.removesuffix(admitted.suffix)
    document_id = before.document_id if before else slugify(stem, backend="text-unidecode")
    sidecar = admitted.sidecar
    if before is not None:
        sidecar = f"id = {quoted(document_id)}\nsupersedes = {quoted(before.path)}\n{sidecar}"
    described = sidecar.encode()
    folder, name = raw / source / NEW, _name_in_new(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in ((_BODY, admitted.body), (_SIDECAR, described)):
            _write(folder / f"{name}{suffix}", content, at)
    except OSError as error:
        raise KeepingError(f"{folder}: cannot be written: {error.strerror}") from None
    supersedes = (*before.supersedes, before.path) if before else ()
    kept = Kept(path, _sha256(admitted.body), len(admitted.body), _sha256(described), document_id, supersedes)
    return Prepared(kept, name)


def put_in_place(raw: Path, source: str, prepared: Sequence[Prepared]) -> None:
    """Move what the record now speaks of to its place: a sidecar first, so that no body is ever without it."""
    folder = raw / source / NEW
    folders: set[Path] = set()
    try:
        for kept, name in prepared:
            target = raw / kept.path
            target.parent.mkdir(parents=True, exist_ok=True)
            for suffix, place in ((_SIDECAR, target.with_suffix(".toml")), (_BODY, target)):
                if (folder / f"{name}{suffix}").exists():
                    os.replace(folder / f"{name}{suffix}", place)  # noqa: PTH105  (the kill tests reach it)
            folders.add(target.parent)
        for one in folders:
            sync(one)
    except OSError as error:
        raise KeepingError(f"{folder}: cannot be moved: {error.strerror}") from None


def recover(raw: Path, source: str, committed: Collection[Kept]) -> None:
    """Finish what a killed poll left: move what the record speaks of, remove the rest."""
    folder = raw / source / NEW
    if not folder.is_dir():
        return
    left = {path.name.removesuffix(path.suffix) for path in folder.iterdir()}
    put_in_place(
        raw, source, [Prepared(kept, _name_in_new(kept.path)) for kept in committed if _name_in_new(kept.path) in left]
    )
    for path in folder.iterdir():
        path.unlink()


def path_of(source: str, item: Item, suffix: str, before: Kept | None) -> str:
    """Return where an item's raw file is, relative to the raw root; a revision is beside the one before."""
    if before is not None:
        first = before.supersedes[0] if before.supersedes else before.path
        stem = first[: first.rindex(".")]
        return f"{stem}.r{len(before.supersedes) + 2}{suffix}"
    if item.place is not None:
        return f"{source}/{item.place[: item.place.rindex('.')] if '.' in item.place else item.place}{suffix}"
    return f"{source}/{name_of(item.identity)}{suffix}"


def name_of(identity: str) -> str:
    """Return a file's name for an identity: itself where that can be a name, else a part of it and a hash."""
    if _PLAIN.fullmatch(identity):
        return identity
    readable = slugify(identity.partition("://")[2] or identity, max_length=80, backend="text-unidecode")
    return f"{readable}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}".lstrip("-")


def _write(path: Path, content: bytes, at: float) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.utime(descriptor, (at, at))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name_in_new(path: str) -> str:
    return _sha256(path.encode())[:24]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
