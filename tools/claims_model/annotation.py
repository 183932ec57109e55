"""Annotation: reference claims placed in the statements that the pipeline makes of the same raw files.

Claims are found by their letters and digits, so that cleaning does not matter.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from flows.clean import clean
from flows.intake import read_batch, take_stock
from flows.records import SegmentedDocument, Span, Statement
from flows.segment import segment

FAR = Span(-1, -1)
"""The place of a part that stands outside its claim."""


class Annotated(NamedTuple):
    """A reference claim; spans in the statement's text."""

    span: Span
    source: Span | None
    cue: Span | None
    content: Span | None
    codes: dict[str, Any]


class AnnotatedStatement(NamedTuple):
    """A statement with its reference claims in reading order; `paragraphs` are those that were annotated."""

    document: str
    statement: Statement
    claims: tuple[Annotated, ...]


class _Letters:
    def __init__(self, text: str) -> None:
        self.kept: list[str] = []
        self.origin: list[int] = []
        for offset, character in enumerate(text):
            for folded in character.casefold():
                if folded.isalnum():
                    self.kept.append(folded)
                    self.origin.append(offset)
        self.text = "".join(self.kept)
        self.raw = text

    def span(self, start: int, end: int) -> Span:
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def words(self, needle: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = self.text.find(needle, start, end)
        while at >= 0:
            span = self.span(at, at + len(needle))
            before = span.start > 0 and self.raw[span.start - 1].isalnum()
            after = span.end < len(self.raw) and self.raw[span.end].isalnum()
            if not before and not after:
                yield at, at + len(needle)
            at = self.text.find(needle, at + 1, end)


def read_annotation(raw: Path, gold: Path, names: frozenset[str] | None = None) -> list[AnnotatedStatement]:
    """Return the statements of the raw files that have a reference annotation, with that."""
    sources = [one for one in take_stock(raw, 0).sources if (gold / f"{Path(one.source_path).stem}.jsonl").exists()]
    if names is not None:
        sources = [one for one in sources if Path(one.source_path).stem in names]
    found: list[AnnotatedStatement] = []
    for document in read_batch(raw, tuple(sources)).documents:
        stem = Path(document.source_path).stem
        with (gold / f"{stem}.jsonl").open(encoding="utf-8") as lines:
            claims = [json.loads(line) for line in lines if line.strip()]
        found += _placed(stem, segment(clean(document)), claims)
    return found


def _placed(stem: str, document: SegmentedDocument, claims: list[dict[str, Any]]) -> list[AnnotatedStatement]:
    texts = [statement.text for statement in document.statements]
    joined = "\n".join(texts)
    letters = _Letters(joined)
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    placed: list[list[Annotated]] = [[] for _ in texts]
    cursor = 0
    for claim in claims:
        sentence = _kept(claim["sentence"])
        where = letters.text.find(sentence, max(0, cursor - len(sentence)))
        where = where if where >= 0 else letters.text.find(sentence)
        text = _kept(claim["text"])
        start = letters.text.find(text, where, where + len(sentence)) if where >= 0 else -1
        if start < 0 or not text:
            continue
        cursor = max(cursor, where)
        end = start + len(text)
        span = letters.span(start, end)
        number = bisect_left(starts, span.start + 1) - 1
        shift = starts[number]
        parts: dict[str, Span | None] = {}
        for part in ("source", "cue", "content"):
            words = _kept(claim.get(part) or "")
            inside = next(letters.words(words, start, end), None) if words else None
            parts[part] = None if not words else _moved(letters.span(*inside), shift) if inside else FAR
        placed[number].append(Annotated(_moved(span, shift), **parts, codes=claim))
    return [
        AnnotatedStatement(stem, statement, tuple(sorted(found, key=lambda one: one.span)))
        for statement, found in zip(document.statements, placed, strict=True)
        if found
    ]


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start - shift, span.end - shift)


def _kept(text: str) -> str:
    return "".join(folded for character in text for folded in character.casefold() if folded.isalnum())
