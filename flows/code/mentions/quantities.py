"""Quantities: "more than 200 statements", "US$ 100 billion", "two thirds of delegations", "between 12 and 19 States".

One scan finds where a number begins; what it counts is read there. A quantity is read whole or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import re2

from flows.code.mentions.counted import Counted, Nouns, Words
from flows.code.mentions.numbers import FIGURE, HUNDRED, WHOLE, NumberWords, begins_inside, figure_value
from flows.code.mentions.one_byte import one_byte, one_byte_pattern
from flows.code.ruleset import RULES
from flows.records import Span
from flows.rules import RuleError, compile_pattern, read_rules, spans

TABLE = RULES / "quantities.csv"
_YEARS = range(1800, 2200)
_LONGEST = 40  # of a number of a share
_YEAR = re.compile(r"(?:1[89]|2[01])\d\d(?!\d|[.,]\d| ?[%°])")
_ROLES = (
    *(
        "comparator",
        "after",
        "open",
        "and",
        "from",
        "every",
        "number",
        "digit",
        "one",
        "half",
        "article",
        "scale",
        "fraction",
    ),
    *("currency", "unit", "measure", "compound", "whole", "ending", "no-plural", "function"),
    *("ordinal", "reference", "of-year", "link", "shared", "share-noun", "of", "all", "determiner"),
)

UNSEEN = frozenset(
    (
        *("open", "and", "from", "half", "ending", "no-plural", "function", "ordinal", "reference", "of-year"),
        *("link", "shared", "share-noun", "of", "all", "determiner"),
    )
)
"""Roles of words that are not part of a quantity by themselves."""


class QuantityWord(NamedTuple):
    """A row of rules/quantities.csv: words, joined by "|", that play a role in a quantity, and what they stand for.

    Roles: comparator (before the number), after (behind it), open and and (a range), from (a change), every ("one in
    five"), number, digit (behind a number of tens), one, half
    and article (before a scale), scale, fraction, currency; unit (a plural that is counted), measure and compound
    (units in the singular: "a ten-year period"; only a measure is also counted by one), whole (of which a fraction is
    said), ending (of a plural that no unit lists, and of its singular), no-plural (what ends like one and is none),
    function (words that part a number from a noun), ordinal (before what is no fraction: "the second half"),
    reference (before a number that names something: "article 51"), of-year (behind a year: "below 2020 levels"), link
    (between the numbers of a range: "12 to 19"), shared (behind a share: "two thirds of"), share-noun (what a share is:
    "a two-thirds majority"), of, all and determiner (between number and noun: "half of all the States").
    """

    id: str
    role: str
    value: str
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


class Quantity(NamedTuple):
    """A quantity in a text.

    `number_end` is where its number ends and the words for what it counts begin. `value_max` is the upper end of a
    range, `unit` a singular noun; the comparator is "exactly" where none is said.
    """

    span: Span
    number_end: int
    value: float
    value_max: float | None
    comparator: str
    unit: str


class _Grammar(NamedTuple):
    """The table as a pattern that finds numbers in a text of one byte a character, and those that read them."""

    scanner: "re2._Regexp[bytes]"
    figures: re.Pattern[str]  # reads what begins with a digit
    spoken: re.Pattern[str]
    shares: re.Pattern[str]  # reads "two thirds", "one in five"
    share: frozenset[str]  # words that only a share has
    numbers: NumberWords
    nouns: Nouns
    words: Words


def find_quantities(text: str) -> Iterator[Quantity]:
    """Return the quantities of a text, from left to right."""
    grammar = _grammar()
    last = 0
    for start, end in spans(grammar.scanner, one_byte(text)):
        if start < last or begins_inside(text, start):
            continue
        at = start
        if not text[at].isdigit():
            at += len(_lead(text[start:end], grammar.words))
        elif _YEAR.match(text, at):
            continue  # "the 2015 development goals"
        if text[at].isdigit():
            match = grammar.figures.match(text, at)
        elif not grammar.share.isdisjoint(text[at : at + _LONGEST].replace("-", " ").split(" ")):
            match = grammar.shares.match(text, at) or grammar.spoken.match(text, at)
        else:
            match = grammar.spoken.match(text, at)
        if match is not None and (quantity := _quantity(match, start, grammar)) is not None:
            yield quantity
            last = quantity.span.end


def _lead(found: str, words: Words) -> str:
    """Return the comparator, or the word that begins a range, before a number; with the space behind it."""
    lead, space, _ = found.rpartition(" ")
    while space and lead.lower() not in words["comparator"] and lead.lower() not in words["open"]:
        lead, space, _ = lead.rpartition(" ")
    return lead + space


def _quantity(match: "re.Match[str]", start: int, grammar: _Grammar) -> Quantity | None:
    """Return the quantity that was read, with the words before it; None where the number names or counts nothing."""
    words, part, text = grammar.words, match.groupdict(), match.string
    number_end, sign = match.end(), part.get("low_currency")
    noun = Counted(words["currency"][sign.rstrip()], number_end) if sign else grammar.nouns.counted(text, number_end)
    if noun is None:
        return None
    before, lead = _word_before(text, start), text[start : match.start()].rstrip().lower()
    if not lead and _is_reference(before, part, noun, words):
        return None
    comparator = words["comparator"].get(lead) or words["after"].get(part["after"] or "")
    if "low" not in part:
        value = _share(part, grammar)
        if value is None:
            return None
        return Quantity(Span(start, noun.end), number_end, value, None, comparator or "exactly", noun.unit)
    one = (part["low_word"] or "").lower() in words["one"] and not part["low_scale"]
    if one and (noun.of or noun.plural):
        return None  # "one of the States"
    value, maximum, end = _amount(part, "low", grammar), None, noun.end
    opened, link = lead in words["open"], (part["link"] or "").strip()
    if sign and part["high_currency"] and not opened and (link in words["and"] or before in words["from"]):
        end = match.end("low")  # "from $2 million to $3 million": two sums, not what lies between
    elif link:
        maximum = _amount(part, "high", grammar)
        if not part["low_scale"] and part["high_scale"] and value < maximum:
            value *= float(words["scale"][part["high_scale"]])  # "between 5 and 8 million"
        years = _is_year(part, "low", noun) and _is_year(part, "high", noun)
        if maximum <= value or years or (link in words["and"] and not opened):
            return None
        comparator = "between"
    elif _is_year(part, "low", noun) and (comparator is None or noun.plural in words["of-year"]):
        return None
    elif opened:
        start = match.start()  # "between 12 States and the Council"
    number_end = end if noun.unit.isupper() else min(end, number_end)  # "Swiss francs" names no state
    return Quantity(Span(start, end), number_end, value, maximum, comparator or "exactly", noun.unit)


def _share(part: Mapping[str, str | None], grammar: _Grammar) -> float | None:
    """Return the value of a share; None of "third" alone, which is an ordinal."""
    if part["few"] and part["many"]:
        return grammar.numbers.value(part["few"]) / grammar.numbers.value(part["many"])
    value = _fraction(part, grammar)
    return value if part["top"] or value >= _HALF else None


_HALF = 0.5


def _word_before(text: str, start: int) -> str:
    """Return the word before the quantity; "" where none or a sign is."""
    if text[start - 1 : start] != " ":
        return ""
    word = text[text.rfind(" ", 0, start - 1) + 1 : start - 1].rpartition("\n")[2]
    return word if word.replace(".", "").isalnum() else ""


def _is_reference(before: str, part: Mapping[str, str | None], noun: Counted, words: Words) -> bool:
    """Whether the word before says that the number names something ("article 51", "the second half")."""
    if "low" not in part:
        return before.lower() in words["ordinal"]
    if before.lower() in words["reference"]:
        return part["low_currency"] is None
    # "Goal 13 calls for it"
    named = before[:1].isupper() and before.lower() not in words["function"]
    return named and noun.plural is not None and part["low_figure"] is not None


def _amount(part: Mapping[str, str | None], side: str, grammar: _Grammar) -> float:
    figure, extra, scale = part[f"{side}_figure"], part[f"{side}_extra"], part[f"{side}_scale"]
    value = figure_value(figure) if figure else grammar.numbers.value(part[f"{side}_word"] or "")
    if extra:
        value += _ratio(grammar.words["fraction"][extra])  # "four and a half"
    return value * (float(grammar.words["scale"][scale]) if scale else 1)


def _fraction(part: Mapping[str, str | None], grammar: _Grammar) -> float:
    top = part["top"] or ""
    times = float(top) if top.isdigit() else grammar.numbers.value(top) or 1
    return times * _ratio(grammar.words["fraction"][(part["fraction"] or "").lower()])


def _ratio(written: str) -> float:
    top, _, bottom = written.partition("/")
    return float(top) / float(bottom)


def _is_year(part: Mapping[str, str | None], side: str, noun: Counted) -> bool:
    """Whether a number looks like a year ("the 2015 development goals")."""
    figure = part[f"{side}_figure"]
    if not figure or part[f"{side}_scale"] or part["low_currency"] or noun.unit in _MARKED:
        return False
    return figure.isdigit() and int(figure) in _YEARS


_MARKED = frozenset(("percent", "degree Celsius"))


@cache
def _grammar() -> _Grammar:
    """Return the table as two patterns; raises RuleError where it cannot be used."""
    words: dict[str, dict[str, str]] = {role: {} for role in _ROLES}
    for row in read_rules(TABLE, QuantityWord):
        if row.role not in words:
            raise RuleError(f"{TABLE.name}: rule {row.id}: role {row.role!r} is not one of {', '.join(_ROLES)}")
        words[row.role].update(dict.fromkeys(row.words.split("|"), row.value))
    numbers = words["number"] | words["digit"] | words["one"]
    numbers |= {phrase.split()[0]: value for phrase, value in words["half"].items()}  # "half a million"
    return _Grammar(
        compile_pattern(one_byte_pattern(_scanner(words)), TABLE.name, "(all)"),
        re.compile(_reader(words, figures=True), re.ASCII),
        re.compile(_reader(words, figures=False), re.ASCII),
        re.compile(_share_reader(words), re.ASCII),
        frozenset(
            [
                *words["fraction"],
                *map(str.capitalize, words["fraction"]),
                *(w.partition(" ")[0] for w in words["every"]),
            ]
        ),
        NumberWords({w: float(v) for w, v in numbers.items()}, {w: float(v) for w, v in words["scale"].items()}),
        Nouns.of(words),
        words,
    )


def _scanner(words: Words) -> str:
    """Where a quantity can begin."""
    one_of = {role: _one_of(listed) for role, listed in words.items()}
    money = rf"(?:{one_of['currency']}) ?\d"
    halves = [word for word, value in words["fraction"].items() if _ratio(value) == _HALF]
    begins = _one_of([*words["number"], *halves])
    joined = _one_of([*words["scale"], *words["fraction"], *words["measure"], *words["every"]])
    single = rf"(?:{one_of['one']}|{one_of['article']})[ -](?:{joined})"
    # a mark or a word follows, but no month: "12 May 2010"
    figure = r"\b\d[\d.,]*(?: [\d.,]+)*(?: ?[%\xb0\x96-]| (?:[a-z]|[A-Z][A-Za-z-]+ [A-Za-z]|[A-Z][A-Za-z-]*[sA-Z]\b))"
    start = rf"{money}|{figure}|\b(?i:{begins}|{single})\b"
    return rf"(?:\b(?i:{one_of['comparator']}|{one_of['open']}) )?(?:{start})"


def _reader(words: Words, *, figures: bool) -> str:
    """Return a quantity, from its number on: of `figures`, one that begins with a digit."""
    one_of = _patterns(words)
    scale, article, fraction = (one_of[role] for role in ("scale", "article", "fraction"))
    below = one_of["below"]
    scaled = rf" (?:{scale})\b(?:(?:,? (?:{one_of['and']})|,)? {below}(?: (?:{scale})\b)?)*"
    money, spoken = rf"(?:{one_of['currency']}) ?(?=\d)", rf"(?:{below}|{one_of['half']}|{article}){scaled}|{below}"
    if figures:
        money = spoken = _NEVER

    def amount(side: str) -> str:
        sign, written, said, extra, many = (
            f"{side}_{name}" for name in ("currency", "figure", "word", "extra", "scale")
        )
        return (
            rf"(?P<{side}>(?P<{sign}>{money})?(?:(?P<{written}>{FIGURE}){WHOLE}|(?P<{said}>{spoken}))"
            rf"(?:[ -](?:{one_of['and']})[ -](?:{article})[ -](?P<{extra}>{fraction})\b)?"
            rf"(?:[ -]?(?P<{many}>{scale})\b)?)"
        )

    number = rf"{amount('low')}(?:(?P<link> (?:{one_of['link']}) | ?[-–] ?){amount('high')})?"
    after = rf"(?: (?P<after>{one_of['after']}))?"
    return rf"{number}{after}"


def _share_reader(words: Words) -> str:
    """Return a share, from its number on: "two thirds of delegations", "one in five children"."""
    one_of = _patterns(words)
    small, fraction = one_of["small"], one_of["fraction"]
    number = (
        rf"(?:(?P<top>{one_of['article']}|{small})[ -])?(?P<fraction>{fraction})\b"
        rf"(?= (?:{one_of['shared']}) |[ -](?:{one_of['share-noun']}))"
        rf"|(?P<few>{small}) (?:{one_of['every']}) (?P<many>{small})"
    )
    return rf"(?:{number})(?: (?P<after>{one_of['after']}))?"


def _patterns(words: Words) -> dict[str, str]:
    """Return a pattern for each role, and for numbers below a hundred and a thousand."""
    one_of = {role: _one_of(listed) for role, listed in words.items()}
    for role in ("number", "one", "half", "article", "fraction"):
        one_of[role] = _one_of({*words[role], *map(str.capitalize, words[role])})  # quicker than to ignore case
    hundred = _one_of(word for word, value in words["scale"].items() if float(value) == HUNDRED)
    small = rf"(?:(?:{one_of['number']})(?:-(?:{one_of['digit']}))?|{one_of['one']})\b"
    return one_of | {"small": small, "below": rf"{small}(?: (?:{hundred})\b(?:(?: (?:{one_of['and']}))? {small})?)?"}


_NEVER = "(?!)"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, reverse=True))
