"""What stands in a raw folder: which files are statements, their ids, and which are refused unread."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from slugify import slugify

from flows.errors import UsageError
from flows.intake.corrections import CORRECTIONS, corrections_path, read_corrections
from flows.intake.sidecar import SidecarError, read_sidecar
from flows.records import Refusal, Sidecar, Source, Stock

MAX_BYTES = 32 << 20  # a statement of 32 MiB would be five million words: something else got into the folder
TEXT, SIDECAR = ".txt", ".toml"


class RawFolderError(UsageError):
    """A raw folder that cannot be worked on, in one line."""


def take_stock(raw: Path) -> Stock:
    """The sources below `raw`, by id, with refusals for what cannot be one. Reads each file once, to hash it.

    Hidden files and folders are passed over. Raises RawFolderError where there is no folder or nothing in it, and
    CorrectionError for corrections that cannot be understood: without them a release would hold what somebody knows to
    be wrong.
    """
    if not raw.is_dir():
        reason = "is a file" if raw.exists() else "is not there"
        raise RawFolderError(f"{raw}: {reason}; --raw takes a folder with .txt files in it")
    sources: dict[str, Source] = {}
    refusals: list[Refusal] = []
    for path in _entries(raw):
        found = _look_at(path, path.relative_to(raw).as_posix())
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


def _entries(raw: Path) -> Iterator[Path]:
    """What needs an answer, by path: every visible file but what belongs to a text, and folders named like a text."""
    for path in sorted(raw.rglob("*"), key=lambda path: path.relative_to(raw).as_posix()):
        hidden = any(part.startswith(".") for part in path.relative_to(raw).parts)
        if not hidden and not _is_beside_text(path) and (not path.is_dir() or path.suffix == TEXT):
            yield path


def _is_beside_text(path: Path) -> bool:
    """Whether it is the sidecar of a text that is there, or the corrections to one."""
    texts = [path.with_suffix(TEXT)] if path.suffix == SIDECAR else []
    if path.name.endswith(CORRECTIONS):
        texts.append(path.with_name(path.name.removesuffix(CORRECTIONS) + TEXT))
    return any(text.exists() for text in texts)


def _look_at(path: Path, source_path: str) -> Source | Refusal:
    if not path.is_file():
        return _refusal(source_path, None, "not_a_file", "is not a file; put the statement itself there")
    if path.suffix == SIDECAR:
        stem = path.name.removesuffix(CORRECTIONS).removesuffix(SIDECAR)
        return _refusal(source_path, None, "sidecar_without_text", f"no {stem}{TEXT} stands beside it")
    if path.suffix != TEXT:
        return _refusal(source_path, None, "unknown_suffix", f"only {TEXT} files are read; convert or rename it")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            advice = f"{size:,} bytes, over the limit of {MAX_BYTES:,}: split it into statements"
            return _refusal(source_path, None, "too_large", advice)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        described = _content(path.with_suffix(SIDECAR))
        corrected = _content(path.with_suffix(CORRECTIONS))
    except OSError as error:
        return _refusal(source_path, None, "unreadable", f"cannot be read: {error.strerror}")
    if not size:
        return _refusal(source_path, sha256, "empty", "holds no byte; remove it or put the text in")
    try:
        document_id, sidecar = read_sidecar(described) if described is not None else (None, Sidecar())
    except SidecarError as error:
        return _refusal(source_path, sha256, "bad_sidecar", f"{Path(source_path).with_suffix(SIDECAR)}: {error}")
    document_id = document_id or slugify(source_path.removesuffix(TEXT))
    if not document_id:
        return _refusal(source_path, sha256, "no_id", "its name has neither letter nor digit: give it an `id`")
    return Source(
        document_id,
        source_path,
        size,
        sha256,
        _sha256(described),
        sidecar,
        _sha256(corrected),
        read_corrections(corrected, corrections_path(source_path)) if corrected is not None else (),
    )


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _sha256(content: bytes | None) -> str | None:
    return hashlib.sha256(content).hexdigest() if content is not None else None


def _refusal(source_path: str, sha256: str | None, code: str, message: str) -> Refusal:
    return Refusal(source_path, sha256, "intake", code, message)
