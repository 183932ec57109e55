"""The front of a document, line by line: all that stands before what is said, with the place of each character."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from flows.records import CleanDocument, Span, Statement
from flows.segment.clauses import has_clause

LONGEST = 3_000
"""Code points of a raw text that may be its front."""

LONGEST_LINE = 250
MOST_LINES = 60
_GREETING = 90
HEAD = "running_header"


class Line(NamedTuple):
    """A line of the front, white space collapsed; `start` and `end` in `Front.text`, `gap` blank lines before it."""

    text: str
    start: int
    end: int
    gap: int


class Front(NamedTuple):
    """The front as one line (each newline a space), its lines, and the raw offset of each character."""

    text: str
    lines: tuple[Line, ...]
    raw: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> Span:
        """Return where the characters [start, end) of the front stand in the raw text."""
        return Span(self.raw[start], self.raw[end - 1] + 1)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset`."""
        return max(0, bisect_right(self.lines, offset, key=lambda line: line.start) - 1)


def read_front(clean: CleanDocument, statements: Sequence[Statement]) -> Front:
    """Return what stands before the first salutation or running text of a document, or before its first turn."""
    if clean.document.structure.certain:
        return _front_of_blocks(clean, statements)
    raw = clean.document.text
    stop = min(_end(statements, len(raw)), LONGEST)
    dropped = [
        Span(row.raw_start, min(row.raw_end, stop))
        for row in clean.furniture
        if row.reason in ("markup", "byte_order_mark") and row.raw_start < stop
    ]
    texts: list[str] = []
    places: list[int] = []
    lines: list[Line] = []
    gap = at = 0
    for row in raw[:stop].splitlines(keepends=True)[: 3 * MOST_LINES]:
        text, printed = _collapsed(row, at, [span for span in dropped if span.start < at + len(row) and span.end > at])
        at += len(row)
        if not text:
            gap += 1
            continue
        lines.append(Line(text, len(places), len(places) + len(text), gap + (row[-1:] == "\f")))
        texts.append(text)
        places += printed
        places.append(at - 1)
        gap = 0
    return Front("".join(f"{text} " for text in texts), tuple(lines[:MOST_LINES]), tuple(places))


def _collapsed(row: str, start: int, dropped: Sequence[Span]) -> tuple[str, Sequence[int]]:
    """Return a line without the dropped stretches, white space collapsed, and the raw offset of each character."""
    text = row.strip()
    first = start + (row.index(text) if text else 0)
    if not dropped and " ".join(text.split()) == text:  # as most are
        return text, range(first, first + len(text))
    chars: list[str] = []
    places: list[int] = []
    for k, char in enumerate(row, start):
        if any(span.start <= k < span.end for span in dropped) or (char.isspace() and (not chars or chars[-1] == " ")):
            continue
        chars.append(" " if char.isspace() else char)
        places.append(k)
    while chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    return "".join(chars), places


def _front_of_blocks(clean: CleanDocument, statements: Sequence[Statement]) -> Front:
    """Return the front of a document whose paragraphs are known, a line each, with what heads its pages."""
    raw = clean.document.text
    stop = _end(statements, len(raw), longest=len(raw))
    parts: list[tuple[int, str, Sequence[int]]] = [
        (row.raw_start, " ".join(raw[row.raw_start : row.raw_end].split()), _spread(raw, row.raw_start, row.raw_end))
        for row in clean.furniture
        if row.reason == HEAD and row.raw_start < stop
    ]
    for block in clean.blocks:
        if block.offsets.raw[0] >= stop or len(parts) >= MOST_LINES:
            break
        places = [block.offsets.raw_start(at) for at in range(len(block.text))]
        parts.append((places[0], block.text, places))
    chars: list[str] = []
    places_: list[int] = []
    lines: list[Line] = []
    for _, text, own in sorted(parts, key=lambda part: part[0])[:MOST_LINES]:
        first = sum(map(len, chars))
        if first + len(text) > LONGEST:
            break
        lines.append(Line(text, first, first + len(text), 1 if lines else 0))
        chars += (text, " ")
        places_ += (*own, own[-1])
    return Front("".join(chars), tuple(lines), tuple(places_))


def _spread(raw: str, start: int, end: int) -> list[int]:
    """Return the raw place of each character of a stretch, white space collapsed."""
    places: list[int] = []
    for at in range(start, end):
        if not raw[at].isspace() or (places and not raw[at - 1].isspace()):
            places.append(at)
    while places and raw[places[-1]].isspace():
        places.pop()
    return places


def _end(statements: Sequence[Statement], size: int, longest: int = LONGEST) -> int:
    """Return the raw offset at which what is said begins."""
    for number, statement in enumerate(statements):
        if statement.speaker_label is not None:
            return statement.paragraphs[0].block.offsets.raw[0]
        for paragraph in statement.paragraphs if number == 0 else ():
            text = paragraph.block.text
            begins = paragraph.block.offsets.raw[0]
            if begins >= longest or (paragraph.kind == "salutation" and text[-1] in ",!:" and len(text) < _GREETING):
                return begins
            runs = len(text) > LONGEST_LINE and text[-1] in ".!?”" and not text.isupper()
            runs = runs or (len(paragraph.sentences) > 1 and paragraph.kind in ("body", "list_item"))
            if runs and has_clause(text[:LONGEST_LINE]):
                return begins
    return size
