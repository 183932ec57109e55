"""The files of a folder, listed and read."""

import os
import stat
from collections.abc import Iterator, Sequence
from errno import EINVAL, ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from flows.storage.places import is_remote, reaching

if TYPE_CHECKING:
    from upath import UPath

_AT_ONCE = 64  # files that are asked for together, where each answer takes its time
_BYTES = 8 << 20  # that are held together; bounds memory


class Entry(NamedTuple):
    """What stands under a name in a folder."""

    kind: str  # file, folder, closed (a folder that cannot be read), linked (a folder behind a link), outside, other
    size: int  # bytes; of a file only
    modified: float  # seconds since 1970; 0 in a store, where a file is there whole or not at all


def list_files(folder: Path) -> dict[str, Entry]:
    """Path below the folder, with "/" -> what stands there, in the order of the paths: files, folders and all else.

    Raises FileNotFoundError where a store has nothing there, and what `reaching` raises.
    """
    if not is_remote(folder):
        return dict(sorted(dict(_below(folder)).items()))
    with reaching(folder):
        root = cast("UPath", folder)
        listed = root.fs.find(root.path, detail=True)
    begin = len(root.path.rstrip("/")) + 1
    # an empty object whose name ends in "/" is how some tools make a folder
    sizes = {path[begin:]: int(info["size"]) for path, info in listed.items() if not path.endswith("/")}
    return {name: Entry("file", size, 0) for name, size in sorted(sizes.items())}


def read_files(folder: Path, files: Sequence[tuple[str, int]]) -> Iterator[bytes | OSError]:
    """Yield the contents of files in their order, each given by its path below the folder and its rough size in bytes.

    What cannot be read is the error instead; of a store only a file that is not there is one, anything else raises
    what `reaching` raises: a store that fails is no fault of the file.
    """
    if not is_remote(folder):
        for name, _ in files:
            try:
                yield _read_regular(folder / name)
            except OSError as error:
                yield error
        return
    root = cast("UPath", folder)
    for names in _together(files):
        paths = [f"{root.path.rstrip('/')}/{name}" for name in names]
        with reaching(folder):
            contents = root.fs.cat_ranges(paths, None, None, on_error="return")
            for content in contents:
                if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                    raise content
        yield from (FileNotFoundError(ENOENT, os.strerror(ENOENT)) if isinstance(c, Exception) else c for c in contents)


def _below(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Yield each path below the folder and what is there; folders behind links are not entered."""
    root = os.path.realpath(folder)
    left = [""]
    while left:
        parent = left.pop()
        try:
            with os.scandir(os.path.join(folder, parent)) as found:  # noqa: PTH118  (a path each would take as long)
                entries = list(found)
        except OSError:  # it went meanwhile, or may not be entered
            if parent:
                yield parent[:-1], Entry("closed", 0, 0)  # in the place of the folder that it was listed as
            continue
        for one in entries:
            name = parent + one.name
            entry = _entry(one, root)
            if entry.kind == "folder":
                left.append(f"{name}/")
            yield name, entry


def _entry(one: "os.DirEntry[str]", root: str) -> Entry:
    try:
        found = one.stat()
    except OSError:  # such as a link to nowhere, or in a circle
        return Entry("other", 0, 0)
    kind = "folder" if stat.S_ISDIR(found.st_mode) else "file" if stat.S_ISREG(found.st_mode) else "other"
    if one.is_symlink():
        target = os.path.realpath(one.path)
        if os.path.commonpath([root, target]) != root:
            kind = "outside"
        elif kind == "folder":
            kind = "linked"
    return Entry(kind, found.st_size, found.st_mtime)


def _read_regular(path: Path) -> bytes:
    """Return the content of a regular file; raise OSError for anything else, which could be waited for without end."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(EINVAL, "is not a regular file", str(path))
        return file.read()


def _together(files: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    names: list[str] = []
    held = 0
    for name, size in files:
        if names and (len(names) == _AT_ONCE or held + size > _BYTES):
            yield names
            names, held = [], 0
        names.append(name)
        held += size
    if names:
        yield names
