"""Persons: names behind an office or a form of address ("Ambassador Burhan Gafoor", "President Biden")."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.ruleset import RULES
from flows.records import Span
from flows.rules import compile_pattern, read_rules

TABLE = RULES / "persons.csv"


class PersonWord(NamedTuple):
    """A row of rules/persons.csv: words, joined by "|", that play a role in naming a person."""

    id: str
    role: str  # title, not-a-name, particle
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_persons(text: str) -> Iterator[Span]:
    """The persons that a text names, each with the office or form of address before the name."""
    grammar = _grammar()
    encoded = text.encode()  # RE2 would count characters anew for each match that it finds in a str
    at = start = 0
    for match in grammar.pattern.finditer(encoded):
        first_byte, last_byte = match.span()
        start += _characters(encoded, at, first_byte)
        at = first_byte
        first = encoded[match.start(1) : last_byte].partition(b" ")[0].decode()
        if first not in grammar.not_names:
            yield Span(start, start + _characters(encoded, at, last_byte))


def _characters(encoded: bytes, start: int, end: int) -> int:
    return len(encoded[start:end].decode())


class _Grammar(NamedTuple):
    pattern: "re2._Regexp[str]"
    not_names: frozenset[str]


@cache
def _grammar() -> _Grammar:
    """The table as one pattern; raises RuleError where it cannot be used."""
    words: dict[str, set[str]] = {}
    for row in read_rules(TABLE, PersonWord):
        words.setdefault(row.role, set()).update(row.words.split("|"))
    title, particle = (
        "|".join(re.escape(word) for word in sorted(words[role], reverse=True)) for role in ("title", "particle")
    )
    # "Special Envoy for Water Jane Roe": an office may say what it is for.
    name = r"\p{Lu}(?:\.|[\p{L}\p{M}'’-]+)"
    office = rf"(?:{title})(?: (?:{title}))*(?: (?:for|of) \p{{Lu}}\p{{Ll}}+)?"
    pattern = rf"{office} ({name}(?: (?:(?:{particle}) )*(?:[dl]['’])?{name}){{0,4}})"
    return _Grammar(compile_pattern(pattern, TABLE.name, "(all)"), frozenset(words["not-a-name"]))
