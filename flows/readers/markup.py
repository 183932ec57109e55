"""From the tokens of marked-up text to a structure: what is text of which paragraph, and what is not, with its reason.

The raw text is the file's own text, tags and all. A reader of XML or HTML walks through it once, from its first
character to its last, and says of each stretch what it is; here that becomes marks, furniture and edits.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flows.records import Edit, Furniture, Mark, Span

MARKUP, ENTITY = "markup", "entity"


class Kind(NamedTuple):
    """What a paragraph is: the fields of a mark beside its place."""

    kind: str = "body"
    level: int = 0
    label: str | None = None


class Written(NamedTuple):
    """What a walk came to; all in order."""

    marks: tuple[Mark, ...]
    furniture: tuple[Furniture, ...]
    edits: tuple[Edit, ...]
    cues: tuple[Span, ...]


class Writer:
    """Takes stretches of the raw text in their order, each said to be text, an edit or furniture.

    A stretch that is white space, or that nobody names, needs no word: it belongs to whatever is around it.
    """

    def __init__(self, raw: str) -> None:
        """`raw` is the text that all stretches lie in."""
        self.raw = raw
        self._marks: list[Mark] = []
        self._furniture: list[Furniture] = []
        self._edits: list[Edit] = []
        self._cues: list[Span] = []
        self._kind = Kind()
        self._start = self._end = -1

    @property
    def is_open(self) -> bool:
        """Whether the paragraph at hand has text already."""
        return self._start >= 0

    def begin(self, kind: Kind) -> None:
        """End the paragraph at hand, and say what the next one is."""
        self.end()
        self._kind = kind

    def end(self) -> None:
        """End the paragraph at hand; without a text it was none."""
        if self._start >= 0:
            self._marks.append(Mark(self._start, self._end, *self._kind))
        self._start = self._end = -1
        self._kind = Kind()

    def text(self, start: int, end: int) -> None:
        """Take a stretch as text of the paragraph at hand."""
        piece = self.raw[start:end]
        printed = piece.strip()
        if printed:
            first = start + piece.index(printed[0])
            self._grow(first, first + len(printed))

    def edit(self, start: int, end: int, replacement: str, reason: str = ENTITY) -> None:
        """Take a stretch as read otherwise; white space and nothing make no paragraph."""
        self._edits.append(Edit(start, end, replacement, reason))
        if replacement.strip():
            self._grow(start, end)

    def drop(self, start: int, end: int, reason: str) -> None:
        """Take a stretch as furniture; one behind another of the same reason is one with it."""
        last = self._furniture[-1] if self._furniture else None
        if last is not None and last.reason == reason and not self.raw[last.raw_end : start].strip():
            if self._start < 0 or self._end <= last.raw_start:
                self._furniture[-1] = last._replace(raw_end=end)
                return
            if last.raw_end == start:
                self._furniture[-1] = last._replace(raw_end=end)
                return
        self._furniture.append(Furniture(start, end, reason))

    def cue(self, start: int, end: int) -> None:
        """Keep a stretch of text that the source itself marks as the words that say how a clause is held."""
        self._cues.append(Span(start, end))

    def written(self) -> Written:
        """Return what came of it. What lies outside of all paragraphs loses its edits: it is furniture."""
        self.end()
        marks = tuple(self._marks)
        edits, stray = _parted(self._edits, marks)
        furniture = sorted([*self._furniture, *(Furniture(e.raw_start, e.raw_end, MARKUP) for e in stray)])
        cues = tuple(cue for cue in self._cues if self.raw[cue.start : cue.end].strip())
        return Written(marks, tuple(_joined(self.raw, furniture, marks)), tuple(edits), cues)

    def _grow(self, start: int, end: int) -> None:
        if self._start < 0:
            self._start = start
        self._end = end


def _parted(edits: Sequence[Edit], marks: Sequence[Mark]) -> tuple[list[Edit], list[Edit]]:
    """Return the edits inside of marks, and those outside."""
    inside: list[Edit] = []
    outside: list[Edit] = []
    at = 0
    for edit in edits:
        while at < len(marks) and marks[at].end <= edit.raw_start:
            at += 1
        held = at < len(marks) and marks[at].start <= edit.raw_start
        (inside if held else outside).append(edit)
    return inside, outside


def _joined(raw: str, furniture: Sequence[Furniture], marks: Sequence[Mark]) -> list[Furniture]:
    """Return the furniture, neighbours of one reason joined where only white space, and no mark, is between."""
    joined: list[Furniture] = []
    at = 0
    for piece in furniture:
        while at < len(marks) and marks[at].end <= piece.raw_start:
            at += 1
        inside = at < len(marks) and marks[at].start < piece.raw_end
        last = joined[-1] if joined else None
        if last is not None and last.reason == piece.reason:
            between = raw[last.raw_end : piece.raw_start]
            if not between or (not inside and between.isspace()):
                joined[-1] = last._replace(raw_end=piece.raw_end)
                continue
        joined.append(piece)
    return joined
