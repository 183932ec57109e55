"""Quantities: "more than 200 statements", "20 international organisations", "US$ 100 billion", "43 per cent"."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import re2

from flows.code.mentions.one_byte import one_byte, one_byte_pattern
from flows.code.ruleset import RULES
from flows.records import Span
from flows.rules import compile_pattern, read_rules, spans

TABLE = RULES / "quantities.csv"
_YEARS = range(1800, 2200)


class QuantityWord(NamedTuple):
    """A row of rules/quantities.csv: words, joined by "|", that play a role in a quantity, and what they stand for."""

    id: str
    role: str  # comparator, number, digit (behind a number of tens), scale, unit, currency
    value: str
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


class Quantity(NamedTuple):
    """A quantity in a text: `unit` is a singular noun, "exactly" the comparator where none is said."""

    span: Span
    value: float
    comparator: str
    unit: str


class _Grammar(NamedTuple):
    """The table as a pattern to scan a text of one byte a character with, and one to read what it finds."""

    scanner: "re2._Regexp[bytes]"
    reader: re.Pattern[str]
    comparator: dict[str, str]
    number: dict[str, float]
    scale: dict[str, float]
    unit: dict[str, str]
    currency: dict[str, str]


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text, from left to right."""
    grammar = _grammar()
    for start, end in spans(grammar.scanner, one_byte(text)):
        match = grammar.reader.fullmatch(text, start, end)
        if match is None:
            continue  # "?" stood for another character
        comparator, sign, money, money_scale, digits, word, digit, number_scale, unit, mark = match.groups()
        if digits and not (comparator or number_scale or mark) and digits.isdigit() and int(digits) in _YEARS:
            continue  # "the 2015 development goals"
        figure, scale = money or digits, money_scale or number_scale
        value = float(figure.replace(",", "")) if figure else grammar.number[word.lower()]
        value += grammar.number[digit.lower()] if digit else 0
        yield Quantity(
            Span(*match.span()),
            value * (grammar.scale[scale] if scale else 1),
            grammar.comparator[comparator.lower()] if comparator else "exactly",
            grammar.currency[sign] if sign else grammar.unit[unit or mark],
        )


@cache
def _grammar() -> _Grammar:
    """The table as one pattern; raises RuleError where it cannot be used."""
    words: dict[str, dict[str, str]] = {}
    for row in read_rules(TABLE, QuantityWord):
        words.setdefault(row.role, {}).update(dict.fromkeys(row.words.split("|"), row.value))
    unit, mark = (
        _alternatives(word for word in words["unit"] if word[0].isalpha() == letters) for letters in (True, False)
    )
    comparator, number, digit, scale, currency = (
        _alternatives(words[role]) for role in ("comparator", "number", "digit", "scale", "currency")
    )
    figure = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    in_scale = rf"(?:[ -](?P<>{scale})\b)?"
    # Up to two words may stand between number and unit: "20 international organisations".
    counted = rf"(?: of (?:the|our|those))?(?:[ -][a-z][a-z-]+){{0,2}}?[ -]\b(?P<>{unit})\b| ?(?P<>{mark})"
    pattern = (
        rf"(?:\b(?P<>(?i:{comparator})) )?(?:(?P<>{currency}) ?(?P<>{figure}){in_scale}"
        rf"|(?:\b(?P<>{figure})|\b(?P<>(?i:{number}))(?:-(?P<>{digit}))?\b){in_scale}(?:{counted}))"
    )
    return _Grammar(
        compile_pattern(one_byte_pattern(pattern.replace("(?P<>", "(?:")), TABLE.name, "(all)"),
        re.compile(pattern.replace("(?P<>", "("), re.ASCII),
        words["comparator"],
        {word: float(value) for word, value in (words["number"] | words["digit"]).items()},
        {word: float(value) for word, value in words["scale"].items()},
        words["unit"],
        words["currency"],
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, reverse=True))
