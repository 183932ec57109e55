"""Clean documents for the tests of segmenting, made without the clean step: an identity map, or white space collapsed.

A document is written as its paragraphs, `raw` apart by blank lines; a paragraph may have a label printed before it.
"""

from typing import NamedTuple

from flows.records import Block, CleanDocument, Edit, Furniture, OffsetMap, RawDocument, Sidecar


class Printed(NamedTuple):
    """A paragraph as it stands in the raw text: `label` and white space, then its text."""

    text: str
    label: str | None = None
    layout: str | None = None


def document(*paragraphs: Printed | str, language: str | None = None, between: str = "\n\n") -> CleanDocument:
    """The document of these paragraphs; `between` stands in the raw text between two of them."""
    raw = ""
    blocks: list[Block] = []
    furniture: list[Furniture] = []
    for paragraph in paragraphs:
        printed = Printed(paragraph) if isinstance(paragraph, str) else paragraph
        if raw:
            if mark := between.strip():
                at = len(raw) + between.index(mark)
                furniture.append(Furniture(at, at + len(mark), "separator"))
            raw += between
        if printed.label is not None:
            furniture.append(Furniture(len(raw), len(raw) + len(printed.label), "paragraph_label"))
            raw += printed.label + " "
        blocks.append(_block(printed, len(raw)))
        raw += printed.text
    source = RawDocument("made-up", "made-up.txt", "0" * 64, len(raw), "utf-8", raw, Sidecar(language=language))
    return CleanDocument(source, tuple(blocks), tuple(furniture), ())


def _block(printed: Printed, start: int) -> Block:
    """The paragraph with each run of white space as one space, which is a run of its own in the map if it was long."""
    text, clean, raw, width = "", [], [], []
    at = 0
    while at < len(printed.text):
        stop = at
        while stop < len(printed.text) and printed.text[stop].isspace() == printed.text[at].isspace():
            stop += 1
        clean.append(len(text))
        raw.append(start + at)
        space = printed.text[at].isspace()
        width.append(stop - at if space else 0)
        text += " " if space else printed.text[at:stop]
        at = stop
    return Block(text, OffsetMap(tuple(clean), tuple(raw), tuple(width)), printed.label, printed.layout)


def replayed(raw: str, start: int, end: int, furniture: tuple[Furniture, ...], edits: tuple[Edit, ...] = ()) -> str:
    """raw[start:end] as `verify` reads it: furniture dropped, edits made, white space collapsed."""
    cuts = sorted(
        [(f.raw_start, f.raw_end, "") for f in furniture] + [(e.raw_start, e.raw_end, e.replacement) for e in edits]
    )
    text, at = "", start
    for cut_start, cut_end, replacement in cuts:
        if cut_start >= at and cut_end <= end:
            text += raw[at:cut_start] + replacement
            at = cut_end
    return " ".join((text + raw[at:end]).split())
