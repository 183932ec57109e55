"""What a page says of itself: title, dates, language, author; in its head, in Dublin Core and by schema.org."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from flows.readers.html.tokens import Token
from flows.records import Fact, Span, Subject
from flows.rules import RuleError, prove_examples, read_rules

TABLE = Path(__file__).with_name("page_facts.csv")
WHERE = ("jsonld", "meta", "element", "itemprop", "time", "html", "link")
FORMS = ("text", "day", "language", "subject")

_SCHEMES = {"meta": "DC", "jsonld": "schema.org"}
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})(\d\d)(\d\d)(?!\d)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_MAIN_TYPES = re.compile(r"(?:[A-Za-z]*Article|[A-Za-z]*Page|BlogPosting|Report|Event|CreativeWork|[A-Za-z]*Speech\w*)")
_MOST = 40  # subjects of a page


class FactRule(NamedTuple):
    """A row of page_facts.csv: `key` are names of which the first that the page has tells the field."""

    id: str
    field: str
    where: str
    key: str
    form: str
    example: str
    counterexample: str
    comment: str
    source: str


class Said(NamedTuple):
    """A value, where it stands, and in what."""

    where: str
    key: str
    value: str
    start: int
    end: int


def read_facts(raw: str, tokens: Sequence[Token]) -> tuple[Fact, ...]:
    """Return what a page says of itself, best told first; each field once on each basis."""
    said = list(_said(raw, tokens))
    facts: dict[tuple[str, str], Fact] = {}
    for rule in fact_rules():
        if rule.form == "subject":
            continue
        for one in said:
            value = _reading(rule, one.value) if one.where == rule.where and one.key in rule.key.split("|") else None
            if value is not None:
                basis = f"document: {_basis(one)}"
                facts.setdefault((rule.field, basis), _fact(rule.field, value, basis, one))
                break
    if (day := next((fact for fact in facts.values() if fact.field == "date_start"), None)) is not None:
        facts["date_precision", day.basis] = day._replace(field="date_precision", value="day")
    return tuple(facts.values())


def read_subjects(raw: str, tokens: Sequence[Token]) -> tuple[Subject, ...]:
    """Return the subjects that a page gives itself, each once."""
    rules = [rule for rule in fact_rules() if rule.form == "subject"]
    found: dict[tuple[str, str], Subject] = {}
    for one in _said(raw, tokens):
        for rule in rules:
            if one.where == rule.where and one.key in rule.key.split("|"):
                scheme = "keywords" if rule.id == "meta-keywords" else _SCHEMES[one.where]
                for name in filter(None, map(str.strip, re.split(r"[,;|]", one.value))):
                    found.setdefault((scheme, name), Subject(scheme, name, None, None, one.start, one.end))
    return tuple(sorted(found.values(), key=lambda subject: subject.raw_start))[:_MOST]


def _fact(field: str, value: str, basis: str, said: Said) -> Fact:
    return Fact(field, value, basis, raw_start=said.start, raw_end=said.end)


def _basis(said: Said) -> str:
    names = {"jsonld": "schema.org", "meta": "meta", "html": "html", "link": "link", "itemprop": "itemprop"}
    return f"<{said.key}>" if said.where in ("element", "time") else f"{names[said.where]} {said.key}"


def _said(raw: str, tokens: Sequence[Token]) -> Iterator[Said]:
    """All that a page says of itself, as far as any rule may ask for it, in its order."""
    for number, token in enumerate(tokens):
        if token.kind != "start":
            continue
        given = token.attributes
        if token.name == "html":
            for key in ("lang", "xml:lang"):
                yield from _attribute(raw, token, "html", key, key)
        elif token.name == "meta":
            name = given.get("name") or given.get("property") or given.get("http-equiv") or ""
            yield from _attribute(raw, token, "meta", name.lower(), "content")
        elif token.name == "link":
            for kind in given.get("rel", "").lower().split():
                yield from _attribute(raw, token, "link", kind, "href")
        elif token.name == "title":
            yield from _words(raw, tokens, number)
        elif token.name == "time":
            yield from _attribute(raw, token, "time", "datetime", "datetime")
        elif token.name == "script" and "ld+json" in given.get("type", "").lower():
            yield from _linked_data(tokens, number)
        if "itemprop" in given:
            for attribute in ("content", "datetime"):
                yield from _attribute(raw, token, "itemprop", given["itemprop"], attribute)


def _attribute(raw: str, token: Token, where: str, key: str, name: str) -> Iterator[Said]:
    """Yield an attribute's value with its place in the tag."""
    value = token.attributes.get(name, "").strip()
    if value and key:
        pattern = rf"""(?i)[\s"']{re.escape(name)}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"""
        place = re.compile(pattern).search(raw, token.start, token.end)
        start, end = place.span(place.lastindex or 0) if place is not None else (token.start, token.end)
        yield Said(where, key, " ".join(value.split()), *_tight(raw, start, end))


