"""Nothing is lost in silence: every character that is not white space lies in one paragraph or one furniture row."""

from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.validate.texts import OTHER_SPACE, Texts, rank, words

_NOT_SPACE = f"[^ {OTHER_SPACE}]"
_BITS = pa.scalar(31, pa.int64())  # that hold any point


class Problem(NamedTuple):
    """A broken promise and where: half-open raw code points."""

    raw_start: int
    raw_end: int
    message: str


Found = tuple[int, Problem]  # a document's number, and what is wrong with it


class Ranges(NamedTuple):
    """Ranges of the raw texts as points, and the numbers of their documents."""

    document: pa.Array
    start: pa.Array
    end: pa.Array

    @classmethod
    def within(cls, raws: Texts, document: pa.Array, start: pa.Array, end: pa.Array) -> "Ranges":
        """Return what of the ranges of offsets lies in the documents with these numbers."""
        first, last = raws.points.take(document), raws.points.take(pc.add(document, 1))
        points = [pc.add(first, pc.max_element_wise(offsets, 0)) for offsets in (start, end)]
        return cls(document, *(pc.min_element_wise(point, last) for point in points))

    def where(self, mask: pa.Array) -> "Ranges":
        """Those at which the mask is true."""
        return Ranges(*(column.filter(mask) for column in self))

    def order(self) -> pa.Array:
        """Return the order by their starts, then by their ends."""
        return pc.sort_indices(pc.bit_wise_or(pc.shift_left(self.start, _BITS), self.end))

    def sorted(self) -> "Ranges":
        """Return the ranges in order."""
        order = self.order()
        return Ranges(*(column.take(order) for column in self))


def overlaps(raws: Texts, ranges: Ranges, what: str) -> Iterator[Found]:
    """Where a range begins before the one that stands before it ends."""
    count = max(len(ranges.start) - 1, 0)
    before, after = (Ranges(*(column.slice(at, count) for column in ranges)) for at in (0, 1))
    wrong = pc.and_(pc.equal(after.document, before.document), pc.less(after.start, before.end))
    if pc.any(wrong).as_py():
        there = Ranges(after.document, after.start, before.end).where(wrong)
        yield from _problems(raws, there, f"two {what} overlap")


def uncovered(raws: Texts, paragraphs: Ranges, furniture: Ranges) -> Iterator[Found]:
    """Where a character that is not white space lies in no row, or in two; rows stand in the order of their table."""
    yield from overlaps(raws, paragraphs, "paragraphs")
    yield from overlaps(raws, furniture, "furniture rows")
    # the end of each document is a range without a character, so that none counts as covered by the next document
    ends = Ranges(pa.arange(0, len(raws.points) - 1), *[raws.points.slice(1)] * 2)
    alone = furniture.where(pc.invert(_inside(furniture, paragraphs.sorted())))
    owned = Ranges(*(pa.concat_arrays(columns) for columns in zip(paragraphs, alone, ends, strict=True))).sorted()
    covered = pc.cumulative_max(owned.end)
    at = pa.concat_arrays([pa.array([0], pa.int64()), covered]).slice(0, len(covered))
    twice = pc.less(owned.start, at)
    if pc.any(twice).as_py():
        both = Ranges(owned.document, owned.start, at).where(twice)
        yield from _problems(raws, both, "a paragraph and a furniture row overlap")
    gaps = Ranges(owned.document, at, owned.start).where(pc.less(at, owned.start))
    lost = words(raws.written, raws.place(gaps.start), raws.place(gaps.end))
    wrong = pc.match_substring_regex(lost, _NOT_SPACE)
    if pc.any(wrong).as_py():
        told = [f"in no row: {text.strip()[:60]!r}" for text in lost.filter(wrong).to_pylist()]
        yield from _problems(raws, gaps.where(wrong), *told)


def _inside(pieces: Ranges, paragraphs: Ranges) -> pa.Array:
    """Whether one of the sorted, disjoint paragraphs holds the whole of each piece."""
    if len(paragraphs.start) == 0:
        return pa.repeat(pa.scalar(False), len(pieces.start))
    at = pc.subtract(rank(paragraphs.start, pieces.start, "right"), 1)
    holds = pc.less_equal(pieces.end, paragraphs.end.take(pc.max_element_wise(at, 0)))
    return pc.and_(pc.greater_equal(at, 0), holds)


def _problems(raws: Texts, ranges: Ranges, *messages: str) -> Iterator[Found]:
    """Yield the ranges as problems, each with its message or all with the one."""
    firsts = raws.points.take(ranges.document).to_pylist()
    columns = [column.to_pylist() for column in ranges]
    for k, (document, start, end) in enumerate(zip(*columns, strict=True)):
        message = messages[k] if len(messages) > 1 else messages[0]
        yield document, Problem(start - firsts[k], end - firsts[k], message)
