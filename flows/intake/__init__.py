"""Step 1: raw files become decoded documents; what cannot be read is refused, with its reason."""

import hashlib
from pathlib import Path

from flows.intake.child import read_in_child
from flows.intake.dataset_toml import read_dataset_toml
from flows.intake.decode import DecodingError, decode
from flows.intake.fetched import with_sidecars
from flows.intake.formats import format_of
from flows.intake.renditions import WITHHELD, Reading, keep_rendition, kept_rendition, made_by_this, rendition_hash
from flows.intake.sources import RawFolderError, batches, take_stock
from flows.intake.words import with_default
from flows.readers import FROZEN, READERS, ReadingError
from flows.records import Batch, RawDocument, Refusal, Rendition, Source
from flows.storage import read_files

__all__ = ["RawFolderError", "Reading", "batches", "read_batch", "take_stock"]


def read_batch(raw: Path, sources: tuple[Source, ...], reading: Reading = Reading()) -> Batch[RawDocument]:  # noqa: B008
    """Return the sources' documents, decoded, and refusals of the others; raise what `read_files` raises."""
    contents = read_files(raw, [(source.source_path, source.size) for source in sources])
    described = with_default(with_sidecars(raw, sources), read_dataset_toml(raw)[0].redistribute)
    read = [_read(content, source, reading) for content, source in zip(contents, described, strict=True)]
    documents = tuple(one for one in read if isinstance(one, RawDocument))
    return Batch(documents, tuple(one for one in read if isinstance(one, Refusal)))


def _read(content: bytes | OSError, source: Source | Refusal, reading: Reading) -> RawDocument | Refusal:
    if isinstance(source, Refusal):
        return source

    def refuse(code: str, message: str) -> Refusal:
        return Refusal(source.source_path, source.sha256, "intake", code, message)

    if isinstance(content, OSError):
        return refuse("unreadable", f"cannot be read: {content.strerror}")
    if hashlib.sha256(content).hexdigest() != source.sha256:
        return refuse("changed_while_reading", "was written to during the run; run again")
    try:
        file_format = format_of(content, source.source_path)
        if file_format == "text":
            return _document(source, file_format, Rendition(*decode(content)), None)
        return _rendered(content, source, file_format, reading)
    except (DecodingError, ReadingError) as error:
        return refuse(error.code, str(error))


def _rendered(content: bytes, source: Source, file_format: str, reading: Reading) -> RawDocument:
    """Return the document of a file that is no plain text: from its kept rendition where it has one."""
    frozen = file_format in FROZEN
    if frozen and source.rendition_sha256 is not None and not reading.again:
        kept = kept_rendition(reading.folders, source.rendition_sha256, source.sha256)
        language = source.sidecar.language
        alike = made_by_this(file_format, kept.extractor, language) if kept is not None and reading.alike else None
        if kept is not None and alike is None:
            return _document(source, file_format, kept, source.rendition_sha256)
        reading = reading._replace(options=alike or reading.options)
    options = reading.options._replace(language=source.sidecar.language, select=source.sidecar.text)
    rendition = read_in_child(READERS[file_format], content, options, reading.seconds)
    if not rendition.text.strip("\ufeff \t\r\n\f\v"):
        raise ReadingError("empty", "holds no text; remove it or put the text in")
    sha256 = None
    if frozen:
        sha256 = rendition_hash(rendition.text)
        if reading.fresh is not None:
            place = reading.fresh if source.sidecar.redistribute else reading.fresh / WITHHELD
            keep_rendition(rendition, source.sha256, place)
    return _document(source, file_format, rendition, sha256)


def _document(source: Source, file_format: str, found: Rendition, rendition_sha256: str | None) -> RawDocument:
    return RawDocument(
        source.document_id,
        source.source_path,
        source.sha256,
        source.size,
        found.encoding,
        found.text,
        source.sidecar,
        source.corrections,
        file_format,
        rendition_sha256,
        found.extractor,
        found.structure,
        found.pages,
        found.boxes,
    )
