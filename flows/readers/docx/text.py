"""The text that a DOCX becomes, written paragraph by paragraph, and the structure that belongs to it."""

import re
from collections.abc import Sequence

from flows.readers.docx.runs import Change, Piece
from flows.records import Edit, Fact, Furniture, Mark, Structure

AUTOMATIC_NUMBER = "automatic_number"

_PRINTED_LABEL = re.compile(
    r"\s*(?P<label>[(\[]?\d{1,3}(?:\.\d{1,3}){0,4}[.)\]]{0,2}"
    r"|[(\[]?(?:[A-Za-z]{1,2}|[ivxlcIVXLC]{1,6})(?:\.\d{1,3}){0,4}[.)\]]{1,2}"
    r"|[*†‡§]{1,4}|[•‣▪▫●○■□◦·–—-])[^\S\n]*\t\s*(?=\S)"
)
"""A number, letter or sign that a tab parts from its paragraph."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


class TextWriter:
    """The text so far, with its marks, furniture, edits and facts."""

    def __init__(self) -> None:
        """Nothing is written."""
        self._parts: list[str] = []
        self._size = 0
        self._marks: list[Mark] = []
        self._furniture: list[Furniture] = []
        self._edits: list[Edit] = []
        self._facts: list[Fact] = []
        self._changes: list[tuple[Change, int, int]] = []

    def paragraph(self, pieces: Sequence[Piece], kind: str, level: int = 0, number: str | None = None) -> None:
        """Write a paragraph; a blank line inside of it parts it. `number` is printed before it, and not in the file."""
        if not any(piece.text.strip() for piece in pieces):
            return
        self._part(number)
        start = self._size
        kept: list[tuple[int, int]] = []
        for piece in pieces:
            begin = self._size
            self._write(piece.text)
            if piece.reason is None:
                kept.append((begin, self._size))
            elif piece.text.strip():
                self._book(begin, self._size, piece.reason)
            if piece.change is not None and piece.text.strip():
                self._note_change(piece.change, begin, self._size)
        text = "".join(self._parts[-len(pieces) :]) if pieces else ""
        self._mark(text, start, kept, kind, level, number)

    def aside(self, lines: Sequence[str], reason: str) -> None:
        """Write lines that are no text of the document."""
        for line in lines:
            if line.strip():
                self._part(None)
                start = self._size
                self._write(line.strip())
                self._book(start, self._size, reason)

    def written(self) -> tuple[str, Structure]:
        """Return the text and its structure."""
        facts = [*self._facts, *self._told_changes()]
        structure = Structure(
            tuple(self._marks), True, tuple(sorted(self._furniture)), tuple(self._edits), tuple(facts)
        )
        return "".join(self._parts) + "\n", structure

    def _part(self, number: str | None) -> None:
        """Part a paragraph from the one before; a number that is printed before it is read in the line's end."""
        if self._size or number is not None:
            self._write("\n\n" if self._size else "\n")
        if number is not None:
            self._edits.append(Edit(self._size - 1, self._size, number, AUTOMATIC_NUMBER))

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def _book(self, start: int, end: int, reason: str) -> None:
        last = self._furniture[-1] if self._furniture else None
        if last is not None and last.reason == reason and last.raw_end == start:
            self._furniture[-1] = last._replace(raw_end=end)
        else:
            self._furniture.append(Furniture(start, end, reason))

    def _mark(
        self, text: str, start: int, kept: Sequence[tuple[int, int]], kind: str, level: int, number: str | None
    ) -> None:
        """Mark what was kept of a paragraph, without its printed label; a blank line ends a mark."""
        shown = _blanked(text, start, kept)
        label = number
        at = 0
        if number is None and kind != "table" and (printed := _PRINTED_LABEL.match(shown)) is not None:
            label = printed["label"]
            self._book(start + printed.start("label"), start + printed.end("label"), "paragraph_label")
            at = printed.end()
        for stop, behind in [*((gap.start(), gap.end()) for gap in _BLANK_LINE.finditer(shown)), (len(shown), 0)]:
            piece = shown[at:stop] if stop > at else ""
            if piece.strip():
                first = at + len(piece) - len(piece.lstrip())
                last = at + len(piece.rstrip())
                self._marks.append(Mark(start + first, start + last, kind, level, label))
                label = None
            at = max(at, behind)

    def _note_change(self, change: Change, start: int, end: int) -> None:
        if self._changes and self._changes[-1][0] == change:
            self._changes[-1] = (change, self._changes[-1][1], end)
        else:
            self._changes.append((change, start, end))

    def _told_changes(self) -> list[Fact]:
        """Return a fact for each tracked change: whether it was taken, and by whom it was made."""
        facts: list[Fact] = []
        seen: dict[str, int] = {}
        for change, start, end in self._changes:
            by = ", ".join(filter(None, (change.author, change.date)))
            basis = f"document: {change.kind} {change.number}" + (f" by {by}" if by else "")
            seen[basis] = again = seen.get(basis, 0) + 1
            done = "taken" if change.kind == "insertion" else "dropped"
            told = basis if again == 1 else f"{basis} ({again})"
            facts.append(Fact(f"tracked_{change.kind}", done, told, raw_start=start, raw_end=end))
        return facts


def _blanked(text: str, start: int, kept: Sequence[tuple[int, int]]) -> str:
    """Return the text with all that was not kept as spaces, tabs and line ends too."""
    shown: list[str] = []
    at = start
    for begin, end in kept:
        shown.append(" " * (begin - at))
        shown.append(text[begin - start : end - start])
        at = end
    return "".join(shown).ljust(len(text))
