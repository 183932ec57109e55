"""Find where a further paper begins in a file that holds several, one after another."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import re2

from flows.records import Block, CleanDocument
from flows.rules import compile_pattern, prove_examples, read_rules

TABLE = Path(__file__).with_name("paper_cues.csv")

LONGEST_TITLE = 300
FEWEST = 3
"""Fewest blocks of a paper; two titles nearer than that are lines of one."""

LOOK_BACK = 3
"""Blocks before a title that may say that the paper before it is over."""


class PaperCue(NamedTuple):
    """A row of paper_cues.csv. `cue`: "title" opens a paper, "end" closes one, "separator" stands between (raw)."""

    id: str
    cue: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_papers(clean: CleanDocument) -> tuple[int, ...]:
    """The blocks where a further paper begins; empty for a document of one paper.

    A paper begins with a title that names genre and author ("Statement by …"), where the paper before it is over: it
    has thanked its audience, or a separator or page end stands between them in the raw text. Where the document
    itself does not begin with such a title, both must be seen.
    """
    blocks = clean.blocks
    titles = [at for at, block in enumerate(blocks) if _is_title(block.text)]
    alike = bool(titles) and titles[0] < FEWEST
    starts: list[int] = []
    before = 0
    for at in titles:
        if at - before >= FEWEST and _thanks_before(blocks, at) + _separator_before(clean, at) >= (1 if alike else 2):
            starts.append(at)
        before = at
    return tuple(starts)


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not text.endswith((".", ";", ":", "?", "!")) and _cue("title", text)


def _thanks_before(blocks: Sequence[Block], at: int) -> bool:
    return any(_cue("end", block.text[-LONGEST_TITLE:]) for block in blocks[max(0, at - LOOK_BACK) : at])


def _separator_before(clean: CleanDocument, at: int) -> bool:
    last, first = clean.blocks[at - 1], clean.blocks[at]
    return _cue("separator", clean.document.text[last.offsets.raw_end(len(last.text)) : first.offsets.raw_start(0)])


def _cue(cue: str, text: str) -> bool:
    return _cues()[cue].search(text) is not None


@cache
def _cues() -> "dict[str, re2._Regexp[str]]":
    rules = read_rules(TABLE, PaperCue)
    single = {rule.id: compile_pattern(rule.pattern, TABLE.name, rule.id) for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: single[rule].search(text) is not None,
    )
    names = dict.fromkeys(rule.cue for rule in rules)
    return {
        name: compile_pattern("|".join(rule.pattern for rule in rules if rule.cue == name), TABLE.name, name)
        for name in names
    }
