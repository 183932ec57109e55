"""Precision, recall and F1 of each field and value, and what always giving the commonest answer gets."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from flows.measure.comparison import Compared, Unit, overlap
from flows.records import Span
from schemas.vocabulary import ACT, AGREEMENT, HOLDER, MODALITY, TOPIC

PARTS = ("source", "cue", "content")
VALUES: dict[str, tuple[Hashable, ...]] = {
    "holder": tuple(HOLDER),
    "agreement": tuple(AGREEMENT),
    "act": tuple(ACT),
    "modality": tuple(MODALITY),
    "negated": (True, False),
}
FULL = ("holder", "agreement", "act")  # what must be right, all at once, for `full`


class Figure(NamedTuple):
    """A measured figure; see schemas/quality.py."""

    field: str
    value: str | None
    match: str
    n: int
    precision: float | None
    recall: float | None
    f1: float | None
    baseline: float | None


class _Count(NamedTuple):
    """How much of it the reference has, how much the release has, and how much of that is the same."""

    hits: int
    reference: int
    release: int


def figures(documents: Sequence[Compared]) -> Iterator[Figure]:
    """Yield the figures over all claims of the documents together."""
    reference = [unit for document in documents for unit in document.reference]
    release = [unit for document in documents for unit in document.release]
    pairs = [pair for document in documents for pair in document.matched()]
    same = sum(theirs.span == ours.span for theirs, ours in pairs)
    yield _figure("unit", None, "exact", _Count(same, len(reference), len(release)))
    yield _figure("unit", None, "overlap", _Count(len(pairs), len(reference), len(release)))
    for part in PARTS:
        yield from _of_part(part, reference, release, pairs)
    yield from _of_topics(reference, pairs)
    for field, values in VALUES.items():
        counts = Counter(getattr(unit, field) for unit in reference)
        commonest = max(values, key=counts.__getitem__)
        hits = sum(getattr(theirs, field) == getattr(ours, field) for theirs, ours in pairs)
        whole = _Count(hits, len(reference), len(release))
        yield _figure(field, None, "label", whole, _share(counts[commonest], len(reference)))
        for value in values:
            yield from _of_value(field, value, reference, release, pairs, value == commonest)
    triples = [_full(unit) for unit in reference]
    hits = sum(_full(theirs) == _full(ours) for theirs, ours in pairs)
    most = max(Counter(triples).values(), default=0)
    yield _figure("full", None, "label", _Count(hits, len(reference), len(release)), _share(most, len(reference)))


def _of_part(
    part: str, reference: Sequence[Unit], release: Sequence[Unit], pairs: Sequence[tuple[Unit, Unit]]
) -> Iterator[Figure]:
    """Whole spans that are the same, and characters that both sides have."""
    theirs: list[Span] = [span for unit in reference if (span := getattr(unit, part))]
    ours: list[Span] = [span for unit in release if (span := getattr(unit, part))]
    both = [(getattr(one, part), getattr(other, part)) for one, other in pairs]
    both = [(one, other) for one, other in both if one and other]
    exact = _Count(sum(one == other for one, other in both), len(theirs), len(ours))
    letters = (sum(span.end - span.start for span in spans) for spans in (theirs, ours))
    yield _figure(part, None, "exact", exact)
    yield _figure(part, None, "overlap", _Count(sum(overlap(*spans) for spans in both), *letters))._replace(
        n=len(theirs)
    )


def _of_topics(reference: Sequence[Unit], pairs: Sequence[tuple[Unit, Unit]]) -> Iterator[Figure]:
    """Topics of claims that answer to each other; a claim has as many as it has."""
    given = Counter(topic for unit in reference for topic in unit.topics)
    commonest = max(TOPIC, key=given.__getitem__)
    counts = {
        topic: _Count(
            sum(topic in theirs.topics and topic in ours.topics for theirs, ours in pairs),
            sum(topic in theirs.topics for theirs, _ in pairs),
            sum(topic in ours.topics for _, ours in pairs),
        )
        for topic in TOPIC
    }
    whole = _Count(*(sum(count[at] for count in counts.values()) for at in range(3)))
    answers = len(reference) + given.total()
    yield _figure("topics", None, "label", whole, _share(2 * given[commonest], answers))
    for topic, count in counts.items():
        if count.reference or count.release:
            yield _figure("topics", topic, "label", count, _constant(given[topic], len(reference), topic == commonest))


def _of_value(
    field: str,
    value: Hashable,
    reference: Sequence[Unit],
    release: Sequence[Unit],
    pairs: Sequence[tuple[Unit, Unit]],
    is_commonest: bool,
) -> Iterator[Figure]:
    count = _Count(
        sum(getattr(theirs, field) == getattr(ours, field) == value for theirs, ours in pairs),
        sum(getattr(unit, field) == value for unit in reference),
        sum(getattr(unit, field) == value for unit in release),
    )
    if count.reference or count.release:
        baseline = _constant(count.reference, len(reference), is_commonest)
        yield _figure(field, str(value).lower(), "label", count, baseline)


def _full(unit: Unit) -> tuple[str, ...]:
    return tuple(getattr(unit, field) for field in FULL)


def _constant(having: int, units: int, is_commonest: bool) -> float | None:
    """F1 of a value where the commonest one is given to every claim."""
    return _share(2 * having, units + having) if is_commonest else 0.0


def _figure(field: str, value: str | None, match: str, count: _Count, baseline: float | None = None) -> Figure:
    return Figure(
        field,
        value,
        match,
        count.reference,
        _share(count.hits, count.release),
        _share(count.hits, count.reference),
        _share(2 * count.hits, count.reference + count.release),
        baseline,
    )


def _share(part: int, whole: int) -> float | None:
    """Return it rounded, so that it reads as what it is: a figure from a few hundred claims."""
    return round(part / whole, 4) if whole else None
