"""Names told by their form: "Kigali Amendment", "World Summit for Children", "Security Council resolution 242 (1967)".

Such a name has a noun that says what it names, with a capital, and words before or behind it that say which one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import re2

from flows.code.mentions.name_parts import name_parts
from flows.code.mentions.names import Named, names
from flows.code.mentions.one_byte import one_byte, one_byte_pattern
from flows.code.ruleset import RULES
from flows.rules import RuleError, compile_pattern, read_rules, spans
from schemas.vocabulary import MENTION_KIND

TABLE = RULES / "name_forms.csv"
_NUMBERED = "#"


class FormRow(NamedTuple):
    """A row of rules/name_forms.csv: nouns, joined by "|", that a name of the kind has as its head.

    `after` lists the words that may join more of the name to the head ("Convention on …"); "#" stands for a number.
    """

    id: str
    kind: str
    heads: str
    after: str
    example: str
    counterexample: str
    comment: str
    source: str


class Form(NamedTuple):
    """A name: where it begins, where its head ends, where it ends, and what it names."""

    start: int
    head_end: int
    end: int
    named: Named


class _Grammar(NamedTuple):
    """The table as a pattern that finds names in a text of one byte a character, and what the heads say."""

    scanner: "re2._Regexp[bytes]"
    name: re.Pattern[str]  # as `scanner`, of a text
    heads: dict[str, Named]  # a head without a number
    longer: dict[str, tuple[str, ...]]  # the heads of several words that a word begins or ends
    after: dict[str, frozenset[str]]  # by head
    numbered: dict[str, Named]
    number: re.Pattern[str]  # a head with its number
    joined: re.Pattern[str]  # what may join another name


def find_forms(text: str) -> Iterator[Form]:
    """Return the names of a text that are told by their form, from left to right."""
    encoded = one_byte(text)
    for start, end in spans(_grammar().scanner, encoded):
        yield from _forms_in(text, encoded, start, end)


def _forms_in(text: str, encoded: bytes, start: int, end: int) -> Iterator[Form]:
    """Yield the name that a stretch holds, and others that "and" joins to it."""
    head_start, head_end, named = _head(text, start, end)
    if named is None:
        return  # "?" stood for another character
    first = _behind_opening(text, start, head_start)
    last = head_end
    if head_end < end and _may_follow(text, head_end, text[head_start:head_end]):
        last = _before_another(text, head_end, end)
    if last > head_end or text[first:head_end] not in _grammar().heads:  # "the Convention": which one?
        yield Form(first, head_end, last, named)
    for another in spans(_grammar().scanner, encoded[last:end]) if last < end else ():
        yield from _forms_in(text, encoded, last + another[0], last + another[1])


def _head(text: str, start: int, end: int) -> tuple[int, int, Named | None]:
    """Where the head of a name stands, which ends its words in capitals, and what it says that is named."""
    grammar = _grammar()
    if not text[end - 1].islower() and (number := grammar.number.search(text, start, end)):
        return number.start(), end, grammar.numbered[number[1]]
    run = _RUN.match(text, start, end)
    if run is None:
        return start, start, None
    run_end = run.end()
    at = max(start, text.rfind(" ", start, run_end) + 1)
    word = text[at:run_end]
    for head in grammar.longer.get(word, ()):
        for begin in (at, run_end - len(head)):
            if begin >= start and text.startswith(head, begin) and begin + len(head) <= end:
                return begin, begin + len(head), grammar.heads[head]
    return at, run_end, grammar.heads.get(word)


def _may_follow(text: str, head_end: int, head: str) -> bool:
    """Whether what follows a head belongs to its name ("Convention on …", but not "Conference in …")."""
    return any(text.startswith(word, head_end + 1) for word in _grammar().after.get(head, ()))


def _behind_opening(text: str, start: int, head: int) -> int:
    """Where a name begins, whose first word may have its capital from the sentence, or be a state's ("Kenya's")."""
    parts = name_parts()
    at = start
    while at < head:
        space = text.find(" ", at, head)
        word = text[at : space if space >= 0 else head]
        if word not in parts.openings:
            bare = parts.without_possessive(word)
            first = at == start and word.endswith(parts.opening_endings) and not text[max(0, at - 2) : at - 1].isalpha()
            if not first and (bare == word or bare not in names()):
                break
        at += len(word) + 1
    return at


