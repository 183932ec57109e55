"""Nothing is lost in silence: every character that is not white space lies in one paragraph or one furniture row."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

Range = tuple[int, int]


class Problem(NamedTuple):
    """A broken promise and where: half-open raw code points."""

    raw_start: int
    raw_end: int
    message: str


def uncovered(raw: str, paragraphs: Sequence[Range], furniture: Sequence[Range]) -> Iterator[Problem]:
    """Where a character that is not white space lies in no row, or in two.

    Both sequences are (raw_start, raw_end), sorted by start.
    """
    yield from overlaps(paragraphs, "paragraphs")
    yield from overlaps(furniture, "furniture rows")
    owned = sorted([*paragraphs, *(piece for piece in furniture if not _inside(piece, paragraphs))])
    at = 0
    for start, end in owned:
        if start < at:
            yield Problem(start, at, "a paragraph and a furniture row overlap")
        elif start > at and not raw[at:start].isspace():
            yield Problem(at, start, f"in no row: {raw[at:start].strip()[:60]!r}")
        at = max(at, end)
    if at < len(raw) and not raw[at:].isspace():
        yield Problem(at, len(raw), f"in no row: {raw[at:].strip()[:60]!r}")
    if at > len(raw):
        yield Problem(at, at, "a row ends behind the raw text")


def overlaps(ranges: Sequence[Range], what: str) -> Iterator[Problem]:
    """Where a range begins before the one that stands before it ends."""
    for before, after in pairwise(ranges):
        if after[0] < before[1]:
            yield Problem(after[0], before[1], f"two {what} overlap")


def _inside(piece: Range, ranges: Sequence[Range]) -> bool:
    """Whether one of the sorted, disjoint ranges holds the whole piece."""
    k = bisect_left(ranges, (piece[0] + 1,)) - 1
    return k >= 0 and ranges[k][0] <= piece[0] and piece[1] <= ranges[k][1]
