"""Contents: which stretch of a claim is what is held, given its cue and its source."""

from flows.code.units.trimming import trim_end
from flows.records import Span

_MARKS = " ,:"
_CONJUNCTION = "that "


def content_of(folded: str, span: Span, cue: Span, source: Span | None) -> Span:
    """Return the longest stretch of a claim without its cue and its source; the whole of it where nothing is left."""
    start, end = span
    left, right = cue.start, cue.end
    if source and start <= source.start and source.end <= cue.start:
        left = source.start
    if source and cue.end <= source.start and source.end <= end and source.start - cue.end < _NEAR:
        right = source.end
    after = right
    while after < end and folded[after] in _MARKS:
        after += 1
    holds = folded.startswith(_CONJUNCTION, after)
    if holds:
        after += len(_CONJUNCTION)
    before = trim_end(folded, start, left)
    inserted = folded[start:left].rstrip().endswith(",") and folded.startswith(",", right)
    fronted = holds or left < cue.start or (right == end and before == start)
    if after < end and (end - after >= before - start or (fronted and not inserted)):
        return Span(after, end)
    return Span(start, before) if start < before else span


_NEAR = 12
"""Code points between a cue and a source behind it: "was recognised by many"."""
