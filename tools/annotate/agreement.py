"""How far two readings of the same documents agree: F1 as a release is measured, and Krippendorff's alpha."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flows.errors import UsageError
from flows.measure.comparison import Compared, align
from flows.measure.figures import figures
from flows.records import Span
from tools.annotate.alpha import nominal_alpha, unitizing_alpha
from tools.annotate.standoff import Reading

CODES = ("holder", "agreement", "act", "modality", "negated")


class Agreement(NamedTuple):
    """What two readings share in one field: F1 over all claims, alpha over those that answer to each other."""

    field: str
    match: str
    n: int
    f1: float | None
    alpha: float | None


def compared(one: Reading, other: Reading) -> dict[str, Compared]:
    """Return the documents that both readings have, with the claims that answer to each other.

    Raises UsageError where the readings are of different raw files.
    """
    found: dict[str, Compared] = {}
    for document_id in sorted(one.claims.keys() & other.claims.keys()):
        if one.raw_sha256[document_id] != other.raw_sha256[document_id]:
            raise UsageError(f"{document_id}: the two readings are of different raw files")
        theirs, ours = one.claims[document_id], other.claims[document_id]
        found[document_id] = Compared(theirs, ours, tuple(align(theirs, ours)))
    if not found:
        raise UsageError("the two readings have no document in common")
    return found


def agreement(one: Reading, other: Reading, ranges: Mapping[str, list[Span]]) -> Iterator[Agreement]:
    """Return how far the readings agree in each field.

    `ranges` are the stretches of each document that were annotated, in its letters: the continua of unitizing alpha,
    put one after the other.
    """
    documents = compared(one, other)
    alphas: dict[tuple[str, str], float | None] = {("unit", "exact"): _unitizing(documents, ranges)}
    pairs = [pair for document in documents.values() for pair in document.matched()]
    for code in CODES:
        alphas[code, "label"] = nominal_alpha([(getattr(a, code), getattr(b, code)) for a, b in pairs])
    for figure in figures(list(documents.values())):
        if figure.value is None:
            alpha = alphas.get((figure.field, figure.match))
            yield Agreement(
                figure.field, figure.match, figure.n, figure.f1, alpha if alpha is None else round(alpha, 4)
            )


def _unitizing(documents: Mapping[str, Compared], ranges: Mapping[str, list[Span]]) -> float | None:
    """Return unitizing alpha over all annotated stretches, as one continuum."""
    length = 0
    readings: tuple[list[Span], list[Span]] = ([], [])
    for document_id, document in documents.items():
        for start, end in ranges[document_id]:
            for reading, units in zip(readings, (document.reference, document.release), strict=True):
                reached = start
                for span in sorted(unit.span for unit in units if start <= unit.span.start and unit.span.end <= end):
                    first = max(span.start, reached)  # of nested claims, the inner one counts with what is its own
                    if first < span.end:
                        reading.append(Span(first - start + length, span.end - start + length))
                        reached = span.end
            length += end - start
    return unitizing_alpha(length, readings)
