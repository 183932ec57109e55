"""What intake knows of the lines of a page, by their type and their places: taken as evidence with that of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.clean.footnotes import Footnote
from flows.clean.lines import Lines
from flows.clean.paragraphs import Draft, LineRun
from flows.records import Furniture, Mark, Structure

_LABEL = "paragraph_label"
_OF_EDGES = ("running_header", "page_number")


class Hints(NamedTuple):
    """What is known, by the numbers of the lines; and stretches within lines that are no text."""

    furniture: dict[int, str]  # line -> reason
    signs: list[Furniture]
    notes: list[Footnote]
    tables: list[int]
    headings: frozenset[int]


NOTHING = Hints({}, [], [], [], frozenset())


def read_hints(structure: Structure, lines: Lines) -> Hints:
    """Return what a structure says of the lines."""
    if not structure.marks and not structure.furniture:
        return NOTHING
    furniture: dict[int, str] = {}
    for piece in structure.furniture:
        if piece.reason != _LABEL:
            furniture |= {
                i: piece.reason
                for i in _touched(lines, piece.raw_start, piece.raw_end)
                if piece.raw_start <= lines.starts[i] and lines.ends[i] <= piece.raw_end
            }
    notes: list[Footnote] = []
    tables: list[int] = []
    headings: set[int] = set()
    for mark in structure.marks:
        touched = [i for i in _touched(lines, mark.start, mark.end) if i not in furniture]
        if mark.kind == "note" and touched:
            notes.append(_note(lines, mark, touched))
        elif mark.kind == "table":
            tables += touched
        elif mark.kind == "heading":
            headings.update(touched)
    return Hints(furniture, [], notes, tables, frozenset(headings))


def inner_furniture(structure: Structure) -> list[Furniture]:
    """Return the pieces of furniture that lie within lines, such as the marks of footnotes."""
    return [piece for piece in structure.furniture if piece.reason == "footnote_mark"]


def place_tables(drafts: Sequence[Draft], tables: Sequence[int], lines: Lines) -> tuple[list[Draft], list[Furniture]]:
    """Return the drafts with a row of a table each; a row that a paragraph runs around is furniture."""
    placed = list(drafts)
    dropped: list[Furniture] = []
    for i in tables:
        at = bisect_left(placed, lines.starts[i], key=lambda draft: draft.lines.starts[0])
        if at and placed[at - 1].lines.ends[-1] > lines.starts[i]:
            dropped.append(Furniture(lines.starts[i], lines.ends[i], "table"))
        else:
            placed.insert(at, Draft(LineRun([lines.starts[i]], [lines.ends[i]], [lines.texts[i]]), None, "table"))
    return placed, dropped


def mark_headings(drafts: Sequence[Draft], headings: frozenset[int], lines: Lines) -> list[Draft]:
    """Return the drafts, those with a hint of which each line is set as a heading."""
    if not headings:
        return list(drafts)
    starts = {lines.ends[i] for i in headings}
    return [
        draft._replace(hint="heading") if all(end in starts for end in draft.lines.ends) else draft for draft in drafts
    ]


def _touched(lines: Lines, start: int, end: int) -> range:
    return range(bisect_right(lines.ends, start), bisect_left(lines.starts, end))


def _note(lines: Lines, mark: Mark, touched: Sequence[int]) -> Footnote:
    label = mark.label or ""
    return Footnote(touched[0], touched[-1], label if lines.texts[touched[0]].startswith(label) else "", None)


def without(found: Mapping[int, str], hints: Hints, measured: bool) -> dict[int, str]:
    """Return furniture that the text tells of, but for lines that are known to be something else.

    Where pages were `measured`, what comes again at their edges is known from there.
    """
    known = {*hints.tables, *(i for note in hints.notes for i in range(note.first, note.last + 1))}
    return {i: reason for i, reason in found.items() if i not in known and not (measured and reason in _OF_EDGES)}
