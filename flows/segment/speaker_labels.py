"""Read what might be a printed speaker label at the front of a paragraph.

The shapes stand in speaker_labels.csv, their parts in label_parts.csv, words that look like a label and are none in
not_speakers.csv, names of states in pycountry and state_names.csv. Whether a shape *is* a speaker's label is for
turns.py to say, from the whole document.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import RuleError, compile_pattern, prove_examples, read_rules

HERE = Path(__file__).parent
LABELS = HERE / "speaker_labels.csv"
PARTS = HERE / "label_parts.csv"
NOT_SPEAKERS = HERE / "not_speakers.csv"
STATES = HERE / "state_names.csv"

LONGEST_LABEL = 160
LONGEST_LINE = 90
"""Longest label (code points) that stands alone on its line without a colon."""

_MARK = re.compile(r"(>{1,4}|\*{1,3}|_{1,3}|#{1,6})?\s*")
_COLON = re.compile(r"\s*[:：](?=[\s*_]|$)[*_]*\s*")
_DASH = re.compile(
    r"(?:\.|(?<=\))|(?<=[A-Z]{2}))\s*(?:[—–]+(?:\s+(?=\W*[^\W\d_a-z])|\s*$)|(?<=[.)])[—–]+(?=[^\W\d_a-z]))"
)  # "Mr. Abe (Japan). — We agree"
_AND = re.compile(r",? and |, | et | y ")
_EMPHASIS = " \u00a0*_"


class SpeakerLabel(NamedTuple):
    """A row of speaker_labels.csv: `pattern` (RE2, with {parts}) must match the whole label without its marks.

    `strength`: "strong" alone shows a speaker, "medium" does when repeated, "weak" when turns are seen to alternate;
    "none" is never one.
    """

    id: str
    strength: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class LabelPart(NamedTuple):
    """A row of label_parts.csv: one alternative of the part that speaker_labels.csv writes in braces."""

    id: str
    part: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class NotSpeaker(NamedTuple):
    """A row of not_speakers.csv: `pattern` must match the whole label, in any case."""

    id: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class StateName(NamedTuple):
    """A row of state_names.csv; `kind` is "state", or what else speaks like one: "group", "organisation"."""

    id: str
    name: str
    kind: str
    example: str
    counterexample: str
    comment: str
    source: str


class Printed(NamedTuple):
    """What might be a label, as it is printed at the front of a paragraph."""

    label: str  # without marks and colon
    length: int  # code points of the text that it takes, with marks, colon and the white space behind it
    strength: str
    rule: str
    style: tuple[str, str]  # the mark before it; ":", ".", "—" or ".—" behind it, or "" where it stands alone


def printed_label(text: str) -> Printed | None:
    """Return the label that a paragraph's text opens with, if it has the shape of one."""
    head = text[:LONGEST_LABEL]
    has_colon, has_dash = ":" in head or "：" in head, "—" in head or "–" in head
    if has_colon or has_dash or len(text) <= LONGEST_LINE:  # unlike most paragraphs
        mark = _MARK.match(text)
        assert mark is not None  # every part of it is optional
        colon = _COLON.search(text, mark.end(), LONGEST_LABEL) if has_colon else None
        dash = _DASH.search(text, mark.end(), colon.start() if colon else LONGEST_LABEL) if has_dash else None
        if announced := dash or colon:
            label = text[mark.end() : announced.start()].strip(_EMPHASIS)
            end = ":" if announced is colon else ".—" if announced[0].startswith(".") else "—"
            found = _printed(label, announced.end(), mark[1] or "", end)
        elif len(text) <= LONGEST_LINE:
            found = _printed(text[mark.end() :].strip(_EMPHASIS), len(text), mark[1] or "", "")
        else:
            found = None
        if found is not None:
            return found
    return _stopped_label(head) if text[:1].isupper() and ". " in head and _may_stop(head) else None


def _may_stop(head: str) -> bool:
    """Whether one of the first words is in capitals, or an office or a bracket behind a name ends in a stop."""
    words = head.split(" ", 4)[1:4]
    return any(word.isupper() and len(word) > 1 for word in words) or words[0][-1:] == "." or "). " in head


def _printed(label: str, length: int, mark: str, end: str) -> Printed | None:
    shape = _shape(label)
    if shape is None:
        return None
    rule, strength = shape
    if mark.startswith(">") and end:
        strength = "strong"
    elif end == "—":
        strength = _WITH_DASH.get(strength, "none")
    elif not end:
        strength = _WITHOUT_COLON.get(rule, "none")
    return None if strength == "none" else Printed(label, length, strength, rule, (mark, end))


def _stopped_label(head: str) -> Printed | None:
    """Return the label that ends in a full stop: an office or name in capitals, or a person of a state.

    Else it is prose.
    """
    match = stopped_label().match(head)
    if match is None:
        return None
    label = match[1]
    if _not_speakers().fullmatch(label):
        return None
    in_capitals = max(label.partition("(")[0].split(), key=len).isupper()
    strength = "medium" if in_capitals else "weak"
    return Printed(label, match.end(), strength, "stopped", ("", "."))


