"""DOCX: the text that a word processor shows, with what it prints and the file does not say in words.

package    the parts of the file, within limits
styles     headings, titles and lists of contents by their styles (styles.csv)
numbering  numbers and bullets as they are printed     (numerals: in which form)
runs       the characters of a paragraph, and which of them were deleted or hidden
body       paragraphs, tables, text boxes and notes, in their order
text       the text that they become, with its structure
"""

import lxml

from flows.readers import Options, ReadingError
from flows.readers.docx.body import Notes, Reader
from flows.readers.docx.numbering import Counter, read_numbering
from flows.readers.docx.package import Element, Package, child, local, value
from flows.readers.docx.runs import Fields, Piece, parts_of
from flows.readers.docx.styles import read_styles
from flows.readers.docx.text import TextWriter
from flows.records import Rendition

VERSION = 1
"""Of the rules that make the text: another one makes another text of some file."""

_HEADER, _FOOTER = "headerReference", "footerReference"
_FIRST = {"first": 0, "default": 1, "even": 2}


def read(content: bytes, options: Options = Options()) -> Rendition:  # noqa: B008  (a tuple)
    """Return the text of a DOCX and its structure.

    Headers come first and footers last, each once, as furniture; comments are furniture, notes are paragraphs behind
    the text. Insertions are taken, deletions dropped, and both are told. Raises ReadingError for what cannot be read.
    """
    package = Package(content)
    document = package.read(package.document)
    body = child(document, "body") if document is not None else None
    if body is None:
        raise ReadingError("damaged", "holds no document; save it anew as DOCX")
    writer = TextWriter()
    styles, default = read_styles(package.of_document("/styles"))
    settings = package.of_document("/settings")
    notes = {kind: _notes(package, kind, settings) for kind in ("footnote", "endnote")}
    writer.aside(_around(package, body, _HEADER), "running_header")
    Reader(writer, styles, default, Counter(read_numbering(package.of_document("/numbering"))), notes).read(body)
    comments = package.of_document("/comments")
    writer.aside([_line(one) for one in comments] if comments is not None else [], "comment")
    writer.aside(_around(package, body, _FOOTER), "running_header")
    text, structure = writer.written()
    if not text.strip():
        raise ReadingError("empty", "holds no text; remove it or put the text in")
    return Rendition(text, extractor=extractor(options), structure=structure)


def extractor(options: Options) -> str:
    """Return what makes the text, with versions; all options make the same."""
    return f"docx {VERSION}; lxml {lxml.__version__}"


def _notes(package: Package, kind: str, settings: Element | None) -> Notes:
    """Return the notes of a kind; those that only draw lines are none."""
    root = package.of_document(f"/{kind}s")
    found = {
        value(one, "id") or "": one
        for one in (root if root is not None else ())
        if local(one) == kind and value(one, "type") in (None, "normal")
    }
    form = value(child(settings, f"{kind}Pr", "numFmt"))
    return Notes(found, form or ("decimal" if kind == "footnote" else "lowerRoman"))


def _around(package: Package, body: Element, reference: str) -> list[str]:
    """Return the lines of the headers or footers of all sections, each once, in the order in which they are met."""
    lines: dict[str, None] = {}
    for section in body.iter("{*}sectPr"):
        named = [one for one in section if local(one) == reference]
        for one in sorted(named, key=lambda one: _FIRST.get(value(one, "type") or "default", 3)):
            part = package.part_by_id(value(one, "id") or "")
            for paragraph in part.iter("{*}p") if part is not None else ():
                lines.setdefault(_line(paragraph))
    return [line for line in lines if line]


def _line(element: Element) -> str:
    """Return the text of a paragraph, or of several, as one line."""
    parts = parts_of(element, Fields())
    return " ".join("".join(part.text for part in parts if isinstance(part, Piece) and not part.reason).split())
