"""Who speaks: read from the label of a turn, from what is said first, and from the record's list of its officers.

Everything that is read keeps the place in the raw text that says so.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.records import Block, Fact, Speaker
from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.parties import party_kind, role_capacity, state_in, without_government
from flows.segment.speaker_labels import is_state, label_part, names_states

TABLE = Path(__file__).with_name("speaking_cues.csv")

LABEL, OPENING, LIST = "document: speaker label", "document: opening", "document: list of speakers"
OPENING_SAMPLE = 500
"""Code points at a statement's beginning that may say for whom it is made."""

_WINDOW = 120
"""Code points before what a cue needs that are looked at, and half of those behind it."""

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]")
_AND = re.compile(r",? and |, ")
_PARTIES = frozenset(["group", "organisation", "stakeholder"])
_OFFICE, _STATE, _PERSON, _ASIDE = range(1, 5)  # groups of an entry of a list
_TRIMMED = " ,;:.–—-"


class SpeakingCue(NamedTuple):
    """A row of speaking_cues.csv; the group "for" of `pattern` (RE2) is who is spoken for, or the speaker's office.

    `needs`: what a text holds wherever the pattern matches.
    """

    id: str
    cue: str
    needs: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class Read(NamedTuple):
    """A field of a speaker, its value as printed, and where it stands in the text that was read."""

    field: str
    value: str
    start: int
    end: int


def read_label(label: str) -> tuple[Speaker, tuple[Read, ...]]:
    """Return what a printed label says of the speaker, and the places of it in the label."""
    text, found = label, dict[str, str]()
    if behalf := label_part("behalf").search(text):
        party = without_government(_behind_cue(behalf[0]))
        text = text[: behalf.start()] + " " + text[behalf.end() :]
        found["speaking_for"] = party
        found["speaker_capacity"] = "national" if party_kind(party) == "national" else "group"
    asides = [aside for aside in _BRACKETS.findall(text) if not _tells_language(aside)]
    bare = _BRACKETS.sub("", text).strip(_TRIMMED)
    _read_bare(bare, asides, found)
    for aside in asides:
        _read_aside(aside.strip(), found)
    if role := found.get("speaker_role"):
        _read_role(role, found)
    return _speaker(found), tuple(_placed(label, found))


def read_opening(blocks: Sequence[Block], known: Speaker) -> tuple[Speaker, tuple[tuple[Block, Read], ...]]:
    """Return the speaker with what the first sentences say of for whom they speak, and the places in the blocks."""
    left = OPENING_SAMPLE
    places: list[tuple[Block, Read]] = []
    told: dict[str, str] = {}
    for block in blocks:
        sample = block.text[: max(0, left)]
        left -= len(sample)
        for cue in ("behalf", "as"):
            match, offset = _first_cue(cue, sample)
            read = _spoken_for(match["for"], cue, known) if match is not None else None
            if match is None or read is None or (known.capacity == "chair" and cue == "as"):
                continue
            start = offset + match.start(1) + match["for"].find(read[0][1])
            fresh = [(field, value) for field, value in read if field not in told]
            places += [(block, Read(field, value, start, start + len(read[0][1]))) for field, value in fresh]
            told.update(fresh)
        if left <= 0:
            break
    return known._replace(**{field.removeprefix("speaker_"): value for field, value in told.items()}), tuple(places)


def read_list(blocks: Sequence[Block]) -> dict[str, tuple[Speaker, Block, tuple[Read, ...]]]:
    """Return the officers and members that a record names before its first turn, by surname or office in small letters.

    "President: Mr. Vega (Chile)", "Sweden, Ms. Lind", "Ms. Lind (Sweden)".
    """
    listed: dict[str, tuple[Speaker, Block, tuple[Read, ...]]] = {}
    for block in blocks:
        for match in _entry().finditer(block.text):
            office, state, person, aside = (match[group] for group in (_OFFICE, _STATE, _PERSON, _ASIDE))
            party = state or aside
            if not person or (party and party_kind(party) is None):
                continue
            name = _name(person)
            offset = match.start(_PERSON) + person.find(name)
            reads = [Read("speaker_name", name, offset, offset + len(name))]
            presides = office is not None and role_capacity(office) == "chair"
            if party and not presides:
                kind = party_kind(party) or "national"
                at = match.start(_STATE if state else _ASIDE)
                reads += [
                    Read("speaking_for", party, at, at + len(party)),
                    Read("speaker_capacity", kind, at, at + len(party)),
                ]
            speaker = Speaker(
                name, None, None if presides or not party else party_kind(party), None if presides else party or None
            )
            entry = (speaker, block, tuple(reads))
            listed.setdefault(name.split()[-1].casefold(), entry)
            if presides and office is not None:
                listed.setdefault(office.casefold(), entry)
    return listed


def surname(speaker: Speaker) -> str | None:
    """Return the last word of the speaker's name in small letters: what later labels call them."""
    return speaker.name.split()[-1].casefold() if speaker.name else None


