"""What a paragraph's style says: heading, title, list of contents, hidden; and the number that it brings."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.readers.docx.package import Element, child, is_on, local, value
from flows.records import MARK_KINDS
from flows.rules import RuleError, prove_examples, read_rules
from schemas.vocabulary import FURNITURE_REASON

TABLE = Path(__file__).with_name("styles.csv")

_BODY_LEVEL = 9  # of an outline: no heading


class StyleRule(NamedTuple):
    """A row of styles.csv: what styles of this name are for. `pattern` is all of a name, in any case.

    The names of Word's own styles are English in files of every language.
    """

    id: str
    pattern: str
    kind: str
    reason: str
    example: str
    counterexample: str
    comment: str
    source: str


class Style(NamedTuple):
    """What holds for a paragraph by its style, those that this one is based on included."""

    kind: str | None = None
    reason: str | None = None  # why it is no text
    level: int = 0  # of a heading, from 1
    number: str | None = None  # of a list in numbering.xml
    number_level: int | None = None
    hidden: bool = False


def read_styles(root: Element | None) -> tuple[Mapping[str, Style], str | None]:
    """Return the styles by id, and the id of the one that paragraphs have which name none."""
    written = {value(one, "styleId") or "": one for one in root if local(one) == "style"} if root is not None else {}
    default = next(
        (name for name, one in written.items() if value(one, "type") == "paragraph" and value(one, "default") == "1"),
        None,
    )
    return {name: _style(name, written) for name in written}, default


def _style(name: str, written: Mapping[str, Element]) -> Style:
    found = Style()
    for one in _chain(name, written):
        rule = _rule((value(child(one, "name")) or "").strip())
        properties = child(one, "pPr")
        outline = value(child(properties, "outlineLvl"))
        number = child(properties, "numPr")
        heading = outline is not None and outline.isdigit() and int(outline) < _BODY_LEVEL
        found = Style(
            found.kind or (rule.kind or None if rule else None) or ("heading" if heading else None),
            found.reason or (rule.reason or None if rule else None),
            found.level or (int(outline) + 1 if heading and outline else 0),
            found.number or value(child(number, "numId")),
            found.number_level if found.number_level is not None else level_of(number),
            found.hidden or is_on(child(one, "rPr", "vanish")),
        )
    return found


def _chain(name: str, written: Mapping[str, Element]) -> Iterator[Element]:
    """Yield the style, and those that it is based on."""
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at in written and at not in seen:
        seen.add(at)
        yield written[at]
        at = value(child(written[at], "basedOn"))


def level_of(number: Element | None) -> int | None:
    """Return the level in its list that a paragraph's number has, from 0; None where none is said."""
    level = value(child(number, "ilvl"))
    return int(level) if level is not None and level.isdigit() else None


def _rule(name: str) -> StyleRule | None:
    return next((rule for rule, pattern in style_rules() if pattern.fullmatch(name)), None)


@cache
def style_rules() -> tuple[tuple[StyleRule, re.Pattern[str]], ...]:
    """Return the rules with their patterns; raise RuleError for one that cannot be used or whose example lies."""
    found: list[tuple[StyleRule, re.Pattern[str]]] = []
    for rule in read_rules(TABLE, StyleRule):
        where = f"{TABLE.name}: rule {rule.id}"
        try:
            pattern = re.compile(rule.pattern, re.IGNORECASE)
        except re.error as error:
            raise RuleError(f"{where}: the pattern does not compile: {error}") from None
        if rule.kind not in ("", *MARK_KINDS) or rule.reason not in ("", *FURNITURE_REASON):
            raise RuleError(f"{where}: kind {rule.kind!r} or reason {rule.reason!r} is not known")
        found.append((rule, pattern))
    patterns = {rule.id: pattern for rule, pattern in found}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule, _ in found),
        lambda rule, text: patterns[rule].fullmatch(text) is not None,
    )
    return tuple(found)
