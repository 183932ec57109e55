"""The names that a text can mention: states, from ISO 3166-1 and a table, and entities from a table."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pycountry
import re2

from flows.code.mentions.one_byte import one_byte
from flows.code.ruleset import RULES
from flows.rules import RuleError, compile_pattern, read_rules, spans

NO_STATE = "-"


class StateRow(NamedTuple):
    """A row of rules/states.csv: names and demonyms, joined by "|", of a state; iso3 "-" of what is no state."""

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
    """The names in a text and where each stands, from left to right; where they overlap, the longest counts."""
    known = _as_written()
    for start, end in spans(_pattern(), one_byte(text)):
        if named := known.get(text[start:end]):
            yield start, end, named


@cache
def _as_written() -> dict[str, Named | None]:
    """What each name names, with its apostrophe straight and curly."""
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
    """What each name names, None for a name that only holds a state's name; apostrophes are straight.

    The tables win over ISO 3166-1, of whose names only those without a comma or a bracket are said aloud.
    Raises RuleError where two rows of the tables claim one name.
    """
    known: dict[str, Named | None] = {}
    for country in pycountry.countries:
        aliases = (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", ""))
        for alias in aliases:
            if alias and not set(alias) & set(",(["):
                known[alias.replace("’", "'")] = _state(country.alpha_3)
    claimed: dict[str, str] = {}
    for state in read_rules(RULES / "states.csv", StateRow):
        if state.iso3 != NO_STATE and pycountry.countries.get(alpha_3=state.iso3) is None:
            raise RuleError(f"states.csv: rule {state.id}: {state.iso3!r} is no country of ISO 3166-1")
        named = None if state.iso3 == NO_STATE else _state(state.iso3)
        for name in state.names.split("|"):
            _claim(claimed, name, state.id)
            known[name] = named
    for entity in read_rules(RULES / "entities.csv", EntityRow):
        for name in entity.names.split("|"):
            _claim(claimed, name, entity.id)
            known[name] = Named(entity.kind, entity.id, None)
    return known


def state_id(iso3: str) -> str:
    """The entity id of a state."""
    return f"state-{iso3.lower()}"


def _state(iso3: str) -> Named:
    return Named("state", state_id(iso3), iso3)


def _claim(claimed: dict[str, str], name: str, row: str) -> None:
    if claimed.setdefault(name, row) != row:
        raise RuleError(f"states.csv, entities.csv: {name!r} stands in the rows {claimed[name]} and {row}")
