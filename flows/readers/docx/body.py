"""The walk through a document: paragraphs, tables, text boxes and notes, in the order in which they are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flows.readers.docx.numbering import Counter
from flows.readers.docx.package import Element, child, is_on, local, value
from flows.readers.docx.runs import Box, Call, Fields, Part, Piece, is_deleted_mark, parts_of
from flows.readers.docx.styles import Style, level_of
from flows.readers.docx.text import TextWriter
from flows.readers.numerals import numeral

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "del", "moveFrom"))
_NO_NUMBER = "0"  # the id of no list: takes away the number that a style brings
_NO_STYLE = Style()
_NO_HEADING = 9  # the level in an outline that running text has
_LONGEST_HEADING = 160  # characters
_STOPS = frozenset(".,;:!?…。；，：！？،؛؟")
_SECTION = re.compile(r"(?:[IVXL]{1,5}|[A-Z])[.)]?")


class Note(NamedTuple):
    """A footnote or endnote that was called: what it is, and its mark."""

    element: Element
    mark: str


class Notes(NamedTuple):
    """The notes of a kind by their ids, and how their numbers are written."""

    elements: Mapping[str, Element]
    form: str


class Reader:
    """Writes a document's paragraphs, counts them, and collects the notes that they call."""

    def __init__(
        self,
        writer: TextWriter,
        styles: Mapping[str, Style],
        default_style: str | None,
        counter: Counter,
        notes: Mapping[str, Notes],
    ) -> None:
        """Begin; `notes` are by kind: "footnote", "endnote"."""
        self._writer = writer
        self._styles = styles
        self._default = default_style
        self._counter = counter
        self._notes = notes
        self._fields = Fields()
        self._called: dict[str, list[Note]] = {kind: [] for kind in notes}
        self._waiting: list[Part] = []  # of a paragraph whose end was deleted

    def read(self, body: Element) -> None:
        """Write all blocks of the body, then the notes."""
        self._blocks(body)
        for kind in self._notes:
            for note in list(self._called[kind]):
                self._write_note(note)

    def _blocks(self, parent: Element, deleted: bool = False) -> None:
        for one in parent:
            name = local(one)
            if name == "p":
                self._paragraph(one, deleted)
            elif name == "tbl":
                self._table(one, deleted)
            elif name in _WRAPPERS:
                if name == "sdt" and is_on(child(one, "sdtPr", "showingPlcHdr")):
                    continue
                self._blocks(one, deleted or name in ("del", "moveFrom"))

    def _paragraph(self, paragraph: Element, deleted: bool = False) -> None:
        properties = child(paragraph, "pPr")
        name = value(child(properties, "pStyle")) or self._default
        style = self._styles.get(name or "", _NO_STYLE)
        parts = [*self._waiting, *parts_of(paragraph, self._fields, style.hidden)]
        self._waiting = []
        if is_deleted_mark(properties) and not deleted:
            self._waiting = parts
            return
        reason = "deleted_text" if deleted else style.reason or ("table" if self._fields.in_contents else None)
        pieces, boxes = self._pieces(parts, reason)
        if any(piece.reason is None and piece.text.strip() for piece in pieces):
            number = self._number(properties, name, style)
            kind, level = _kind(properties, style, number, pieces)
            self._writer.paragraph(pieces, kind, level, number)
        else:
            self._writer.paragraph(pieces, "body")
        for box in boxes:
            self._blocks(box.element, deleted)

    def _pieces(self, parts: Sequence[Part], reason: str | None = None) -> tuple[list[Piece], list[Box]]:
        """Return the characters of some parts, and the text boxes among them.

        Notes that are called are kept for later.
        """
        pieces: list[Piece] = []
        boxes: list[Box] = []
        custom: Call | None = None
        for part in parts:
            if isinstance(part, Box):
                boxes.append(part)
            elif isinstance(part, Call):
                custom = part if part.custom else None
                if custom is None and reason is None:
                    self._call(part, None)
            elif custom is not None and part.text.strip():
                self._call(custom, part.text.strip())
                custom = None
                pieces.append(part._replace(reason=reason or part.reason or "footnote_mark"))
            else:
                pieces.append(part._replace(reason=part.reason or reason))
        return pieces, boxes

    def _call(self, call: Call, mark: str | None) -> None:
        notes = self._notes.get(call.kind)
        if notes is not None and call.number in notes.elements:
            called = self._called[call.kind]
            count = sum(1 for note in called if note.mark) + 1
            called.append(Note(notes.elements[call.number], mark or numeral(count, notes.form)))

    def _write_note(self, note: Note) -> None:
        for at, paragraph in enumerate(note.element.iter("{*}p")):
            pieces, _ = self._pieces(list(parts_of(paragraph, self._fields)))
            text = "".join(piece.text for piece in pieces if piece.reason is None)
            if at == 0 and text.lstrip().startswith(note.mark) and not note.mark.isalnum():
                self._writer.paragraph(pieces, "note")  # its own mark is printed there
            else:
                self._writer.paragraph(pieces, "note", 0, note.mark if at == 0 else None)

    def _number(self, properties: Element | None, style_name: str | None, style: Style) -> str | None:
        """Return what the word processor prints before the paragraph."""
        own = child(properties, "numPr")
        number = value(child(own, "numId")) or style.number
        if number is None or number == _NO_NUMBER:
            return None
        level = level_of(own)
        if level is None:
            level = style.number_level
        if level is None:
            level = self._counter.level_for(number, style_name)
        return self._counter.label(number, level)

    def _table(self, table: Element, deleted: bool) -> None:
        """Write a table row by row; one of a single column is a frame around paragraphs."""
        rows = list(_rows(table))
        if all(len(cells) <= 1 for _, cells in rows):
            for gone, cells in rows:
                for cell in cells:
                    self._blocks(cell, deleted or gone)
            return
        for gone, cells in rows:
            pieces: list[Piece] = []
            boxes: list[Box] = []
            for at, cell in enumerate(cells):
                if at:
                    pieces.append(Piece("\t"))
                for k, paragraph in enumerate(one for one in cell.iter("{*}p") if not _in_box(one, cell)):
                    if k:
                        pieces.append(Piece("\n"))
                    own, framed = self._pieces(
                        list(parts_of(paragraph, self._fields)), "deleted_text" if deleted or gone else None
                    )
                    pieces += own
                    boxes += framed
            self._writer.paragraph(pieces, "table")
            for box in boxes:
                self._blocks(box.element, deleted or gone)


