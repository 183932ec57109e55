"""What elements of a page are to a reader: elements.csv says what they print, page_parts.csv which hold no text."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from flows.readers.html.tokens import Attributes
from flows.records import MARK_KINDS
from flows.rules import RuleError, prove_examples, read_rules
from schemas.vocabulary import FURNITURE_REASON

ELEMENTS = Path(__file__).with_name("elements.csv")
PARTS = Path(__file__).with_name("page_parts.csv")

ELEMENT_ROLES = {
    "inline": "part of the text around it",
    "gone": "as inline, and what is in it is no text",
    "break": "a line's end inside a paragraph",
    "paragraph": "a paragraph of the kind",
    "item": "an item of a list",
    "row": "a row of a table",
}
PART_ROLES = {
    "drop": "holds no text",
    "part": "holds no text, unless a good share of the page's text is in it",
    "head": "as part; what heads an article stays",
    "whole": "as part; the whole name must match, not a word of it",
    "main": "the text is in it",
}
BY = ("tag", "role", "attribute", "style", "name", "itemprop")

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class ElementRule(NamedTuple):
    """A row of elements.csv; an element that is not there parts paragraphs."""

    id: str
    role: str
    kind: str
    level: str
    example: str
    counterexample: str
    comment: str
    source: str


class PartRule(NamedTuple):
    """A row of page_parts.csv: `pattern` is all of what it is looked for in, which `by` says.

    That is the tag, the ARIA role, an attribute (`name` or `name=value`), the style, the itemprop, or a word of a class
    or id, whose words are parted by signs and by capitals.
    """

    id: str
    by: str
    pattern: str
    role: str
    reason: str
    example: str
    counterexample: str
    comment: str
    source: str


class Part(NamedTuple):
    """What a rule says of an element."""

    role: str
    reason: str


@cache
def element_rules() -> dict[str, ElementRule]:
    """Return the rules by element; raise RuleError for a role or kind that is not known."""
    rules = {rule.id: rule for rule in read_rules(ELEMENTS, ElementRule)}
    for rule in rules.values():
        where = f"{ELEMENTS.name}: element {rule.id}"
        if rule.role not in ELEMENT_ROLES:
            raise RuleError(f"{where}: role {rule.role!r} is none of {', '.join(ELEMENT_ROLES)}")
        if rule.kind not in ("", *MARK_KINDS) or not (rule.level == "" or rule.level.isdigit()):
            raise RuleError(f"{where}: kind {rule.kind!r} or level {rule.level!r} is not known")
    prove_examples(
        ELEMENTS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules.values()),
        lambda rule, text: f"<{rule}>" in text,
    )
    return rules


def parts_of(name: str, attributes: Attributes) -> tuple[Part, ...]:
    """Return what the rules say of an element."""
    asked = _attributes_asked_for()
    return _parts_of(name, tuple((key, value) for key, value in attributes.items() if key in asked))


@lru_cache(maxsize=1 << 14)
def _parts_of(name: str, given: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    tags, others = part_rules()
    found = [tags[name]] if name in tags else []
    attributes = dict(given)
    for by, values in _values(attributes) if attributes else ():
        for rule, pattern in others.get(by, ()):
            if any(pattern.search(value) if by == "style" else pattern.fullmatch(value) for value in values):
                found.append(Part(rule.role, rule.reason))
    named = [*attributes.get("class", "").split(), attributes.get("id", "")]
    words = {word.lower() for name in named for word in _WORD.findall(name)} if any(named) else set()
    for rule, pattern in others.get("name", ()) if words else ():
        looked_at = {name.lower() for name in named} if rule.role == "whole" else words
        if any(pattern.fullmatch(value) for value in looked_at):
            found.append(Part(rule.role, rule.reason))
    return tuple(found)


@cache
def _attributes_asked_for() -> frozenset[str]:
    """Return the attributes that any rule looks at."""
    own = [rule.pattern for rule, _ in part_rules()[1].get("attribute", ())]
    names = {one.partition("=")[0] for pattern in own for one in pattern.split("|")}
    return frozenset({"role", "style", "itemprop", "class", "id", *names})


def _values(attributes: Attributes) -> Iterator[tuple[str, list[str]]]:
    if "role" in attributes:
        yield "role", attributes["role"].lower().split()
    if "style" in attributes:
        yield "style", [attributes["style"].lower()]
    if "itemprop" in attributes:
        yield "itemprop", attributes["itemprop"].split()
    yield "attribute", [*attributes, *(f"{name}={value}" for name, value in attributes.items())]


@cache
def part_rules() -> tuple[dict[str, Part], dict[str, list[tuple[PartRule, re.Pattern[str]]]]]:
    """Return the rules by tag, and the others by what they look for; raise RuleError where an example lies."""
    tags: dict[str, Part] = {}
    others: dict[str, list[tuple[PartRule, re.Pattern[str]]]] = {}
    compiled: dict[str, tuple[PartRule, re.Pattern[str]]] = {}
    for rule in read_rules(PARTS, PartRule):
        where = f"{PARTS.name}: rule {rule.id}"
        if rule.by not in BY or rule.role not in PART_ROLES:
            raise RuleError(f"{where}: by {rule.by!r} or role {rule.role!r} is not known")
        if (rule.role == "main") == (rule.reason in FURNITURE_REASON):
            raise RuleError(f"{where}: reason {rule.reason!r} is none of {', '.join(FURNITURE_REASON)}")
        try:
            pattern = re.compile(rule.pattern)
        except re.error as error:
            raise RuleError(f"{where}: the pattern does not compile: {error}") from None
        compiled[rule.id] = (rule, pattern)
        if rule.by == "tag":
            tags |= dict.fromkeys(rule.pattern.split("|"), Part(rule.role, rule.reason))
        else:
            others.setdefault(rule.by, []).append((rule, pattern))
    prove_examples(
        PARTS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule, _ in compiled.values()),
        lambda rule, text: _takes(*compiled[rule], text),
    )
    return tags, others


def _takes(rule: PartRule, pattern: re.Pattern[str], value: str) -> bool:
    if rule.by == "style":
        return pattern.search(value) is not None
    if rule.by == "name" and rule.role != "whole":
        return any(pattern.fullmatch(word.lower()) for word in _WORD.findall(value))
    return pattern.fullmatch(value) is not None
