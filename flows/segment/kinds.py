"""Tell what kind of paragraph each block of a statement is.

A block is first read alone: its words against paragraph_cues.csv, its length, final punctuation, capitals, layout
and label. Then its place decides what it left open: before the first text of a statement stand titles and
salutations, behind the last one closings and notes, in between headings and the items of lists.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.records import Block
from flows.rules import compile_set, prove_examples, read_rules
from flows.segment.clauses import has_clause, is_dangling
from flows.segment.labels import is_item_label, is_number_label, is_section_label

TABLE = Path(__file__).with_name("paragraph_cues.csv")

LONGEST_CUE = 320
"""No cue decides a block longer than this (code points); they are made for short paragraphs."""

LONGEST_TITLE = 300
LONGEST_HEADING = 160
LONGEST_ADDRESS = 260
ADDRESS_WORDS = 6
"""Most words of an address that ends in a full stop."""

HEADING_WORDS = 12
"""Most words of a heading that has neither layout nor capitals to show for itself."""

_FINAL = tuple(".!?…。！？؟।")
_GOES_ON = (",", ";", "；", "，", "; and", "; or", ", and", ", or")
_CLOSERS = "\"'”’»)]}*_ "

# What a block may be before its place is known, beside the kinds themselves:
LINE = "line"  # looks like a title or heading
OPEN = "open"  # ends in a comma or semicolon: goes on in the next block, or greets
GREETED = "greeted"  # names who is greeted, if it stands in an address
PLACE = "place"
_TEXT = ("body", "list_item")


class ParagraphCue(NamedTuple):
    """A row of paragraph_cues.csv. `reach`: the RE2 pattern covers the "whole" paragraph or its "start" only."""

    id: str
    kind: str
    reach: str
    pattern: str
    example: str
    counterexample: str
    comment: str
    source: str


def paragraph_kinds(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the kind of each block of one statement: title, heading, salutation, body, list_item, closing or note."""
    kinds = [_alone(block) for block in blocks]
    front = next((at for at, kind in enumerate(kinds) if kind in _TEXT), len(kinds))
    _settle_front(blocks, kinds, front)
    _settle_lists(blocks, kinds, front)
    _settle_headings(blocks, kinds, front)
    _settle_end(kinds, front)
    return tuple(kinds)


def _alone(block: Block) -> str:
    text = block.text
    if block.layout == "table":
        return "table"
    if block.layout == "footnote":
        return "note"
    if block.hint == "title" and len(text) <= LONGEST_TITLE:
        return "title"
    if block.cue is not None:
        return "list_item" if block.layout == "list" or is_item_label(block.label) else "body"
    if block.hint == "heading" and is_heading_type(text):
        return LINE
    if block.layout == "list" or is_item_label(block.label):
        return "list_item"
    if len(text) > LONGEST_TITLE:
        return "body"
    cue = _cue(text)
    if cue in ("salutation", GREETED):
        if _addresses(text):
            return cue
    elif cue is not None and not (cue == "title" and _ends_sentence(text) and has_clause(text)):
        return cue
    if _ends_sentence(text):
        return LINE if block.layout == "heading" and len(text) <= LONGEST_HEADING and not has_clause(text) else "body"
    if text.endswith(_GOES_ON):
        return OPEN
    if text.endswith((":", "：")):
        return LINE if len(text.split()) <= HEADING_WORDS and not has_clause(text) else "body"
    return "body" if is_dangling(text) else LINE


def is_heading_type(text: str) -> bool:
    """Whether what is set as a heading can be one: no sentence of its own, and not long."""
    return len(text) <= LONGEST_TITLE and not (_ends_sentence(text) and has_clause(text))


def _settle_front(blocks: Sequence[Block], kinds: list[str], front: int) -> None:
    """Title, address and first headings: what stands before the statement's first text."""
    greeting = [at for at in range(front) if kinds[at] in ("salutation", GREETED)]
    sure = any(kinds[at] == "salutation" or blocks[at].text.endswith(",") for at in greeting) or len(greeting) > 1
    first, last = (greeting[0], greeting[-1]) if sure else (front, -1)
    for at in range(front):
        kind = kinds[at]
        if first <= at <= last and kind in (LINE, OPEN, GREETED, PLACE):
            kinds[at] = "salutation" if len(blocks[at].text) <= LONGEST_ADDRESS else "body"
        elif kind == PLACE:
            kinds[at] = "note"
        elif kind in (LINE, GREETED) and (at > last if sure else is_number_label(blocks[at].label)):
            kinds[at] = LINE
        elif kind in (LINE, GREETED):
            kinds[at] = "title" if _heads(blocks, at, LONGEST_TITLE) else "body"
        elif kind == OPEN:
            kinds[at] = "body"
    if front == len(kinds) and "title" in kinds:  # nothing but lines: the first is the title of the others
        alone = len(kinds) == 1 and not blocks[0].text.isupper()
        for at in range(0 if alone else kinds.index("title") + 1, len(kinds)):
            kinds[at] = "body" if kinds[at] == "title" else kinds[at]


