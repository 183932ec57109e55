"""What stands in a raw folder: which files are statements, their ids, and which are refused unread."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from slugify import slugify

from flows.errors import UsageError
from flows.intake.corrections import CORRECTIONS, corrections_path, read_corrections
from flows.intake.fetched import FETCHES, current, vouched_sources
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.records import Refusal, Sidecar, Source, Stock
from flows.storage import Entry, PlaceError, is_remote, list_files, read_files

MAX_BYTES = 32 << 20  # a statement of 32 MiB would be five million words: something else got into the folder
TEXT, SIDECAR = ".txt", ".toml"


_NOTHING_TOLD = Sidecar()  # one for all texts without a sidecar: a large archive has few


class RawFolderError(UsageError):
    """A raw folder that cannot be worked on, in one line."""


def take_stock(raw: Path, quiet: float = 0) -> Stock:
    """The sources below `raw`, by id, with refusals for what cannot be one. Reads each file once, to hash it.

    Hidden files and folders are passed over, and so is a text that goes while the others are read. One that was written
    to within the last `quiet` seconds, itself or what belongs to it, is refused: it may only be half there.

    Raises RawFolderError where there is no folder or nothing in it; CorrectionError for corrections that cannot be
    understood: without them a release would hold what somebody knows to be wrong; StoreError for a store that fails.
    """
    entries = _entries(raw)
    fetched = vouched_sources(raw, entries)
    sources: dict[str, Source] = {}
    refusals: list[Refusal] = []
    for found in current(_look_through(raw, entries, time.time() - quiet, fetched)):
        if isinstance(found, Refusal):
            refusals.append(found)
        elif first := sources.get(found.document_id):
            advice = f"its id is {found.document_id!r}, as that of {first.source_path}: rename it, or give it an `id`"
            refusals.append(_refusal(found.source_path, found.sha256, "duplicate_id", advice))
        else:
            sources[found.document_id] = found
    if not sources and not refusals:
        raise RawFolderError(f"{raw}: holds no statement; put .txt files there")
    return Stock(tuple(sources[key] for key in sorted(sources)), tuple(sorted(refusals)))


def batches(sources: tuple[Source, ...], limit: int) -> Iterator[tuple[Source, ...]]:
    """The sources in their order, in runs of at most `limit` raw bytes (or of one source, where it has more)."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        if batch and size + source.size > limit:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(source)
        size += source.size
    if batch:
        yield tuple(batch)


def _entries(raw: Path) -> dict[str, Entry]:
    """What stands visibly below the raw folder, by path."""
    if not is_remote(raw) and not raw.is_dir():
        reason = "is a file" if raw.exists() else "is not there"
        raise RawFolderError(f"{raw}: {reason}; --raw takes a folder with .txt files in it")
    try:
        entries = list_files(raw)
    except PlaceError as error:
        raise RawFolderError(f"{error}; --raw takes a folder with .txt files in it") from None
    return {name: entry for name, entry in entries.items() if not name.startswith(".") and "/." not in name}


def _look_through(
    raw: Path, entries: Mapping[str, Entry], settled: float, fetched: Mapping[str, Source]
) -> Iterator[Source | Refusal]:
    """What each entry is, in their order; `settled` is the time since which none may have been written to.

    `fetched` are sources that the record of fetches vouches for, by path: those are not read.
    """
    parts = {name: _parts(name, entries) for name, entry in entries.items() if _is_text(name, entry)}
    fetched = {name: source for name, source in fetched.items() if name in parts}
    parts = {name: found for name, found in parts.items() if name not in fetched}
    contents = read_files(raw, [(part, entries[part].size) for text in parts for part in parts[text]])
    for name, entry in entries.items():
        if name in fetched:
            yield fetched[name]
            continue
        if name not in parts:
            if reason := _unread(name, entry, entries):
                yield _refusal(name, None, *reason)
            continue
        read: dict[str, bytes] = {}
        failed: OSError | None = None
        for part, content in zip(parts[name], contents, strict=False):
            if isinstance(content, OSError):
                failed = failed or content
            else:
                read[part] = content
        if any(entries[part].modified > settled for part in parts[name]):
            yield _refusal(name, None, "still_written", "was written to until just now; the next run reads it")
        elif failed is None:
            yield _look_at(name, read)
        elif name in read or not isinstance(failed, FileNotFoundError):
            yield _refusal(name, None, "unreadable", f"cannot be read: {failed.strerror}")


def _is_text(name: str, entry: Entry) -> bool:
    return name.endswith(TEXT) and entry.kind == "file" and entry.size <= MAX_BYTES


def _parts(text: str, entries: Mapping[str, Entry]) -> list[str]:
    """The text, its sidecar and the corrections to it, as far as they are there."""
    stem = text.removesuffix(TEXT)
    return [text, *(name for name in (stem + SIDECAR, stem + CORRECTIONS) if name in entries)]


def _unread(name: str, entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """Why an entry is refused unread: code and message; None for what is part of a text, and for folders."""
    path = PurePosixPath(name)
    if path.suffix == SIDECAR and {name.removesuffix(end) + TEXT for end in (SIDECAR, CORRECTIONS)} & entries.keys():
        return None
    if (entry.kind == "folder" and path.suffix != TEXT) or path.name == FETCHES:
        return None
    if entry.kind != "file":
        return "not_a_file", "is not a file; put the statement itself there"
    if path.suffix == SIDECAR:
        stem = path.name.removesuffix(CORRECTIONS).removesuffix(SIDECAR)
        return "sidecar_without_text", f"no {stem}{TEXT} stands beside it"
    if path.suffix != TEXT:
        return "unknown_suffix", f"only {TEXT} files are read; convert or rename it"
    return "too_large", f"{entry.size:,} bytes, over the limit of {MAX_BYTES:,}: split it into statements"


def _look_at(source_path: str, read: Mapping[str, bytes]) -> Source | Refusal:
    """A text as a source; `read` has its contents, and those of what belongs to it."""
    content, stem = read[source_path], source_path.removesuffix(TEXT)
    described, corrected = read.get(stem + SIDECAR), read.get(stem + CORRECTIONS)
    sha256 = hashlib.sha256(content).hexdigest()
    if not content:
        return _refusal(source_path, sha256, "empty", "holds no byte; remove it or put the text in")
    try:
        document_id, sidecar = read_sidecar(described) if described is not None else (None, _NOTHING_TOLD)
    except SidecarError as error:
        return _refusal(source_path, sha256, "bad_sidecar", f"{stem + SIDECAR}: {error}")
    # by name: the other transliteration, where it is installed, would give other ids, and is looked for at each call
    document_id = document_id or slugify(stem, backend="text-unidecode")
    if not document_id:
        return _refusal(source_path, sha256, "no_id", "its name has neither letter nor digit: give it an `id`")
    return Source(
        document_id,
        source_path,
        len(content),
        sha256,
        _sha256(described),
        sidecar,
        _sha256(corrected),
        read_corrections(corrected, corrections_path(source_path)) if corrected is not None else (),
    )


def _sha256(content: bytes | None) -> str | None:
    return hashlib.sha256(content).hexdigest() if content is not None else None


def _refusal(source_path: str, sha256: str | None, code: str, message: str) -> Refusal:
    return Refusal(source_path, sha256, "intake", code, message)
