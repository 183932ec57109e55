"""What an Akoma Ntoso file says of its document: symbol, title, dates, session, item, language, kind, subjects."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.readers.xml.tokens import Token
from flows.records import Fact, Subject
from flows.rules import prove_examples, read_rules

TABLE = Path(__file__).with_name("akoma_ntoso_facts.csv")
SCHEMES = Path(__file__).with_name("subject_schemes.csv")

TEXT = "text()"
"""What `value` says where it is the words of an element."""


class FactRule(NamedTuple):
    """A row of akoma_ntoso_facts.csv.

    A fact is told by an element below `inside` (either may be "*"), where its attributes are those of `where`
    (`name=value`, several parted by a semicolon), by its attribute `value` or its words. `reads_as` says what a value
    becomes, as `eng:en fra:fr`; any other value tells nothing, but where it is empty all do.
    """

    id: str
    field: str
    inside: str
    element: str
    where: str
    value: str
    reads_as: str
    example: str
    counterexample: str
    comment: str
    source: str


class SchemeRule(NamedTuple):
    """A row of subject_schemes.csv: how a vocabulary is called in files (`id`), and here."""

    id: str
    scheme: str
    example: str
    counterexample: str
    comment: str
    source: str


def read_facts(raw: str, tokens: Sequence[Token]) -> tuple[Fact, ...]:
    """Return what the file says of its document, the first word of each field, with its place."""
    told: dict[str, Fact] = {}
    for rule, token, value, start, end in _found(raw, tokens):
        if rule.field not in told:
            basis = f"document: <{token.name}>"
            told[rule.field] = Fact(rule.field, value, basis, raw_start=start, raw_end=end)
    if "date_start" in told:
        told["date_precision"] = told["date_start"]._replace(field="date_precision", value="day")
    return tuple(sorted(told.values(), key=lambda fact: (fact.raw_start or 0, fact.field)))


def read_subjects(tokens: Sequence[Token]) -> tuple[Subject, ...]:
    """Return the subjects that the file gives its document, each once; items of an agenda are none."""
    schemes = scheme_names()
    found: dict[tuple[str, str], Subject] = {}
    for token in tokens:
        given = token.attributes
        if token.kind != "start" or token.name != "keyword" or given.get("refersTo") == "agenda":
            continue
        value = given.get("value", "").strip() or given.get("showAs", "").strip()
        scheme = given.get("dictionary", "").strip()
        if value and scheme:
            scheme = schemes.get(scheme, scheme)
            subject = Subject(
                scheme, value, given.get("showAs") or None, given.get("href") or None, token.start, token.end
            )
            found.setdefault((scheme, value), subject)
    return tuple(found.values())


def _found(raw: str, tokens: Sequence[Token]) -> Iterator[tuple[FactRule, Token, str, int, int]]:
    rules: dict[str, list[FactRule]] = {}
    for rule in fact_rules():
        rules.setdefault(rule.element, []).append(rule)
    around: list[str] = []
    for at, token in enumerate(tokens):
        if token.kind == "end":
            around.pop()
        if token.kind != "start":
            continue
        for rule in rules.get(token.name, ()):
            if (rule.inside == "*" or rule.inside in around) and _has(token.attributes, rule.where):
                said = _words(tokens, at) if rule.value == TEXT else _attribute(raw, token, rule.value)
                if said and (value := _reading(rule, said[0])):
                    yield rule, token, value, said[1], said[2]
        around.append(token.name)


def _has(attributes: Mapping[str, str], where: str) -> bool:
    wanted = (pair.partition("=") for pair in where.split(";") if pair)
    return all(attributes.get(name) == value for name, _, value in wanted)


def _reading(rule: FactRule, value: str) -> str | None:
    """Return what a value means: itself, or what the rule makes of it; None where it tells nothing."""
    if not rule.reads_as:
        return value
    return dict(pair.split(":") for pair in rule.reads_as.split()).get(value)


def _words(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """Return the words of the element that begins at a token, and where they stand."""
    depth = 0
    said: list[Token] = []
    for token in tokens[at:]:
        depth += (token.kind == "start") - (token.kind == "end")
        if token.kind == "text" and token.text.strip():
            said.append(token)
        if depth == 0:
            break
    if not said:
        return None
    lead = len(said[0].text) - len(said[0].text.lstrip())
    trail = len(said[-1].text) - len(said[-1].text.rstrip())
    return " ".join("".join(token.text for token in said).split()), said[0].start + lead, said[-1].end - trail


def _attribute(raw: str, token: Token, name: str) -> tuple[str, int, int] | None:
    """Return an attribute's value, and where it stands."""
    value = token.attributes.get(name, "").strip()
    place = re.compile(rf"""\s{re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)')""").search(raw, token.start, token.end)
    if not value or place is None:
        return None
    return value, *place.span(place.lastindex or 0)


@cache
def scheme_names() -> dict[str, str]:
    """Return what vocabularies are called here, by what files call them; raise RuleError where an example lies."""
    rules = read_rules(SCHEMES, SchemeRule)
    prove_examples(
        SCHEMES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: text == f'dictionary="{rule}"',
    )
    return {rule.id: rule.scheme for rule in rules}


@cache
def fact_rules() -> tuple[FactRule, ...]:
    """Return the rules; raise RuleError where an example tells nothing, or a counterexample something."""
    rules = read_rules(TABLE, FactRule)
    by_id = {rule.id: rule for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: _proves(by_id[rule], text),
    )
    return rules


def _proves(rule: FactRule, example: str) -> bool:
    """Whether the rule takes something of an element as `<element name="value">words`."""
    match = re.fullmatch(r"<(\w+)((?:\s[\w:]+=\"[^\"]*\")*)>(.*)", example)
    if match is None or match[1] != rule.element:
        return False
    attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', match[2]))
    value = match[3].strip() if rule.value == TEXT else attributes.get(rule.value, "")
    return _has(attributes, rule.where) and bool(value) and bool(_reading(rule, value))