# A dash stands in prose too: a label that it announces must be one by its shape, and come again.
_WITH_DASH = {"strong": "medium", "medium": "weak"}

# A line without a colon says less; most of them are headings or names of people greeted.
_WITHOUT_COLON = {"spoke": "strong", "person-of-state": "medium", "office": "weak", "state": "weak"}


@lru_cache(maxsize=1 << 14)
def _shape(label: str) -> tuple[str, str] | None:
    """Rule and strength of a label's shape; cached, since speakers come again."""
    if not label or not (label[0].isupper() or label[0].isalpha()):
        return None
    if is_state(label):
        return "state", "medium" if label_part("behalf").search(label) else "weak"
    if names_states(label):
        return "states", "weak"
    if _not_speakers().fullmatch(label):
        return None
    for rule, strength, pattern in _label_rules():
        if pattern.fullmatch(label):
            return rule, strength
    return None


@cache
def stopped_label() -> "re2._Regexp[str]":
    """Return what a label that ends in a stop looks like, with the white space behind it; the label is its group."""
    parts = _parts()
    person = rf"{parts['courtesy']}\.? (?:{parts['capsname']}|{parts['name']}{parts['aside']})"
    office = rf"(?:(?:The|THE) \p{{Lu}}{{2,}}(?:[ -]\p{{Lu}}{{2,}}){{0,3}}|(?:The |THE ){parts['office']})"
    return compile_pattern(rf"((?:{person}|{office})(?:{parts['aside']})*)\.\s+", LABELS.name, "stopped")


def is_state(name: str) -> bool:
    """Whether `name` is a state or a body that speaks like one ("Japan", "THE EUROPEAN UNION"), an aside behind it."""
    return _state_key(name) in state_names()


def names_states(label: str) -> bool:
    """Whether the label is two states or more, with "and" between the last two."""
    parts = _AND.split(label)
    return len(parts) > 1 and all(map(is_state, parts))


def _state_key(name: str) -> str:
    bare = name.partition(" (")[0].casefold().replace("’", "'").strip()
    return bare.removeprefix("the ")


@cache
def state_names() -> frozenset[str]:
    """All names that `is_state` knows, in small letters and without article."""
    return frozenset(state_kinds())


@cache
def state_kinds() -> dict[str, str]:
    """Return the kind of each of these names: "state", "group", "organisation"."""
    import pycountry  # read where a short line asks for it: most documents never do

    rules = read_rules(STATES, StateName)
    own = {_state_key(rule.name): rule.kind for rule in rules}
    prove_examples(
        STATES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda _, text: _state_key(text) in own,
    )
    for country in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            if name := getattr(country, field, None):
                own.setdefault(_state_key(name), "state")
    return own


@cache
def _not_speakers() -> "re2._Regexp[str]":
    rules = read_rules(NOT_SPEAKERS, NotSpeaker)
    single = {rule.id: compile_pattern(f"(?i:{rule.pattern})", NOT_SPEAKERS.name, rule.id) for rule in rules}
    prove_examples(
        NOT_SPEAKERS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].fullmatch(text) is not None,
    )
    return compile_pattern("|".join(f"(?i:{rule.pattern})" for rule in rules), NOT_SPEAKERS.name, "all")


@cache
def _label_rules() -> "tuple[tuple[str, str, re2._Regexp[str]], ...]":
    parts = _parts()
    rules = read_rules(LABELS, SpeakerLabel)
    compiled = tuple(
        (rule.id, rule.strength, compile_pattern(_filled(rule, parts), LABELS.name, rule.id)) for rule in rules
    )
    patterns = {rule: pattern for rule, _, pattern in compiled}
    prove_examples(
        LABELS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: patterns[rule].fullmatch(text) is not None,
    )
    return compiled


@cache
def label_part(name: str) -> "re2._Regexp[str]":
    """Return a part of label_parts.csv, compiled: "courtesy", "name" or "office"."""
    return compile_pattern(_parts()[name], PARTS.name, name)


@cache
def _parts() -> dict[str, str]:
    rules = read_rules(PARTS, LabelPart)
    single = {rule.id: compile_pattern(rule.pattern, PARTS.name, rule.id) for rule in rules}
    prove_examples(
        PARTS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].fullmatch(text.strip()) is not None,
    )
    names = dict.fromkeys(rule.part for rule in rules)
    return {name: "(?:" + "|".join(rule.pattern for rule in rules if rule.part == name) + ")" for name in names}


def _filled(rule: SpeakerLabel, parts: dict[str, str]) -> str:
    filled = re.sub(r"\{([a-z]+)\}", lambda part: parts.get(part[1], part[0]), rule.pattern)
    if unknown := re.search(r"\{[a-z]+\}", filled):
        raise RuleError(f"{LABELS.name}: rule {rule.id}: part {unknown[0]} is not in {PARTS.name}")
    return filled
