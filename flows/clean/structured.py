"""Clean a document of which a reader knows the paragraphs: DOCX, HTML and XML.

Where a paragraph begins and ends, and what is no text, is the file's own word (`Structure`). Left to do are the repairs
of characters, and the labels that are printed in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from flows.clean.assembly import assemble
from flows.clean.characters import find_characters, uncommon
from flows.clean.layout import Layout, Metric
from flows.clean.lines import Lines, as_printed
from flows.clean.numbering import Label, find_labels
from flows.clean.offsets import odd_spaces
from flows.clean.paragraphs import Draft, LineRun, heads
from flows.clean.wording import SPACELESS
from flows.records import Block, CleanDocument, Edit, Furniture, Mark, RawDocument, Span

LAYOUTS = {"list_item": "list", "note": "footnote", "table": "table"}
"""What a block's layout says of a mark's kind, where the kind alone decides."""

AUTOMATIC_NUMBER = "automatic_number"
UNLABELLED = ("table", "note", "title")
"""Kinds of marks that have no label beside the one that the file gives them."""

LONGEST_CUE = 200
"""Code points of a marked cue; longer ones are a paragraph in italics."""

_NO_LINES = Layout(0, False, Metric(bytes(256), 0), 0, 0, 0, None, 0, frozenset(), False)
_BREAK = re.compile(rf"(?<={SPACELESS.pattern})[^\S\n]*\n\s*(?={SPACELESS.pattern})")


def clean_structured(document: RawDocument) -> CleanDocument:
    """Return the document's paragraphs, furniture and edits, as its structure has them."""
    raw, structure = document.text, document.structure
    generated = [edit for edit in structure.edits if edit.reason == AUTOMATIC_NUMBER]
    given = [edit for edit in structure.edits if edit.reason != AUTOMATIC_NUMBER]
    furniture = [*structure.furniture, *_between(raw, structure.marks, structure.furniture)]
    printed = as_printed(raw, furniture, given)
    rare = uncommon(printed)
    held = [(row.raw_start, row.raw_end) for row in furniture] + [(edit.raw_start, edit.raw_end) for edit in given]
    taken = [Span(*stretch) for stretch in sorted(held)]
    signs, edits = find_characters(printed, rare)
    signs = [sign for sign in signs if _is_free(sign.raw_start, sign.raw_end, structure.marks, taken)]
    edits = [edit for edit in edits if _is_free(edit.raw_start, edit.raw_end, structure.marks, taken)]
    edits += [edit for edit in _breaks(printed) if _is_free(edit.raw_start, edit.raw_end, structure.marks, taken)]
    edits = _apart(sorted([*given, *edits]))
    printed = as_printed(printed, signs, [edit for edit in edits if edit not in given])
    lines, marks = _lines(printed, structure.marks, edits)
    aside = {i for i, mark in enumerate(marks) if mark.label is not None or mark.kind in UNLABELLED}
    labels = {label.line: label for label in find_labels(lines, aside, _NO_LINES)}
    drafts = _drafts(lines, marks, labels)
    dropped = [Furniture(label.start, label.end, "paragraph_label") for label in labels.values()]
    clean = assemble(document, drafts, [*furniture, *signs, *dropped], edits, odd_spaces(uncommon(raw)))
    blocks = tuple(_with_cue(block, structure.cues) for block in clean.blocks) if structure.cues else clean.blocks
    return clean._replace(blocks=blocks, edits=tuple(sorted([*clean.edits, *generated])))


def _between(raw: str, marks: Sequence[Mark], furniture: Sequence[Furniture]) -> Iterator[Furniture]:
    """Yield what a reader left unsaid outside of the marks: nothing, if it did its work."""
    held = sorted([*((mark.start, mark.end) for mark in marks), *((row.raw_start, row.raw_end) for row in furniture)])
    at = 0
    for start, end in [*held, (len(raw), len(raw))]:
        if at < start and (piece := raw[at:start]).strip():
            first = at + len(piece) - len(piece.lstrip())
            yield Furniture(first, first + len(piece.strip()), "markup")
        at = max(at, end)


