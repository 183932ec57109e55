"""Clean text out of raw text, with the map back: the only place where text is copied.

The definition, which `verify` repeats without this code: take raw[start:end], drop what the cuts drop, put in what
they put in, make one space of every run of white space (`str.isspace`), strip.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.records import OffsetMap

_SPACES = re.compile("  +")
_LONG_SPACE = re.compile(r"\s\s+")  # faster than \s{2,}: the search may skip to the first \s
# White space other than spaces and newlines, as str.isspace has it.
_ODD_SPACES = (
    "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000"
)


Copy = tuple[str, OffsetMap]
"""A clean text, and where its characters stand in the raw text."""


class Cut(NamedTuple):
    """A stretch of the raw text that is dropped (replacement "") or read as something else."""

    start: int
    end: int
    replacement: str


def copy_lines(starts: Sequence[int], ends: Sequence[int], texts: Sequence[str], odd: str) -> Copy | None:
    """Return the clean text and map of lines, which are raw text and have nothing but white space between them.

    What most paragraphs come to. None where white space inside a line is other than a space: see `copy_clean`.
    """
    text = " ".join(texts)
    if "  " in text or "\n" in text or (odd and any(space in text for space in odd)):
        return None
    if len(text) == ends[-1] - starts[0]:
        return text, OffsetMap((0,), (starts[0],), (0,))
    clean, raw_at, width = [0], [starts[0]], [0]
    at = 0
    for line, end, start in zip(texts, ends, starts[1:], strict=False):
        at += len(line)
        if start - end > 1:
            clean += (at, at + 1)
            raw_at += (end, start)
            width += (start - end, 0)
        at += 1
    return text, OffsetMap(tuple(clean), tuple(raw_at), tuple(width))


def copy_clean(raw: str, start: int, end: int, cuts: Sequence[Cut], odd: str) -> Copy:
    """Return the clean text of raw[start:end] and its map; `cuts` are in order, inside the range, and do not overlap.

    `odd` are the `odd_spaces` of the raw text.
    White space that stands alone is copied as a space and needs no run of its own in the map.
    """
    copier = _Copier(raw, odd)
    at = start
    for cut in cuts:
        copier.copy(at, cut.start)
        copier.replace(cut)
        at = cut.end
    copier.copy(at, end)
    return "".join(copier.parts), OffsetMap(tuple(copier.clean), tuple(copier.raw_at), tuple(copier.width))


def odd_spaces(rare: str) -> str:
    """Return the kinds of white space among the characters other than spaces and newlines; most texts have none."""
    return "".join([space for space in _ODD_SPACES if space in rare])


def _collapsed(core: str, odd: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with one space for each run of white space, and where in `core` the runs of two or more stand.

    `core` neither begins nor ends with white space; `odd` are the kinds that it may have beside spaces and newlines.
    """
    if odd and any(space in core for space in odd):
        text = " ".join(core.split())
        return text, [run.span() for run in _LONG_SPACE.finditer(core)] if len(text) < len(core) else []
    text = core.replace("\n", " ")
    if "  " not in text:
        return text, []
    runs: list[tuple[int, int]] = []
    parts: list[str] = []
    at = 0
    for run in _SPACES.finditer(text):
        first, last = span = run.span()
        runs.append(span)
        parts.append(text[at:first])
        at = last
    return " ".join([*parts, text[at:]]), runs


def _part(
    long: Sequence[tuple[int, int]], at: int, start: int, clean: list[int], raw_at: list[int], width: list[int]
) -> None:
    """Add the runs that the `long` white space of a copied piece parts it into, as `_collapsed` gives them.

    The piece begins at raw offset `start` and at offset `at` of the clean text.
    """
    for first, last in long:
        clean += (first + at, first + at + 1)
        raw_at += (first + start, last + start)
        width += (last - first, 0)
        at -= last - first - 1


class _Copier:
    """The text and the runs so far, and the white space that waits for the next printed character."""

    def __init__(self, raw: str, odd: str) -> None:
        self.raw = raw
        self.odd = odd
        self.parts: list[str] = []
        self.length = 0
        self.clean: list[int] = []
        self.raw_at: list[int] = []
        self.width: list[int] = []
        self.space: tuple[int, int] | None = None

    def copy(self, start: int, end: int) -> None:
        """Copy raw[start:end], white space collapsed."""
        piece = self.raw[start:end]
        core = piece.lstrip()
        if len(core) < len(piece):
            self._wait(start, end - len(core))
            start = end - len(core)
        core = core.rstrip()
        if not core:
            return
        self._settle_space()
        words, long = _collapsed(core, self.odd)
        if not self._follows(start):
            self._open(start, 0)
        if long:
            _part(long, self.length, start, self.clean, self.raw_at, self.width)
        self.parts.append(words)
        self.length += len(words)
        if start + len(core) < end:
            self._wait(start + len(core), end)

    def replace(self, cut: Cut) -> None:
        """Put in the cut's replacement for its raw text."""
        if not cut.replacement:
            return
        if cut.replacement.isspace():
            self._wait(cut.start, cut.end)
            return
        self._settle_space()
        self._run(cut.start, cut.end - cut.start, cut.replacement)

    def _wait(self, start: int, end: int) -> None:
        self.space = (self.space[0] if self.space else start, end)

    def _follows(self, start: int) -> bool:
        """Whether raw offset `start` comes just behind the last run, and that was copied."""
        return bool(self.width) and not self.width[-1] and self.raw_at[-1] + self.length - self.clean[-1] == start

    def _settle_space(self) -> None:
        if self.space and self.length:
            start, end = self.space
            if end - start == 1 and self._follows(start):
                self.parts.append(" ")
                self.length += 1
            else:
                self._run(start, end - start, " ")
        self.space = None

    def _run(self, start: int, width: int, text: str) -> None:
        self._open(start, width)
        self.parts.append(text)
        self.length += len(text)

    def _open(self, start: int, width: int) -> None:
        self.clean.append(self.length)
        self.raw_at.append(start)
        self.width.append(width)
