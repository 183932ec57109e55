"""Negation: which words of a clause negate its verb, and which only look as if they did."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from flows.code.lang.language import Use, language
from flows.code.lang.rows import Negation

OF_GROUP = frozenset(("verb", "object", "verb-of-denial", "weak"))
"""Kinds that negate a verb group, each once: two of them cancel."""
OF_SUBJECT = frozenset(("subject",))


class Polarity(NamedTuple):
    """Whether a verb group, or a subject, is negated, and by which rows."""

    negated: bool
    rules: tuple[str, ...]


class Negator(NamedTuple):
    """Words that negate, or look so; offsets in the tokens."""

    row: Negation
    start: int
    end: int


def negators(tokens: Sequence[str], kinds: Collection[str], name: str = "en") -> tuple[Negator, ...]:
    """Return the negators among folded tokens, in their order; the longest words at a place cover shorter ones.

    Of rows with the same words, one of the `kinds` is returned, where there is one.
    """
    found: list[Negator] = []
    at = 0
    while at < len(tokens):
        use = _longest(tokens, at, kinds, name)
        if use is not None:
            found.append(Negator(use.row, at, at + len(use.words)))
        at += len(use.words) if use is not None else 1
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def polarity(group: tuple[str, ...], name: str = "en") -> Polarity:
    """Return whether the tokens of a verb group, with its adverbs and the words of a cue, are negated.

    "did not agree" and "failed to agree" are, "did not fail to agree", "no doubt" and "not only" are not.
    """
    rows = [negator.row for negator in negators(group, OF_GROUP, name)]
    deciding = [row for row in rows if row.kind == "cancels"] or [row for row in rows if row.kind in OF_GROUP]
    negated = len(deciding) % 2 == 1 and deciding[0].kind != "cancels"
    return Polarity(negated, tuple(f"negation.{row.id}" for row in deciding))


@lru_cache(maxsize=1 << 12)
def subject_polarity(subject: tuple[str, ...], name: str = "en") -> Polarity:
    """Return whether the tokens of a subject negate its clause: "no delegation", "not a single State", "nobody".

    "not only the Chair", "not all delegations" and "no fewer than ten members" do not.
    """
    use = _longest(subject, 0, OF_SUBJECT, name) if subject else None
    if use is None or use.row.kind not in OF_SUBJECT:
        return Polarity(False, ())
    return Polarity(True, (f"negation.{use.row.id}",))


def _longest(tokens: Sequence[str], at: int, kinds: Collection[str], name: str) -> Use[Negation] | None:
    uses = language(name).negations.get(tokens[at], ())
    standing = [use for use in uses if tuple(tokens[at : at + len(use.words)]) == use.words]
    return max(standing, key=lambda use: (len(use.words), use.row.kind in kinds), default=None)
