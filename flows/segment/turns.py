"""Find the speaker turns of a transcript, from evidence in the whole document.

One paragraph that opens like a label ("Excellencies:", "First:", "The Chair:") is no turn. A style of label is
believed when its turns speak: when they hold sentences, in the first person, that address a meeting or thank it, and
when labels come again. How much of that a label needs depends on the strength of its shape.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import re2

from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.openings import Piece
from flows.segment.speaker_labels import Printed, printed_label

TABLE = Path(__file__).with_name("turn_cues.csv")

VOICED = 0.5
"""Least share of a style's turns that must speak in the first person."""

ADDRESSED = 0.5
"""Least share of a weak style's turns that must address or thank the meeting."""

APART = 0.66
"""Least share of a weak label's returns that must come where a speech ends or another opens."""

APART_UNEVEN = 0.5
"""The same where it returns at uneven distances, as no page does."""

UNEVEN = 1.5
"""From this ratio of the longest to the shortest of them on, distances are uneven."""

FRONT = 3
"""Pieces before the first label that may be the title of a transcript."""

AT_ONCE = 120
OPENING = 400
ENDING = 200
SAMPLE = 2_000
"""Code points of a turn that are searched for an address, for final thanks, and for the first person."""


_FINAL = (".", "!", "?", "…", "。", "！", "？", "؟")
_CLOSERS = "\"'”’»)]*_ "


class Turn(NamedTuple):
    """A speaker's turn begins in `block` at `start`, where `length` code points of its text print the `label`.

    With `row`, that row of furniture prints it, before this place.
    """

    block: int
    start: int
    label: str
    length: int
    row: int | None


class TurnCue(NamedTuple):
    """A row of turn_cues.csv; `pattern` (RE2) is a whole word or phrase."""

    id: str
    cue: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


class _Candidate(NamedTuple):
    piece: int
    printed: Printed
    voiced: bool  # speaks in the first person
    opens: bool  # begins as a speech does: with an address or a title
    ends: bool  # thanks, or gives the floor to another, at its end
    size: int  # code points of what is said

    @property
    def addressed(self) -> bool:
        return self.opens or self.ends


def find_turns(pieces: Sequence[Piece]) -> tuple[Turn, ...]:
    """Return the turns that the labels of the document begin, in reading order; none where it is no transcript."""
    printed = [(at, label) for at, piece in enumerate(pieces) if (label := printed_label(piece.text)) is not None]
    if not printed:
        return ()
    stops = [at for at, _ in printed[1:]] + [len(pieces)]
    candidates = []
    for (at, label), stop in zip(printed, stops, strict=True):
        texts = [pieces[at].text[label.length :], *(piece.text for piece in pieces[at + 1 : stop])]
        if any(_ends_sentence(text) for text in texts):
            candidates.append(_Candidate(at, label, *_speech(texts), sum(map(len, texts))))
    silent = len(printed) - len(candidates)
    believed = [found for found in candidates if found.printed.strength == "strong"]
    medium = [found for found in candidates if found.printed.strength == "medium"]
    if _speaks(medium, believed, silent):
        believed += medium
    weak = _weak_turns(candidates, believed) or _lone_turn(pieces, candidates, believed, silent)
    if len(weak) > 1 and not believed:  # among those that take turns an office may stand once: "The Chair:"
        ends = {found.printed.style[1] for found in weak}
        believed = [one for one in medium if one.printed.style[1] in ends and (one.voiced or one.addressed)]
    believed += weak
    return tuple(_turn(pieces[found.piece], found.printed) for found in sorted(believed))


def _turn(piece: Piece, printed: Printed) -> Turn:
    length = printed.length if piece.row is None else 0
    return Turn(piece.block, piece.start, printed.label, length, piece.row)


