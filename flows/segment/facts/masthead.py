"""Forum, session, symbol, agenda item and place, as a masthead or title block names them."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.facts.front import Front

_HERE = Path(__file__).parent
FORUMS, ORDINALS, PLACES, CUES = (_HERE / f"{name}.csv" for name in ("forums", "ordinals", "places", "masthead_cues"))

_SYMBOL = re.compile(
    r"(?<![\w/.(-])(?:A|S|E|ST|CCPR|CERD|CEDAW|CAT|CRC|TD|DP|FCCC|CD|NPT|BWC|CCW|APLC|ICC|UNEP|CBD|HSP|IDB|GC|PC|WGWP"
    r")(?:/[A-Z0-9][A-Za-z0-9.-]*(?:\([IVXLSpec-]+\))?){1,7}(?: \(Sect\. \d+[A-Z]?\))?(?:/Part [A-Z])?(?![\w/])"
)


_WORD = re.compile(r"[^\W\d_]+")


class Forum(NamedTuple):
    """A row of forums.csv: `pattern` (RE2, any case) are the names of a body or process; its id names the series."""

    id: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class Ordinal(NamedTuple):
    """A row of ordinals.csv: the ordinal numbers in words, in small letters."""

    id: str
    language: str
    number: str
    names: str
    example: str
    counterexample: str
    comment: str
    source: str


class Place(NamedTuple):
    """A row of places.csv: a city where bodies meet, and its country (ISO 3166-1 alpha-3)."""

    id: str
    name: str
    iso3: str
    example: str
    counterexample: str
    comment: str
    source: str


class MastheadCue(NamedTuple):
    """A row of masthead_cues.csv: words, as a `pattern` (RE2), of which the names in a masthead are made."""

    id: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class Found(NamedTuple):
    """A value as printed, where it stands in the text, and the id or number that it stands for."""

    value: str
    start: int
    end: int
    key: str = ""


def find_symbol(front: Front) -> Found | None:
    """Return the document's symbol: one that ends or makes up a line of a masthead, not one that a sentence names."""
    for line in front.lines[:25]:
        for match in _SYMBOL.finditer(line.text) if "/" in line.text else ():
            alone = match.start() == 0 or _cue("head").fullmatch(line.text[: match.start()].strip()) is not None
            if alone and match.end() >= len(line.text.rstrip("*")) and "/" in match[0]:
                return Found(match[0], line.start + match.start(), line.start + match.end())
    return None


def find_item(front: Front) -> Found | None:
    """Return the item of the agenda to which a document belongs, as its masthead says."""
    for line in front.lines[:30]:
        if match := _cue("item").search(line.text):
            return Found(match[1], line.start + match.start(1), line.start + match.end(1))
    return None


def find_forum(text: str, *, known_only: bool = False) -> Found | None:
    """Return the body, conference or process that a text names: a known one, else one by the form of its name."""
    if match := _known().search(text):
        key = next(forum for forum, pattern in _forums() if pattern.fullmatch(match[1]))
        return Found(match[1], match.start(1), match.end(1), key)
    if known_only:
        return None
    if match := _formed().search(text):
        return Found(match[1], match.start(1), match.end(1))
    return None


def find_session(text: str, *, in_words: bool = False) -> Found | None:
    """Return the session as printed ("seventy-ninth session"), with its number as key; `in_words`: not "COP26"."""
    found = [match for pattern in _sessions()[: 2 if in_words else None] if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda one: one.start(1))
    return Found(match[1], match.start(1), match.end(1), str(_ordinal(match[2])))


def find_place(text: str) -> Found | None:
    """Return the first city of places.csv that a text names, with its country as key."""
    if not may_name_place(text):
        return None
    match = _places_pattern().search(text)
    return Found(match[1], match.start(1), match.end(1), _places()[match[1].casefold()]) if match else None


def may_name_place(text: str) -> bool:
    """Return whether a text has a word with which the name of a city begins: soon asked, and mostly it has none."""
    return not _place_words().isdisjoint(_WORD.findall(text.casefold()))


def _ordinal(printed: str) -> int:
    digits = re.match(r"\d+", printed)
    return int(digits[0]) if digits else _ordinals()[" ".join(printed.lower().split())]