def facts_of(reads: Sequence[tuple[int, int, Read]], basis: str, statement_index: int) -> Iterator[Fact]:
    """Yield a fact for each field that was read, with its raw range."""
    for start, end, read in reads:
        yield Fact(read.field, read.value, basis, statement_index, start, end)


def _read_bare(bare: str, asides: list[str], found: dict[str, str]) -> None:
    """Read what a label says outside its brackets: a name, an office, a state, or several of them."""
    if unnamed := label_part("unnamed").fullmatch(bare):
        found["speaker_role"] = _unnamed_role(unnamed[0])
        return
    kind = "group" if names_states(bare) else party_kind(bare)
    if kind == "national" or (kind in _PARTIES and role_capacity(_words("article").sub("", bare)) is None):
        if "speaking_for" not in found:
            found["speaking_for"], found["speaker_capacity"] = without_government(bare), kind
        return
    courtesy = _courtesy().match(bare)
    if courtesy is None:
        _read_office(bare, found)
        return
    rest = bare[courtesy.end() :].strip()
    head, comma, behind = rest.partition(", ")
    office = _addressed_office().match(rest)
    if office is not None or (role_capacity(head) is not None and asides):
        role = office[1] if office else rest
        found["speaker_role"] = role
        if asides and not _is_place(asides[0]) and party_kind(asides[0]) is None:
            found["speaker_name"] = asides.pop(0).strip()
        return
    if role_capacity(head) == "chair" and head.isupper():
        found["speaker_role"] = head
        return
    name, state = _split_place(head)
    found["speaker_name"] = name
    if state:
        _spoken_party(state, found)
    if comma:
        _read_aside(behind.strip(), found)


def _read_office(bare: str, found: dict[str, str]) -> None:
    """Read an office without a courtesy title: "The representative of Kenya", "Chair Desai", "The President"."""
    text = _words("article").sub("", bare)
    match = label_part("office").match(text)
    if match is None or not match[0]:
        head, _, behind = text.partition(", ")
        if role_capacity(head) is not None:
            found["speaker_role"] = text
        elif head and head[0].isupper():
            found["speaker_name"] = head
            if behind:
                _read_aside(behind, found)
        return
    head, rest = _role_head(text)
    found["speaker_role"] = head
    if not rest:
        return
    if state := state_in(f"x of {rest}"):
        _spoken_party(state, found)
    elif party_kind(rest) is not None:
        _spoken_party(rest, found)
    elif (
        rest[0].isupper() and role_capacity(head) == "chair" and not text[len(head) :].lstrip().lower().startswith("of")
    ):
        found["speaker_name"] = rest
    else:
        found["speaker_role"] = text


def _role_head(text: str) -> tuple[str, str]:
    """Return the office and what stands behind it, without the word that joins the two."""
    for joint in _words("joint").finditer(text):
        return text[: joint.start()].strip(), text[joint.end() :].strip()
    words = text.split()
    size = next((n for n in range(len(words), 0, -1) if role_capacity(" ".join(words[:n])) and _is_role(words[:n])), 1)
    return " ".join(words[:size]), " ".join(words[size:])


def _is_role(words: Sequence[str]) -> bool:
    """Whether the words are an office alone, without the name behind it."""
    return role_capacity(words[-1]) is not None


def _read_aside(aside: str, found: dict[str, str]) -> None:
    """Read what stands in brackets or after a comma: a state, a body, an office."""
    kind = party_kind(aside)
    if kind == "national" or (kind in _PARTIES and role_capacity(aside) is None):
        _spoken_party(aside, found)
    elif role_capacity(aside) is not None:
        head, rest = _role_head(aside)
        of_state = role_capacity(head) == "none" and party_kind(rest) is not None
        found.setdefault("speaker_role", head if of_state else aside)
        if rest and of_state:
            _spoken_party(rest, found)
    elif kind == "secretariat":
        found.setdefault("speaker_role", aside)
        found.setdefault("speaker_capacity", "secretariat")


def _read_role(role: str, found: dict[str, str]) -> None:
    """Read the capacity that an office gives: who presides speaks for the body, never for the state that sent them."""
    capacity = role_capacity(role)
    if capacity == "chair" and state_in(role) is None:
        behalf = found.get("speaker_capacity") == "group"
        if not behalf:
            found["speaker_capacity"] = "chair"
            found.pop("speaking_for", None)
            _, body = _role_head(role)
            if body and party_kind(body) != "national" and _words("joint").search(role):
                found["speaking_for"] = without_government(body)
    elif capacity == "secretariat":
        found.setdefault("speaker_capacity", "secretariat")


def _spoken_party(name: str, found: dict[str, str]) -> None:
    if "speaking_for" not in found:
        found["speaking_for"] = without_government(name)
        found["speaker_capacity"] = party_kind(name) or "national"