def _speaks(medium: Sequence[_Candidate], strong: Sequence[_Candidate], silent: int) -> bool:
    """Whether labels of medium strength are speakers': beside strong ones, or several that speak, or one in front."""
    if strong or not medium:
        return bool(medium)
    if sum(found.voiced or found.addressed for found in medium) < VOICED * len(medium):
        return False
    if len(medium) > 1:
        return silent <= len(medium)  # else it is a list of offices and names
    return medium[0].piece == 0 and medium[0].voiced and silent == 0


def _weak_turns(candidates: Sequence[_Candidate], believed: Sequence[_Candidate]) -> list[_Candidate]:
    weak = [found for found in candidates if found.printed.strength == "weak"]
    again = Counter(found.printed.label for found in weak)
    if believed:
        ends = {found.printed.style[1] for found in believed}
        in_capitals = all(found.printed.label.isupper() for found in believed)  # as captions print them
        return [
            found
            for found in weak
            if found.printed.style[1] in ends
            and found.voiced
            and (
                again[found.printed.label] > 1
                or found.addressed
                or (in_capitals and " " in found.printed.label and found.printed.label.isupper())
            )
        ]
    turns = []
    for style in dict.fromkeys((found.printed.rule, found.printed.style) for found in weak):
        group = [found for found in weak if (found.printed.rule, found.printed.style) == style]
        if _share(group, "voiced") >= VOICED and _share(group, "addressed") >= ADDRESSED and _alternates(group):
            turns += group
    return turns


def _alternates(group: Sequence[_Candidate]) -> bool:
    """Whether a style's labels take turns: several different ones, or few with a speech's end or opening between them.

    The latter tells them from a heading, or from the name of a state at the head of each page of its statement.
    """
    different = len({found.printed.label for found in group})
    if len(group) < 2:
        return False
    apart = [before.ends or found.opens for before, found in pairwise(group)]
    distances = [found.size for found in group[:-1]]
    least = APART_UNEVEN if max(distances) >= UNEVEN * min(distances) else APART
    if group[0].piece <= FRONT and sum(apart) >= least * len(apart):
        return True
    return different > 1 and len(group) >= (2 if group[0].printed.rule == "state" else 3)


def _lone_turn(
    pieces: Sequence[Piece], candidates: Sequence[_Candidate], believed: Sequence[_Candidate], silent: int
) -> list[_Candidate]:
    """Return the one weak label that a single speech opens with, if the speech addresses a meeting at once."""
    if believed or silent or len(candidates) != 1:
        return []
    found = candidates[0]
    if found.piece or found.printed.style[1] != ":" or not found.voiced:
        return []
    rest = pieces[0].text[found.printed.length :] or (pieces[1].text if len(pieces) > 1 else "")
    return [found] if _cue("opening").search(rest[:AT_ONCE]) else []


def _share(group: Sequence[_Candidate], trait: str) -> float:
    return sum(getattr(found, trait) for found in group) / len(group) if group else 0.0


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_FINAL)


def _speech(texts: Sequence[str]) -> tuple[bool, bool, bool]:
    """Whether a turn speaks in the first person, opens as speeches do, and ends as they do."""
    start = " ".join(text[:SAMPLE] for text in texts[:9]).lstrip()[:SAMPLE]
    end = " ".join(text[-ENDING:] for text in texts[-2:])
    first = start[:OPENING]
    opens = _cue("opening").search(first) is not None or _cue("genre").search(first) is not None
    return _cue("voice").search(start) is not None, opens, _cue("ending").search(end) is not None


@cache
def _cue(name: str) -> "re2._Regexp[str]":
    rules = read_rules(TABLE, TurnCue)
    single = {rule.id: compile_pattern(_whole_words(rule.pattern), TABLE.name, rule.id) for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].search(text) is not None,
    )
    alternatives = "|".join(rule.pattern for rule in rules if rule.cue == name)
    return compile_pattern(_whole_words(alternatives), TABLE.name, name)


def _whole_words(pattern: str) -> str:
    return rf"(?:^|[^\p{{L}}\p{{N}}])(?:{pattern})(?:$|[^\p{{L}}\p{{N}}])"
