"""From paragraphs made of lines to blocks of clean text, and the account of every character that is in none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.clean.characters import invisible_reason
from flows.clean.joins import Words, join_break
from flows.clean.offsets import Cut, copy_clean, copy_lines
from flows.clean.paragraphs import Draft
from flows.records import Block, CleanDocument, Edit, Furniture, RawDocument

_PRINTED = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def assemble(
    document: RawDocument,
    drafts: Sequence[Draft],
    furniture: Iterable[Furniture],
    edits: Sequence[Edit],
    odd: str,
) -> CleanDocument:
    """Return the document's blocks, furniture and edits; together they hold every printed character exactly once.

    `furniture` and `edits` may lie inside one another: the outermost furniture wins. An edit outside all blocks
    becomes furniture. `odd` are the `odd_spaces` of the raw text.
    """
    raw = document.text
    kept = _outermost(furniture, {edit.raw_start: edit.raw_end for edit in edits})
    free = _outside(edits, kept)
    words = Words(raw, drafts)
    blocks: list[Block] = []
    held: list[tuple[int, int]] = []  # raw ranges of the blocks
    made: list[Edit] = []
    furniture_starts, edit_starts = [f.raw_start for f in kept], [e.raw_start for e in free]
    read_else = [edit.raw_start for edit in edits]
    for draft in drafts:
        start, end = draft.lines.starts[0], draft.lines.ends[-1]
        inside = kept[bisect_left(furniture_starts, start) : bisect_left(furniture_starts, end)]
        own = free[bisect_left(edit_starts, start) : bisect_left(edit_starts, end)] if free else free
        changes = _changes(raw, draft, inside, own, words)
        reads_otherwise = changes or inside or bisect_left(read_else, start) < bisect_left(read_else, end)
        if not reads_otherwise and (copied := copy_lines(*draft.lines, odd)):  # as most paragraphs
            blocks.append(Block(*copied, draft.label, draft.layout, draft.hint, draft.level))
            held.append((start, end))
            continue
        cuts = [Cut(c.raw_start, c.raw_end, c.replacement) for c in changes]
        text, offsets = copy_clean(raw, start, end, sorted(cuts + [Cut(a, b, "") for a, b, _ in inside]), odd)
        if text:
            blocks.append(Block(text, offsets, draft.label, draft.layout, draft.hint, draft.level))
            first, last = offsets.raw[0], offsets.raw_end(len(text))
            held.append((first, last))
            if changes:
                made += [c for c in changes if first <= c.raw_start and c.raw_end <= last]
    reasons = {c.raw_start: c.reason for c in free}
    kept = sorted([*kept, *_leftover(raw, held, kept, reasons)])
    return CleanDocument(document, tuple(blocks), tuple(kept), tuple(made))


def _outermost(furniture: Iterable[Furniture], edited: Mapping[int, int]) -> list[Furniture]:
    """In order, without what lies inside another; what ends with an edited character takes all of it."""
    kept: list[Furniture] = []
    for piece in sorted(furniture, key=lambda f: (f.raw_start, -f.raw_end)):
        if not kept or piece.raw_start >= kept[-1].raw_end:
            kept.append(piece._replace(raw_end=edited.get(piece.raw_end - 1, piece.raw_end)) if edited else piece)
    return kept


def _outside(edits: Iterable[Edit], furniture: Sequence[Furniture]) -> list[Edit]:
    """Return the edits that touch no furniture."""
    ends = [f.raw_end for f in furniture]
    return [
        edit
        for edit in edits
        for k in [bisect_left(ends, edit.raw_start + 1)]
        if k == len(furniture) or furniture[k].raw_start >= edit.raw_end
    ]


def _changes(raw: str, draft: Draft, inside: Sequence[Furniture], edits: Sequence[Edit], words: Words) -> list[Edit]:
    """Return the edits of a paragraph: its line breaks that join, and its characters that are read as others."""
    joins: list[Edit] = []
    starts, ends, texts = draft.lines
    lasts = "".join([text[-1] for text in texts[:-1]])
    if not edits and lasts.isascii() and "-" not in lasts:
        return []  # as in most paragraphs
    for k, (last, text) in enumerate(zip(lasts, texts, strict=False)):
        if last <= "\u007f" and last != "-" and not (edits and raw[ends[k]] == "\u00ad"):
            continue
        gaps = _between(ends[k], starts[k + 1], inside)
        if raw[ends[k]] == "\u00ad":
            joins += [Edit(a, b, "", "soft_hyphen") for a, b in gaps]
        else:
            joins += join_break(text, ends[k], texts[k + 1], gaps, words)
    if not joins:
        return list(edits)
    joined = [j.raw_start for j in joins]
    free = [
        edit
        for edit in edits
        for k in [bisect_left(joined, edit.raw_end)]
        if k == 0 or joins[k - 1].raw_end <= edit.raw_start
    ]
    return sorted([*joins, *free])


def _between(start: int, end: int, inside: Sequence[Furniture]) -> list[tuple[int, int]]:
    """raw[start:end] less the furniture in it."""
    parts = []
    for k in range(bisect_left(inside, (start, start, "")), len(inside)):
        a, b, _ = inside[k]
        if a >= end:
            break
        if start < a:
            parts.append((start, a))
        start = b
    if start < end:
        parts.append((start, end))
    return parts


def _leftover(
    raw: str, blocks: Sequence[tuple[int, int]], furniture: Iterable[Furniture], reasons: Mapping[int, str]
) -> Iterator[Furniture]:
    """Yield what no block and no furniture holds: characters at the edges of paragraphs that came to nothing."""
    held = sorted([*blocks, *((a, b) for a, b, _ in furniture)])
    at = 0
    for start, end in [*held, (len(raw), len(raw))]:
        if at < start and (match := _PRINTED.search(raw, at, start)):
            first = match.start()
            yield Furniture(first, match.end(), reasons.get(first) or invisible_reason(raw[first]))
        at = max(at, end)
