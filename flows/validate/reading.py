"""How raw texts read: without furniture, edits made, white space collapsed; and where their characters go thereby.

Nothing here knows how rows are made. Characters are followed in two steps: from the raw texts to the texts with their
cuts made, and from there to the clean texts. All texts are one, in UTF-8, and places are bytes of it.
"""

import re
from typing import Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.validate.texts import buffer_of, rank, words

# White space to Python, all of it, as Arrow takes it.
_SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_ASCII_SPACES = "".join(filter(str.isascii, _SPACES)).encode()
_AS_SPACES = bytes.maketrans(_ASCII_SPACES, b" " * len(_ASCII_SPACES))
_ASCII = bytes(range(128))
_LONG_SPACES = re.compile(b"|".join(sign.encode() for sign in _SPACES if not sign.isascii()))

_FIRST = pa.array([0], pa.int64())
_BEFORE_ALL = pa.array([-2], pa.int64())  # not next to the first place


class Followed(NamedTuple):
    """Ranges of one text and the ranges of another that they became, as sorted columns: the way for many places."""

    start: pa.Array
    end: pa.Array
    to_start: pa.Array
    to_end: pa.Array
    copied: pa.Array  # whether sign by sign; else the range can be followed as a whole only

    def starts(self, places: pa.Array) -> pa.Array:
        """Where the characters at the places went; NULL for those that stand in no range, or within a whole one."""
        at = self._range(places, "right")
        last = pc.if_else(self.copied, pc.subtract(self.end, 1), self.start)
        known = pc.less_equal(places, last.take(at))
        return pc.if_else(known, pc.add(places, pc.subtract(self.to_start, self.start).take(at)), None)

    def ends(self, places: pa.Array) -> pa.Array:
        """Where the characters before the places end; NULL for those that stand in no range, or within a whole one."""
        at = self._range(places, "left")
        first = pc.if_else(self.copied, self.start, self.end)
        known = pc.and_(pc.less_equal(places, self.end.take(at)), pc.greater_equal(places, first.take(at)))
        return pc.if_else(known, pc.add(places, pc.subtract(self.to_end, self.end).take(at)), None)

    def _range(self, places: pa.Array, side: Literal["left", "right"]) -> pa.Array:
        """Return the last range that begins at each place (right), or before it (left); NULL for none."""
        before = pc.subtract(rank(self.start, places, side), 1)
        none = pc.less(before, 0)
        return pc.if_else(none, None, before) if pc.any(none).as_py() else before


def make_cuts(
    raw: pa.Buffer, start: pa.Array, end: pa.Array, replacement: pa.StringArray
) -> tuple[pa.Buffer, Followed]:
    """Return the raw text with its sorted cuts made, and what became of its ranges; "" replaces what is dropped.

    What a cut shares with one before it is cut once. White space at the ends of a replacement belongs to no range: no
    row begins or ends there.
    """
    behind = pc.cumulative_max(end)
    at = pa.concat_arrays([_FIRST, behind])  # where what is copied begins
    size = pa.array([raw.size], pa.int64())
    start = pc.max_element_wise(pa.concat_arrays([start, size]), at)
    end = pa.concat_arrays([behind, size])
    replacement = pa.concat_arrays([replacement, pa.array([""])])
    said = pc.utf8_ltrim(replacement, characters=_SPACES)
    copied = pc.subtract(start, at)
    to = _before(pc.add(copied, _sizes(replacement)))
    to_said = pc.subtract(pc.add(pc.add(to, copied), _sizes(replacement)), _sizes(said))
    to_end = pc.add(to_said, _sizes(pc.utf8_rtrim(said, characters=_SPACES)))
    copies = _ranges(at, start, to, pc.add(to, copied), copied=True)
    others = _ranges(start, end, to_said, to_end, copied=False)
    columns = [pa.concat_arrays(pair) for pair in zip(copies, others, strict=True)]
    order = pc.sort_indices(columns[0])
    cut = buffer_of(pc.binary_join_element_wise(words(raw, at, start), replacement, ""))
    return cut, Followed(*(column.take(order) for column in columns))


def collapse(text: pa.Buffer) -> tuple[pa.Buffer, Followed]:
    """Return the text with each stretch of white space one space, and what became of its ranges.

    One sign of white space alone just becomes a space, and belongs to a range as any other sign.
    """
    spaced = _with_spaces(text)
    blank = np.frombuffer(spaced, np.int8) == ord(" ")
    # places of spaces that another one follows; those that follow each other are of one stretch
    double = pa.array(np.flatnonzero(blank[:-1] & blank[1:]), pa.int64())
    begun = pc.not_equal(pc.subtract(double, pa.concat_arrays([_BEFORE_ALL, double]).slice(0, len(double))), 1)
    last = pa.concat_arrays([begun.slice(1), pa.array([True])]).slice(0, len(double))
    start = pa.concat_arrays([_FIRST, pc.add(double.filter(last), 2)])
    end = pa.concat_arrays([double.filter(begun), pa.array([spaced.size], pa.int64())])
    to = _before(pc.add(pc.subtract(end, start), 1))
    collapsed = buffer_of(pc.binary_join_element_wise(words(spaced, start, end), "", " "))
    return collapsed, _ranges(start, end, to, pc.add(to, pc.subtract(end, start)), copied=True)


def _with_spaces(text: pa.Buffer) -> pa.Buffer:
    """Return the text with every sign of white space as spaces, as many as it has bytes."""
    signs = bytes(text).translate(_AS_SPACES)
    if _LONG_SPACES.search(signs.translate(None, _ASCII)):
        signs = _LONG_SPACES.sub(lambda sign: b" " * len(sign[0]), signs)
    return pa.py_buffer(signs)


def _ranges(start: pa.Array, end: pa.Array, to_start: pa.Array, to_end: pa.Array, *, copied: bool) -> Followed:
    """Those of the ranges that became something."""
    there = pc.greater(to_end, to_start)
    start, end, to_start, to_end = (column.filter(there) for column in (start, end, to_start, to_end))
    return Followed(start, end, to_start, to_end, pa.repeat(pa.scalar(copied), len(start)))


def _before(sizes: pa.Array) -> pa.Array:
    """How much stands before each of the parts of these sizes."""
    return pc.subtract(pc.cumulative_sum(sizes), sizes)


def _sizes(texts: pa.StringArray) -> pa.Array:
    return pc.binary_length(texts).cast(pa.int64())
