"""What a record of a meeting says itself, between and behind the speakers' turns.

Its hours are no statement; a vote is the record's own; what was handed in in writing stands behind the last turn.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.records import Block
from flows.rules import compile_pattern, prove_examples, read_rules
from flows.segment.speaker_labels import is_state

TABLE = Path(__file__).with_name("record_cues.csv")

LONGEST_CUE = 400
LONGEST_TITLE = 200
_LISTED = 0.6  # least share of the names in a list of states that must be known


class RecordCue(NamedTuple):
    """A row of record_cues.csv; `pattern` (RE2) takes the whole paragraph, of "vote" and "votes" its beginning.

    `cue`: "hours" of the meeting; "vote" opens a recorded vote, "votes" go on with it; "annex" heads the
    papers behind the record, "written" is the title of one.
    """

    id: str
    cue: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def is_hours(block: Block) -> bool:
    """Whether a paragraph is the record's account of its hours and nothing else: "The meeting rose at 1 p.m."."""
    return len(block.text) <= LONGEST_TITLE and _takes("hours", block.text)


def is_written_title(block: Block) -> bool:
    """Whether a paragraph is the title of a statement that was handed in, and names its author."""
    return len(block.text) <= LONGEST_TITLE and not block.text.endswith(".") and _takes("written", block.text)


def find_vote(blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Return the first run of paragraphs in which a record tells a vote; None where there is none."""
    for start, block in enumerate(blocks):
        if not _takes("vote", block.text):
            continue
        end = start + 1
        while end < len(blocks) and _goes_on(blocks[end].text):
            end += 1
        return start, end
    return None


def find_written(blocks: Sequence[Block]) -> list[int]:
    """Return the paragraphs with which statements that were handed in begin, the heading of all with the first of them.

    They stand behind the end of a meeting or a heading that says so; the paragraphs before are the last speaker's.
    """
    titles: list[int] = []
    opened: int | None = None  # the heading, or the place behind the meeting's end
    for at, block in enumerate(blocks):
        text = block.text
        if len(text) > LONGEST_TITLE or (opened is None and at == 0):
            continue
        if is_hours(block):
            opened = at + 1
        elif text.endswith("."):
            continue
        elif opened is not None and _takes("written", text):
            titles.append(at if titles else opened)
        elif _takes("annex", text) and not titles:
            opened = at if opened is None else opened
    return titles


def _goes_on(text: str) -> bool:
    return _takes("vote", text) or _takes("votes", text) or _lists_states(text)


def _lists_states(text: str) -> bool:
    """Whether a paragraph is a list of states; of a long one the beginning is looked at."""
    names = text[:LONGEST_CUE].rstrip(".").split(", ")
    whole = names if len(text) <= LONGEST_CUE else names[:-1]
    return sum(map(is_state, whole)) >= _LISTED * len(whole) > 0


def _takes(cue: str, text: str) -> bool:
    beginning = text[:LONGEST_CUE]
    return any(pattern.match(beginning) for pattern in _cues()[cue])


@cache
def _cues() -> "dict[str, list[re2._Regexp[str]]]":
    """Return the patterns of each cue; as one they would be compiled twice, which takes longer than to ask a few."""
    rules = read_rules(TABLE, RecordCue)
    single = {rule.id: compile_pattern(_placed(rule.cue, rule.pattern), TABLE.name, rule.id) for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].match(text) is not None,
    )
    return {name: [single[rule.id] for rule in rules if rule.cue == name] for name in {rule.cue for rule in rules}}


def _placed(cue: str, pattern: str) -> str:
    return f"(?:{pattern})" if cue in ("vote", "votes") else f"(?:{pattern})$"
