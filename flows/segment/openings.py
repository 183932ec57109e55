"""Where a speaker's turn could open: at the front of a block, and where a raw line begins inside one.

Cleaning joins lines without knowing of speakers, so the line that a label opens may have been taken for the rest of
the paragraph above. The raw text still shows it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import re2

from flows.records import Block, CleanDocument
from flows.rules import compile_pattern
from flows.segment.speaker_labels import LABELS, LONGEST_LABEL, printed_label, state_names

_FINAL = (".", "!", "?", "…", "。", "！", "？", "؟", ":")
_CLOSERS = "\"'”’»)]*_ "
_OTHER_NEWLINES = "\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"

_SIGNS = (":", "：", "—", "–")
_LABEL_LINE = re.compile(
    r"[ \t\xa0]*((?:[>*_#]+ ?)?[^\W\d_]"
    rf"(?:[^:：\n]{{0,{LONGEST_LABEL - 2}}}[:：](?:[\s*_]|\Z)"
    rf"|[^:：\n—–]{{0,{LONGEST_LABEL - 5}}}?(?:[.)]|[A-Z]{{2}}) ?[—–][ \n]))"
)

HEADER = "running_header"
"""Reason of furniture that may be a label: one that stands at the top of several pages looks like their header."""


class Piece(NamedTuple):
    """A stretch of the document at whose front a label could stand.

    `start` lies in the text of `block`. With `row`, the text is that row of furniture, which stands before this place.
    """

    block: int
    start: int
    text: str
    row: int | None = None


def read_pieces(clean: CleanDocument) -> list[Piece]:
    """Return the document's blocks in order, cut where a line inside one opens like a label behind a finished sentence.

    Between them stand the running headers that look like a label.
    """
    cuts: dict[int, set[int]] = {}
    headers: dict[tuple[int, int], list[Piece]] = {}
    for at, start in _line_openings(clean):
        cuts.setdefault(at, set()).add(start)
    for piece in _headers(clean):
        cuts.setdefault(piece.block, set()).add(piece.start)
        headers.setdefault((piece.block, piece.start), []).append(piece)
    if not cuts:
        return [Piece(at, 0, block.text) for at, block in enumerate(clean.blocks)]
    pieces: list[Piece] = []
    for at, block in enumerate(clean.blocks):
        bounds = sorted({0, *cuts.get(at, ()), len(block.text)})
        for start, stop in pairwise(bounds):
            pieces += headers.get((at, start), ())
            pieces.append(Piece(at, start, block.text[start:stop]))
    return pieces


def _headers(clean: CleanDocument) -> Iterator[Piece]:
    """Yield the running headers that have a label's shape, each at the place that it stands before.

    None behind the text.
    """
    rows = [(at, row) for at, row in enumerate(clean.furniture) if row.reason == HEADER]
    if not rows:
        return
    fronts = [block.offsets.raw[0] for block in clean.blocks]
    for number, row in rows:
        text = clean.document.text[row.raw_start : row.raw_end]
        if printed_label(text) is None:
            continue
        at = bisect_right(fronts, row.raw_start) - 1
        start = _offset_behind(clean.blocks[at], row.raw_end) if at >= 0 else None
        if start is not None:
            yield Piece(at, start, text, number)
        elif at + 1 < len(fronts):
            yield Piece(at + 1, 0, text, number)


def _offset_behind(block: Block, raw: int) -> int | None:
    """Return the offset of the block's first printed character at or behind raw offset `raw`.

    None where there is none.
    """
    runs = block.offsets
    run = bisect_left(runs.raw, raw)
    if run == len(runs.raw):
        return None
    start = runs.clean[run]
    return start + 1 if block.text[start].isspace() else start


def _line_openings(clean: CleanDocument) -> Iterator[tuple[int, int]]:
    """Block and offset of each line that opens like a label, lines at the front of a block left out."""
    blocks = clean.blocks
    fronts = [block.offsets.raw[0] for block in blocks]
    raw = _with_newlines(clean.document.text)
    for place in chain(_labelled_lines(raw), (line.start(1) for line in _state_line().finditer(raw))):
        at = bisect_right(fronts, place) - 1
        if at >= 0 and (start := _clean_offset(blocks[at], place)) and _follows_end(blocks[at], start):
            yield at, start


def _labelled_lines(raw: str) -> Iterator[int]:
    """Where the text of each line begins that has a label's sign: asked line by line only where a sign stands."""
    for sign in _SIGNS:
        at = raw.find(sign)
        while at >= 0:
            start = raw.rfind("\n", max(0, at - LONGEST_LABEL), at) + 1
            if (start or at < LONGEST_LABEL) and (line := _LABEL_LINE.match(raw, start)):
                yield line.start(1)
            next_line = raw.find("\n", at)
            at = raw.find(sign, next_line) if next_line >= 0 else -1


def _clean_offset(block: Block, raw: int) -> int:
    """Return the offset of the block's character that was copied from raw offset `raw`; 0 where none was."""
    runs = block.offsets
    run = bisect_right(runs.raw, raw) - 1
    if run < 0 or runs.width[run]:
        return 0
    start = runs.clean[run] + raw - runs.raw[run]
    stop = runs.clean[run + 1] if run + 1 < len(runs.clean) else len(block.text)
    return start if start < stop else 0


def _follows_end(block: Block, start: int) -> bool:
    return block.text[max(0, start - 12) : start].rstrip(_CLOSERS).endswith(_FINAL)


def _with_newlines(raw: str) -> str:
    """Return the raw text, offset for offset, with RE2's newline in place of the others that cleaning knows."""
    for newline in _OTHER_NEWLINES:
        if newline in raw:
            raw = raw.replace(newline, "\n")
    return raw


@cache
def _state_line() -> "re2._Regexp[str]":
    names = "|".join(sorted(map(re2.escape, state_names())))
    return compile_pattern(rf"(?mi)^[ \t\x{{a0}}]*((?:[*_#]+ ?)?(?:the )?(?:{names}))[ \t*_]*$", LABELS.name, "state")
