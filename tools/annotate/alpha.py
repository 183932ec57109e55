"""Krippendorff's alpha: of codes given to the same units, and of the units that readers cut from the same text."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import permutations

from flows.records import Span


def nominal_alpha(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return alpha of a code that two readers gave to the same units; None where it is not defined.

    Alpha is 1 for full agreement and 0 for what chance alone would give. It is undefined without two units, and where
    only one value was ever given. Source: Krippendorff, Computing Krippendorff's alpha-reliability (2011), section B.
    """
    if len(pairs) < 2:
        return None
    values = Counter(value for pair in pairs for value in pair)
    total = values.total()
    expected = sum(n * (total - n) for n in values.values())
    if not expected:
        return None
    observed = 2 * sum(one != other for one, other in pairs)
    return 1 - (total - 1) * observed / expected


def unitizing_alpha(length: int, readings: Sequence[Sequence[Span]]) -> float | None:
    """Return alpha of unitizing for readers who each cut units out of one continuum of `length` characters.

    The units of a reader do not overlap. None where no reader cut a unit or the continuum leaves no choice. Source:
    Krippendorff, On the reliability of unitizing continuous data, Sociological Methodology 25 (1995), equations 4 to 7.
    """
    sections = [_sections(length, sorted(reading)) for reading in readings]
    observers = len(readings)
    units = [span for reading in readings for span in reading]
    gaps = [span for reading in sections for span, is_unit in reading if not is_unit]
    observed = sum(_disagreement(one, other) for one, other in permutations(sections, 2))
    observed_share = observed / (observers * (observers - 1) * length**2)
    expected = 0.0
    for size in (unit.end - unit.start for unit in units):
        room = sum(max(0, gap.end - gap.start - size + 1) for gap in gaps)
        expected += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    ways = observers * length * (observers * length - 1)
    ways -= sum((unit.end - unit.start) * (unit.end - unit.start - 1) for unit in units)
    if not expected or not ways:
        return None
    return 1 - observed_share / (2 / length * expected / ways)


def _sections(length: int, units: Sequence[Span]) -> list[tuple[Span, bool]]:
    """Return the continuum as units and the gaps between them, in order."""
    found: list[tuple[Span, bool]] = []
    reached = 0
    for unit in units:
        if unit.start > reached:
            found.append((Span(reached, unit.start), False))
        found.append((unit, True))
        reached = unit.end
    if reached < length:
        found.append((Span(reached, length), False))
    return found


def _disagreement(one: Sequence[tuple[Span, bool]], other: Sequence[tuple[Span, bool]]) -> int:
    """Return the squared distances of one reader's sections from those of another; both cover the same continuum."""
    total = 0
    first = 0
    for span, is_unit in one:
        while other[first][0].end <= span.start:
            first += 1
        at = first
        while at < len(other) and other[at][0].start < span.end:
            theirs, theirs_is_unit = other[at]
            if is_unit and theirs_is_unit:
                total += (span.start - theirs.start) ** 2 + (span.end - theirs.end) ** 2
            elif is_unit and theirs.start <= span.start and span.end <= theirs.end:
                total += (span.end - span.start) ** 2
            elif theirs_is_unit and span.start <= theirs.start and theirs.end <= span.end:
                total += (theirs.end - theirs.start) ** 2
            at += 1
    return total