def _settle_lists(blocks: Sequence[Block], kinds: list[str], front: int) -> None:
    """Items that an introduction with a colon announces, numbered or without any mark."""
    at = front
    while at + 1 < len(kinds):
        at += 1
        if not blocks[at - 1].text.endswith((":", "：")) or kinds[at - 1] not in ("body", LINE, "heading"):
            continue
        stop = at
        if is_number_label(blocks[at].label, first=True) and not is_number_label(blocks[at - 1].label):
            while stop < len(kinds) and is_number_label(blocks[stop].label) and kinds[stop] in ("body", LINE, OPEN):
                stop += 1
        else:
            while stop < len(kinds) and blocks[stop].label is None and kinds[stop] in (LINE, OPEN, GREETED):
                stop += 1
            last_ends = stop > at and blocks[stop - 1].text.endswith(_GOES_ON)
            if last_ends and stop < len(kinds) and kinds[stop] == "body" and blocks[stop].label is None:
                stop += 1
        if stop - at > 1:
            kinds[at:stop] = ["list_item"] * (stop - at)
            at = stop - 1
    for at, block in enumerate(blocks):
        if kinds[at] != "list_item" or "list_item" in (kinds[max(0, at - 1) : at] + kinds[at + 1 : at + 2]):
            continue  # no item, or not alone
        if is_section_label(block.label) and not _ends_sentence(block.text):
            kinds[at] = LINE


def _settle_headings(blocks: Sequence[Block], kinds: list[str], front: int) -> None:
    for at in range(len(kinds)):
        kind, block = kinds[at], blocks[at]
        if kind in (LINE, PLACE, GREETED, "title") and (at >= front or kind != "title"):
            ends_greeting = kind == GREETED and block.text.endswith((",", "!"))
            kinds[at] = "salutation" if ends_greeting else "heading" if _heads(blocks, at) else "body"
        elif kind == OPEN:
            kinds[at] = "body"


def _settle_end(kinds: list[str], front: int) -> None:
    """Thanks are a closing only where no text follows, and lines at the end head nothing."""
    at = len(kinds)
    while at > 0 and kinds[at - 1] not in (*_TEXT, "table"):
        at -= 1
    for place in range(max(at, front), len(kinds)):
        if kinds[place] == "heading":
            kinds[place] = "note"
    for place in range(at):
        if kinds[place] == "closing" and kinds[place + 1] not in ("title", "heading", "note"):
            kinds[place] = "body"


def _heads(blocks: Sequence[Block], at: int, longest: int = LONGEST_HEADING) -> bool:
    """Whether the line at `at` heads what follows, rather than being the first or last piece of a torn sentence."""
    block, text = blocks[at], blocks[at].text
    if block.hint == "heading":
        return is_heading_type(text)
    if len(text) > longest or text[:1].islower() or (at + 1 < len(blocks) and blocks[at + 1].text[:1].islower()):
        return False
    if _capitals(text):
        return True
    return (block.layout == "heading" or len(text.split()) <= HEADING_WORDS) and not has_clause(text)


def _capitals(text: str) -> bool:
    """Whether most of the longer words begin with a capital, as in a printed heading."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words) and len(words) > 1


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_FINAL)


def _addresses(text: str) -> bool:
    """Whether a block that opens like an address is nothing else: short, and without a clause of its own."""
    if len(text) > LONGEST_ADDRESS or text.endswith((";", "?")) or has_clause(text):
        return False
    return not text.endswith(".") or len(text.split()) <= ADDRESS_WORDS


def _cue(text: str) -> str | None:
    """Return the kind that the first matching cue of the table gives; None where no cue matches."""
    kinds, matching = _cues()
    taken = matching(text)
    return min((kinds[cue] for cue in taken), key=kinds.index) if taken else None


@cache
def _cues() -> tuple[tuple[str, ...], Callable[[str], list[int]]]:
    """Return the kind that each cue of the table gives, and what tells which of the cues match a text."""
    rules = read_rules(TABLE, ParagraphCue)
    matching = compile_set(((rule.id, _anchored(rule)) for rule in rules), TABLE.name, from_start=True)
    place = {rule.id: index for index, rule in enumerate(rules)}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: place[rule] in matching(text),
    )
    return tuple(rule.kind for rule in rules), matching


def _anchored(rule: ParagraphCue) -> str:
    return f"(?:{rule.pattern})$" if rule.reach == "whole" else f"(?:{rule.pattern})"
