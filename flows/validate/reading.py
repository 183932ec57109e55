"""How a raw text reads: without furniture, edits made, white space collapsed; and where its characters go thereby.

Nothing here knows how rows are made. Characters are followed in two steps: from the raw text to the text with its
cuts made, and from there to the clean text of a paragraph.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

# White space that collapsing makes shorter; one sign of it alone just becomes a space.
_GAP = re.compile(r"\s\s+")

# What is white space to Python, but for the space, as RE2 writes it.
_OTHER_SPACE = r"\t-\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"

# Ranges of one text and the ranges of another that they became, five numbers each, one behind the other: start, end,
# start there, end there; and 1 where it was copied sign by sign, 0 where it can be followed as a whole only.
# (Plain numbers, as a tuple for each would be one object more among millions for Python's garbage collector.)
Stretches = list[int]
_SIZE = 5


class Cut(NamedTuple):
    """A stretch of raw text that reads as something else: "" for furniture and for dropped characters."""

    raw_start: int
    raw_end: int
    replacement: str


def make_cuts(raw: str, cuts: Iterable[Cut]) -> tuple[str, Stretches]:
    """The raw text with its cuts made, which are sorted and do not overlap, and what became of its stretches.

    White space at the ends of a replacement belongs to no stretch: no row begins or ends there.
    """
    pieces: list[str] = []
    stretches: Stretches = []
    at = to = 0
    for cut in (*cuts, Cut(len(raw), len(raw), "")):
        start, end = min(max(cut.raw_start, at), len(raw)), min(max(cut.raw_end, at), len(raw))
        if start > at:
            pieces.append(raw[at:start])
            stretches += (at, start, to, to + start - at, 1)
            to += start - at
        if said := cut.replacement.strip():
            first = to + cut.replacement.index(said[0])
            stretches += (start, end, first, first + len(said), 0)
        pieces.append(cut.replacement)
        to += len(cut.replacement)
        at = end
    return "".join(pieces), stretches


def collapse(text: str, said: str | None = None) -> tuple[str, Stretches]:
    """The text with each stretch of white space one space, none at its ends, and what became of its stretches.

    There are none where the text has white space at its ends. `said` is what the text is said to become, if that is
    collapsed itself (`is_collapsed`): to compare is cheaper than to collapse, and decides as much.
    """
    if text.replace("\n", " ") == said:
        return said, [0, len(text), 0, len(text), 1]
    stretches: Stretches = []
    pieces: list[str] = []
    at = to = 0
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        stretches += (at, start, to, to + start - at, 1)
        pieces.append(text[at:start])
        to += start - at + 1
        at = end
    stretches += (at, len(text), to, to + len(text) - at, 1)
    pieces.append(text[at:])
    collapsed = " ".join(pieces).replace("\n", " ")
    if collapsed != said:
        collapsed = " ".join(text.split())
    ragged = not collapsed or text[0].isspace() or text[-1].isspace()
    return collapsed, [] if ragged else stretches


def is_collapsed(texts: pa.Array) -> pa.Array:
    """Whether the only white space in each text are single spaces between other characters; NULL for NULL."""
    return pc.invert(pc.match_substring_regex(texts, f"[{_OTHER_SPACE}]|  |^ | $|^$"))


class Followed(NamedTuple):
    """Stretches of many texts as columns, sorted: the way for any number of offsets at once. Offsets are 64-bit."""

    start: pa.Array
    end: pa.Array
    to_start: pa.Array
    to_end: pa.Array
    copied: pa.Array

    @classmethod
    def of(cls, texts: Sequence[Stretches], begins: Sequence[int], to_begins: Sequence[int]) -> "Followed":
        """The columns of the texts' stretches, which do not overlap; texts begin at `begins` and at `to_begins`."""
        values = list(chain.from_iterable(texts))
        start, end, to_start, to_end, copied = (pa.array(values[place::_SIZE], pa.int64()) for place in range(_SIZE))
        sizes = pa.array([0, *accumulate(len(stretches) // _SIZE for stretches in texts)], pa.int32())
        of_text = pc.list_parent_indices(pa.ListArray.from_arrays(sizes, start))
        begin, to_begin = (pa.array(places, pa.int64()).take(of_text) for places in (begins, to_begins))
        start = pc.add(start, begin)
        found = cls(
            start, pc.add(end, begin), pc.add(to_start, to_begin), pc.add(to_end, to_begin), pc.equal(copied, 1)
        )
        order = pc.sort_indices(start)
        return cls(*(column.take(order) for column in found))

    def starts(self, offsets: pa.Array) -> pa.Array:
        """Where the characters at the offsets went; NULL for those that stand in no stretch, or within a whole one."""
        at = self._stretch(offsets, "right")
        beyond = pc.subtract(offsets, self.start.take(at))
        there = pc.and_(pc.greater_equal(beyond, 0), pc.less(offsets, self.end.take(at)))
        known = pc.and_(there, pc.or_(self.copied.take(at), pc.equal(beyond, 0)))
        return pc.if_else(known, pc.add(self.to_start.take(at), beyond), None)

    def ends(self, offsets: pa.Array) -> pa.Array:
        """Where the characters before the offsets end; NULL for those that stand in no stretch, or within a whole."""
        at = self._stretch(offsets, "left")
        before = pc.subtract(self.end.take(at), offsets)
        there = pc.and_(pc.greater_equal(before, 0), pc.greater(offsets, self.start.take(at)))
        known = pc.and_(there, pc.or_(self.copied.take(at), pc.equal(before, 0)))
        return pc.if_else(known, pc.subtract(self.to_end.take(at), before), None)

    def _stretch(self, offsets: pa.Array, side: str) -> pa.Array:
        """The last stretch that begins at each offset (right), or before it (left), or the first; NULL for none."""
        if len(self.start) == 0:
            return pa.nulls(len(offsets), pa.int64())
        before = pc.subtract(pc.search_sorted(self.start, offsets, side=side).cast(pa.int64()), 1)
        return pc.max_element_wise(before, 0, skip_nulls=False)
