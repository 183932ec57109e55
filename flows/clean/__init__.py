"""Clean: from the decoded raw text to paragraphs, with every character accounted for.

What is a paragraph's line, its label or a page's furniture is decided from evidence within the document. In order:
markup.py, directions.py, misread.py and characters.py say what is dropped or read as something else, lines.py cuts
lines, margins.py finds what stands beside them, layout.py learns the document's layout, pages.py, grids.py and
footnotes.py find what is no running text, numbering.py the printed labels,
paragraphs.py decides which lines belong together, joins.py what becomes of line breaks; assembly.py and offsets.py
make the text and account for every character. Of DOCX, HTML and XML the paragraphs are known: structured.py.
"""

from flows.clean.assembly import assemble
from flows.clean.characters import find_characters, uncommon
from flows.clean.footnotes import find_footnotes, place_notes
from flows.clean.grids import TABLE, find_tables
from flows.clean.hints import inner_furniture, mark_headings, place_tables, read_hints, without
from flows.clean.layout import read_layout
from flows.clean.lines import as_printed, read_lines
from flows.clean.margins import find_margins, without_margins
from flows.clean.markup import find_blocks
from flows.clean.misread import find_unreadable
from flows.clean.numbering import find_labels
from flows.clean.offsets import odd_spaces
from flows.clean.pages import find_furniture_lines
from flows.clean.paragraphs import Measured, build_paragraphs
from flows.clean.structured import clean_structured
from flows.records import CleanDocument, Furniture, RawDocument


def clean(document: RawDocument) -> CleanDocument:
    """Return the document's paragraphs, furniture and edits; never raises for a text, however odd."""
    if document.structure.certain:
        return clean_structured(document)
    raw = document.text
    rare = uncommon(raw)
    signs, edits = find_characters(raw, rare)
    if document.structure.furniture:
        signs = sorted([*signs, *inner_furniture(document.structure)])
    printed = as_printed(raw, signs, edits)
    lines = read_lines(printed, edits)
    if margins := find_margins(lines, printed):
        signs = sorted([*signs, *margins])
        printed = as_printed(raw, signs, edits)
        lines = without_margins(read_lines(printed, edits), margins)
    hints = read_hints(document.structure, lines)
    layout = read_layout(lines, rare if printed is raw else uncommon(printed))
    furniture = without(find_furniture_lines(lines, layout), hints, bool(document.pages)) | hints.furniture
    furniture |= without(find_tables(lines, printed, furniture), hints, bool(document.pages))
    furniture |= find_unreadable(lines, printed, furniture)
    notes = hints.notes or find_footnotes(lines, furniture, layout)
    aside = {i: "footnote" for note in notes for i in range(note.first, note.last + 1)} | furniture
    aside |= dict.fromkeys(hints.tables, TABLE)
    measured = Measured(frozenset(document.structure.opens), frozenset(document.structure.continues))
    going_on = {i for i, start in enumerate(lines.starts) if start in measured.continues}
    labels = find_labels(lines, {*aside, *going_on}, layout)
    paragraphs = build_paragraphs(lines, aside, labels, find_blocks(raw, edits), layout, measured)
    drafts, dropped = place_notes(mark_headings(paragraphs, hints.headings, lines), notes, lines, furniture)
    drafts, rows = place_tables(drafts, hints.tables, lines)
    dropped += rows
    dropped += [Furniture(lines.starts[i], lines.ends[i], reason) for i, reason in furniture.items()]
    dropped += [Furniture(label.start, label.end, "paragraph_label") for label in labels]
    return assemble(document, drafts, [*signs, *dropped], edits, odd_spaces(rare))
