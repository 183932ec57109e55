"""Both promises, proved against the raw files: rows read as their raw text, and no raw text is lost."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.intake.renditions import kept_text
from flows.storage import read_files
from flows.validate.promises import PLACED, broken_promises
from flows.verify.proof import Proof

DOCUMENT = (
    "document_id",
    "source_path",
    "source_bytes",
    "source_sha256",
    "encoding",
    "rendition_sha256",
    "stale_since",
)
_NEEDED = ("documents", "statements", *PLACED, "furniture", "edits")


class Kept(NamedTuple):
    """Whether the promises of some documents are kept."""

    counts: Mapping[str, int] = {}  # documents and rows of which they are, by table
    problems: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # paths of raw files that are not there
    withheld: int = 0  # rows without words
    untried: int = 0  # documents, where there are no raw files at all
    stale: tuple[str, ...] = ()  # paths of raw files that were refused since, where the rows of before were kept
    missing: tuple[str, ...] = ()  # tables without which nothing can be proved


def check_promises(tables: Mapping[str, pa.Table], raw: Path | None, renditions: Sequence[Path] = ()) -> Kept:
    """Check those of the documents whose raw file is below `raw` and has the bytes that the release was made from.

    The raw text of some is a rendition of the file, which is kept in one of the folders `renditions`.
    """
    if missing := tuple(name for name in _NEEDED if name not in tables):
        return Kept(missing=missing)
    if raw is None or not raw.is_dir():
        return Kept(untried=tables["documents"].num_rows)
    documents = tables["documents"].select(DOCUMENT)
    problems: list[str] = []
    absent: list[str] = []
    stale: list[str] = []
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    rows = documents.to_pylist()
    contents = read_files(raw, [(row["source_path"], row["source_bytes"]) for row in rows])
    for row, content in zip(rows, contents, strict=True):
        if row["stale_since"] is not None and not _is_same(content, row):
            stale.append(row["source_path"])
            continue
        text = _raw_text(content, row, renditions, problems, absent)
        if text is not None:
            texts[row["document_id"]] = text
            paths[row["document_id"]] = row["source_path"]
    broken: set[str] = set()
    for document_id, problem in broken_promises(tables, texts):
        broken.add(document_id)
        place = f"characters {problem.raw_start} to {problem.raw_end}"
        problems.append(f"{paths[document_id]}: {place}: {problem.message}")
    counts = {name: tables[name].num_rows for name in ("documents", *PLACED)}
    if len(texts) - len(broken) < len(rows):
        held = pa.array(sorted(texts.keys() - broken), pa.string())
        counts = {name: pc.sum(pc.is_in(tables[name]["document_id"], value_set=held)).as_py() or 0 for name in counts}
    withheld = sum(tables[name]["text"].null_count for name in PLACED)
    return Kept(counts, tuple(problems), tuple(absent), withheld, stale=tuple(stale))


def prove_promises(parts: Iterable[Kept], raw: Path | None) -> Proof:
    """Return what came of the promises, of all documents of a release.

    `raw` is where their raw files were looked for.
    """
    parts = tuple(parts)
    unproved = []
    missing = {name for part in parts for name in part.missing}
    if missing:
        told = ", ".join(name for name in _NEEDED if name in missing)
        unproved.append(f"raw text: needs the tables {told}, which could not be read")
    if untried := sum(part.untried for part in parts):
        where = "no folder with raw files was given" if raw is None else f"{raw} is not there"
        unproved.append(f"raw text: of {untried} documents, as {where}")
    if absent := [path for part in parts for path in part.absent]:
        others = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
        unproved.append(f"raw text: {', '.join(absent[:3])}{others}: not below {raw}")
    if stale := [path for part in parts for path in part.stale]:
        others = f" and {len(stale) - 3} more" if len(stale) > 3 else ""
        why = "refused since; their rows are kept, and the raw file is not there to prove them"
        unproved.append(f"raw text: {', '.join(stale[:3])}{others}: {why}")
    if withheld := sum(part.withheld for part in parts):
        unproved.append(f"raw text: {withheld} rows have no words (not redistributed); only their places were proved")
    counts = {name: sum(part.counts.get(name, 0) for part in parts) for name in ("documents", *PLACED)}
    problems = tuple(problem for part in parts for problem in part.problems)
    return Proof(_proved(counts), problems, tuple(unproved))


def _proved(counts: Mapping[str, int]) -> tuple[str, ...]:
    if not counts["documents"]:
        return ()
    told = ", ".join(f"{count} {name.removesuffix('s') if count == 1 else name}" for name, count in counts.items())
    return (f"{told} read as their raw text, and every character of the raw files is accounted for",)


def _is_same(content: bytes | OSError, document: Mapping[str, str]) -> bool:
    """Tell whether the raw file has the bytes that the rows were made from."""
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == document["source_sha256"]


def _raw_text(
    content: bytes | OSError,
    document: Mapping[str, str],
    renditions: Sequence[Path],
    problems: list[str],
    absent: list[str],
) -> str | None:
    """Return the document's decoded raw text; None, with a line in one of the lists, where it cannot be had."""
    path = document["source_path"]
    if isinstance(content, OSError):
        absent.append(path)
        return None
    if hashlib.sha256(content).hexdigest() != document["source_sha256"]:
        problems.append(f"{path}: the raw file has other bytes than the one that the release was made from")
        return None
    if document["rendition_sha256"] is not None:
        text = kept_text(renditions, document["rendition_sha256"])
        if text is None:
            absent.append(f"{path} (its rendition {document['rendition_sha256'][:16]}…)")
        return text
    try:
        text = content.decode(document["encoding"])
        if not text.isascii():
            text.encode()  # some encodings can give what is no character
        return text
    except (UnicodeError, LookupError):
        problems.append(f"{path}: the raw file is not {document['encoding']}, as documents says")
        return None
