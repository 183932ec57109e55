"""The title of a document, and the author that it names: "Statement by H.E. Ms. Ada Roe, President of Peru"."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.facts.dates import find_dates
from flows.segment.facts.front import Front, Line
from flows.segment.facts.masthead import find_place, find_session
from flows.segment.parties import party_kind, role_capacity, state_in, without_government
from flows.segment.speakers import Read

_HERE = Path(__file__).parent
CUES, KINDS, FIELDS = (_HERE / f"{name}_cues.csv" for name in ("title", "kind", "field"))

MOST_LINES = 12
LONGEST = 500
_FEWEST_LETTERS = 4
_FULL_LINE = 40  # characters
_BEFORE_DATE = 12  # characters between a comma and the date that it parts from the title: "Friday"
_FULL_SENTENCE = 120  # characters; a shorter title may end in a stop
LONGEST_NAME = 8
"""Words of a name."""

_INITIALS = re.compile(r"(?=(?:[^\W\d_a-z]\.\s?){1,3}[^\W\d_a-z]\w+)")
_BEFORE_DASH = re.compile(r"([^\W\d_][^–—:;,]{2,40}?)\s?(?:[–—]|-\s)")
_TRIM = ' ,.;:-–—*_"“”'


class Cue(NamedTuple):
    """A row of title_cues.csv; `cue` names what `pattern` (RE2) tells of a line of a title block."""

    id: str
    cue: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class KindCue(NamedTuple):
    """A row of kind_cues.csv: the kind of document whose title or first sentence holds `pattern` (RE2)."""

    id: str
    kind: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class FieldCue(NamedTuple):
    """A row of field_cues.csv: the fact that a form's field, whose name is `pattern` (RE2, any case), tells."""

    id: str
    field: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_title(front: Front, with_symbol: bool) -> tuple[int, int] | None:
    """Return where the title stands in the front: from the line that names a genre to the date, place or greeting.

    A document of the United Nations has its title behind the item of its agenda; where no line names a genre, it is
    what stands at the head before a blank line.
    """
    lines = front.lines
    if with_symbol or (lines and _cue("masthead").match(lines[0].text) is not None and _has_session(lines[0].text)):
        at = max((k for k, line in enumerate(lines[:25]) if _cue("masthead").match(line.text)), default=None)
        rest = range(at + 1, len(lines)) if at is not None else range(0)
        start = next((k for k in rest if not _is_stop(lines[k]) and _has_words(lines[k].text)), None)
        return None if start is None else _full_lines(front, start)
    genre = next(
        (k for k, line in enumerate(lines[:25]) if _cue("genre").search(line.text) and not _is_field(line)), None
    )
    if genre is not None and (genre == 0 or len(lines[genre].text) < 120):
        start = genre
        before = lines[genre - 1].text if genre else ""
        if (
            genre
            and lines[genre].gap == 0
            and before.isupper()
            and lines[genre].text.isupper()
            and genre == 1
            and not _cue("letterhead").match(before)
        ):
            start = genre - 1
        return _until_stop(front, start)
    head = next((k for k, line in enumerate(lines[:4]) if _has_words(line.text)), None)
    if head is None or _is_stop(lines[head]) or _cue("letterhead").match(lines[head].text):
        return None
    if len(lines[head].text) < 160 and lines[head].text[-1] not in ".,;:" and not _honorifics().match(lines[head].text):
        title = _until_stop(front, head, one_gap=True)
        return None if title is not None and _is_sentence(front.text[slice(*title)]) else title
    return None


def _has_session(text: str) -> bool:
    return find_session(text) is not None


def _is_sentence(text: str) -> bool:
    """Whether what stands at the head is running text: long, and with a stop at its end."""
    return len(text) > _FULL_SENTENCE and text[-1] in ".!?"


