"""Whom the words of a claim's source or addressee mean: an entity that they name, or the speaker's own."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.records import Claim, Mention, Span, Voice
from flows.rules import RuleError, read_rules

TABLE = Path(__file__).parent / "own_voice.csv"
_ROLES = ("determiner", "noun", "first", "article", "towards")
_BODIES = frozenset(("state", "group", "organisation"))  # they hold wherever the source names them
_OWN_HOLDERS = frozenset(("speaker", "we"))
_NOBODY: tuple[str, ...] = ()


class OwnWord(NamedTuple):
    """A row of flows/link/own_voice.csv: words, joined by "|", by which a source tells whom it means.

    Roles: determiner and noun ("my delegation"), first (the speaker), article, towards (before a name that is not the
    holder: "to the United Nations").
    """

    id: str
    role: str
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


class Holders:
    """The mentions of a statement, by which its claims' holders and addressees are told."""

    def __init__(self, text: str, mentions: Sequence[Mention], voice: Voice) -> None:
        """Take a statement's text, its mentions in their order, and for whom it is spoken."""
        self._text = text
        self._mentions = [one for one in mentions if one.entity_id is not None]
        self._starts = [one.span.start for one in self._mentions]
        self._voice = voice

    def of_holder(self, claim: Claim) -> tuple[str, ...]:
        """Return the entities that hold the claim, in the order in which its source names them.

        An inherited source is its antecedent's words. The speaker's own claims are those of whom they speak for.
        """
        voice = self._voice
        if claim.holder in _OWN_HOLDERS:
            return voice.speaking_for if voice.is_own and claim.agreement == "not_reported" else _NOBODY
        if claim.source is None:
            # a resolution's clauses are its body's
            return voice.speaking_for if claim.holder == "named" else _NOBODY
        return self._entities(claim.source)

    def of_addressee(self, claim: Claim) -> tuple[str, ...]:
        """Return the entities that are to act, in the order in which they are named."""
        if claim.addressee is None:
            return _NOBODY
        if self._voice.is_own and self._text[slice(*claim.addressee)] in _words().first:
            return self._voice.speaking_for
        return self._entities(claim.addressee)

    def _entities(self, span: Span) -> tuple[str, ...]:
        """Return the entities that the words name; else the speaker's own, or the one that they name for short."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, first)
        if last > first:
            found = tuple(dict.fromkeys(self._named(first, last, span)))
            if found:
                return found
        return self._own(span) or self._short(span, first)

    def _named(self, first: int, last: int, span: Span) -> Iterator[str]:
        """Yield the entities that are holders, and not what the holder is sent to, or was made by or took part in."""
        words = _words()
        for one in self._mentions[first:last]:
            before = self._text[span.start : one.span.start].strip()
            if before.endswith(words.towards):
                return
            if one.kind in _BODIES or not before or before in words.articles:
                yield str(one.entity_id)

    def _own(self, span: Span) -> tuple[str, ...]:
        """Return the speaker's own entity ("my delegation")."""
        voice = self._voice
        determiner, _, noun = self._text[slice(*span)].partition(" ")
        words = _words()
        if voice.entity is None or determiner.lower() not in words.determiners or noun.lower() not in words.nouns:
            return _NOBODY
        return voice.speaking_for if voice.entity not in voice.speaking_for and determiner == "our" else (voice.entity,)

    def _short(self, span: Span, before: int) -> tuple[str, ...]:
        """Return the entity that was last named by a name which ends in the noun ("the Union": "European Union")."""
        article, _, noun = self._text[slice(*span)].partition(" ")
        if article not in _words().articles or not noun[:1].isupper() or " " in noun:
            return _NOBODY
        for one in reversed(self._mentions[:before]):
            start, end = one.span
            if self._text.endswith(f" {noun}", start, end):
                return (str(one.entity_id),)
        return _NOBODY


class _Words(NamedTuple):
    determiners: frozenset[str]
    nouns: frozenset[str]
    first: frozenset[str]
    articles: frozenset[str]
    towards: tuple[str, ...]  # each behind a space


@cache
def _words() -> _Words:
    """Read the table; raises RuleError where it cannot be used."""
    words: dict[str, list[str]] = {role: [] for role in _ROLES}
    for row in read_rules(TABLE, OwnWord):
        if row.role not in words:
            raise RuleError(f"{TABLE.name}: rule {row.id}: role {row.role!r} is not one of {', '.join(_ROLES)}")
        words[row.role] += row.words.split("|")
    determiners, nouns, first, articles = (frozenset(words[role]) for role in _ROLES[:4])
    return _Words(determiners, nouns, first, articles, tuple(f" {word}" for word in words["towards"]))
