"""Footnotes: notes at the foot of a page, told from text by the marks that call them.

A note is believed only if its number stands, set close behind a word, in the text above it on the same page.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.clean.layout import Layout
from flows.clean.lines import Lines
from flows.clean.paragraphs import Draft, LineRun
from flows.records import Furniture

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "1230456789")
_NOTE = re.compile(
    r"(?:(?P<number>\d{1,3})|\[(?P<bracketed>\d{1,3})\]|(?P<markdown>\[\^[\w-]{1,20}\]):?|(?P<star>[*†]))(?=\s|$)"
    rf"|(?P<raised>[{_RAISED}]{{1,3}})(?![{_RAISED}])"
)
_BEGINS = frozenset("[*†0123456789" + _RAISED)
_LONGEST = 14  # lines of notes at the foot of a page


class Footnote(NamedTuple):
    """A note: its first and last line, its printed label, and the raw range of the mark that calls it, if found."""

    first: int
    last: int
    label: str
    mark: tuple[int, int] | None


def find_footnotes(lines: Lines, furniture: Mapping[int, str], layout: Layout) -> list[Footnote]:
    """Return the notes of a document, in order; furniture lines are no part of any."""
    if _BEGINS.isdisjoint([text[0] for text in lines.texts]):
        return []
    found: list[Footnote] = []
    for start, end in _pages(lines, furniture, layout):
        found += _notes_of_page(lines, start, end)
    return found


def _pages(lines: Lines, furniture: Mapping[int, str], layout: Layout) -> Iterator[tuple[int, int]]:
    """Yield the pages as ranges of lines, without the furniture at their foot."""
    ends = layout.page_ends | {i for i, reason in furniture.items() if reason == "page_number"}
    for start, end in pairwise([0, *sorted(ends - {0}), len(lines.texts)]):
        while end > start and end - 1 in furniture:
            end -= 1
        while start < end and start in furniture:
            start += 1
        if start < end:
            yield start, end


def _notes_of_page(lines: Lines, start: int, end: int) -> list[Footnote]:
    """Return the notes with which a page ends, found from its foot upwards.

    The first must begin a line and be called.
    """
    begins = [
        (i, match)
        for i, text in enumerate(lines.texts[max(start + 1, end - _LONGEST) : end], max(start + 1, end - _LONGEST))
        if text[0] in _BEGINS and (match := _NOTE.match(text)) and match.end() < len(text)
    ]
    for skip in range(len(begins)):
        notes = begins[skip:]
        numbers = [(m["number"] or m["bracketed"] or m["raised"] or "").translate(_LOWERED) for _, m in notes]
        if not _counts(numbers):
            continue
        marks = [_mark(lines, range(start, notes[0][0]), m) for _, m in notes]
        if all(mark is not None or m["markdown"] for mark, (_, m) in zip(marks, notes, strict=True)):
            stops = [i - 1 for i, _ in notes[1:]] + [end - 1]
            return [Footnote(i, stop, m.group(), mark) for (i, m), stop, mark in zip(notes, stops, marks, strict=True)]
    return []


def _counts(numbers: Sequence[str]) -> bool:
    values = [int(n) for n in numbers if n]
    return values == list(range(values[0], values[0] + len(values))) if values else True


def _mark(lines: Lines, text: range, note: re.Match[str]) -> tuple[int, int] | None:
    """Where in the lines of `text` the last mark stands that calls the note.

    It stands close behind a word or stop, else after a space behind one.
    """
    if (raised := note["raised"] or note["star"]) is not None:
        sign = re.escape(raised)
        return _last(lines, text, raised, [re.compile(rf"(?<=[^\s{_RAISED}*†])({sign})(?![{_RAISED}*†\w])")])
    number = note["number"] or note["bracketed"]
    if number is None:
        return None
    return _last(lines, text, number, _calls(f"[{number}]" if note["bracketed"] else number))


@lru_cache(maxsize=1 << 8)
def _calls(sign: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a note's sign close behind a word or stop, and behind a space.

    Kept, since most notes are few.
    """
    sign = re.escape(sign)
    close = re.compile(rf"(?<=[a-z%.,;:!?\"”’'»)\]])({sign})(?=[\s.,;:!?)\"”’]|$)(?![.,]\d)")
    apart = re.compile(rf"(?<=[.!?”])\s+({sign})(?=\s+[A-Z]|\s*$)|(?<=[a-z])\s+({sign})(?=[,.;])")
    return close, apart


def _last(lines: Lines, text: range, sign: str, patterns: Sequence[re.Pattern[str]]) -> tuple[int, int] | None:
    """Where the first of the patterns that occurs at all occurs last: its group. All of them need the `sign`."""
    signed = [i for i in reversed(text) if sign in lines.texts[i]]
    for pattern in patterns:
        for i in signed:
            found = list(pattern.finditer(lines.texts[i]))
            for match in reversed(found):
                group = match.lastindex or 1
                before = lines.texts[i][: match.start(group)]
                if not before[-2:-1].isdigit() or before[-1:] not in ".,":
                    return lines.starts[i] + match.start(group), lines.starts[i] + match.end(group)
    return None


def place_notes(
    paragraphs: Sequence[Draft], notes: Sequence[Footnote], lines: Lines, furniture: Mapping[int, str]
) -> tuple[list[Draft], list[Furniture]]:
    """Return the notes among the paragraphs.

    One that a paragraph runs around is furniture, any other a paragraph itself.
    """
    drafts = list(paragraphs)
    dropped = [Furniture(*note.mark, "footnote_mark") for note in notes if note.mark]
    for note in notes:
        at = bisect_left(drafts, lines.starts[note.first], key=lambda draft: draft.lines.starts[0])
        if at and drafts[at - 1].lines.ends[-1] > lines.starts[note.first]:
            dropped.append(Furniture(lines.starts[note.first], lines.ends[note.last], "footnote"))
            continue
        own = [i for i in range(note.first, note.last + 1) if i not in furniture]
        starts, texts = [lines.starts[i] for i in own], [lines.texts[i] for i in own]
        if note.label:
            dropped.append(Furniture(starts[0], starts[0] + len(note.label), "paragraph_label"))
        text = texts[0][len(note.label) :].lstrip()
        starts[0], texts[0] = starts[0] + len(texts[0]) - len(text), text
        first = 0 if text else 1  # nothing but the label may stand on the note's first line
        run = LineRun(starts[first:], [lines.ends[i] for i in own[first:]], texts[first:])
        if run.texts:
            drafts.insert(at, Draft(run, note.label or None, "footnote"))
    return drafts, dropped
