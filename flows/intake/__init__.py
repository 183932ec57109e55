"""Step 1: raw files become decoded documents; what cannot be read is refused, with its reason."""

import hashlib
from pathlib import Path

from flows.intake.decode import DecodingError, decode
from flows.intake.fetched import with_sidecars
from flows.intake.sources import RawFolderError, batches, take_stock
from flows.records import Batch, RawDocument, Refusal, Source
from flows.storage import read_files

__all__ = ["RawFolderError", "batches", "read_batch", "take_stock"]


def read_batch(raw: Path, sources: tuple[Source, ...]) -> Batch[RawDocument]:
    """The sources' documents, decoded, and refusals for those that cannot be. Raises what `read_files` raises."""
    contents = read_files(raw, [(source.source_path, source.size) for source in sources])
    described = with_sidecars(raw, sources)
    read = [_read(content, source) for content, source in zip(contents, described, strict=True)]
    documents = tuple(one for one in read if isinstance(one, RawDocument))
    return Batch(documents, tuple(one for one in read if isinstance(one, Refusal)))


def _read(content: bytes | OSError, source: Source | Refusal) -> RawDocument | Refusal:
    if isinstance(source, Refusal):
        return source

    def refuse(code: str, message: str) -> Refusal:
        return Refusal(source.source_path, source.sha256, "intake", code, message)

    if isinstance(content, OSError):
        return refuse("unreadable", f"cannot be read: {content.strerror}")
    if hashlib.sha256(content).hexdigest() != source.sha256:
        return refuse("changed_while_reading", "was written to during the run; run again")
    try:
        text, encoding = decode(content)
    except DecodingError as error:
        return refuse(error.code, str(error))
    return RawDocument(
        source.document_id,
        source.source_path,
        source.sha256,
        source.size,
        encoding,
        text,
        source.sidecar,
        source.corrections,
    )
