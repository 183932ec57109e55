"""The raw text as lines: where each stands, how far it is indented, how many blank lines stand before it."""

from collections.abc import Collection, Sequence
from itertools import compress, count
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
        """The lines that are not `aside`, numbered anew."""
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
    """The raw text with all that is dropped or replaced as it is read, offset for offset, filled up with spaces."""
    parts: list[str] = []
    at = 0
    for start, end, text in sorted([(a, b, "") for a, b, _ in signs] + [(a, b, text) for a, b, text, _ in edits]):
        parts += (raw[at:start], text.ljust(end - start))
        at = end
    return "".join([*parts, raw[at:]]) if parts else raw


def read_lines(text: str, edits: Sequence[Edit]) -> Lines:
    """The printing lines of `text`, as `as_printed` made it; a newline is whatever `str.splitlines` takes for one."""
    starts: list[int] = []
    ends: list[int] = []
    texts: list[str] = []
    indents: list[int] = []
    trails: list[int] = []
    gaps: list[int] = []
    feeds: set[int] = set()
    at = gap = 0
    for row in text.splitlines(keepends=True):
        printed = row.strip()
        if printed:
            size = len(printed)
            before = row.index(printed[0])
            behind = len(row) - before - size
            starts.append(at + before)
            ends.append(at + before + size)
            texts.append(printed)
            indents.append(before)
            trails.append(behind - 1 if behind else 0)
            gaps.append(gap)
            gap = 0
        elif row[-1] != "\f":
            gap += 1
        if row[-1] == "\f":
            feeds.add(len(texts))
        at += len(row)
    feeds.discard(len(texts))
    wide = {edit.raw_start: edit.raw_end for edit in edits if edit.raw_end - edit.raw_start > 1}
    if wide:
        ends = [wide.get(end - 1, end) for end in ends]
    return Lines(starts, ends, texts, indents, trails, gaps, frozenset(feeds))
