"""Which words of a text took the place of which words of an earlier one.

Paragraphs are aligned first and words only between them, which keeps the time near to linear: Ratcliff and
Obershelp's matching, as in Python's difflib.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_LARGEST = 50_000  # words of a rewritten stretch in which matching words are still looked for

Pieces = Sequence[tuple[str, ...]]  # each of some words
Finer = Callable[[Pieces, Pieces, int], Iterator[range]]  # how to align what no piece has in common


class Words(NamedTuple):
    """The words of a text in their order, case-folded, by paragraph; and where each starts and ends."""

    paragraphs: tuple[tuple[str, ...], ...]
    starts: tuple[int, ...]  # code points
    ends: tuple[int, ...]

    def within(self, start: int, end: int) -> range:
        """Return the numbers, from 0, of the words that stand on characters of a range."""
        return range(bisect_left(self.ends, start + 1), bisect_left(self.starts, end))


def words_of(text: str) -> Words:
    """Return the words of a text whose paragraphs a blank line divides."""
    paragraphs, starts, ends = [], [], []
    at = 0
    for paragraph in text.split("\n\n"):
        found = list(_WORD.finditer(paragraph))
        paragraphs.append(tuple(word[0].casefold() for word in found))
        starts += [at + word.start() for word in found]
        ends += [at + word.end() for word in found]
        at += len(paragraph) + 2
    return Words(tuple(paragraphs), tuple(starts), tuple(ends))


def images(before: Words, after: Words) -> list[range]:
    """For each word of the earlier text, the numbers of the words that stand in its place; none where it was dropped.

    In a rewritten stretch places are shared out in proportion.
    """
    return list(_align(before.paragraphs, after.paragraphs, 0, _align_words))


def _align_words(before: Pieces, after: Pieces, first: int) -> Iterator[range]:
    old, new = list(chain.from_iterable(before)), list(chain.from_iterable(after))
    if len(old) > _LARGEST or len(new) > _LARGEST:
        return _shared_out(len(old), first, len(new))
    return _align([(word,) for word in old], [(word,) for word in new], first, _align_places)


def _align_places(before: Pieces, after: Pieces, first: int) -> Iterator[range]:
    return _shared_out(sum(map(len, before)), first, sum(map(len, after)))


def _align(before: Pieces, after: Pieces, first: int, finer: Finer) -> Iterator[range]:
    """Images of the words in pieces of the earlier text; the later text's first word has the number `first`."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        size = sum(map(len, after[j1:j2]))
        if tag == "equal":
            yield from (range(number, number + 1) for number in range(first, first + size))
        elif tag != "insert":
            yield from finer(before[i1:i2], after[j1:j2], first)
        first += size


def _shared_out(places: int, first: int, size: int) -> Iterator[range]:
    """So many places, each with its share of `size` words from the number `first` on."""
    return (range(first + k * size // places, first - (-(k + 1) * size // places)) for k in range(places))
