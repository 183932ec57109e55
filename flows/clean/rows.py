"""The lines of statement text with what stood between them, and the paragraph that each printed label belongs to."""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.clean.layout import SHORT, Layout, room, width
from flows.clean.lines import Lines
from flows.clean.numbering import Label
from flows.clean.wording import goes_on, is_prose, is_stopped, is_titled, is_unfinished

PAGE_FURNITURE = frozenset(["page_number", "running_header", "document_symbol", "footnote"])


ROOM = 0.4  # most of a line's measure that may stay empty before a long word, where a sentence breaks off


class Rows(NamedTuple):
    """The lines of statement text, by the row's number, and what stood between them."""

    lines: Lines  # as printed
    starts: list[int]  # raw offsets of `texts`
    texts: list[str]  # without the labels
    gaps: list[int]  # blank lines before it
    pages: set[int]  # rows before which a page ends
    opens: set[int]  # rows of which a label says that a paragraph begins with them
    carries: set[int]  # rows behind which a label was printed, though the paragraph begins with them
    widths: dict[int, int]  # as far as anybody asked for them


def read_rows(
    lines: Lines, furniture: Mapping[int, str], labels: Sequence[Label], layout: Layout
) -> tuple[Rows, dict[int, Label], dict[int, list[Label]]]:
    """Return the rows, the label of each that begins a paragraph, and labels that wait, by the row they stand before.

    `furniture` names the lines that are no rows, with the reason; a label alone on its line is none either.
    """
    rows, kept = _without(lines, {**furniture, **{label.line: "label" for label in labels if label.alone}}, layout)
    beside: dict[int, Label] = {}
    alone: dict[int, deque[Label]] = {}
    for label in labels:
        k = bisect_left(kept, label.line)
        if label.alone:
            alone.setdefault(k, deque()).append(label)
        else:
            beside[k] = label
    label_of: dict[int, Label] = {}
    waiting: dict[int, list[Label]] = {}
    for k in sorted({*alone, *beside}):
        queue = alone.get(k, deque())
        if queue and k < len(kept) and k not in beside:
            if k - 1 not in label_of and displaced(rows, k, queue[0], lines, layout):
                label_of[k - 1] = queue.popleft()
                rows.opens.add(k - 1)
                rows.carries.add(k - 1)
            if queue:
                label_of[k] = queue.popleft()
                rows.opens.add(k)
        if queue and kept:
            waiting.setdefault(min(k, len(kept) - 1), []).extend(queue)
        if k in beside:
            label_of[k] = beside[k]
            rows.opens.add(k)
            text = rows.texts[k][beside[k].end - beside[k].start :].lstrip()
            rows.starts[k] += len(rows.texts[k]) - len(text)
            rows.texts[k] = text
    return rows, label_of, waiting


def _without(lines: Lines, aside: Mapping[int, str], layout: Layout) -> tuple[Rows, Sequence[int]]:
    """Return the lines that are not `aside`, as rows, and their numbers as lines."""
    kept: Sequence[int] = range(len(lines.texts))
    page_ends = layout.page_ends - {0}
    if not aside:
        return Rows(lines, lines.starts[:], lines.texts[:], lines.gaps, set(page_ends), set(), set(), {}), kept
    kept = [i for i in kept if i not in aside]
    own = lines.without(aside)
    rows = Rows(own, own.starts[:], own.texts[:], own.gaps[:], set(), set(), set(), {})
    for i in page_ends:
        rows.pages.add(bisect_left(kept, i))
    for i, reason in aside.items():
        k = bisect_left(kept, i)
        if k < len(kept):
            rows.gaps[k] = max(rows.gaps[k], lines.gaps[i])
            if reason in PAGE_FURNITURE:
                rows.pages.add(k)
    return rows, kept


def displaced(rows: Rows, k: int, label: Label, lines: Lines, layout: Layout) -> bool:
    """Whether a label alone on the line before row k belongs to row k - 1: extraction put it behind that line.

    It does where that line is its paragraph's first.
    """
    if label.kind == "bullet" or k == 0:
        return False
    before, after = rows.texts[k - 1], rows.lines.texts[k]
    if k - 1 in rows.opens or k - 2 in rows.carries:
        return False
    apart = k - 1 in rows.pages or rows.gaps[k - 1] > layout.leading
    if k > 1 and not apart and not _is_done(rows, k - 2, layout):
        return False
    gap = lines.gaps[label.line]
    left = room_before(rows, k, layout)
    if is_stopped(before):
        if gap < rows.gaps[k - 1] and gap <= layout.leading and rows.lines.gaps[k] <= layout.leading:
            return True
        return left <= layout.slack and k - 1 not in rows.pages and rows.gaps[k - 1] > layout.leading
    if goes_on(after) and is_unfinished(before):
        return True
    if left <= ROOM * layout.measure:
        if goes_on(after) or (after[0].isdigit() and is_prose(before)):
            return True
        if gap <= layout.leading and is_prose(before, 0.5):
            return True
    if left > SHORT * layout.measure or is_titled(before):
        return False
    return is_unfinished(before) or left <= layout.slack


def _is_done(rows: Rows, k: int, layout: Layout) -> bool:
    return is_stopped(rows.texts[k]) or room_before(rows, k + 1, layout) > layout.slack


def room_before(rows: Rows, k: int, layout: Layout) -> int:
    """How much of a full line would stay empty before row k, had its first word been set on the line before."""
    return room(row_width(rows, k - 1, layout), rows.texts[k], layout.metric, layout.measure)


def row_width(rows: Rows, k: int, layout: Layout) -> int:
    """Return the width of row k as printed: kept, since each row is compared with all of its neighbours."""
    taken = rows.widths.get(k)
    if taken is None:
        taken = rows.widths[k] = width(rows.lines.texts[k], layout.metric)
    return taken
