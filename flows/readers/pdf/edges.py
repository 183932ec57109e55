"""Heads and feet of pages: what comes again in its place, counts the pages, or lies outside of the pages' text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from flows.readers.pdf.lines import Run
from flows.readers.pdf.notes import mark_of

_ROWS = 5  # at each end of a page that a head or foot may take
_NEAR = 3.0  # points: what comes again is as far from the page's edge
_DENSE = 0.4  # share of the pages, from the first that has it to the last, that have it: every second does
_APART = 1.35  # of the leading: what is seen on two pages only must be further from the text
_SMALL = 0.93  # of the size of the text
_FULL = 8  # rows of a page whose text tells where pages end
_MANY = 3  # pages on which it comes again
_LETTERS = 4  # least letters of what comes again: a bullet or the number of an item does, too
_OPEN_ENDS = (",", "،", "，", ":", "：")  # with which a greeting ends, and no head
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W{0,3}(?:[^\W\d_]{1,9}\.?\s)?(\d{1,4})(?:\s?(?:/|[^\W\d_]{1,3})\s?\d{1,4})?\W{0,3}|\W{0,3}(\d{1,4})\W{0,3}"
)

Edges = tuple[int, int]  # rows of the head, and of the foot, of a page


def find_edges(pages: Sequence[Sequence[list[Run]]], heights: Sequence[float]) -> list[Edges]:
    """Return how many of each page's rows are its head, and how many its foot."""
    size = _body_size(pages)
    lengths: list[list[int]] = []
    for from_top in (True, False):
        known = [set[int]() for _ in pages]  # ids of runs
        _mark_repeated(pages, heights, known, from_top, size)
        _mark_numbers(pages, heights, known, from_top)
        lengths.append([_length(*page, from_top) for page in zip(pages, heights, known, strict=True)])
    edges = list(zip(*lengths, strict=True))
    edges = [
        (head, foot) if head + foot <= len(rows) else (head, len(rows) - head)
        for (head, foot), rows in zip(edges, pages, strict=True)
    ]
    return [_beyond(pages, edges, at, size) for at in range(len(pages))]


def _body_size(pages: Sequence[Sequence[list[Run]]]) -> float:
    """Return the size of most of the text."""
    letters: dict[float, int] = defaultdict(int)
    for rows in pages:
        for row in rows:
            for run in row:
                letters[round(run.size * 2) / 2] += sum(len(word.text) for word in run.words)
    return max(letters, key=lambda size: letters[size]) if letters else 10.0


def _outer(rows: Sequence[list[Run]], height: float, from_top: bool) -> list[tuple[int, list[Run]]]:
    """Return the rows at one end of a page, from the edge to its middle, each with its number."""
    numbers = range(min(_ROWS, len(rows))) if from_top else range(len(rows) - 1, max(-1, len(rows) - 1 - _ROWS), -1)
    return [(number, rows[number]) for number in numbers if (rows[number][0].base < height / 2) == from_top]


def _mark_repeated(
    pages: Sequence[Sequence[list[Run]]],
    heights: Sequence[float],
    known: list[set[int]],
    from_top: bool,
    size: float,
) -> None:
    """Mark what comes again on other pages, its numbers aside, as far from the edge."""
    seen: dict[str, list[tuple[int, float, Run, bool]]] = defaultdict(list)
    for page, rows in enumerate(pages):
        for number, row in _outer(rows, heights[page], from_top):
            apart = _stands_apart(rows, number, from_top, size)
            for run in row:
                key = _DIGITS.sub("0", run.text.casefold())
                if sum(map(str.isalpha, key)) < _LETTERS or key.endswith(_OPEN_ENDS):
                    continue
                away = run.base if from_top else heights[page] - run.base
                seen[key].append((page, away, run, apart))
    for found in seen.values():
        for page, away, run, apart in found:
            there = {other for other, at, _, _ in found if abs(at - away) <= _NEAR}
            dense = len(there) >= _DENSE * (max(there) - min(there) + 1)
            if dense and (
                len(there) >= _MANY or (len(there) == 2 and (len(pages) <= _MANY or run.size < 0.9 * size) and apart)
            ):
                known[page].add(id(run))


def _stands_apart(rows: Sequence[list[Run]], number: int, from_top: bool, size: float) -> bool:
    """Whether a row is further from the next one inwards than lines of text are from each other."""
    inner = number + 1 if from_top else number - 1
    return not 0 <= inner < len(rows) or abs(rows[inner][0].base - rows[number][0].base) > _APART * 1.3 * size


def _mark_numbers(
    pages: Sequence[Sequence[list[Run]]], heights: Sequence[float], known: list[set[int]], from_top: bool
) -> None:
    """Mark numbers that count up with the pages."""
    found: dict[int, list[tuple[int, Run]]] = defaultdict(list)
    for page, rows in enumerate(pages):
        for _, row in _outer(rows, heights[page], from_top)[:3]:
            for run in row:
                match = _NUMBER.fullmatch(run.text) if len(run.text) <= 24 else None
                if match:
                    found[int(match[1] or match[2]) - page].append((page, run))
    for numbered in found.values():
        if len({page for page, _ in numbered}) >= 2 or len(pages) == 1:
            for page, run in numbered:
                known[page].add(id(run))


def _length(rows: Sequence[list[Run]], height: float, marked: set[int], from_top: bool) -> int:
    """Return the rows from the edge inwards up to the last that has a marked run; one without may stand between."""
    last = 0
    for count, (_, row) in enumerate(_outer(rows, height, from_top), 1):
        if any(id(run) in marked for run in row):
            last = count
        elif count - last > 1:
            break
    return last


def _beyond(pages: Sequence[Sequence[list[Run]]], edges: Sequence[Edges], at: int, size: float) -> Edges:
    """Return a page's edges with what is further out than the text of all others, in small type and apart."""
    rows, (head, foot) = pages[at], edges[at]
    others = [
        (pages[k][edges[k][0]], pages[k][len(pages[k]) - edges[k][1] - 1])
        for k in range(len(pages))
        if k != at and len(pages[k]) - sum(edges[k]) >= _FULL
    ]
    if len(others) < 2:
        return head, foot
    lowest, highest = max(last[0].base for _, last in others), min(first[0].base for first, _ in others)
    inner = len(rows) - head - foot - 1
    while foot - edges[at][1] < inner and foot < _ROWS and _is_small(rows[-1 - foot], size):
        if rows[-1 - foot][0].base <= lowest + 0.3 * size:
            break
        foot += 1
    outside = rows[len(rows) - foot : len(rows) - edges[at][1]]
    if outside and (any(map(mark_of, outside)) or not _stands_apart(rows, len(rows) - foot, False, size)):
        foot = edges[at][1]  # footnotes, or the end of the text
    while at and head < len(rows) - foot - 1 and head < _ROWS and _is_small(rows[head], size):
        if rows[head][0].base >= highest - size:
            break
        head += 1
    if head > edges[at][0] and not _stands_apart(rows, head - 1, True, size):
        head = edges[at][0]
    return head, foot


def _is_small(row: Sequence[Run], size: float) -> bool:
    return median([run.size for run in row]) <= _SMALL * size