def _before_another(text: str, head_end: int, end: int) -> int:
    """Where a name ends, in which a comma or "and" may join another one to it."""
    for joined in _grammar().joined.finditer(text, head_end, end):
        at, rest = joined.start(), text[joined.end() : end]
        form = _grammar().name.match(rest)
        own = form is not None and not (at == head_end and form.group() in _grammar().heads)
        if own or _begins_with_name(rest):  # but "the Vienna Declaration and Programme of Action" is one
            return at
    return end


def _begins_with_name(text: str) -> bool:
    words = text.split(" ")
    return any(" ".join(words[:count]) in names() for count in range(1, min(len(words), 6) + 1))


@cache
def _grammar() -> _Grammar:
    """Return the table as two patterns; raises RuleError where it cannot be used."""
    heads: dict[str, Named] = {}
    numbered: dict[str, Named] = {}
    after: dict[str, frozenset[str]] = {}
    for row in read_rules(TABLE, FormRow):
        if row.kind not in MENTION_KIND:
            raise RuleError(f"{TABLE.name}: rule {row.id}: kind {row.kind!r} is not one of {', '.join(MENTION_KIND)}")
        named = dict.fromkeys(row.heads.split("|"), Named(row.kind, None, None))
        if row.after == _NUMBERED:
            numbered |= named
        else:
            heads |= named
            after |= dict.fromkeys(named, frozenset(row.after.split("|")))
    joining = _one_of(frozenset().union(*after.values()))
    number, head = rf"(?:{_one_of(numbered)}) {_NUMBER}", rf"(?:{_one_of(heads)})\b"
    more = rf" (?:{joining}){_more(name_parts().links)}{_YEARS}"
    # one automaton for all heads: what may follow which is asked of the few that are found
    pattern = rf"(?:{_WORD} )*(?:{number}|{head}{more})|(?:{_WORD} )+{head}"
    longer: dict[str, list[str]] = {}
    for one in sorted(heads, key=len, reverse=True):
        if " " in one:
            for word in {one.partition(" ")[0], one.rpartition(" ")[2]}:
                longer.setdefault(word, []).append(one)
    return _Grammar(
        compile_pattern(one_byte_pattern(rf"\b(?:{pattern})"), TABLE.name, "(all)"),
        re.compile(pattern),
        heads,
        {word: tuple(phrases) for word, phrases in longer.items()},
        after,
        numbered,
        re.compile(rf"\b({_one_of(numbered)}) \d"),
        re.compile(rf",? {name_parts().links['joining']} |, "),
    )


_WORD = "[A-ZÀ-ÖØ-Þ][‑A-Za-zÀ-ÖØ-öø-ÿ0-9'’-]*"
_WORDS = rf"{_WORD}(?: {_WORD})*"
_YEARS = r"(?: \d{4}[-–]\d{4})?"
_NUMBER = r"\d+(?:/\d+)?(?: ?[A-Z]\b)?(?: \(\d{4}\)| \([A-Z0-9-]+\))?"
_RUN = re.compile(_WORDS)


def _more(links: Mapping[str, str]) -> str:
    """Return what follows the word that joins more of a name to its head."""
    joining, linking, article = (links[place] for place in ("joining", "linking", "article"))
    link = rf"(?:(?:, {_WORDS})*,? {joining}|(?: {joining})? {linking}(?: {article})?)"
    return rf"(?: {links['first-article']})? {_WORDS}(?:{link} {_WORDS})*"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, reverse=True))
