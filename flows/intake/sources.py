"""What stands in a raw folder: which files are statements, their ids, and which are refused unread."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from slugify import slugify

from flows.errors import UsageError
from flows.intake.bounded_toml import MAX_BYTES as MAX_TOML_BYTES
from flows.intake.corrections import CORRECTIONS, CorrectionError, corrections_path, read_corrections
from flows.intake.fetched import FETCHES, current, vouched_sources
from flows.intake.formats import SUFFIXES, suffix_of
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.one_line import one_line
from flows.readers import FROZEN
from flows.records import Refusal, Sidecar, Source, Stock
from flows.storage import Entry, PlaceError, is_remote, list_files, read_files

MAX_BYTES = 32 << 20  # a statement of 32 MiB would be five million words: something else got into the folder
MAX_BYTES_DRAWN = 128 << 20  # of a PDF or DOCX: a statement that was scanned, in colours
_LONGEST_MESSAGE = 500  # characters
SIDECAR = ".toml"


Published = Callable[[], Mapping[str, str]]  # asked only where it matters: it may have to read a release
_NOTHING_TOLD = Sidecar(redistribute=None)  # one for all texts without a sidecar: a large archive has few


class RawFolderError(UsageError):
    """A raw folder that cannot be worked on, in one line."""


def take_stock(raw: Path, quiet: float = 0, published: Published = dict) -> Stock:
    """Return the sources below `raw`, by id, with refusals for what cannot be one. Reads each file once, to hash it.

    `published` gives the path of the file that each id was published for: while that file is there, readable or not, no
    other takes its id.

    Hidden files and folders are passed over, and so is a text that goes while the others are read. One that was written
    to within the last `quiet` seconds, itself or what belongs to it, is refused: it may only be half there.

    Raises RawFolderError where there is no folder or nothing in it; CorrectionError for corrections that cannot be
    understood: without them a release would hold what somebody knows to be wrong; StoreError for a store that fails.
    """
    entries = _entries(raw)
    fetched = vouched_sources(raw, entries)
    found: list[Source] = []
    refusals: list[Refusal] = []
    for one in current(_look_through(raw, entries, time.time() - quiet, fetched)):
        if isinstance(one, Refusal):
            refusals.append(one)
        else:
            found.append(one)
    owners = _owners(found, refusals, published)
    sources = {source.document_id: source for source in found if owners[source.document_id] == source.source_path}
    for source in found:
        if (owner := owners[source.document_id]) != source.source_path:
            advice = f"its id is {source.document_id!r}, as that of {owner}: rename it, or give it an `id`"
            refusals.append(_refusal(source.source_path, source.sha256, "duplicate_id", advice))
    if not sources and not refusals:
        raise RawFolderError(f"{raw}: holds no statement; put .txt, .pdf, .docx, .html or .xml files there")
    return Stock(tuple(sources[key] for key in sorted(sources)), tuple(sorted(refusals)))


def _owners(found: Sequence[Source], refusals: Sequence[Refusal], published: Published) -> dict[str, str]:
    """Return the path of the file that each id belongs to: the one it was published for, else the first."""
    owners: dict[str, str] = {}
    ids = {source.source_path: source.document_id for source in found}
    refused = {refusal.source_path for refusal in refusals if suffix_of(refusal.source_path)}
    incumbents = published() if refused or len(set(ids.values())) < len(ids) else {}
    for source in found:
        before = incumbents.get(source.document_id)
        holds = before is not None and (ids.get(before) == source.document_id or before in refused)
        owners.setdefault(source.document_id, before if before is not None and holds else source.source_path)
    return owners


def batches(sources: tuple[Source, ...], limit: int) -> Iterator[tuple[Source, ...]]:
    """Yield the sources in their order, in runs of at most `limit` raw bytes (or of one source, where it has more)."""
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
    """Return what stands visibly below the raw folder, by path."""
    if not is_remote(raw) and not raw.is_dir():
        reason = "is a file" if raw.exists() else "is not there"
        raise RawFolderError(f"{raw}: {reason}; --raw takes a folder with statements in it")
    try:
        entries = list_files(raw)
    except PlaceError as error:
        raise RawFolderError(f"{error}; --raw takes a folder with statements in it") from None
    return {name: entry for name, entry in entries.items() if not name.startswith(".") and "/." not in name}


def _look_through(
    raw: Path, entries: Mapping[str, Entry], settled: float, fetched: Mapping[str, Source]
) -> Iterator[Source | Refusal]:
    """Yield what each entry is, in their order; `settled` is the time since which none may have been written to.

    `fetched` are sources that the record of fetches vouches for, by path: those are not read.
    """
    parts = {name: _parts(name, entries) for name, entry in entries.items() if _is_text(name, entry)}
    unread = {name: reason for name in parts if (reason := _beside(name, entries))}
    for name in unread:
        del parts[name]
    fetched = {name: source for name, source in fetched.items() if name in parts}
    parts = {name: found for name, found in parts.items() if name not in fetched}
    contents = read_files(raw, [(part, entries[part].size) for text in parts for part in parts[text]])
    for name, entry in entries.items():
        if name in fetched:
            yield fetched[name]
            continue
        if name not in parts:
            if reason := unread.get(name) or _unread(name, entry, entries):
                yield _refusal(_writable(name), None, *reason)
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
    return bool(suffix_of(name)) and entry.kind == "file" and entry.size <= _most_bytes(name) and _is_utf_8(name)


def _most_bytes(name: str) -> int:
    return MAX_BYTES_DRAWN if SUFFIXES[suffix_of(name)] in FROZEN else MAX_BYTES


def _stem(name: str) -> str:
    """Return the path of a raw file without its suffix."""
    return str(PurePosixPath(name).with_suffix(""))


def _is_utf_8(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _writable(name: str) -> str:
    """Return the name as text: a byte that is not UTF-8 is shown as such."""
    return name if _is_utf_8(name) else os.fsencode(name).decode("utf-8", "backslashreplace")


def _beside(text: str, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """Return why a text is refused for what is beside it: code and message; None where that can be read.

    Raises CorrectionError for corrections that cannot.
    """
    for name in _parts(text, entries)[1:]:
        entry = entries[name]
        if entry.kind == "file" and entry.size <= MAX_TOML_BYTES:
            continue
        code, reason = "bad_sidecar", f"is over the limit of {MAX_TOML_BYTES:,} bytes"
        if entry.kind == "outside":
            code, reason = "outside_raw", "leads out of the raw folder; put the file itself there"
        elif entry.kind != "file":
            reason = "is not a file"
        if name.endswith(CORRECTIONS):
            raise CorrectionError(f"{name}: {reason}")
        return code, f"{name}: {reason}"
    return None


def _parts(text: str, entries: Mapping[str, Entry]) -> list[str]:
    """Return the text, its sidecar and the corrections to it, as far as they are there."""
    stem = _stem(text)
    return [text, *(name for name in (stem + SIDECAR, stem + CORRECTIONS) if name in entries)]


def _unread(name: str, entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """Why an entry is refused unread: code and message; None for what is part of a text, and for folders."""
    path = PurePosixPath(name)
    if not _is_utf_8(name):
        return None if entry.kind == "folder" else ("bad_name", "is no UTF-8; rename it")
    if path.suffix == SIDECAR and any(
        name.removesuffix(end) + suffix in entries for end in (SIDECAR, CORRECTIONS) for suffix in SUFFIXES
    ):
        return None
    if (entry.kind == "folder" and not suffix_of(name)) or path.name == FETCHES:
        return None
    if entry.kind == "outside":
        return "outside_raw", "is a link that leads out of the raw folder; put the file itself there"
    if entry.kind == "linked":
        return "linked_folder", "is a link to a folder, which is not followed; put the files themselves there"
    if entry.kind == "closed":
        return "unreadable", "is a folder that cannot be read; permit it"
    if entry.kind != "file":
        return "not_a_file", "is not a file; put the statement itself there"
    if path.suffix == SIDECAR:
        stem = path.name.removesuffix(CORRECTIONS).removesuffix(SIDECAR)
        return "sidecar_without_text", f"no {stem}.txt, .pdf or other statement stands beside it"
    if not suffix_of(name):
        return "unknown_suffix", f"only {', '.join(SUFFIXES)} files are read; convert or rename it"
    return "too_large", f"{entry.size:,} bytes, over the limit of {_most_bytes(name):,}: split it into statements"


def _look_at(source_path: str, read: Mapping[str, bytes]) -> Source | Refusal:
    """Return a text as a source; `read` has its contents, and those of what belongs to it."""
    content, stem = read[source_path], _stem(source_path)
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
    line = one_line(message)  # a name or a key may hold line ends
    shown = line if len(line) <= _LONGEST_MESSAGE else line[:_LONGEST_MESSAGE] + "…"
    return Refusal(source_path, sha256, "intake", code, shown)
