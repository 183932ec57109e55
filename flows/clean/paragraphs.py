"""Which lines belong to one paragraph.

Each pair of neighbouring lines is decided by the first evidence that speaks: a printed label, the distance between
the lines, whether the sentence goes on, indentation, the room left on the first line.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from flows.clean.layout import MODEST, SHORT, Layout, width
from flows.clean.lines import Line
from flows.clean.numbering import Label
from flows.clean.rows import Piece, Row, read_rows, room_before
from flows.clean.wording import (
    COMMAS,
    OPENERS,
    breaks_word,
    goes_on,
    is_capitals,
    is_caseless,
    is_stopped,
    is_titled,
    is_turn,
    is_unfinished,
)

_LONGEST_HEADING = 160  # characters
_NEAR = 5  # rows before and behind that tell of a column


class Draft(NamedTuple):
    """A paragraph: the raw range and the text of each of its lines, its label and what the layout says of it."""

    pieces: tuple[Piece | Row, ...]
    label: str | None
    layout: str | None


def build_paragraphs(
    lines: Sequence[Line], furniture: Mapping[int, str], labels: Sequence[Label], layout: Layout
) -> list[Draft]:
    """The paragraphs in reading order, from all lines that are not furniture."""
    rows, label_of, waiting = read_rows(lines, furniture, labels, layout)
    starts = _starts(rows, layout)
    drafts: list[Draft] = []
    queue: deque[Label] = deque()
    for start, end in pairwise([*starts, len(rows)]):
        label = label_of.get(start) or (queue.popleft() if queue else None)
        for k in range(start, end) if waiting else ():
            if k in waiting:
                queue = deque(waiting[k])
        drafts.append(Draft(tuple(rows[start:end]), label.text if label else None, _kind(label)))
    return [
        draft._replace(layout="heading") if draft.layout is None and _heads(draft, after) else draft
        for draft, after in zip_longest(drafts, drafts[1:])
    ]


def _heads(draft: Draft, after: Draft | None) -> bool:
    """Whether the paragraph stands as a heading does: short, without a stop, and before another."""
    text = draft.pieces[-1].text
    return (
        after is not None
        and len(draft.pieces) <= 2
        and sum(len(piece.text) for piece in draft.pieces) <= _LONGEST_HEADING
        and not draft.pieces[0].text[0].islower()
        and text[-1] not in COMMAS
        and not is_stopped(text)
    )


def _kind(label: Label | None) -> str | None:
    if label is None:
        return None
    return "numbered" if label.kind == "number" else "list"


def _starts(rows: Sequence[Row], layout: Layout) -> list[int]:
    """The rows with which a paragraph begins."""
    starts = [0] if rows else []
    wrapped = layout.wrapped
    for k, (before, text) in enumerate(pairwise([row.text for row in rows]), 1):
        # As most lines are: the rest of a sentence, which a line end cut between two words.
        goes_on_plainly = wrapped and text[0].islower() and before[-1].isalpha()
        if rows[k].opens or (not goes_on_plainly and _begins(rows, k, layout)):
            starts.append(k)
    return starts


def _begins(rows: Sequence[Row], k: int, layout: Layout) -> bool:
    """Whether a paragraph begins with row k, that no label says so of."""
    row, before = rows[k], rows[k - 1]
    if before.carries or (breaks_word(before.text) and row.text[0].isalnum()):
        return False
    stopped = is_stopped(before.text)
    if not stopped and goes_on(row.text):
        return not layout.wrapped and row.gap > layout.leading and not row.page
    if not layout.wrapped:
        return True
    if is_turn(row.text) and (stopped or is_turn(before.text)):
        return True
    if stopped and is_capitals(row.text) and not is_capitals(before.text):
        return True
    near = row.gap <= layout.leading and not row.page
    if near and not stopped:
        if row.line.indent == 0 and len(before.line.text) >= layout.columns:
            return False  # as long as most full lines are: no need to measure it
        if before.text[-1] not in COMMAS and is_unfinished(before.text):
            return False
    left = room_before(before, row.text, layout)
    if not stopped and is_caseless(row.text):
        return left > SHORT * layout.measure
    if row.page:
        return _begins_page(rows, k, stopped, left, layout)
    if row.gap > layout.leading:
        return _begins_apart(rows, k, stopped, left, layout)
    return _begins_near(rows, k, stopped, left, layout)


def _begins_page(rows: Sequence[Row], k: int, stopped: bool, left: int, layout: Layout) -> bool:
    """At the head of a page: the sentence decides, then what looks like a title, then the room on the page before."""
    row, before = rows[k], rows[k - 1]
    if not stopped:
        return left > SHORT * layout.measure
    if is_titled(row.text) or _is_heading(rows, k, layout):
        return True
    if layout.indents is not None:
        return row.line.indent >= layout.indents
    return left > layout.slack or before.line.trail > layout.trail


def _begins_apart(rows: Sequence[Row], k: int, stopped: bool, left: int, layout: Layout) -> bool:
    """Further apart than lines of a paragraph: another paragraph, unless the line before was full and unfinished."""
    row, before = rows[k], rows[k - 1]
    if left > layout.slack:
        return True
    if before.opens and row.line.text[0] not in OPENERS and not (stopped and _is_heading(rows, k, layout)):
        return False  # extraction sets a label's line apart from the second line of its paragraph
    return stopped or not is_unfinished(before.text) or before.text[-1] == ","


def _begins_near(rows: Sequence[Row], k: int, stopped: bool, left: int, layout: Layout) -> bool:
    """As near as lines of a paragraph: the same one, unless indentation or the room left on the line before objects."""
    row, before = rows[k], rows[k - 1]
    if layout.indents is not None and row.line.indent >= layout.indents > before.line.indent:
        return True
    if before.line.trail > layout.trail and not layout.spaced:
        return True
    allowed = MODEST if layout.spaced or not stopped else 0
    if stopped and _is_heading(rows, k, layout):
        return True
    enough = max(layout.slack, allowed * layout.measure)
    return left > enough and left - (layout.measure - _column(rows, k, layout)) > enough


def _is_heading(rows: Sequence[Row], k: int, layout: Layout) -> bool:
    """Whether row k is a line by itself: short, without a stop, and what comes next does not go on with it."""
    row = rows[k]
    if k + 1 == len(rows) or not row.text[0].isupper() or is_stopped(row.text) or is_unfinished(row.text):
        return False
    after = rows[k + 1].text
    if goes_on(after) or after[0] in OPENERS:
        return False
    return room_before(row, after, layout) > SHORT * layout.measure


def _column(rows: Sequence[Row], k: int, layout: Layout) -> int:
    """The measure of the column around row k: less than the document's where two lines near by end at one edge."""
    first = last = k - 1
    while first > max(0, k - _NEAR) and rows[first].gap <= layout.leading and not rows[first].opens:
        first -= 1
    while last + 1 < min(len(rows), k + _NEAR) and rows[last + 1].gap <= layout.leading and not rows[last + 1].opens:
        last += 1
    widths = sorted(width(row.line.text, layout.metric) for row in rows[first : last + 1])
    if len(widths) > 2 and widths[-1] - widths[-2] <= layout.slack:
        return min(widths[-1], layout.measure)
    return layout.measure
