"""The two promises, proved from a document's raw text and its rows alone, without the code that made the rows.

1. Every row points at the raw file: raw text less furniture, with edits applied and white space collapsed, is the
   row's text.
2. Nothing is lost in silence: every character that is not white space lies in exactly one paragraph or in one
   row of furniture.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow as pa

# Tables whose rows carry their words and their place in the raw file.
PLACED = ("paragraphs", "sentences", "claims", "mentions")
# Spans in a statement's text: table, and the column name before `_start` and `_end`.
SPANS = (
    *((name, "char") for name in PLACED),
    *(("claims", part) for part in ("source", "cue", "content", "addressee")),
)


class Cut(NamedTuple):
    """A stretch of raw text that reads as something else: "" for furniture and for dropped characters."""

    raw_start: int
    raw_end: int
    replacement: str


class Problem(NamedTuple):
    """A broken promise and where: half-open raw code points."""

    raw_start: int
    raw_end: int
    message: str


def broken_promises(tables: Mapping[str, pa.Table], raw_texts: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """Every broken promise, as (document_id, problem), of the documents whose decoded raw text is given.

    `tables` are a release's, by name. Words that are NULL (not redistributed) are not compared; places still are.
    """
    place = ("document_id", "raw_start", "raw_end")
    furniture = _by_document(tables["furniture"], place)
    edits = _by_document(tables["edits"], (*place, "replacement"))
    statements = _by_document(tables["statements"], ("document_id", "statement_index", "text"))
    rows = {name: _by_document(tables[name], (*place, "text")) for name in PLACED}
    spans = {span: _by_document(tables[span[0]], _span_columns(*span)) for span in SPANS}
    for document_id, raw in raw_texts.items():
        cuts, problems = cuts_of(furniture.get(document_id, ()), edits.get(document_id, ()))
        paragraphs = [row[:2] for row in rows["paragraphs"].get(document_id, ())]
        problems += uncovered(raw, paragraphs, furniture.get(document_id, ()))
        for name in PLACED:
            problems += misread(raw, cuts, rows[name].get(document_id, ()), name)
        texts = dict(statements.get(document_id, ()))
        for span in SPANS:
            problems += _misplaced(texts, spans[span].get(document_id, ()), "_".join(span))
        problems += _misjoined(texts, spans["paragraphs", "char"].get(document_id, ()))
        yield from ((document_id, problem) for problem in problems)


def _span_columns(table: str, name: str) -> tuple[str, ...]:
    words = "text" if name == "char" else f"{name}_text"
    return ("document_id", "statement_index", f"{name}_start", f"{name}_end", words)


def _misplaced(texts: Mapping[int, str | None], rows: Iterable[Any], what: str) -> Iterator[Problem]:
    """Rows, as (statement_index, start, end, words), whose words are not the statement's text there."""
    for index, start, end, words in rows:
        text = texts[index]
        if words is not None and text is not None and text[start:end] != words:
            yield Problem(0, 0, f"{what}: statement {index} has other words at {start} to {end} than {words[:60]!r}")


def _misjoined(texts: Mapping[int, str | None], paragraphs: Iterable[Any]) -> Iterator[Problem]:
    """Statements that are not their paragraphs, given as (statement_index, …, words), joined by a blank line."""
    joined: dict[int, list[str]] = {}
    for index, *_, words in paragraphs:
        joined.setdefault(index, []).append(words)
    for index, text in texts.items():
        if text is not None and text != "\n\n".join(joined.get(index, ())):
            yield Problem(0, 0, f"statement {index} is not its paragraphs joined by a blank line")


def _by_document(table: pa.Table, columns: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of each document, as tuples of the columns behind the first, in the table's order."""
    rows: dict[str, list[Any]] = {}
    for document_id, *row in zip(*(table[name].to_pylist() for name in columns), strict=True):
        rows.setdefault(document_id, []).append(tuple(row))
    return rows


def replay(raw: str, start: int, end: int, cuts: Sequence[Cut], first: int) -> str:
    """The clean text of raw[start:end]; `cuts` from place `first` on are those that begin at `start` or later."""
    pieces: list[str] = []
    at, place = start, first
    while place < len(cuts) and cuts[place].raw_start < end:
        cut = cuts[place]
        pieces += (raw[at : cut.raw_start], cut.replacement)
        at = cut.raw_end
        place += 1
    pieces.append(raw[at:end])
    return " ".join("".join(pieces).split())


def misread(raw: str, cuts: Sequence[Cut], rows: Iterable[tuple[int, int, str | None]], what: str) -> Iterator[Problem]:
    """Rows, as (raw_start, raw_end, text), whose text is not what the raw text gives there; None is passed over."""
    starts = [cut.raw_start for cut in cuts]
    for start, end, text in rows:
        if text is not None and replay(raw, start, end, cuts, bisect_left(starts, start)) != text:
            yield Problem(start, end, f"{what} does not read as its raw text: {text[:60]!r}")


def uncovered(
    raw: str, paragraphs: Sequence[tuple[int, int]], furniture: Sequence[tuple[int, int]]
) -> Iterator[Problem]:
    """Where a character that is not white space lies in no row, or in two.

    Both sequences are (raw_start, raw_end), sorted by start.
    """
    yield from _overlaps(paragraphs, "paragraphs")
    yield from _overlaps(furniture, "furniture rows")
    owned = sorted([*paragraphs, *(piece for piece in furniture if not _inside(piece, paragraphs))])
    at = 0
    for start, end in owned:
        if start < at:
            yield Problem(start, at, "a paragraph and a furniture row overlap")
        elif start > at and not raw[at:start].isspace():
            yield Problem(at, start, f"in no row: {raw[at:start].strip()[:60]!r}")
        at = max(at, end)
    if at < len(raw) and not raw[at:].isspace():
        yield Problem(at, len(raw), f"in no row: {raw[at:].strip()[:60]!r}")
    if at > len(raw):
        yield Problem(at, at, "a row ends behind the raw text")


def cuts_of(
    furniture: Iterable[tuple[int, int]], edits: Iterable[tuple[int, int, str]]
) -> tuple[list[Cut], list[Problem]]:
    """All cuts in their order, and where two of them overlap."""
    cuts = sorted([*(Cut(start, end, "") for start, end in furniture), *(Cut(*edit) for edit in edits)])
    return cuts, list(_overlaps([(cut.raw_start, cut.raw_end) for cut in cuts], "furniture and edits"))


def _overlaps(ranges: Sequence[tuple[int, int]], what: str) -> Iterator[Problem]:
    for before, after in pairwise(ranges):
        if after[0] < before[1]:
            yield Problem(after[0], before[1], f"two {what} overlap")


def _inside(piece: tuple[int, int], ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the sorted, disjoint ranges holds the whole piece."""
    k = bisect_left(ranges, (piece[0] + 1,)) - 1
    return k >= 0 and ranges[k][0] <= piece[0] and piece[1] <= ranges[k][1]