def _rows(table: Element) -> Iterator[tuple[bool, list[Element]]]:
    """Yield the rows of a table, whether each was deleted, and its cells."""
    for row in _through(table, "tr"):
        yield child(row, "trPr", "del") is not None, list(_through(row, "tc"))


def _through(parent: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, also those in content controls."""
    for one in parent:
        if local(one) == name:
            yield one
        elif local(one) in _WRAPPERS:
            yield from _through(one, name)


def _in_box(paragraph: Element, cell: Element) -> bool:
    """Whether a paragraph is in a text box inside of the cell, or in what stands in for one."""
    for above in paragraph.iterancestors():
        if above is cell:
            return False
        if local(above) in ("txbxContent", "Fallback"):
            return True
    return False


def _kind(properties: Element | None, style: Style, number: str | None, pieces: Sequence[Piece]) -> tuple[str, int]:
    """Return what a paragraph is, and at which level, by its style, its outline, its number and its weight."""
    if style.kind is not None:
        return style.kind, style.level
    outline = value(child(properties, "outlineLvl"))
    if outline is not None and outline.isdigit() and int(outline) < _NO_HEADING:
        return "heading", int(outline) + 1
    if _stands_out(pieces) or (number is not None and _SECTION.fullmatch(number) and _is_line(pieces)):
        return "heading", 0
    own = level_of(child(properties, "numPr"))
    if number is not None and not any(sign.isdigit() for sign in number):
        return "list_item", (own if own is not None else style.number_level or 0) + 1
    return "body", 0


def _stands_out(pieces: Sequence[Piece]) -> bool:
    """Whether a paragraph is a line in bold, as many writers set their headings."""
    return all(piece.bold for piece in pieces if piece.reason is None and piece.text.strip()) and _is_line(pieces)


def _is_line(pieces: Sequence[Piece]) -> bool:
    """Whether a paragraph is short, and ends as no sentence does."""
    text = "".join(piece.text for piece in pieces if piece.reason is None).strip()
    return len(text) <= _LONGEST_HEADING and text[-1:] not in _STOPS