def _spoken_for(said: str, cue: str, known: Speaker) -> tuple[tuple[str, str], ...] | None:
    """Return the fields that "on behalf of …" or "as the President of …" tell.

    None where it is one's own delegation.
    """
    if cue == "as":
        role = _until_clause(said)
        state = state_in(role)
        fields = [("speaker_role", role)]
        if state is None:
            return None
        return (*fields, ("speaking_for", without_government(state)), ("speaker_capacity", "national"))
    party = without_government(_until_clause(said))
    if not party or _words("own").fullmatch(party) or _words("own").match(party):
        return None
    if not any(char.isupper() for char in party):
        return None
    several = sum(map(is_state, _AND.split(party))) > 1
    kind = "group" if several else party_kind(party)
    if kind is None and known.capacity == "national" and known.role is not None:
        return None  # a head of state's "on behalf of …", of what is no known group
    return (("speaking_for", party), ("speaker_capacity", kind or "group"))


def _until_clause(said: str) -> str:
    """Return the name at the beginning of what was said: up to where a clause or a list of members begins."""
    end = _words("clause").search(said)
    return (said[: end.start()] if end else said).strip(_TRIMMED)


def _split_place(text: str) -> tuple[str, str | None]:
    """Read "Hale of Norway" as name and state."""
    for joint in _words("joint").finditer(text):
        name, place = text[: joint.start()].strip(), text[joint.end() :].strip()
        if name and place[:1].isupper() and name[-1:].isalpha():
            return name, place
    return text, None


def _is_place(text: str) -> bool:
    return party_kind(text) == "national"


def _unnamed_role(text: str) -> str:
    words = text.split()
    return next((word for word in words if role_capacity(word) is not None), words[-1])


def _name(person: str) -> str:
    match = _courtesy().match(person)
    return person[match.end() :].strip() if match else person.strip()


def _behind_cue(behalf: str) -> str:
    party: str = _words("behalf-words").sub("", behalf)
    return party.strip(" ()[],")


def _tells_language(aside: str) -> bool:
    return label_part("spoke").fullmatch(f" ({aside})") is not None


def _speaker(found: dict[str, str]) -> Speaker:
    return Speaker(
        found.get("speaker_name"), found.get("speaker_role"), found.get("speaker_capacity"), found.get("speaking_for")
    )


def _placed(label: str, found: dict[str, str]) -> Iterator[Read]:
    """Where each field stands in the label; a capacity stands where that does which gives it."""
    for field, value in found.items():
        shown = (
            found.get("speaking_for") or found.get("speaker_role") or label if field == "speaker_capacity" else value
        )
        at = label.find(shown)
        yield Read(field, value, *((at, at + len(shown)) if at >= 0 else (0, len(label))))


def _first_cue(cue: str, sample: str) -> "tuple[re2._Match[str] | None, int]":
    """Return the first match of a cue's rules in the sample, looked for around the words that each needs.

    And its offset.
    """
    best: tuple[re2._Match[str] | None, int] = (None, len(sample))
    for needs, pattern in _cue(cue):
        at = sample.find(needs)
        while at >= 0:
            offset = max(0, at - _WINDOW)
            if (match := pattern.search(sample[offset : at + 2 * _WINDOW])) is not None:
                if offset + match.start() < best[1] + (0 if best[0] is None else best[0].start()):
                    best = (match, offset)
                break
            at = sample.find(needs, at + 1)
    return best


@cache
def _entry() -> "re2._Regexp[str]":
    """Return an entry of a list of members or officers."""
    person = rf"{label_part('courtesy').pattern}\.? {label_part('name').pattern}"
    return compile_pattern(
        rf"(?:(?:^|[\s;])(?:({label_part('office').pattern}) ?: ?|({label_part('place').pattern}), ))?"
        rf"({person})(?: \(([^()]{{2,60}})\))?",
        TABLE.name,
        "list",
    )


@cache
def _courtesy() -> "re2._Regexp[str]":
    return compile_pattern(rf"(?:{label_part('courtesy').pattern}\.? )+", TABLE.name, "courtesy")


@cache
def _addressed_office() -> "re2._Regexp[str]":
    return compile_pattern(r"(?:le |la |les |l['’])(\pL[\pL-]*(?: [^(]*)?)$", TABLE.name, "addressed")


@cache
def _cue(name: str) -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    rules = [rule for rule in _rules() if rule.cue == name]
    return tuple((rule.needs, compile_pattern(rule.pattern, TABLE.name, rule.id)) for rule in rules)


@cache
def _words(name: str) -> "re2._Regexp[str]":
    """Return the pattern of the one rule of this id."""
    return next(compile_pattern(rule.pattern, TABLE.name, rule.id) for rule in _rules() if rule.id == name)


@cache
def _rules() -> tuple[SpeakingCue, ...]:
    rules = read_rules(TABLE, SpeakingCue)
    single = {rule.id: compile_pattern(rule.pattern, TABLE.name, rule.id) for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].search(text) is not None,
    )
    return rules
