"""Patterns over folded text, in two kinds: one that scans a whole text, and one that reads a few words.

RE2 scans: a few automata for a whole table, linear in the text. Python's `re` reads what the scan found: a call costs
it a tenth of RE2's, and the text is short. Both see ASCII only, so that they mean the same.
"""

import re
from collections.abc import Generator, Iterator
from heapq import heapify, heappop, heapreplace

import re2

from flows.rules import RuleError, compile_pattern


def scanner(pattern: str, table: str, rule: str) -> "re2._Regexp[bytes]":
    """The pattern compiled to scan a folded text as bytes; raises RuleError, naming table and rule."""
    return compile_pattern(pattern.encode("ascii"), table, rule)


def reader(pattern: str, table: str, rule: str) -> re.Pattern[str]:
    """The pattern compiled to read a few words of a folded text; raises RuleError, naming table and rule."""
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise RuleError(f"{table}: rule {rule}: the pattern does not compile: {error}") from None


def leftmost(
    scanners: tuple["re2._Regexp[bytes]", ...], data: bytes
) -> Generator[tuple[int, int, int], int | None, None]:
    """Each match of the scanners as (start, end, which scanner), as if they were the alternatives of one pattern.

    So the first match wins, of those that begin at one place that of the first scanner, and none overlaps another.
    One automaton for all would have as many states as the product of theirs; building those takes longer than the
    scan. Who gets a match may send the place from which the search shall go on instead of the match's end.
    """
    waiting: list[tuple[int, int, int, Iterator[re2._Match[bytes]]]] = []
    for number, pattern in enumerate(scanners):
        matches = pattern.finditer(data)
        if match := next(matches, None):
            waiting.append((match.start(), number, match.end(), matches))
    heapify(waiting)
    at = 0
    while waiting:
        start, number, end, matches = waiting[0]
        if start >= at:
            at = end
            back = yield start, end, number
            if back is not None:
                at = back
                yield start, end, number  # what `send` returns
        if at != end:
            matches = scanners[number].finditer(data, at)
        if match := next(matches, None):
            start, end = match.span()
            heapreplace(waiting, (start, number, end, matches))
        else:
            heappop(waiting)