def _words(raw: str, tokens: Sequence[Token], at: int) -> Iterator[Said]:
    """Yield the words of the page's title; an image may have one of its own, further down."""
    words: list[Token] = []
    for token in tokens[at + 1 :]:
        if token.kind not in ("text", "entity"):
            break
        words.append(token)
    value = " ".join(unescape("".join(token.text for token in words)).split())
    if value:
        yield Said("element", "title", value, *_tight(raw, words[0].start, words[-1].end))


def _linked_data(tokens: Sequence[Token], at: int) -> Iterator[Said]:
    """Yield what the page's main object says, in a script of linked data."""
    script = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].kind == "text" else None
    if script is None:
        return
    try:
        loaded = json.loads(script.text, strict=False)
    except (ValueError, RecursionError):
        return
    keys = {key for rule in fact_rules() if rule.where == "jsonld" for key in rule.key.split("|")}
    for one in _objects(loaded):
        for key in sorted(keys & one.keys()):
            for value in _values(one[key]):
                span = _place(script.text, value)
                yield Said(
                    "jsonld", key, " ".join(unescape(value).split()), script.start + span.start, script.start + span.end
                )


def _objects(loaded: Any) -> list[dict[str, Any]]:
    """Return the objects that a page is about: at the top or in its graph, of a kind of text or event."""
    found: list[dict[str, Any]] = []
    for one in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(one, dict):
            graph = one.get("@graph")
            found += [part for part in [one, *(graph if isinstance(graph, list) else ())] if isinstance(part, dict)]
    kinds = [(one.get("@type"), one) for one in found]
    named = [one for kind, one in kinds if any(_MAIN_TYPES.fullmatch(str(name)) for name in _listed(kind))]
    return sorted(named, key=lambda one: "headline" not in one)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(value: Any) -> Iterator[str]:
    """Yield the words of a value: itself, or the name of an object."""
    for one in _listed(value):
        word = one.get("name") if isinstance(one, dict) else one
        if isinstance(word, str) and word.strip():
            yield word.strip()


def _place(script: str, value: str) -> Span:
    """Where a value stands in a script, as it may be written; the whole script where it is written otherwise."""
    for written in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1],
                    json.dumps(value).replace("/", "\\/")[1:-1]):  # fmt: skip
        if (at := script.find(written)) >= 0:
            return Span(at, at + len(written))
    return Span(0, len(script))


def _tight(raw: str, start: int, end: int) -> tuple[int, int]:
    piece = raw[start:end]
    return (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())) if piece.strip() else (start, end)


def _reading(rule: FactRule, value: str) -> str | None:
    """Return what a value says as the rule takes it; None where it says nothing of the kind."""
    if rule.form == "day":
        match = _DAY.match(value.strip())
        if match is None:
            return None
        year, month, day = (int(match[k] or match[k + 3]) for k in (1, 2, 3))
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    if rule.form == "language":
        match = _LANGUAGE.fullmatch(value.strip())
        return match[1].lower() if match is not None and len(match[1]) < 4 else None
    return value or None


def _tells(rule: FactRule, example: str) -> bool:
    """Whether the rule takes an example, which is written as `key=value`."""
    key, _, value = example.partition("=")
    return key in rule.key.split("|") and _reading(rule, value) is not None


@cache
def fact_rules() -> tuple[FactRule, ...]:
    """Return the rules; raise RuleError for one that cannot be used or whose example lies."""
    rules = read_rules(TABLE, FactRule)
    for rule in rules:
        where = f"{TABLE.name}: rule {rule.id}"
        if rule.where not in WHERE or rule.form not in FORMS:
            raise RuleError(f"{where}: where {rule.where!r} or form {rule.form!r} is not known")
    by_id = {rule.id: rule for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: _tells(by_id[rule], text),
    )
    return rules
