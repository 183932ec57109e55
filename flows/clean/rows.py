"""The lines of statement text with what stood between them, and the paragraph that each printed label belongs to."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.clean.layout import SHORT, Layout, room
from flows.clean.lines import Line
from flows.clean.numbering import Label
from flows.clean.wording import goes_on, is_stopped, is_titled, is_unfinished

PAGE_FURNITURE = frozenset(["page_number", "running_header", "document_symbol", "footnote"])


class Piece(NamedTuple):
    """What a line gives to a paragraph: raw range and text, without the label."""

    start: int
    end: int
    text: str


class Row(NamedTuple):
    """A line of statement text, and what stood between it and the line before; usable as the piece that it gives."""

    start: int  # raw offset of `text`
    end: int
    text: str  # without the label
    line: Line
    gap: int  # blank lines
    page: bool  # a page ends in between
    opens: bool  # a label says that a paragraph begins here
    carries: bool  # a label was printed behind this line, though the paragraph begins with it


def read_rows(
    lines: Sequence[Line], furniture: Mapping[int, str], labels: Sequence[Label], layout: Layout
) -> tuple[list[Row], dict[int, Label], dict[int, list[Label]]]:
    """The rows; the label of each row that a paragraph begins with; labels that wait, by the row they stand before.

    `furniture` names the lines that are no rows, with the reason; a label alone on its line is none either.
    """
    by_line = {label.line: label for label in labels}
    rows: list[Row] = []
    label_of: dict[int, Label] = {}
    waiting: dict[int, list[Label]] = {}
    alone: deque[Label] = deque()
    gap, page = 0, False
    page_gap = layout.page_gap
    for i, line in enumerate(lines):
        start, end, text, _, _, blank, feed = line
        if blank > gap:
            gap = blank
        if feed or blank >= page_gap:
            page = i > 0
        if i in furniture:
            page = page or furniture[i] in PAGE_FURNITURE
            continue
        label = by_line.get(i)
        if label and label.alone:
            alone.append(label)
            continue
        opens = False
        if alone:
            if not label and displaced(rows, alone[0], lines, line, layout) and len(rows) - 1 not in label_of:
                label_of[len(rows) - 1] = alone.popleft()
                rows[-1] = rows[-1]._replace(opens=True, carries=True)
            if alone and not label:
                label_of[len(rows)] = alone.popleft()
                opens = True
            if alone:
                waiting[len(rows)] = list(alone)
            alone = deque()
        if label:
            label_of[len(rows)] = label
            opens = True
            text = text[label.end - label.start :].lstrip()
            start += len(line.text) - len(text)
        rows.append(Row(start, end, text, line, gap, page, opens, False))
        gap, page = 0, False
    if alone and rows:
        waiting.setdefault(len(rows) - 1, []).extend(alone)
    return rows, label_of, waiting


def displaced(rows: Sequence[Row], label: Label, lines: Sequence[Line], after: Line, layout: Layout) -> bool:
    """Whether a label alone on its line belongs to the line before: extraction put it behind the paragraph's first."""
    if label.kind == "bullet" or not rows:
        return False
    before = rows[-1]
    if before.opens or (len(rows) > 1 and rows[-2].carries):
        return False
    if len(rows) > 1 and not before.page and before.gap <= layout.leading and not _is_done(rows[-2], before, layout):
        return False
    gap = lines[label.line].gap
    left = room_before(before, after.text, layout)
    if is_stopped(before.text):
        if gap < before.gap and gap <= layout.leading and after.gap <= layout.leading:
            return True
        return left <= layout.slack and not before.page and before.gap > layout.leading
    if goes_on(after.text):
        return True
    if left > SHORT * layout.measure or is_titled(before.text):
        return False
    return is_unfinished(before.text) or left <= layout.slack


def _is_done(before: Row, row: Row, layout: Layout) -> bool:
    return is_stopped(before.text) or room_before(before, row.text, layout) > layout.slack


def room_before(before: Row, following: str, layout: Layout) -> int:
    """How much of a full line would stay empty on the row's line, had the first word of `following` been set there."""
    return room(before.line.text, following, layout.metric, layout.measure)
