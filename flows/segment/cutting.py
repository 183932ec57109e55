"""Cut printed speaker labels out of paragraphs, and book what was cut as furniture."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from flows.records import Block, CleanDocument, Edit, Furniture, OffsetMap, Span

REASON = "speaker_label"


def cut_out(block: Block, start: int, end: int, *, keep_label: bool = True) -> Block | None:
    """Return the stretch [start, end) of the block's text without white space at its ends; None if that is empty.

    With `keep_label` it has the block's printed label and layout.
    """
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return None
    runs = block.offsets
    first = bisect_right(runs.clean, start) - 1
    stop = bisect_left(runs.clean, start + len(text))
    skipped = 0 if runs.width[first] else start - runs.clean[first]
    offsets = OffsetMap(
        (0, *(at - start for at in runs.clean[first + 1 : stop])),
        (runs.raw[first] + skipped, *runs.raw[first + 1 : stop]),
        runs.width[first:stop],
    )
    cue = block.cue if block.cue is not None and start == 0 and block.cue.end <= len(text) else None
    return block._replace(text=text, offsets=offsets, cue=cue) if keep_label else Block(text, offsets, None, None)


def can_cut(block: Block, at: int) -> bool:
    """Whether the block can be cut before its character `at`: not where one edit stands for both sides."""
    runs = block.offsets
    if at >= len(block.text):
        return True
    run = bisect_right(runs.clean, at) - 1
    return runs.clean[run] == at or not runs.width[run]


def raw_stretch(block: Block, start: int, end: int) -> Span:
    """Where the characters [start, end) of the block's text stand in the raw text."""
    return Span(block.offsets.raw_start(start), block.offsets.raw_end(end))


def book_labels(
    clean: CleanDocument, blocks: tuple[Block, ...], labels: Sequence[Span], reason: str = REASON
) -> CleanDocument:
    """Return the document with `blocks` in place of its own, and each raw stretch of `labels` booked as furniture.

    A label may have furniture inside (a page break, Markdown that cleaning took out): the rows stand around it.
    Edits inside a label go: the label is told as it was printed. A character that cleaning dropped between a label
    and its text is furniture of its own.
    """
    if not labels:
        return clean
    rows = list(clean.furniture)
    starts = [row.raw_start for row in rows]
    for label in labels:
        inside = clean.furniture[bisect_left(starts, label.start) : bisect_left(starts, label.end)]
        rows.extend(_around(clean.document.text, label, inside, reason))
    owners = [Span(b.offsets.raw_start(0), b.offsets.raw_end(len(b.text))) for b in blocks]
    edits = _outside(clean.edits, labels)
    # an edit of white space between paragraphs is a number that a word processor prints there, and takes no character
    raw = clean.document.text
    between = frozenset(e for e in _outside(edits, owners) if not raw[e.raw_start : e.raw_end].isspace())
    rows.extend(Furniture(edit.raw_start, edit.raw_end, edit.reason) for edit in between)
    return clean._replace(
        blocks=blocks,
        furniture=tuple(sorted(rows)),
        edits=tuple(edit for edit in edits if edit not in between),
    )


def name_rows(clean: CleanDocument, rows: Collection[int]) -> CleanDocument:
    """Return the document with these rows of its furniture booked as speaker labels."""
    if not rows:
        return clean
    furniture = (row._replace(reason=REASON) if at in rows else row for at, row in enumerate(clean.furniture))
    return clean._replace(furniture=tuple(furniture))


def _around(raw: str, label: Span, inside: Sequence[Furniture], reason: str) -> list[Furniture]:
    bounds = [label.start]
    for row in inside:
        bounds += (row.raw_start, row.raw_end)
    bounds.append(label.end)
    pieces = (_tight(raw, start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True))
    return [Furniture(start, end, reason) for start, end in pieces if start < end]


def _tight(raw: str, start: int, end: int) -> Span:
    piece = raw[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())) if piece.strip() else Span(0, 0)


def _outside(edits: Sequence[Edit], spans: Sequence[Span]) -> list[Edit]:
    """Return the edits that lie in none of the raw stretches, which are in order."""
    starts = [span.start for span in spans]
    kept = []
    for edit in edits:
        at = bisect_right(starts, edit.raw_start) - 1
        if at < 0 or edit.raw_start >= spans[at].end:
            kept.append(edit)
    return kept
