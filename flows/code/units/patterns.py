"""Patterns over folded text, in two kinds: one that scans a whole text, and one that reads a few words.

RE2 scans: a few automata for a whole table, linear in the text. Python's `re` reads what the scan found: a call costs
it a tenth of RE2's, and the text is short. Both see ASCII only, so that they mean the same.
"""

import re
from bisect import bisect_left
from collections.abc import Generator, Sequence
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

import re2

from flows.rules import RuleError, compile_pattern, spans


def scanner(pattern: str, table: str, rule: str) -> "re2._Regexp[bytes]":
    """Return the pattern compiled to scan a folded text as bytes; raises RuleError, naming table and rule."""
    return compile_pattern(pattern.encode("ascii"), table, rule)


def reader(pattern: str, table: str, rule: str) -> re.Pattern[str]:
    """Return the pattern compiled to read a few words of a folded text; raises RuleError, naming table and rule."""
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise RuleError(f"{table}: rule {rule}: the pattern does not compile: {error}") from None


class Scanned(NamedTuple):
    """What some scanners, each by itself, found in a text."""

    data: bytes  # the folded text
    spans: tuple[list[tuple[int, int]], ...]  # of each scanner, where its matches stand, none overlapping another


def scan(scanners: tuple["re2._Regexp[bytes]", ...], texts: Sequence[bytes]) -> list[Scanned]:
    """Return what each of the scanners finds in each of the folded texts.

    One scanner reads all of the texts before the next one does: the states of its automaton then stay near the
    processor, which makes the scan of many texts a third shorter.
    """
    found = [[spans(pattern, data) for data in texts] for pattern in scanners]
    return [Scanned(data, tuple(places)) for data, *places in zip(texts, *found, strict=True)]


def leftmost(
    scanners: tuple["re2._Regexp[bytes]", ...], scanned: Scanned
) -> Generator[tuple[int, int, int], int | None, None]:
    """Each match of the scanners as (start, end, which scanner), as if they were the alternatives of one pattern.

    So the first match wins, of those that begin at one place that of the first scanner, and none overlaps another.
    One automaton for all would have as many states as the product of theirs; building those takes longer than the
    scan. Who gets a match may send the place from which the search shall go on instead of the match's end.
    """
    data, found = scanned
    # (start, scanner, end, place among the scanner's matches, None where it is none of them)
    waiting: list[tuple[int, int, int, int | None]] = [
        (places[0][0], number, places[0][1], 0) for number, places in enumerate(found) if places
    ]
    heapify(waiting)
    at = 0
    while waiting:
        start, number, end, place = waiting[0]
        if start >= at:
            at = end
            back = yield start, end, number
            if back is not None:
                at = back
                yield start, end, number  # what `send` returns
        places = found[number]
        if at == end and place is not None:
            place += 1
            following = places[place] if place < len(places) else None
        else:  # what the scanner finds from here on may be no match of those that it found from the beginning on
            match = scanners[number].search(data, at)
            following = match and match.span()
            place = bisect_left(places, following) if following else None
            if place is not None and places[place : place + 1] != [following]:
                place = None
        if following:
            heapreplace(waiting, (following[0], number, following[1], place))
        else:
            heappop(waiting)
