"""Stage directions: what a record says in brackets of the room and of the language, inside what was said."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.records import Furniture, Span
from flows.rules import compile_pattern, prove_examples, read_rules

STAGE_DIRECTION = "stage_direction"

_SHORT_BRACKETS = re.compile(r"[(\[][^()\[\]]{3,140}[)\]]")
_LABEL_SIGNS = ":：—–"
_LONGEST_LABEL = 100  # code points
_LABEL_WORDS = 8
_HERE = Path(__file__).parent
DIRECTIONS, LANGUAGES = _HERE / "stage_directions.csv", _HERE / "languages.csv"


class StageDirection(NamedTuple):
    """A row of stage_directions.csv: `pattern` (RE2, any case) takes all that stands in the brackets, but a final stop.

    "{language}" in it stands for the names of languages.csv; `language` is "yes" where it tells the one spoken.
    """

    id: str
    pattern: str
    language: str
    example: str
    counterexample: str
    comment: str
    source: str


class LanguageName(NamedTuple):
    """A row of languages.csv: an ISO 639-1 code, and its names in English, French and Spanish records."""

    id: str
    code: str
    names: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_directions(raw: str) -> list[Furniture]:
    """Return the stage directions of a text, brackets included."""
    return [
        Furniture(start, end, STAGE_DIRECTION)
        for start, end in bracketed(raw, 0, len(raw))
        if _is_direction(raw[start:end]) and not _is_in_label(raw, start, end)
    ]


def bracketed(raw: str, start: int, end: int) -> list[Span]:
    """Return the short stretches in brackets, brackets included, of a part of a text."""
    found: list[Span] = []
    for sign in "([":
        at = raw.find(sign, start, end)  # much faster than the pattern's own look for its beginning
        while at >= 0:
            if match := _SHORT_BRACKETS.match(raw, at, end):
                found.append(Span(*match.span()))
            at = raw.find(sign, at + 1, end)
    found.sort()
    return found


@lru_cache(maxsize=1 << 10)  # most brackets hold the same few names
def _is_direction(brackets: str) -> bool:
    return any(pattern.fullmatch(brackets) for _, _, pattern in _rules())


def _is_in_label(raw: str, start: int, end: int) -> bool:
    """Whether the brackets belong to a speaker's label: a sign of one follows, or a language ends a line's first words.

    Labels keep what they say of the language: "The President (spoke in French):".
    """
    behind = raw[end : end + 2].lstrip(" \xa0")[:1]
    if behind in _LABEL_SIGNS:
        return behind != ""
    before = raw[raw.rfind("\n", max(0, start - _LONGEST_LABEL), start) + 1 : start].strip(" >*_#")
    return behind in ".\r\n" and 0 < len(before.split()) <= _LABEL_WORDS and spoken_language(raw[start:end]) is not None


@lru_cache(maxsize=1 << 10)
def spoken_language(direction: str) -> str | None:
    """Return the language (ISO 639-1) that a stage direction or a label's bracket says was spoken, or None."""
    inner = direction.strip("()[]. ")
    if not any(pattern.fullmatch(inner) for pattern in _telling()):
        return None
    words = re.findall(r"[^\W\d_]+", inner.lower())
    return next((_codes()[word] for word in words if word in _codes()), None)


@cache
def _rules() -> "tuple[tuple[StageDirection, str, re2._Regexp[str]], ...]":
    """Each rule with what is in its brackets, and the pattern; as one they would be compiled twice."""
    rules = read_rules(DIRECTIONS, StageDirection)
    names = "|".join(sorted(_codes(), key=len, reverse=True))
    filled = {rule.id: rule.pattern.replace("{language}", names) for rule in rules}
    single = {rule: compile_pattern(_in_brackets(inner), DIRECTIONS.name, rule) for rule, inner in filled.items()}
    prove_examples(
        DIRECTIONS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].fullmatch(text) is not None,
    )
    return tuple((rule, filled[rule.id], single[rule.id]) for rule in rules)


@cache
def _telling() -> "tuple[re2._Regexp[str], ...]":
    return tuple(
        compile_pattern(f"(?i)(?:{inner})", DIRECTIONS.name, rule.id) for rule, inner, _ in _rules() if rule.language
    )


def _in_brackets(pattern: str) -> str:
    return rf"(?i)[(\[]\s?(?:{pattern})\s?[.!]?\s?[)\]]"


@cache
def _codes() -> dict[str, str]:
    """Return the code of each language's name, in small letters; raises RuleError where an example does not hold."""
    rules = read_rules(LANGUAGES, LanguageName)
    names = {rule.id: rule.names.split("|") for rule in rules}
    prove_examples(
        LANGUAGES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: text.lower() in names[rule],
    )
    return {name: rule.code for rule in rules for name in names[rule.id]}
