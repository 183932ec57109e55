"""How many voices hold something: what words of quantity and numbers in a source or a cue say of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from flows.code.lang.language import Use, Uses, language
from flows.code.lang.rows import NumberLimit, Quantifier

Row = TypeVar("Row")


class Voices(NamedTuple):
    """What the words say."""

    agreement: str
    rule: str
    """The id of the row that decided."""
    negative: bool
    """Whether they negate what they quantify: "no delegation"."""
    end: int
    """Tokens up to the end of the words of quantity."""


def voices(tokens: Sequence[str], place: str, name: str = "en") -> Voices | None:
    """Return how many voices the folded tokens of a source ("source", "we") or of a cue ("cue") report.

    In a source that others hold, the words of quantity stand at its beginning; elsewhere anywhere. The longest words
    decide, then the row that stands first in the table. None where nothing is said of a number.
    """
    table = language(name)
    chosen = None if place == "cue" else _numbered(tokens, name)
    best = (chosen.end, 0) if chosen else None
    for start in _beginnings(tokens) if place == "source" else range(len(tokens)):
        for length, row, order in _at(tokens, start, place, table.quantifiers):
            if best is None or (length, -order) > best:
                best, chosen = (length, -order), Voices(row.agreement, row.id, row.negative, start + length)
    return chosen


def _beginnings(tokens: Sequence[str]) -> Iterator[int]:
    """Yield where the words of quantity of a source may begin: at its first words."""
    yield from range(min(2, len(tokens)))


def _at(
    tokens: Sequence[str], start: int, place: str, quantifiers: Uses[Quantifier]
) -> Iterator[tuple[int, Quantifier, int]]:
    for order, use in enumerate(quantifiers.get(tokens[start], ())):
        if place in use.row.place and tuple(tokens[start : start + len(use.words)]) == use.words:
            yield len(use.words), use.row, order


def _numbered(tokens: Sequence[str], name: str) -> Voices | None:
    """Return what a number at the beginning of a source, or inside it, says with the limit that stands before it."""
    table = language(name)
    at = next((place for place in range(1, len(tokens)) if _opens_inside(tokens, place, table.number_limits)), 0)
    add = 0
    while at < len(tokens) and (limit := _longest(tokens, at, table.number_limits)):
        at, add = at + len(limit.words), add + limit.row.add
    number, length = _number(tokens[at:], name)
    if number is None:
        return None
    for row in table.numbers:
        if row.least <= number + add <= row.most:
            return Voices(row.agreement, row.id, False, at + length)
    return None


def _opens_inside(tokens: Sequence[str], at: int, limits: Uses[NumberLimit]) -> bool:
    """Return whether words that stand inside a source, before a number, begin at a place of the tokens."""
    found = _longest(tokens, at, limits)
    return found is not None and found.row.inside


def _longest(tokens: Sequence[str], at: int, table: Uses[Row]) -> Use[Row] | None:
    """Return the longest words of a table that stand at a place of the tokens."""
    found = (use for use in table.get(tokens[at], ()) if tuple(tokens[at : at + len(use.words)]) == use.words)
    return max(found, key=lambda use: len(use.words), default=None)


def _number(tokens: Sequence[str], name: str) -> tuple[int | None, int]:
    """Return the number that the tokens begin with, in figures or in words, and how many tokens it takes."""
    if not tokens:
        return None, 0
    if (figure := tokens[0].replace(",", "")).isdecimal():
        return int(figure), 1
    words = language(name).number_words
    total, at = 0, 0
    while at < len(tokens):
        if (found := _longest(tokens, at, words)) is None:
            break
        total = total * found.row.value if total and found.row.value >= 100 else total + found.row.value
        at += len(found.words)
        if at < len(tokens) - 1 and tokens[at] == "-":
            at += 1
    return (total, at) if at else (None, 0)
