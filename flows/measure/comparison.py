"""Which claim of a release answers to which claim of the reference.

Two claims can answer to each other where their intersection is at least half of their union; of all such pairs the
closest are taken first, each claim once.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flows.measure.letters import Letters, letters_of
from flows.measure.reference import ReferenceClaim
from flows.records import Span

HALF = 0.5


class Unit(NamedTuple):
    """A claim of either side, its places in the document's letters and digits."""

    span: Span
    source: Span | None
    cue: Span | None
    content: Span | None
    holder: str
    agreement: str
    act: str
    modality: str
    negated: bool
    topics: frozenset[str]


class Compared(NamedTuple):
    """The claims of both sides, and the pairs of indexes of those that answer to each other."""

    reference: tuple[Unit, ...]
    release: tuple[Unit, ...]
    pairs: tuple[tuple[int, int], ...]

    def matched(self) -> Iterator[tuple[Unit, Unit]]:
        """Return the pairs themselves, the reference's unit first."""
        return ((self.reference[i], self.release[j]) for i, j in self.pairs)


def compare(raw: str, reference: Sequence[ReferenceClaim], release: Sequence[Mapping[str, Any]]) -> Compared:
    """Compare a document's claims: `release` are its rows of `claims`, in reading order, `raw` the decoded raw file.

    A reference claim whose words do not stand in the raw file is left out.
    """
    letters = letters_of(raw)
    theirs = tuple(reference_units(reference, letters))
    ours = tuple(_unit(row, letters.span(row["raw_start"], row["raw_end"]), letters, "_text") for row in release)
    return Compared(theirs, ours, tuple(align(theirs, ours)))


def overlap(one: Span, other: Span) -> int:
    """Characters that both spans have."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def reference_units(claims: Sequence[ReferenceClaim], letters: Letters) -> Iterator[Unit]:
    """Yield the claims of a reference annotation where their words stand; one that stands nowhere is left out."""
    reached = 0  # sentences come in reading order, and the same words may come again
    for claim in claims:
        sentence, text = letters_of(claim.sentence).text, letters_of(claim.text).text
        at = letters.text.find(sentence, max(0, reached - len(sentence)))
        at = at if at >= 0 else letters.text.find(sentence)
        if at < 0:
            continue
        reached = max(reached, at)
        start = letters.text.find(text, at, at + len(sentence))
        if start >= 0:
            yield _unit(claim.model_dump(), Span(start, start + len(text)), letters, "")


def _unit(claim: Mapping[str, Any], span: Span, letters: Letters, suffix: str) -> Unit:
    """Return a claim that has its parts' words under their names with `suffix` behind them."""
    source, cue, content = (_place(claim[f"{part}{suffix}"], span, letters) for part in ("source", "cue", "content"))
    return Unit(
        span,
        source,
        cue,
        content,
        claim["holder"],
        claim["agreement"],
        claim["act"],
        claim["modality"],
        claim["negated"],
        frozenset(claim["topics"]),
    )


def _place(words: str | None, claim: Span, letters: Letters) -> Span | None:
    """Where a part stands: within its claim, or, inherited, before the claim's end."""
    wanted = letters_of(words or "").text
    if not wanted:
        return None
    return letters.words_in(wanted, claim) or letters.words_before(wanted, claim.end)


def align(reference: Sequence[Unit], release: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Return the pairs of indexes of units that answer to each other, the closest first, each unit once."""
    candidates = sorted(_candidates(reference, release), reverse=True)
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in candidates:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield i, j


def _candidates(reference: Sequence[Unit], release: Sequence[Unit]) -> Iterator[tuple[float, int, int]]:
    """Pairs that can answer to each other, as (intersection over union, index, index)."""
    order = sorted(range(len(release)), key=lambda j: release[j].span)
    starts = [release[j].span.start for j in order]
    for i, theirs in enumerate(reference):
        length = theirs.span.end - theirs.span.start
        # what is more than twice as long shares less than half
        near = order[bisect_left(starts, theirs.span.start - 2 * length) : bisect_left(starts, theirs.span.end)]
        for j in near:
            ours = release[j].span
            shared = overlap(theirs.span, ours)
            closeness = shared / (length + ours.end - ours.start - shared)
            if closeness >= HALF:
                yield closeness, i, j
