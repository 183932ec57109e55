"""Rule tables: CSV files that stand beside the step that reads them, one rule a row, each with an id.

A researcher changes what Rapporteur recognises by editing a table, never Python. Every table has the columns
`id`, `example` (must match), `counterexample` (must not; may be empty), `comment` and `source` beside its own.
"""

import csv
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, AnyStr, NamedTuple, TypeVar

import re2

from flows.errors import UsageError
from flows.own_rules import name_of, own_table

Row = TypeVar("Row", bound=NamedTuple)


class RuleError(UsageError):
    """A rule table that cannot be used: one line with file, row and reason."""


def read_rules(table: Path, row: type[Row]) -> tuple[Row, ...]:
    """Return the rules of a table, in its order, each as a `row` (a NamedTuple of strings that names its columns).

    One's own rows replace those of the same id, and stand behind the others (flows/own_rules.py). Raises RuleError for
    a missing or surplus column, a row of another length, an empty or repeated id.
    """
    rules = _read(table, row)
    if (own := own_table(table.name)) is not None:
        rules |= _read(own, row)
    return tuple(rules.values())


def _read(table: Path, row: type[Row]) -> dict[str, Row]:
    """Return the rules of a file, by id."""
    shown = name_of(table)
    fields: tuple[str, ...] = row._fields
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if missing := [name for name in fields if name not in header]:
            raise RuleError(f"{shown}: row 1: column {missing[0]!r} is missing")
        if surplus := [name for name in header if name not in fields]:
            raise RuleError(f"{shown}: row 1: column {surplus[0]!r} is not known")
        place = [header.index(name) for name in fields]
        rules: dict[str, Row] = {}
        for cells in reader:
            where = f"{shown}: line {reader.line_num}"
            if len(cells) != len(header):
                raise RuleError(f"{where}: {len(cells)} cells where the header has {len(header)}")
            rule = row._make(cells[at].strip() for at in place)
            name = cells[header.index("id")].strip()
            if not name or name in rules:
                raise RuleError(f"{where}: id {name!r} is {'repeated' if name else 'empty'}")
            rules[name] = rule
    return rules


def compile_pattern(pattern: AnyStr, table: str, rule: str) -> "re2._Regexp[AnyStr]":
    """Return the pattern as RE2; raises RuleError, naming table and rule, where it does not compile.

    A pattern of bytes is for texts of one byte a character.
    """
    # one pattern may hold a whole table; where its automaton finds no room RE2 does without, ten times slower
    options = _options(64 << 20)
    if isinstance(pattern, bytes):
        options.encoding = re2.Options.Encoding.LATIN1
    try:
        return _Pattern(pattern, options)
    except re2.error as error:
        raise RuleError(f"{table}: rule {rule}: the pattern does not compile: {error}") from None


class _Pattern(re2._Regexp):  # type: ignore[misc]
    """A pattern whose `search`, `match` and `fullmatch` of a whole text take a third of the time of RE2's own.

    RE2's module maps the offsets of each text, also where nothing was found or every character is one byte.
    """

    __slots__ = ()

    def search(self, text: Any, pos: int | None = None, endpos: int | None = None) -> Any:
        if pos is not None or endpos is not None:
            return super().search(text, pos, endpos)
        return self._first(re2._Anchor.UNANCHORED, text)

    def match(self, text: Any, pos: int | None = None, endpos: int | None = None) -> Any:
        if pos is not None or endpos is not None:
            return super().match(text, pos, endpos)
        return self._first(re2._Anchor.ANCHOR_START, text)

    def fullmatch(self, text: Any, pos: int | None = None, endpos: int | None = None) -> Any:
        if pos is not None or endpos is not None:
            return super().fullmatch(text, pos, endpos)
        return self._first(re2._Anchor.ANCHOR_BOTH, text)

    def _first(self, anchor: Any, text: Any) -> Any:
        encoded = text.encode() if isinstance(text, str) else text
        size = len(encoded)
        found = self._regexp.Match(anchor, encoded, 0, size)
        if found[0][0] < 0:
            return None
        if size == len(text):
            return re2._Match(self, text, 0, size, found)
        return next(self._match(anchor, text))


def spans(pattern: "re2._Regexp[bytes]", text: bytes) -> list[tuple[int, int]]:
    """Where in a text of bytes the pattern is found, one match behind the other.

    `finditer` says the same in twice the time, for it wraps each match; so what it asks is asked here.
    """
    match, anchor, last = pattern._regexp.Match, re2._Anchor.UNANCHORED, len(text)
    found: list[tuple[int, int]] = []
    at = 0
    while at <= last and (span := match(anchor, text, at, last)[0])[0] >= 0:
        found.append(span)
        at = span[1] if span[1] > at else at + 1
    return found


def prove_examples(table: str, rules: tuple[tuple[str, str, str], ...], matches: Callable[[str, str], bool]) -> None:
    """Check each rule's example and counterexample, given as (id, example, counterexample).

    `matches(rule, text)` says whether a rule of that id takes the text. Raises RuleError at the first that lies.
    """
    for rule, example, counterexample in rules:
        if not matches(rule, example):
            raise RuleError(f"{table}: rule {rule}: its example is not matched: {example!r}")
        if counterexample and matches(rule, counterexample):
            raise RuleError(f"{table}: rule {rule}: its counterexample is matched: {counterexample!r}")


def compile_set(
    patterns: Iterable[tuple[str, str]],
    table: str,
    *,
    from_start: bool = False,
    one_byte: bool = False,
    seldom: bool = False,
) -> Callable[[str | bytes], list[int]]:
    """Return what tells which of the patterns, given with their rules' ids, a text holds, by their places, in no order.

    All are one RE2 set, which looks at the text once. `from_start`: a pattern has to begin where the text does.
    `one_byte`: the texts are bytes of one character each, for which the automaton is smaller. `seldom`: few texts
    hold any, and the patterns have gaps ("we … met"), which multiply the states of one automaton for all: a scan for
    the words that each needs goes before, and only the patterns that find theirs are asked. Raises RuleError as
    `compile_pattern` does.
    """
    # where its automaton has filled that, RE2 empties it and goes on, which costs little
    options = _options(4 << 20 if seldom else 32 << 20)
    if one_byte:
        options.encoding = re2.Options.Encoding.LATIN1
    together = re2.Filter() if seldom else re2.Set.MatchSet(options) if from_start else re2.Set.SearchSet(options)
    add = partial(together.Add, options=options) if seldom else together.Add
    count = 0
    for rule, pattern in patterns:
        try:
            add(pattern)
        except re2.error:
            compile_pattern(pattern, table, rule)  # says what is wrong with it
            raise RuleError(f"{table}: rule {rule}: the pattern does not compile") from None
        count += 1
    if not count:
        return lambda text: []
    together.Compile()
    return lambda text: together.Match(text) or []


def _options(memory: int) -> "re2.Options":
    """With so many bytes for the automaton, which grows with the texts that it sees, in every process that works."""
    options = re2.Options()
    options.log_errors = False  # a pattern that does not compile is told once, by us
    options.max_mem = memory
    return options
