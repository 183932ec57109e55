"""Items that are files with a path of their own: of an archive, a repository or a folder."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from flows.fetch.declared import Source
from flows.fetch.facts import basis_of, facts_of
from flows.fetch.messages import Exchange, Item
from flows.fetch.values import value_of

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")


def file_items(source: Source, response: Exchange, paths: Iterable[tuple[str, str | None]]) -> tuple[Item, ...]:
    """Return an item for each file, given by path and version, that the declaration selects and a folder can hold."""
    items: dict[str, Item] = {}
    basis = basis_of(source, response.sha256)
    for path, version in paths:
        if not is_safe(path) or not is_selected(source, path):
            continue
        read = _fields(path).get
        url = f"{response.final_url}#{path}"
        identity = value_of(source.item.identity, read) if source.item.identity is not None else None
        item = Item(
            identity or path,
            url,
            facts_of(source, read, url, basis),
            version,
            place=path,
            redistribute=source.terms.redistribute,
        )
        items.setdefault(item.identity, item)
    return tuple(items.values())


def is_selected(source: Source, path: str) -> bool:
    """Return whether a path, or its last part, fits one of the declared patterns."""
    name = PurePosixPath(path).name
    return any(fnmatchcase(path, glob) or fnmatchcase(name, glob) for glob in source.item.files)


def is_safe(path: str) -> bool:
    """Return whether a path stays below the folder that it is put into, is not hidden, and is no sidecar."""
    parts = path.split("/")
    return (
        bool(path)
        and len(path) <= 400
        and not _UNSAFE.search(path)
        and all(part and not part.startswith(".") and len(part.encode()) <= 200 for part in parts)
        and not path.endswith((".toml", "fetches.jsonl"))
    )


def _fields(path: str) -> dict[str, str]:
    pure = PurePosixPath(path)
    return {"path": path, "folder": str(pure.parent), "name": pure.name, "stem": pure.stem}
