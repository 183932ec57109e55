"""The raw text as lines: where each stands, how far it is indented, how many blank lines stand before it."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import accumulate, chain, compress, count
from operator import add
from typing import NamedTuple

from flows.records import Edit, Furniture


class Lines(NamedTuple):
    """The lines that print something: a column for each thing known of them, by the line's number.

    `starts` and `ends` are raw offsets. A text is as printed, without the white space around it, and shorter than its
    range where its last character was repaired.
    """

    starts: list[int]
    ends: list[int]
    texts: list[str]
    indents: list[int]  # characters of white space before the text
    trails: list[int]  # characters of white space behind the text, less the newline
    gaps: list[int]  # blank lines before it
    feeds: frozenset[int]  # the lines with a form feed between them and the line before

    def without(self, aside: Collection[int]) -> "Lines":
        """Return the lines that are not `aside`, numbered anew."""
        kept = [i not in aside for i in range(len(self.texts))]
        return Lines(
            list(compress(self.starts, kept)),
            list(compress(self.ends, kept)),
            list(compress(self.texts, kept)),
            list(compress(self.indents, kept)),
            list(compress(self.trails, kept)),
            list(compress(self.gaps, kept)),
            frozenset(k for k, i in enumerate(compress(count(), kept)) if i in self.feeds)
            if self.feeds
            else self.feeds,
        )


def as_printed(raw: str, signs: Sequence[Furniture], edits: Sequence[Edit]) -> str:
    """Return the raw text as it is read, offset for offset: what is dropped or replaced is filled with spaces.

    Of what lies inside something else, the outermost counts.
    """
    parts: list[str] = []
    at = 0
    pieces = [(a, b, "") for a, b, _ in signs] + [(a, b, text) for a, b, text, _ in edits]
    for start, end, text in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if start >= at:
            parts += (raw[at:start], text.ljust(end - start))
            at = end
    return "".join([*parts, raw[at:]]) if parts else raw


def read_lines(text: str, edits: Sequence[Edit]) -> Lines:
    """Return the printing lines of `text`, as `as_printed` made it.

    A newline is whatever `str.splitlines` takes for one.
    """
    rows = text.splitlines(keepends=True)
    printed = list(map(str.strip, rows))
    texts = list(compress(printed, printed))
    sizes = list(map(len, rows))
    begins = compress(accumulate(sizes, initial=0), printed)
    indents = [size - len(row.lstrip()) for row, size in compress(zip(rows, sizes, strict=True), printed)]
    starts = list(map(add, begins, indents))
    ends = list(map(add, starts, map(len, texts)))
    kept = list(compress(count(), printed))
    trails = [
        max(0, size - indent - len(text) - 1)
        for size, indent, text in zip(compress(sizes, printed), indents, texts, strict=True)
    ]
    gaps, feeds = _between(rows, kept, has_feeds="\f" in text)
    wide = {edit.raw_start: edit.raw_end for edit in edits if edit.raw_end - edit.raw_start > 1}
    if wide:
        ends = [wide.get(end - 1, end) for end in ends]
    return Lines(starts, ends, texts, indents, trails, gaps, feeds)


def _between(rows: Sequence[str], kept: Sequence[int], *, has_feeds: bool) -> tuple[list[int], frozenset[int]]:
    """How many blank rows stand before each row that is kept, and before which of them a form feed does."""
    gaps = [at - before - 1 for before, at in zip(chain((-1,), kept), kept, strict=False)]
    if not has_feeds:
        return gaps, frozenset()
    feeds: set[int] = set()
    for at, row in enumerate(rows):
        if row[-1] == "\f":
            k = bisect_left(kept, at)
            is_blank = k < len(kept) and kept[k] != at
            if is_blank:
                gaps[k] -= 1
            k += k < len(kept) and kept[k] == at
            if k < len(kept):
                feeds.add(k)
    return gaps, frozenset(feeds)