def _has_words(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters >= max(_FEWEST_LETTERS, len(text) // 2, 2 * len(text.split()))


def _full_lines(front: Front, start: int) -> tuple[int, int]:
    """Return a title that is set below others: its lines but the last are full."""
    lines = front.lines
    end = start + 1
    while (
        end < len(lines) and len(lines[end - 1].text) >= _FULL_LINE and not lines[end].gap and not _is_stop(lines[end])
    ):
        end += 1
    return lines[start].start, lines[end - 1].end


def _until_stop(
    front: Front, start: int | None, *, one_gap: bool = False, longest: int = MOST_LINES
) -> tuple[int, int] | None:
    if start is None:
        return None
    lines = front.lines
    end = start + 1
    while end < min(len(lines), start + longest) and not _is_stop(lines[end]):
        if lines[end].gap and (one_gap or lines[end].gap > 3 or not _goes_on(lines, start, end)):
            break
        end += 1
    first, last = lines[start].start, lines[end - 1].end
    text = front.text[first:last]
    for printed in find_dates(text):  # "… Washington, 3 May 2020" at a line's end belongs to the date
        line = front.line_at(first + printed.start)
        before = text[lines[line].start - first : printed.start]
        if line > start and len(before) < 40:
            comma = before.rfind(",", max(0, len(before) - _BEFORE_DATE))
            whole = find_place(before) is not None or not before.strip(_TRIM)
            last = min(last, lines[line].start + (0 if whole or comma < 0 else comma))
    last = first + len(front.text[first:last].rstrip(_TRIM.replace(".", "")))
    return (first, last) if 0 < last - first <= LONGEST else None


def _goes_on(lines: tuple[Line, ...], start: int, at: int) -> bool:
    """Whether the title goes on behind a blank line: in capitals, or with a word that nothing begins with."""
    return (lines[start].text.isupper() and lines[at].text.isupper()) or lines[at].text[0].islower()


def _is_stop(line: Line) -> bool:
    """Whether a line is no part of a title: a date, a place, a theme, a note, a field."""
    text = line.text
    if (
        _cue("stop").match(text)
        or _cue("greeting").match(text)
        or _is_field(line)
        or (_cue("venue").search(text) and not _cue("genre").search(text))
    ):
        return True
    dates = list(find_dates(text))
    if dates and sum(d.end - d.start for d in dates) > 0.35 * len(text):
        return True
    place = find_place(text)
    return place is not None and place.end - place.start > 0.35 * len(text) and not _cue("genre").search(text)


def _is_field(line: Line) -> bool:
    return field_of(line.text) is not None


def field_of(text: str) -> tuple[str, int] | None:
    """Return the fact that a form's field tells, and where its value begins in the line; None where it is no field."""
    head, colon, value = text.partition(":")
    if not colon or not value.strip() or len(head) > 40:
        return None
    name = next((rule for rule, pattern in _fields() if pattern.fullmatch(head.strip())), None)
    return (name, len(head) + 1 + len(value) - len(value.lstrip())) if name else None


def find_kind(text: str) -> tuple[str, int, int] | None:
    """Return the kind of document that a title or first sentence tells, and where."""
    if _any_kind().search(text) is None:
        return None
    for kind, pattern in _kinds():
        if match := pattern.search(text):
            return kind, match.start(), match.end()
    return None


def read_author(text: str) -> tuple[Read, ...]:
    """Return name, office, state and capacity that a title gives its author, with their places in it."""
    genre = _cue("genre").search(text)
    start = genre.end() if genre else 0
    by = _cue("by").match(text[start:].lstrip(" :,")) if genre else None
    if by is None and not (genre is None and _honorifics().match(text)):
        return _party_first(text)
    offset = len(text) - len(text[start:].lstrip(" :,")) + (by.end() if by else 0)
    reads = _author(text[offset:])
    return tuple(read._replace(start=read.start + offset, end=read.end + offset) for read in reads)


def _party_first(text: str) -> tuple[Read, ...]:
    """Return the state that a title begins with, a dash behind it: "Peru – Minister of Trade Ada Roe"."""
    head = _BEFORE_DASH.match(text)
    if head is None or party_kind(head[1]) != "national":
        return ()
    return (Read("speaking_for", head[1], *head.span(1)), Read("speaker_capacity", "national", *head.span(1)))


def read_person(text: str) -> list[Read]:
    """Return the person that two lines of the front present: "H.E. Ms. Ada Roe", "President of Peru"."""
    honorific = _honorifics().match(text)
    if honorific is None or not text[:1].isupper() or "," in text[:1]:
        return []
    found = _author(text)
    return found if {"speaker_name", "speaker_role"} <= {read.field for read in found} else []


def _author(text: str) -> list[Read]:
    """Return the author at the head of a text: a name and office in either order, or a delegation."""
    begin = len(text) - len(text.lstrip(" :,"))
    honorific = _honorifics().match(text[begin:])
    at = begin + (honorific.end() if honorific else 0)
    rest = text[at:]
    reads: list[Read] = []
    first = _first_word(rest)
    if honorific and honorific[0].strip() and not _begins_role(rest):
        stop = _cue("stops-name").search(rest)
        name = rest[: stop.start() if stop else len(rest)].strip(_TRIM.replace(".", ""))
        if _is_name(name):
            reads.append(Read("speaker_name", name, at + rest.find(name), at + rest.find(name) + len(name)))
            behind = at + rest.find(name) + len(name)
            suffix = re.match(r",\s(?:Sr|Jr|SR|JR|II|III|Ph\.?D|MP|K\.?C)\.?(?=\W)", text[behind:])
            if suffix:
                behind += suffix.end()
            role_at = behind + len(text[behind:]) - len(text[behind:].lstrip(_TRIM))
            reads += _role(text, role_at)
    elif first:
        role = _role(text, at)
        reads += role
        if role:
            behind = max(read.end for read in role)
            tail = text[behind:].lstrip(" ,:")
            more = _honorifics().match(tail)
            name_at = len(text) - len(tail) + (more.end() if more else 0)
            stop = _cue("stops-name").search(text[name_at:])
            name = text[name_at : name_at + stop.start() if stop else len(text)].strip(_TRIM.replace(".", ""))
            if (more or _INITIALS.match(tail)) and _is_name(name):
                found = name_at + text[name_at:].find(name)
                reads.append(Read("speaker_name", name, found, found + len(name)))
    return reads


def _role(text: str, at: int) -> list[Read]:
    """Return the office that begins there, up to where the title goes on with the occasion.

    And the state or body of it.
    """
    rest = text[at:]
    stop = _cue("stops-role").search(rest)
    role = rest[: stop.start() if stop else len(rest)]
    more = _cue("second-honorific").search(role)
    role = (role[: more.start()] if more else role).strip(_TRIM)
    if not role:
        return []
    party = without_government(_cue("delegation").sub("", role))
    if (party_kind(party) is not None and role_capacity(role) is None) or _cue("delegation").match(role):
        found = at + rest.find(party)
        capacity = party_kind(party) or "national"
        return [
            Read("speaking_for", party, found, found + len(party)),
            Read("speaker_capacity", capacity, found, found + len(party)),
        ]
    state = state_in(role)
    if state is None and role_capacity(role) is None:
        return []
    role = re.sub(r"(?i)^the ", "", role)
    reads = [Read("speaker_role", role, at + rest.find(role), at + rest.find(role) + len(role))]
    if state is not None:
        found = at + rest.find(state)
        reads.append(Read("speaking_for", state, found, found + len(state)))
        reads.append(Read("speaker_capacity", "national", found, found + len(state)))
    elif (presides := role_capacity(role)) is not None and presides != "none":
        reads.append(Read("speaker_capacity", presides, reads[0].start, reads[0].end))
    return reads


def _begins_role(text: str) -> bool:
    return role_capacity(text.partition(",")[0].strip()) is not None


def _first_word(text: str) -> str:
    return text.split(None, 1)[0] if text.split() else ""


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= LONGEST_NAME and words[0][0].isupper() and not any(map(str.isdigit, text))


def is_genre(text: str) -> bool:
    """Return whether a line names the genre of a document, such as a statement."""
    return _cue("genre").search(text) is not None


def meeting_pattern() -> "re2._Regexp[str]":
    """Return what finds the verb by which a first sentence tells of a meeting."""
    return _cue("met")


def chair_pattern() -> "re2._Regexp[str]":
    """Return what finds who chaired, in a first sentence: groups for the office and the name."""
    return _cue("chaired")


@cache
def _honorifics() -> "re2._Regexp[str]":
    return compile_pattern(rf"(?:{_pattern('honorific')}[ :,]+)+", CUES.name, "honorifics")


@cache
def _cue(name: str) -> "re2._Regexp[str]":
    return compile_pattern(_pattern(name), CUES.name, name)


def _pattern(name: str) -> str:
    return next(rule.pattern for rule in _cues() if rule.id == name)


@cache
def _cues() -> tuple[Cue, ...]:
    rules = read_rules(CUES, Cue)
    single = {rule.id: compile_pattern(rule.pattern, CUES.name, rule.id) for rule in rules}
    prove_examples(
        CUES.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].search(text) is not None,
    )
    return rules


@cache
def _kinds() -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    rules = read_rules(KINDS, KindCue)
    patterns = {rule.id: compile_pattern(rule.pattern, KINDS.name, rule.id) for rule in rules}
    prove_examples(
        KINDS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: patterns[rule].search(text) is not None,
    )
    return tuple((rule.kind, patterns[rule.id]) for rule in rules)


@cache
def _any_kind() -> "re2._Regexp[str]":
    return compile_pattern("|".join(f"(?:{pattern.pattern})" for _, pattern in _kinds()), KINDS.name, "all")


@cache
def _fields() -> "tuple[tuple[str, re2._Regexp[str]], ...]":
    rules = read_rules(FIELDS, FieldCue)
    patterns = {rule.id: compile_pattern(f"(?i:{rule.pattern})", FIELDS.name, rule.id) for rule in rules}
    prove_examples(
        FIELDS.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: patterns[rule].fullmatch(text) is not None,
    )
    return tuple((rule.field, patterns[rule.id]) for rule in rules)
