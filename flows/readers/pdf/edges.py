"""Heads and feet of pages: what comes again in its place, counts the pages, or lies outside of the pages' text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from flows.readers.pdf.lines import Run

_ROWS = 5  # at each end of a page that a head or foot may take
_NEAR = 3.0  # points: what comes again is as far from the page's edge
_DENSE = 0.4  # share of the pages, from the first that has it to the last, that have it: every second does
_APART = 1.35  # of the leading: what is seen on two pages only must be further from the text
_MANY = 3  # pages on which it comes again
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W{0,3}(?:[^\W\d_]{1,9}\.?\s)?(\d{1,4})(?:\s?(?:/|[^\W\d_]{1,3})\s?\d{1,4})?\W{0,3}|\W{0,3}(\d{1,4})\W{0,3}"
)

Edges = tuple[int, int]  # rows of the head, and of the foot, of a page


def find_edges(pages: Sequence[Sequence[list[Run]]], heights: Sequence[float]) -> list[Edges]:
    """Return how many of each page's rows are its head, and how many its foot."""
    size = _body_size(pages)
    known = [set[int]() for _ in pages]  # ids of runs
    for from_top in (True, False):
        _mark_repeated(pages, heights, known, from_top, size)
        _mark_numbers(pages, heights, known, from_top)
    edges = [
        (_length(rows, marked, True), _length(rows, marked, False)) for rows, marked in zip(pages, known, strict=True)
    ]
    edges = [
        (head, foot) if head + foot <= len(rows) else (head, len(rows) - head)
        for (head, foot), rows in zip(edges, pages, strict=True)
    ]
    return [_beyond(pages, edges, at, size) for at in range(len(pages))]


def _body_size(pages: Sequence[Sequence[list[Run]]]) -> float:
    """The size of most of the text."""
    letters: dict[float, int] = defaultdict(int)
    for rows in pages:
        for row in rows:
            for run in row:
                letters[round(run.size * 2) / 2] += sum(len(word.text) for word in run.words)
    return max(letters, key=lambda size: letters[size]) if letters else 10.0


def _outer(rows: Sequence[list[Run]], from_top: bool) -> list[tuple[int, list[Run]]]:
    """The rows at one end of a page, from the edge inwards, each with its number."""
    numbers = range(min(_ROWS, len(rows))) if from_top else range(len(rows) - 1, max(-1, len(rows) - 1 - _ROWS), -1)
    return [(number, rows[number]) for number in numbers]


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
        for number, row in _outer(rows, from_top):
            apart = _stands_apart(rows, number, from_top, size)
            for run in row:
                key = _DIGITS.sub("0", run.text.casefold())
                away = run.base if from_top else heights[page] - run.base
                seen[key].append((page, away, run, apart))
    for found in seen.values():
        for page, away, run, apart in found:
            there = {other for other, at, _, _ in found if abs(at - away) <= _NEAR}
            dense = len(there) >= _DENSE * (max(there) - min(there) + 1)
            if dense and (len(there) >= _MANY or (len(there) == 2 and (apart or run.size < 0.9 * size))):
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
        for _, row in _outer(rows, from_top)[:3]:
            for run in row:
                match = _NUMBER.fullmatch(run.text) if len(run.text) <= 24 else None
                if match:
                    found[int(match[1] or match[2]) - page].append((page, run))
    for numbered in found.values():
        if len({page for page, _ in numbered}) >= 2 or len(pages) == 1:
            for page, run in numbered:
                known[page].add(id(run))


def _length(rows: Sequence[list[Run]], marked: set[int], from_top: bool) -> int:
    """The rows from the edge inwards up to the last that has a marked run; one without may stand between."""
    last = 0
    for count, (_, row) in enumerate(_outer(rows, from_top), 1):
        if any(id(run) in marked for run in row):
            last = count
        elif count - last > 1:
            break
    return last


def _beyond(pages: Sequence[Sequence[list[Run]]], edges: Sequence[Edges], at: int, size: float) -> Edges:
    """The edges of a page with the rows that lie further out than the text of all other pages does."""
    rows, (head, foot) = pages[at], edges[at]
    others = [
        (pages[k][edges[k][0]], pages[k][len(pages[k]) - edges[k][1] - 1])
        for k in range(len(pages))
        if k != at and len(pages[k]) - sum(edges[k]) >= 8
    ]
    if len(others) < 2:
        return head, foot
    lowest = max(last[0].base for _, last in others)
    end = len(rows) - foot
    while end > head + 1 and foot < _ROWS and rows[end - 1][0].base > lowest + 0.3 * size:
        if median([run.size for run in rows[end - 1]]) > 1.05 * size:
            break
        foot, end = foot + 1, end - 1
    if at > 0:
        highest = min(first[0].base for first, _ in others)
        while head < len(rows) - foot - 1 and head < _ROWS and rows[head][0].base < highest - 0.8 * size:
            head += 1
    return head, foot
