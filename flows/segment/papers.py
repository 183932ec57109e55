"""Find where a further paper begins in a file that holds several, one after another."""

import re
from bisect import bisect_right
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

LOOK_AHEAD = 5
"""Blocks behind a title that may say that a paper begins."""


_FEED = re.compile("\f")


class PaperCue(NamedTuple):
    """A row of paper_cues.csv.

    `cue`: "title" opens a paper, "greeting" its speech, "end" closes one, "separator" stands between two (raw text).
    """

    id: str
    cue: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def find_papers(clean: CleanDocument) -> tuple[int, ...]:
    """Return the blocks where a further paper begins; empty for a document of one paper.

    A paper begins with a title that names genre and author ("Statement by …"), where something else says so too: the
    paper before has thanked its audience, a separator or page end stands between them in the raw text, a greeting
    follows, or the count of paragraphs begins anew. Where the document itself does not begin with such a title, thanks
    and another of these must be seen. Without a title, a greeting begins a paper behind both thanks and a separator.
    """
    blocks = clean.blocks
    titles = [at for at, block in enumerate(blocks) if _is_title(block.text)]
    titled = bool(titles) and titles[0] < FEWEST
    begins = {at: _signs(clean, at) > (0 if titled else 1) and (titled or _thanks_before(blocks, at)) for at in titles}
    for at in _separated(clean):
        if at not in begins and _is_greeting(blocks[at].text) and _thanks_before(blocks, at):
            begins[at] = True
    starts: list[int] = []
    before = 0
    for at in sorted(begins):
        if at - before >= FEWEST and begins[at]:
            starts.append(at)
        before = at
    return tuple(starts)


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not text.endswith((".", ";", "?", "!")) and _cue("title", text)


def _is_greeting(text: str) -> bool:
    return _cue("greeting", text[:LONGEST_TITLE])


def _signs(clean: CleanDocument, at: int) -> int:
    """How many things beside its title say that a paper begins at a block."""
    blocks = clean.blocks
    if at == 0:
        return 0
    greeted = any(_is_greeting(block.text) for block in blocks[at + 1 : at + 1 + LOOK_AHEAD])
    return _thanks_before(blocks, at) + _separator_before(clean, at) + greeted + _counts_anew(blocks, at)


def _counts_anew(blocks: Sequence[Block], at: int) -> bool:
    """Whether the first number behind the block is a one, and the last before it is greater."""
    return _number(blocks[at : at + 1 + LOOK_AHEAD]) == 1 and _number(blocks[max(0, at - LOOK_BACK) : at][::-1]) > 1


def _number(blocks: Sequence[Block]) -> int:
    """Return the first number among the labels, 0 where there is none."""
    labels = ((block.label or "").strip(".()[] ") for block in blocks)
    return next((int(label) for label in labels if label.isascii() and label.isdigit()), 0)


def _thanks_before(blocks: Sequence[Block], at: int) -> bool:
    return any(_cue("end", block.text[-LONGEST_TITLE:]) for block in blocks[max(0, at - LOOK_BACK) : at])


def _separated(clean: CleanDocument) -> list[int]:
    """Return the blocks before which a separator stands.

    Asked only where furniture or a form feed stands between two.
    """
    fronts = [block.offsets.raw[0] for block in clean.blocks]
    signs = [row.raw_start for row in clean.furniture]
    if "\f" in clean.document.text:
        signs += [feed.start() for feed in _FEED.finditer(clean.document.text)]
    behind = {bisect_right(fronts, sign) for sign in signs}
    return [at for at in sorted(behind) if at < len(fronts) and _separator_before(clean, at)]


def _separator_before(clean: CleanDocument, at: int) -> bool:
    if at == 0:
        return False
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
