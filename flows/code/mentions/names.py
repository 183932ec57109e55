"""The names that a text can mention: states, from ISO 3166-1 and a table, and entities from a table."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pycountry
import re2

from flows.code.mentions.name_parts import name_parts
from flows.code.mentions.one_byte import one_byte
from flows.code.ruleset import RULES
from flows.rules import RuleError, compile_pattern, read_rules, spans

NO_STATE = "-"


class StateRow(NamedTuple):
    """A row of rules/states.csv: names and demonyms, joined by "|", of a state; iso3 "-" of what is no state.

    A state that is no more has its code of ISO 3166-3.
    """

    id: str
    iso3: str
    names: str
    example: str
    counterexample: str
    comment: str
    source: str


class EntityRow(NamedTuple):
    """A row of rules/entities.csv; `id` is the entity's id, `names` are joined by "|"."""

    id: str
    kind: str
    names: str
    example: str
    counterexample: str
    comment: str
    source: str


class Named(NamedTuple):
    """What a name names."""

    kind: str
    entity_id: str | None
    iso3: str | None


def find_names(text: str) -> Iterator[tuple[int, int, Named]]:
    """Return the names in a text and where each stands; where listed names overlap, the longest counts.

    A state's name within a longer name that no table has ("Mexico City") names no state.
    """
    known, parts = _as_written(), name_parts()
    encoded = one_byte(text)
    for start, end in spans(_pattern(), encoded):
        named = known.get(text[start:end]) or known.get(text[start:end].replace("\u2011", "-"))
        if named and not (named.iso3 and parts.is_within_name(text, start, end)):
            yield start, end, named
    begins = _begin_in_capitals()
    for start, end in spans(_capitals(), encoded):
        if not begins.isdisjoint(text[start:end].split(" ")):
            yield from _in_capitals(text, start, end)


def _in_capitals(text: str, start: int, end: int) -> Iterator[tuple[int, int, Named]]:
    """Yield the names in a stretch of capitals, of which each word begins the longest one that it can."""
    known = _named_in_capitals()
    ends = [at for at in range(start, end + 1) if at == end or text[at] == " "]
    at = start
    while at < end:
        words = (last for last in reversed(ends) if last > at and text[at:last] in known)
        last = next(words, None)
        named = known[text[at:last]] if last else None
        if last and named:
            yield at, last, named
        at = (last or next(last for last in ends if last > at)) + 1


def named(words: str) -> Named | None:
    """Return what the words name, as a whole, in capitals or not; None where they name nothing."""
    known = _as_written()
    return known.get(words) or _named_in_capitals().get(words) or known.get(words.title())


def find_entities(words: str) -> list[str]:
    """Return the ids of the entities that the words name, each once, in their order."""
    return list(dict.fromkeys(one.entity_id for _, _, one in find_names(words) if one.entity_id is not None))


@cache
def _named_in_capitals() -> dict[str, Named | None]:
    """Return what names of four letters and more name in capitals; shorter ones are others' acronyms."""
    known = _as_written().items()
    return {name.upper(): named for name, named in known if len(name) >= _SHORTEST and not name.isupper()}


@cache
def _begin_in_capitals() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _named_in_capitals())


_SHORTEST = 4


@cache
def _capitals() -> "re2._Regexp[bytes]":
    """Words in capitals, one or several."""
    word = r"[A-Z\xc0-\xde][A-Z\xc0-\xde'\x92-]"
    return compile_pattern(rf"\b{word}{{2,}}(?: {word}+)*".encode("latin-1"), "states.csv, entities.csv", "(capitals)")


@cache
def _as_written() -> dict[str, Named | None]:
    """Return what each name names, with its apostrophe straight and curly."""
    return {written: named for name, named in names().items() for written in (name, name.replace("'", "’"))}


@cache
def _pattern() -> "re2._Regexp[bytes]":
    """All names as one pattern over a text of one byte a character.

    Each stands before what it begins with, so that the longest counts, and next to what begins as it does: RE2 makes
    one way of what they share, and its automaton is built in half the time.
    """
    ordered = sorted(map(one_byte, _as_written()), reverse=True)
    return compile_pattern(b"|".join(map(re.escape, ordered)), "states.csv, entities.csv", "(all)")


@cache
def names() -> dict[str, Named | None]:
    """Return what each name names, None for a name that only holds a state's name; apostrophes are straight.

    The tables win over ISO 3166-1, of whose names only those without a comma or a bracket are said aloud.
    Raises RuleError where two rows of the tables claim one name.
    """
    known: dict[str, Named | None] = {}
    for one in pycountry.countries:
        aliases = (one.name, getattr(one, "common_name", ""), getattr(one, "official_name", ""))
        for alias in aliases:
            if alias and not set(alias) & set(",(["):
                known[alias.replace("’", "'")] = _state(one.alpha_3)
    claimed: dict[str, str] = {}
    for state in read_rules(RULES / "states.csv", StateRow):
        if state.iso3 != NO_STATE and country(state.iso3) is None:
            raise RuleError(f"states.csv: rule {state.id}: {state.iso3!r} is no country of ISO 3166")
        named = None if state.iso3 == NO_STATE else _state(state.iso3)
        for name in state.names.split("|"):
            _claim(claimed, name, state.id)
            known[name] = named
    for entity in read_rules(RULES / "entities.csv", EntityRow):
        for name in entity.names.split("|"):
            _claim(claimed, name, entity.id)
            known[name] = Named(entity.kind, entity.id, None)
    return known


def country(iso3: str) -> str | None:
    """Return the English name of a state that is in ISO 3166-1, or was (ISO 3166-3); None where none has the code."""
    found = pycountry.countries.get(alpha_3=iso3) or pycountry.historic_countries.get(alpha_3=iso3)
    return None if found is None else getattr(found, "common_name", found.name)


def state_id(iso3: str) -> str:
    """Return the entity id of a state."""
    return f"state-{iso3.lower()}"


def _state(iso3: str) -> Named:
    return Named("state", state_id(iso3), iso3)


def _claim(claimed: dict[str, str], name: str, row: str) -> None:
    if claimed.setdefault(name, row) != row:
        raise RuleError(f"states.csv, entities.csv: {name!r} stands in the rows {claimed[name]} and {row}")
