"""A report: a cue that makes a claim."""

from typing import NamedTuple

from flows.code.units.cues import Hit
from flows.code.units.sources import Holder
from flows.records import Span


class Report(NamedTuple):
    """A cue that makes a claim; offsets in the text."""

    start: int  # where its clause begins
    before: int  # where what stands before its clause ends
    hit: Hit
    cue: Span
    source: Holder | None
    shared: bool  # the source stands in the clause of an earlier report
    place: str  # of the content: after, before (the cue), around (an inserted "delegates stressed")
    rule: str  # the split that parts it from what stands before it; "" at a sentence's beginning


def reported(start: int, before: int, hit: Hit, source: Holder | None, place: str, rule: str) -> Report:
    """Return a report whose cue is all of the words of the hit."""
    return Report(start, before, hit, Span(hit.start, hit.end), source, False, place, rule)


CLAUSE_INSIDE = frozenset(["which", "who", "that", "as", "if", "when", "while"])
