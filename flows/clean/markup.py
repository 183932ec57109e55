"""Remains of Markdown and HTML: signs that tell a browser how to print, not what."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

from flows.records import Edit, Furniture
from flows.rules import RuleError, prove_examples, read_rules

_TABLE = Path(__file__).with_name("markup.csv")
_BLOCK_TAG = re.compile(r"<(?!br\b)(?P<item>li\b)?")
_BULLET_OR_RULE = re.compile(r"(?m)^[ \t]*(?:\*(?=\s)|[*_ \t]{3,}$)")


class MarkupRule(NamedTuple):
    """A row of markup.csv; the groups of `pattern` are what is marked, `needs` is a sign without which it is not tried.

    A `line_break` ends a line, an `entity` is read as its character, all else is dropped.
    """

    id: str
    reason: str
    pattern: str
    needs: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def markup_rules() -> tuple[tuple[MarkupRule, re.Pattern[str]], ...]:
    """Return the rules of markup.csv, compiled and proved by their examples; raises RuleError.

    Python's `re`, not RE2: its groups tell where each sign stands, and a rule is tried only where its sign occurs.
    """
    rules = read_rules(_TABLE, MarkupRule)
    try:
        compiled = {rule.id: re.compile(rule.pattern) for rule in rules}
    except re.error as error:
        raise RuleError(f"{_TABLE.name}: a pattern does not compile: {error}") from None
    by_id = {rule.id: rule for rule in rules}
    prove_examples(
        _TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: any(True for _ in _spans(by_id[rule], compiled[rule], text)),
    )
    return tuple((rule, compiled[rule.id]) for rule in rules)


def find_markup(raw: str) -> tuple[list[Furniture], list[Edit]]:
    """Return the signs that are dropped, and those that are read as white space or as a character.

    None overlaps another.
    """
    taken: list[tuple[int, int, str, str]] = []
    for rule, pattern in markup_rules():
        if rule.needs[0] in raw and rule.needs in raw:  # one character is looked for much faster
            taken += [(start, end, rule.reason, raw[start:end]) for start, end in _spans(rule, pattern, raw)]
    signs: list[Furniture] = []
    edits: list[Edit] = []
    at = 0
    for start, end, reason, text in sorted(taken):
        if start < at:
            continue
        at = end
        if reason == "line_break":
            edits.append(Edit(start, end, "\n", "markup"))
        elif reason == "entity":
            char = unescape(text)
            if len(char) == 1:
                edits.append(Edit(start, end, char, "markup"))
        else:
            signs.append(Furniture(start, end, reason))
    return signs, edits


class TaggedBlock(NamedTuple):
    """Where a tag of HTML says that something begins which is no part of what stood before."""

    start: int  # the raw offset behind the tag
    item: bool  # an item of a list


def find_blocks(raw: str, edits: Sequence[Edit]) -> list[TaggedBlock]:
    """Return the blocks that tags begin or leave; `edits` are those of `find_markup`."""
    tags = ((edit.raw_end, _BLOCK_TAG.match(raw, edit.raw_start)) for edit in edits if edit.replacement == "\n")
    return [TaggedBlock(end, tag["item"] is not None) for end, tag in tags if tag]


def _spans(rule: MarkupRule, pattern: re.Pattern[str], raw: str) -> Iterator[tuple[int, int]]:
    if rule.id == "strong":
        spared = {at for match in _BULLET_OR_RULE.finditer(raw) for at in range(match.start(), match.end())}
        yield from (m.span() for m in pattern.finditer(raw) if m.start() not in spared and rule.needs in raw)
        return
    for match in pattern.finditer(raw):
        for group in range(1, pattern.groups + 1):
            if match.start(group) >= 0:
                yield match.span(group)
