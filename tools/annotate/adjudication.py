"""Settle the differences of two readings: list them with both answers, then apply one decision for each."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flows.errors import UsageError
from flows.measure.comparison import Compared, Unit
from tools.annotate.standoff import RawText, Reading

_CODES = ("holder", "agreement", "act", "modality", "negated", "topics")
_COLUMNS = ("difference", "document_id", "a", "b", "decision")


class Difference(NamedTuple):
    """A claim on which the readings differ; one side is None where only the other has it."""

    document_id: str
    one: Unit | None
    other: Unit | None


def differences(documents: Mapping[str, Compared]) -> list[Difference]:
    """Return every claim that the two readings do not have alike, in reading order."""
    found: list[Difference] = []
    for document_id, (theirs, ours, pairs) in documents.items():
        matched = [(theirs[i], ours[j]) for i, j in pairs]
        alone = [(unit, None) for i, unit in enumerate(theirs) if i not in {pair[0] for pair in pairs}]
        other = [(None, unit) for j, unit in enumerate(ours) if j not in {pair[1] for pair in pairs}]
        both = [*((a, b) for a, b in matched if a != b), *alone, *other]
        found += (Difference(document_id, a, b) for a, b in sorted(both, key=lambda pair: (pair[0] or pair[1]).span))  # type: ignore[union-attr]
    return found


def write_differences(found: Sequence[Difference], raws: Mapping[str, RawText], path: Path) -> None:
    """Write the differences as CSV with the words of both readers; `decision` is empty, to be filled with a or b."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_COLUMNS)
        for number, (document_id, one, other) in enumerate(found, 1):
            raw = raws[document_id]
            rows.writerow([number, document_id, _shown(one, other, raw), _shown(other, one, raw), ""])


def adjudicate(documents: Mapping[str, Compared], decisions: Path, one: Reading) -> Reading:
    """Return the reading that the decisions make of two: what both have alike, and of each difference the chosen side.

    Raises UsageError for a difference without a decision.
    """
    chosen = list(_decisions(decisions, differences(documents)))
    claims: dict[str, tuple[Unit, ...]] = {}
    for document_id, document in documents.items():
        alike = [theirs for theirs, ours in document.matched() if theirs == ours]
        taken = [unit for name, unit in chosen if name == document_id and unit is not None]
        claims[document_id] = tuple(sorted([*alike, *taken], key=lambda unit: unit.span))
    return Reading("adjudicated", {name: one.raw_sha256[name] for name in claims}, claims)


def _decisions(path: Path, found: Sequence[Difference]) -> Iterator[tuple[str, Unit | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        given = {row["difference"]: row["decision"].strip().lower() for row in csv.DictReader(file)}
    for number, difference in enumerate(found, 1):
        decision = given.get(str(number))
        if decision not in ("a", "b"):
            raise UsageError(f"{path}: difference {number}: decision must be a or b, is {decision!r}")
        yield difference.document_id, difference.one if decision == "a" else difference.other


def _shown(unit: Unit | None, against: Unit | None, raw: RawText) -> str:
    """Return a claim's words and those of its parts and codes in which it differs from the other reader's."""
    if unit is None:
        return "no such claim"
    parts = [f"[{_words(unit, 'span', raw)}]"]
    for name in ("source", "cue", "content"):
        if against is None or getattr(unit, name) != getattr(against, name):
            parts.append(f"{name}: {_words(unit, name, raw)}")
    for name in _CODES:
        if against is None or getattr(unit, name) != getattr(against, name):
            value = getattr(unit, name)
            parts.append(f"{name}: {', '.join(sorted(value)) if name == 'topics' else value}")
    return " | ".join(parts)


def _words(unit: Unit, part: str, raw: RawText) -> str:
    span = getattr(unit, part)
    if not span:
        return "-"
    return " ".join(raw.letters.raw[raw.letters.origin[span.start] : raw.letters.origin[span.end - 1] + 1].split())
