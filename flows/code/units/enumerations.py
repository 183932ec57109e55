"""Enumerations: "(a) …, (b) …" inside a sentence, and the words that introduce them."""

import re
from functools import cache
from typing import NamedTuple

from flows.code.units.patterns import reader
from flows.code.units.trimming import trim_end
from flows.records import Span


class Enumeration(NamedTuple):
    """The words before the first marker and the items between markers, without the markers."""

    introduction: Span
    items: tuple[Span, ...]


def enumeration_of(folded: str, span: Span) -> Enumeration | None:
    """Return the enumeration in a sentence; None where fewer than two markers follow each other in order."""
    if folded.find(") ", span.start, span.end) < 0:
        return None
    markers: list[tuple[int, int]] = []
    wanted: tuple[str, ...] = ("a", "i", "1")
    for match in _markers().finditer(folded, span.start, span.end):
        start, end = match.span()
        label = folded[start:end].strip(" ()")
        if label in wanted:
            wanted = _after(label) if not markers else tuple(w for w in _after(label))
            markers.append((start, end))
    if len(markers) < 2:
        return None
    ends = [start for start, _ in markers[1:]] + [span.end]
    items = tuple(Span(begin, trim_end(folded, begin, end)) for (_, begin), end in zip(markers, ends, strict=True))
    return Enumeration(
        Span(span.start, trim_end(folded, span.start, markers[0][0])),
        tuple(item for item in items if item.start < item.end),
    )


def _after(label: str) -> tuple[str, ...]:
    if label.isdigit():
        return (str(int(label) + 1),)
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    following = (roman[roman.index(label) + 1],) if label in roman[:-1] else ()
    return (*following, chr(ord(label) + 1)) if len(label) == 1 and label < "z" else following


@cache
def _markers() -> re.Pattern[str]:
    return reader(r"(?:^| )\(?(?:[a-z]|[ivx]{1,5}|[0-9]{1,2})\) ", "(enumerations)", "marker")