def _is_free(start: int, end: int, marks: Sequence[Mark], taken: Sequence[Span]) -> bool:
    """Whether a stretch is inside of a mark, and touches none of the stretches that are spoken for."""
    mark = bisect_right(marks, start, key=lambda mark: mark.start) - 1
    if mark < 0 or marks[mark].end < end:
        return False
    at = bisect_left(taken, Span(end, -1)) - 1
    return at < 0 or taken[at].end <= start


def _breaks(printed: str) -> Iterator[Edit]:
    """Line breaks in scripts that write no spaces."""
    if "\n" in printed and SPACELESS.search(printed):
        for found in _BREAK.finditer(printed):
            yield Edit(found.start(), found.end(), "", "line_break_between_ideographs")


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that begin behind the one before."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.raw_start >= kept[-1].raw_end:
            kept.append(edit)
    return kept


def _lines(printed: str, marks: Sequence[Mark], edits: Sequence[Edit]) -> tuple[Lines, list[Mark]]:
    """Each mark that prints something, as a line."""
    wide = {edit.raw_start: edit.raw_end for edit in edits if edit.raw_end - edit.raw_start > 1}
    starts: list[int] = []
    ends: list[int] = []
    texts: list[str] = []
    kept: list[Mark] = []
    for mark in marks:
        piece = printed[mark.start : mark.end]
        text = piece.strip()
        if text:
            start = mark.start + piece.index(text[0])
            end = start + len(text)
            starts.append(start)
            ends.append(max((wide[at] for at in _last_signs(end) if at in wide and wide[at] <= mark.end), default=end))
            texts.append(text)
            kept.append(mark)
    nothing = [0] * len(texts)
    return Lines(starts, ends, texts, nothing, nothing, nothing, frozenset()), kept


def _last_signs(end: int) -> range:
    """Return the places at which an edit may begin that the last printed characters of a line are made of."""
    return range(max(0, end - 2), end)


def _drafts(lines: Lines, marks: Sequence[Mark], labels: dict[int, Label]) -> list[Draft]:
    drafts: list[Draft] = []
    for i, (mark, start, end, text) in enumerate(zip(marks, lines.starts, lines.ends, lines.texts, strict=True)):
        label = labels.get(i)
        if label is not None:
            rest = text[label.end - start :].lstrip()
            if not rest:
                continue  # a label by itself
            start += len(text) - len(rest)
            text = rest
        printed = label.text if label else mark.label
        hint = mark.kind if mark.kind != "body" else None
        drafts.append(Draft(LineRun([start], [end], [text]), printed, _layout(mark, label), hint, mark.level))
    return [
        draft._replace(layout="heading")
        if draft.layout is None and draft.hint is None and heads(draft, after)
        else draft
        for draft, after in zip_longest(drafts, drafts[1:])
    ]


def _layout(mark: Mark, label: Label | None) -> str | None:
    """Return what a block's layout says: the file's word, else what kind of label is printed."""
    if mark.kind in LAYOUTS:
        return LAYOUTS[mark.kind]
    if label is not None:
        return "numbered" if label.kind == "number" else "list"
    return "numbered" if mark.label is not None else None


def _with_cue(block: Block, cues: Sequence[Span]) -> Block:
    """Return the block, with the place in its text of the words with which it begins and that its source marks."""
    first, last = block.offsets.raw[0], block.offsets.raw_end(len(block.text))
    at = bisect_left(cues, Span(first, first))
    own = [cue for cue in cues[max(0, at - 1) : at + 8] if cue.start < last and cue.end > first]
    if not own:
        return block
    end = max(
        (k for k in range(1, min(len(block.text), LONGEST_CUE) + 1) if block.offsets.raw_end(k) <= own[-1].end),
        default=0,
    )
    words = block.text[:end].rstrip()
    return block._replace(cue=Span(0, len(words))) if words else block
