"""A file in a store is replaced only where it is still what was read, so that of two runs at once one gives way."""

from pathlib import Path
from typing import NamedTuple, cast

from fsspec import AbstractFileSystem
from upath import UPath

_CONDITIONAL = ("s3", "s3a")  # stores that compare by themselves; elsewhere a moment is left between look and put


class Seen(NamedTuple):
    """A file as it was read."""

    content: bytes | None  # None where it is not there
    tag: str | None  # what the store compares by


class OvertakenError(Exception):
    """The file is no longer what was read."""


def look(file: Path) -> Seen:
    """Return the file as it is now."""
    fs, path = _at(file)
    fs.invalidate_cache()
    try:
        # the tag first: should the file change between the two, no swap will succeed
        tag = fs.info(path)["ETag"] if fs.protocol[0] in _CONDITIONAL else None
        return Seen(fs.cat_file(path), tag)
    except FileNotFoundError:
        return Seen(None, None)


def swap(file: Path, seen: Seen, content: bytes) -> Seen:
    """Put `content` in the place of what was `seen`, and look at it; raises OvertakenError where that is gone.

    S3 compares and puts in one (If-Match, If-None-Match); of other stores it is read again just before.
    """
    fs, path = _at(file)
    if fs.protocol[0] not in _CONDITIONAL:
        if look(file) != seen:
            raise OvertakenError
        fs.pipe_file(path, content)
    else:
        try:
            fs.pipe_file(path, content, **({"IfMatch": seen.tag} if seen.tag else {"mode": "create"}))
        except OSError:
            now = look(file)
            if now == seen:
                raise  # refused for another reason
    if (now := look(file)).content != content:  # the same, where only the answer to the put was lost
        raise OvertakenError
    return now


def send(local: Path, file: Path) -> None:
    """Send a file of the disk to where nothing is; raises OvertakenError where something is, in stores that compare."""
    fs, path = _at(file)
    try:
        fs.put_file(str(local), path, **({"mode": "create"} if fs.protocol[0] in _CONDITIONAL else {}))
    except FileExistsError:
        raise OvertakenError from None


def _at(file: Path) -> tuple[AbstractFileSystem, str]:
    remote = cast(UPath, file)
    return remote.fs, remote.path
