"""Both promises, proved against the raw files: rows read as their raw text, and no raw text is lost."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.storage import read_files
from flows.validate.promises import PLACED, broken_promises
from flows.verify.proof import Proof

_NEEDED = ("documents", "statements", *PLACED, "furniture", "edits")
_BATCH_BYTES = 8 << 20  # raw bytes at a time; bounds memory

Ranges = dict[str, tuple[int, int]]  # document_id -> half-open rows


def verify_promises(tables: Mapping[str, pa.Table], raw: Path | None) -> Proof:
    """Prove every document whose raw file is below `raw` and has the bytes that the release was made from."""
    if missing := [name for name in _NEEDED if name not in tables]:
        return Proof(unproved=(f"raw text: needs the tables {', '.join(missing)}, which could not be read",))
    documents = tables["documents"].select(["document_id", "source_path", "source_sha256", "source_bytes", "encoding"])
    if raw is None or not raw.is_dir():
        where = "no folder with raw files was given" if raw is None else f"{raw} is not there"
        return Proof(unproved=(f"raw text: of {documents.num_rows} documents, as {where}",))
    ranges = {name: _ranges(tables[name]) for name in _NEEDED}
    problems: list[str] = []
    absent: list[str] = []
    counts = dict.fromkeys(("documents", *PLACED), 0)
    for batch in _batches(documents.to_pylist()):
        texts: dict[str, str] = {}
        contents = read_files(raw, [(document["source_path"], document["source_bytes"]) for document in batch])
        for document, content in zip(batch, contents, strict=True):
            text = _raw_text(content, document, problems, absent)
            if text is not None:
                texts[document["document_id"]] = text
        if not texts:
            continue
        part = {name: _part(tables[name], ranges[name], batch) for name in _NEEDED}
        paths = {document["document_id"]: document["source_path"] for document in batch}
        broken: set[str] = set()
        for document_id, problem in broken_promises(part, texts):
            broken.add(document_id)
            place = f"characters {problem.raw_start} to {problem.raw_end}"
            problems.append(f"{paths[document_id]}: {place}: {problem.message}")
        held = pa.array(sorted(texts.keys() - broken), pa.string())
        for name in counts:
            counts[name] += pc.sum(pc.is_in(part[name]["document_id"], value_set=held)).as_py() or 0
    unproved = []
    if absent:
        others = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
        unproved.append(f"raw text: {', '.join(absent[:3])}{others}: not below {raw}")
    if withheld := sum(tables[name]["text"].null_count for name in PLACED):
        unproved.append(f"raw text: {withheld} rows have no words (not redistributed); only their places were proved")
    return Proof(_proved(counts), tuple(problems), tuple(unproved))


def _proved(counts: Mapping[str, int]) -> tuple[str, ...]:
    if not counts["documents"]:
        return ()
    told = ", ".join(f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items())
    return (f"{told} read as their raw text, and every character of the raw files is accounted for",)


def _raw_text(
    content: bytes | OSError, document: Mapping[str, str], problems: list[str], absent: list[str]
) -> str | None:
    """The document's decoded raw text; None, with a line in one of the lists, where it cannot be had."""
    path = document["source_path"]
    if isinstance(content, OSError):
        absent.append(path)
        return None
    if hashlib.sha256(content).hexdigest() != document["source_sha256"]:
        problems.append(f"{path}: the raw file has other bytes than the one that the release was made from")
        return None
    try:
        return content.decode(document["encoding"])
    except (UnicodeDecodeError, LookupError):
        problems.append(f"{path}: the raw file is not {document['encoding']}, as documents says")
        return None


def _batches(documents: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for document in documents:
        if batch and size + document["source_bytes"] > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += document["source_bytes"]
    if batch:
        yield batch


def _ranges(rows: pa.Table) -> Ranges:
    """Where each document's rows stand; rows are sorted by document."""
    runs = pc.run_end_encode(rows["document_id"].combine_chunks())
    ends = runs.run_ends.to_pylist()
    return dict(zip(runs.values.to_pylist(), zip([0, *ends], ends, strict=False), strict=True))


def _part(rows: pa.Table, ranges: Ranges, batch: list[dict[str, Any]]) -> pa.Table:
    """The rows of the documents of a batch."""
    there = [ranges[document["document_id"]] for document in batch if document["document_id"] in ranges]
    return rows.slice(there[0][0], there[-1][1] - there[0][0]) if there else rows.slice(0, 0)
