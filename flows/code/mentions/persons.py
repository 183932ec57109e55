"""Persons: names behind an office or a form of address, and the same names without it, once it was said with one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.mentions.name_parts import name_parts
from flows.code.mentions.names import names
from flows.code.ruleset import RULES
from flows.records import Span
from flows.rules import RuleError, compile_pattern, read_rules

TABLE = RULES / "persons.csv"
_ROLES = ("title", "not-a-name", "particle", "purpose", "elided")


class PersonWord(NamedTuple):
    """A row of rules/persons.csv: words, joined by "|", that play a role in naming a person."""

    id: str
    role: str  # title, not-a-name, particle, purpose (of an office), elided (a particle with an apostrophe)
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_persons(text: str) -> list[Span]:
    """Return the persons that a text names, each with the office or form of address before the name if it has one."""
    titled: list[Span] = []
    bare: dict[str, int] = {}  # a name without its title, and where it can stand alone from
    for span, name in _titled(text):
        titled.append(span)
        last = name.rpartition(" ")[2]
        if name not in names():
            bare.setdefault(name, span.end)
        if len(last) >= _SHORTEST and last not in names() and last not in _grammar().not_names:
            bare.setdefault(last, span.end)
    return [*titled, *_untitled(text, bare)]


_SHORTEST = 3


def _titled(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the persons with a title, and the name of each without it."""
    grammar = _grammar()
    encoded = text.encode()  # RE2 would count characters anew for each match that it finds in a str
    at = start = 0
    for match in grammar.pattern.finditer(encoded):
        first_byte, last_byte = match.span()
        start += _characters(encoded, at, first_byte)
        at = first_byte
        begin, of_name = start, start + _characters(encoded, at, match.start(1))
        name = encoded[match.start(1) : last_byte].decode()
        end = of_name + len(name)
        if _is_no_name(name) and (again := grammar.pattern.search(name)):
            # "Minister for Home Affairs Mrs Josephine Teo"
            begin, end, name = of_name + again.start(), of_name + again.end(), again.group(1)
        if _is_no_name(name):
            continue
        whole, name = name, name_parts().without_possessive(name)
        yield Span(begin, end - len(whole) + len(name)), name


def _is_no_name(words: str) -> bool:
    return words.partition(" ")[0] in _grammar().not_names


def _untitled(text: str, bare: dict[str, int]) -> Iterator[Span]:
    """Where the names stand without a title, behind their first naming; a first name before a known one is part of it.

    The longest come first, so that what overlaps is decided for them.
    """
    for name in sorted(bare, key=len, reverse=True):
        at = text.find(name, bare[name])
        while at >= 0:
            end = at + len(name)
            if not (text[at - 1 : at].isalnum() or text[at - 1 : at] in "-’'" or text[end : end + 1].isalnum()):
                yield Span(at if " " in name else _with_first_name(text, at), end)
            at = text.find(name, end)


def _with_first_name(text: str, at: int) -> int:
    """Where a last name begins with the first name before it, which only a capital within a sentence tells."""
    match = _FIRST_NAME.search(text, max(0, at - _LONGEST), at)
    if match is None:
        return at
    word, parts = match[1], name_parts()
    if (
        not word[0].isupper()
        or word in parts.openings
        or word in _grammar().not_names
        or word in _grammar().titles
        or word in names()
    ):
        return at
    return match.start(1)


_LONGEST = 24
_FIRST_NAME = re.compile(r"(?<=[a-z,;] )([^\W\d_][^\W\d_]+) \Z")


def _characters(encoded: bytes, start: int, end: int) -> int:
    return len(encoded[start:end].decode())


class _Grammar(NamedTuple):
    pattern: "re2._Regexp[str]"
    not_names: frozenset[str]
    titles: frozenset[str]


@cache
def _grammar() -> _Grammar:
    """Return the table as one pattern; raises RuleError where it cannot be used."""
    words: dict[str, set[str]] = {role: set() for role in _ROLES}
    for row in read_rules(TABLE, PersonWord):
        if row.role not in words:
            raise RuleError(f"{TABLE.name}: rule {row.id}: role {row.role!r} is not one of {', '.join(_ROLES)}")
        words[row.role].update(row.words.split("|"))
    title, particle, purpose, elided = (
        "|".join(re.escape(word) for word in sorted(words[role], reverse=True))
        for role in ("title", "particle", "purpose", "elided")
    )
    # "Special Envoy for Water Jane Roe": an office may say what it is for.
    name = r"\p{Lu}(?:\.|[\p{L}\p{M}'’-]+)"
    office = rf"(?:{title})(?: (?:{title}))*(?: (?:{purpose}) \p{{Lu}}\p{{Ll}}+)?"
    pattern = rf"{office} ({name}(?: (?:(?:{particle}) )*(?:(?:{elided})['’])?{name}){{0,4}})"
    compiled = compile_pattern(pattern, TABLE.name, "(all)")
    return _Grammar(compiled, frozenset(words["not-a-name"]), frozenset(words["title"]))
