"""Which lines belong to one paragraph.

Each pair of neighbouring lines is decided by the first evidence that speaks: a printed label, the distance between
the lines, whether the sentence goes on, indentation, the room left on the first line.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from flows.clean.layout import MODEST, SHORT, Layout
from flows.clean.lines import Lines
from flows.clean.markup import TaggedBlock
from flows.clean.numbering import Label
from flows.clean.rows import ROOM, Rows, read_rows, room_before, row_width
from flows.clean.wording import (
    COMMAS,
    OPENERS,
    breaks_word,
    goes_on,
    is_address,
    is_capitals,
    is_caseless,
    is_prose,
    is_stopped,
    is_titled,
    is_turn,
    is_unfinished,
    opens_sentence,
)

_LONGEST_HEADING = 160  # characters
_NEAR = 5  # rows before and behind that tell of a column


class LineRun(NamedTuple):
    """The lines that a paragraph is made of, without its label: raw ranges and texts, in order."""

    starts: list[int]
    ends: list[int]
    texts: list[str]


class Draft(NamedTuple):
    """A paragraph: its lines, its label and what the layout says of it."""

    lines: LineRun
    label: str | None
    layout: str | None
    hint: str | None = None  # what its type says that it is: see records.Mark
    level: int = 0


class Measured(NamedTuple):
    """What was measured on pages: raw offsets of lines that begin a paragraph, and of lines that go on with one."""

    opens: frozenset[int] = frozenset()
    continues: frozenset[int] = frozenset()


UNMEASURED = Measured()


def build_paragraphs(
    lines: Lines,
    furniture: Mapping[int, str],
    labels: Sequence[Label],
    tagged: Sequence[TaggedBlock],
    layout: Layout,
    measured: Measured = UNMEASURED,
) -> list[Draft]:
    """Return the paragraphs in reading order, from all lines that are not furniture."""
    rows, label_of, waiting = read_rows(lines, furniture, labels, layout)
    rows.opens.update(k for k, start in enumerate(rows.lines.starts) if start in measured.opens)
    continues = {k for k, start in enumerate(rows.lines.starts) if start in measured.continues} - rows.opens
    tagged_rows = [(bisect_left(rows.starts, block.start), block.item) for block in tagged]
    rows.opens.update(k for k, _ in tagged_rows if k < len(rows.starts))
    items = {k for k, item in tagged_rows if item}
    starts = _starts(rows, layout, continues)
    drafts: list[Draft] = []
    queue: deque[Label] = deque()
    for start, end in pairwise([*starts, len(rows.texts)]):
        label = label_of.get(start) or (queue.popleft() if queue else None)
        for k in range(start, end) if waiting else ():
            if k in waiting:
                queue = deque(waiting[k])
        run = LineRun(rows.starts[start:end], rows.lines.ends[start:end], rows.texts[start:end])
        drafts.append(Draft(run, label.text if label else None, "list" if start in items else _kind(label)))
    return [
        draft._replace(layout="heading") if draft.layout is None and heads(draft, after) else draft
        for draft, after in zip_longest(drafts, drafts[1:])
    ]


def heads(draft: Draft, after: Draft | None) -> bool:
    """Whether the paragraph stands as a heading does: short, without a stop, and before another."""
    texts = draft.lines.texts
    return (
        after is not None
        and len(texts) <= 2
        and sum(map(len, texts)) <= _LONGEST_HEADING
        and not texts[0][0].islower()
        and texts[-1][-1] not in COMMAS
        and not is_stopped(texts[-1])
    )


def _kind(label: Label | None) -> str | None:
    if label is None:
        return None
    return "numbered" if label.kind == "number" else "list"


def _starts(rows: Rows, layout: Layout, continues: Collection[int]) -> list[int]:
    """Return the rows with which a paragraph begins; those in `continues` are known to be none."""
    # Most lines go on plainly: they are the rest of a sentence, which a line end cut behind a word or a comma.
    starts = [
        k
        for k, (before, text) in enumerate(pairwise(rows.texts), 1)
        if k not in continues
        and not (layout.wrapped and text[0].islower() and ((last := before[-1]).isalnum() or last in COMMAS))
        and _begins(rows, k, layout)
    ]
    starts = sorted({*starts, *rows.opens}) if rows.opens else starts
    return [0, *starts] if rows.texts and starts[:1] != [0] else starts


def _begins(rows: Rows, k: int, layout: Layout) -> bool:
    """Whether a paragraph begins with row k, that no label says so of."""
    before, text = rows.texts[k - 1], rows.texts[k]
    if k - 1 in rows.carries or (breaks_word(before) and text[0].isalnum()):
        return False
    stopped = is_stopped(before)
    apart = rows.gaps[k] > layout.leading
    page = k in rows.pages
    if before[-1] == "." and not (stopped or apart):
        return False  # behind "Mr." or "para."
    if not stopped and goes_on(text):
        return not layout.wrapped and apart and not page
    if not layout.wrapped:
        return True
    if (stopped or is_turn(before)) and is_turn(text):
        return True
    if stopped and is_capitals(text) and not is_capitals(before):
        return True
    if not stopped and is_address(text) and _greets_guest(before):
        return True
    if not (apart or page or stopped):
        if rows.lines.indents[k] == 0 and len(rows.lines.texts[k - 1]) >= layout.columns:
            return False  # as long as most full lines are: no need to measure it
        if before[-1] not in COMMAS and (is_unfinished(before) or opens_sentence(before)):
            return False
    if not stopped and (page or is_caseless(text)):
        most = ROOM if is_prose(before) else SHORT
        return room_before(rows, k, layout) > most * layout.measure
    if page:
        return _begins_page(rows, k, layout)
    if apart:
        return _begins_apart(rows, k, stopped, layout)
    return _begins_near(rows, k, stopped, layout)


def _greets_guest(text: str) -> bool:
    """Whether a row greets a guest and is whole: the next guest has a row of their own."""
    return is_address(text) and not is_prose(text) and (text[-1] in COMMAS or not is_unfinished(text))


def _begins_page(rows: Rows, k: int, layout: Layout) -> bool:
    """At the head of a page, behind a stop: what looks like a title decides, then the room on the page before."""
    if is_titled(rows.texts[k]) or _is_heading(rows, k, layout):
        return True
    if layout.indents is not None:
        return rows.lines.indents[k] >= layout.indents
    return room_before(rows, k, layout) > layout.slack or rows.lines.trails[k - 1] > layout.trail


def _begins_apart(rows: Rows, k: int, stopped: bool, layout: Layout) -> bool:
    """Further apart than lines of a paragraph: another paragraph, unless the line before was full and unfinished."""
    before = rows.texts[k - 1]
    left = room_before(rows, k, layout)
    if not stopped and left <= ROOM * layout.measure and is_prose(before) and before[-1].isalnum():
        return False
    if left > layout.slack:
        return True
    if k - 1 in rows.opens and rows.lines.texts[k][0] not in OPENERS and not (stopped and _is_heading(rows, k, layout)):
        return False  # extraction sets a label's line apart from the second line of its paragraph
    return stopped or not is_unfinished(before) or before[-1] == ","


def _begins_near(rows: Rows, k: int, stopped: bool, layout: Layout) -> bool:
    """As near as lines of a paragraph: the same one, unless indentation or the room left on the line before objects."""
    indents = rows.lines.indents
    if layout.indents is not None and indents[k] >= layout.indents > indents[k - 1]:
        return True
    left = room_before(rows, k, layout)
    if not stopped and left <= ROOM * layout.measure and is_prose(rows.texts[k - 1]):
        return False  # a sentence breaks off in it, before a long word or a bracket
    if rows.lines.trails[k - 1] > layout.trail and not layout.spaced:
        return True
    if stopped and _is_heading(rows, k, layout):
        return True
    allowed = MODEST if layout.spaced or not stopped else 0
    enough = int(max(layout.slack, allowed * layout.measure))
    return left > enough and _column_exceeds(rows, k, layout.measure - left + enough, layout)


def _is_heading(rows: Rows, k: int, layout: Layout) -> bool:
    """Whether row k is a line by itself: short, without a stop, and what comes next does not go on with it."""
    text = rows.texts[k]
    if k + 1 == len(rows.texts) or not text[0].isupper():
        return False
    after = rows.texts[k + 1]
    if goes_on(after) or after[0] in OPENERS:
        return False
    if is_stopped(text) or is_unfinished(text):
        return False
    return room_before(rows, k + 1, layout) > SHORT * layout.measure


def _column_exceeds(rows: Rows, k: int, least: int, layout: Layout) -> bool:
    """Whether the column around row k is wider than `least`, which is less than the document's measure.

    A column is narrower than the document's where two lines near by end at one edge.
    """
    widths = []
    for near in _rows_near(rows, k, layout):
        widths.append(row_width(rows, near, layout))
        if widths[-1] > least:
            return True
    widths.sort()
    return len(widths) < 3 or widths[-1] - widths[-2] > layout.slack


def _rows_near(rows: Rows, k: int, layout: Layout) -> Iterator[int]:
    """Yield the rows that stand in one column with row k - 1, the nearest first, first those before it."""
    yield k - 1
    for near in range(k - 1, max(0, k - _NEAR), -1):
        if not _stands_near(rows, near, layout):
            break
        yield near - 1
    for near in range(k, min(len(rows.texts), k + _NEAR)):
        if not _stands_near(rows, near, layout):
            break
        yield near


def _stands_near(rows: Rows, k: int, layout: Layout) -> bool:
    """Whether row k stands in one column with the row before it."""
    return rows.gaps[k] <= layout.leading and k not in rows.opens
