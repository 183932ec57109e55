"""A raw text's letters and digits, case-folded: the space in which a release and a reference are compared.

White space, quotes, hyphens at line ends and the like are not in it, so that cleaning neither helps nor hurts. Spans
in it are half-open and count its characters.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from flows.records import Span


class Letters(NamedTuple):
    """The letters and digits of `raw`, and where each of them stands there."""

    text: str
    origin: tuple[int, ...]
    raw: str

    def span(self, raw_start: int, raw_end: int) -> Span:
        """Return what a stretch of the raw text is here."""
        return Span(bisect_left(self.origin, raw_start), bisect_left(self.origin, raw_end))

    def words_in(self, words: str, within: Span) -> Span | None:
        """Return the first place within a span where the words, given as letters, stand as whole words."""
        at = self.text.find(words, *within)
        while at >= 0:
            if self._is_whole(found := Span(at, at + len(words))):
                return found
            at = self.text.find(words, at + 1, within.end)
        return None

    def words_before(self, words: str, end: int) -> Span | None:
        """Return the last such place that ends at `end` or before."""
        at = self.text.rfind(words, 0, end)
        while at >= 0:
            if self._is_whole(found := Span(at, at + len(words))):
                return found
            at = self.text.rfind(words, 0, at + len(words) - 1)
        return None

    def _is_whole(self, span: Span) -> bool:
        start, end = self.origin[span.start], self.origin[span.end - 1] + 1
        return not self.raw[max(0, start - 1) : start].isalnum() and not self.raw[end : end + 1].isalnum()


def letters_of(raw: str) -> Letters:
    """Return the letters and digits of a text."""
    kept = list(_kept(raw))
    return Letters("".join(char for _, char in kept), tuple(place for place, _ in kept), raw)


def _kept(raw: str) -> Iterator[tuple[int, str]]:
    for place, char in enumerate(raw):
        for folded in char.casefold():
            if folded.isalnum():
                yield place, folded