@cache
def _sessions() -> "tuple[re2._Regexp[str], ...]":
    words = "|".join(sorted(map(re2.escape, _ordinals()), key=len, reverse=True)).replace(r"\ ", r"\s")
    kind, body, assembly = map(_words, ("session-kind", "session-body", "assembly"))
    ordinal = rf"(\d{{1,3}} ?(?:st|nd|rd|th|ème|eme|ª|º|°|e|-я)|{words})"
    return (
        compile_pattern(rf"(?i)(?:^|[^\pL\d-])({ordinal} (?:{kind} )*{body})(?:[^\pL]|$)", ORDINALS.name, "session"),
        compile_pattern(rf"(?i)(?:^|[^\pL\d-])({ordinal} {assembly})(?:[^\pL]|$)", ORDINALS.name, "assembly"),
        compile_pattern(r"UNGA ?-?((\d{2}))(?:[^\d]|$)", ORDINALS.name, "unga"),
        compile_pattern(r"COP ?-?((\d{2}))(?:[^\d]|$)", ORDINALS.name, "cop"),
    )


@cache
def _known() -> "re2._Regexp[str]":
    patterns = "|".join(f"(?:{pattern.pattern})" for _, pattern in _forums())
    return compile_pattern(rf"(?:^|[^\pL])({patterns})(?:[^\p{{Ll}}\p{{Lu}}]|$)", FORUMS.name, "all")


@cache
def _formed() -> "re2._Regexp[str]":
    """Return what finds names by their form: "Third Conference on …", "Summit of the Future", "Asia-Pacific Forum"."""
    form, about = _words("form"), _words("about")
    named = rf"(?:{_words('name')} ?){{1,10}}"
    short = r"\([\p{Lu}\d -]{2,15}\)"
    before = rf"(?:\p{{Lu}}[\p{{L}}’'-]*|\d{{1,2}}{_words('ordinal-ending')}) (?:\p{{Lu}}[\p{{L}}’'-]* ){{0,5}}"
    capitals = r"(?: \p{Lu}[\p{Lu}’'-]{3,}){0,3}"
    return compile_pattern(
        rf"(?:^|[^\pL’'])({before}{form}(?: {about} {named})?{capitals}(?: {short})?"
        rf"|{form} {named}(?:{short})?|\p{{Lu}}[\p{{L}}]+-[\p{{L}}-]+ {form})",
        FORUMS.name,
        "form",
    )


@cache
def _cue(name: str) -> "re2._Regexp[str]":
    return compile_pattern(_words(name), CUES.name, name)


def _words(name: str) -> str:
    return next(rule.pattern for rule in _cues() if rule.id == name)


@cache
def _cues() -> tuple[MastheadCue, ...]:
    rules = read_rules(CUES, MastheadCue)
    single = {rule.id: compile_pattern(rule.pattern, CUES.name, rule.id) for rule in rules}
    prove_examples(
        CUES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].fullmatch(text) is not None,
    )
    return rules


@cache
def _forums() -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    rules = read_rules(FORUMS, Forum)
    patterns = {rule.id: compile_pattern(f"(?i:{rule.pattern})", FORUMS.name, rule.id) for rule in rules}
    prove_examples(
        FORUMS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: patterns[rule].search(text) is not None,
    )
    return tuple((rule.id, patterns[rule.id]) for rule in rules)


@cache
def _ordinals() -> dict[str, int]:
    rules = read_rules(ORDINALS, Ordinal)
    names = {rule.id: rule.names.split("|") for rule in rules}
    prove_examples(
        ORDINALS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: text in names[rule],
    )
    return {name: int(rule.number) for rule in rules for name in names[rule.id]}


@cache
def _place_words() -> frozenset[str]:
    """Return the first word of each city's name."""
    return frozenset(_WORD.findall(name)[0] for name in _places())


@cache
def _places_pattern() -> "re2._Regexp[str]":
    names = "|".join(sorted(map(re2.escape, _places()), key=len, reverse=True))
    return compile_pattern(rf"(?i)(?:^|[^\pL])({names})(?:[^\pL]|$)", PLACES.name, "all")


@cache
def _places() -> dict[str, str]:
    rules = read_rules(PLACES, Place)
    names = {rule.id: rule.name for rule in rules}
    prove_examples(
        PLACES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: text == names[rule],
    )
    return {rule.name.casefold(): rule.iso3 for rule in rules}
