"""`sources/NAME.toml` read and checked, one at a time, however many there are."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli  # tomllib takes 2.5 times as long, which counts for 10,000 sources
from pydantic import ValidationError

from flows.errors import UsageError
from flows.fetch.declared import TABLE, TEXT, Expect, ItemKeys, Link, Pace, Part, Selector, Source, Terms

SUFFIX = ".toml"
MAX_BYTES = 64 << 10

_TABLES = {"terms": Terms, "pace": Pace, "item": ItemKeys, "expect": Expect}
_INNER = {"text": Part, "file": Link}


class SourceError(UsageError):
    """A declaration that cannot be used: file, key and reason in one line."""


class Declared(NamedTuple):
    """A declaration, and the hash of its file."""

    source: Source
    sha256: str


def names_in(folder: Path) -> list[str]:
    """Return the names of the declared sources, in order; raise SourceError where there is no folder."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: is no folder; --sources takes the folder with NAME.toml files in it")
    return sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def read_sources(folder: Path, names: Sequence[str] = ()) -> Iterator[Declared]:
    """Yield the sources of those names, or all; raise SourceError for one that is not there or cannot be used."""
    known = names_in(folder)
    for name in dict.fromkeys(names):
        if name not in known:
            raise SourceError(f"{folder}: declares no source {name!r}; known are {', '.join(known) or 'none'}")
    for name in dict.fromkeys(names) or known:
        yield read_source(folder / f"{name}{SUFFIX}")


def read_source(path: Path) -> Declared:
    """Return what a file declares; raise SourceError with file, key and reason."""
    try:
        with path.open("rb", buffering=0) as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    source = parse_source(content, str(path))
    if source.id != path.stem:
        raise SourceError(f"{path}: id: {source.id!r} is not the file's name; write id = {path.stem!r}")
    return Declared(source, hashlib.sha256(content).hexdigest())


def parse_source(content: bytes, path: str) -> Source:
    """Return what the content of a file declares; `path` is its name in errors, which are SourceErrors."""
    if len(content) > MAX_BYTES:
        raise SourceError(f"{path}: is over the limit of {MAX_BYTES:,} bytes")
    try:
        return Source.model_validate(tomli.loads(content.decode("utf-8")))
    except ValidationError as error:
        reasons = dict.fromkeys(map(_reason, error.errors(include_url=False)))
        raise SourceError(f"{path}: {'; '.join(reasons)}") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path}: is not TOML: {' '.join(str(error).split())}") from None


def _reason(error: Mapping[str, Any]) -> str:
    """Return one failure as `key: reason`."""
    steps = [
        str(step + 1) if isinstance(step, int) else step
        for step in error["loc"]
        if step not in (TABLE, TEXT, "[key]", "date", "constrained-str")  # the form that was tried, not a key
    ]
    where = ".".join(steps)
    if error["type"] == "extra_forbidden":
        return f"{where}: unknown key; known are {', '.join(_known(steps))}"
    return f"{where}: {error['msg']}" if where else str(error["msg"])


def _known(steps: Sequence[str]) -> list[str]:
    """Return the keys of the table in which the last step is."""
    if len(steps) == 1:
        model: Any = Source
    elif len(steps) == 2 and steps[0] in _TABLES:
        model = _TABLES[steps[0]]
    else:
        model = _INNER.get(steps[1], Selector) if steps[0] == "item" else Selector
    return [field.alias or name for name, field in model.model_fields.items()]
