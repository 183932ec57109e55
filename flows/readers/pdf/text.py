"""The text of a rendition: lines in reading order, with what their places on the pages say of them."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from flows.readers.pdf.columns import Block, read_blocks
from flows.readers.pdf.edges import find_edges
from flows.readers.pdf.grids import LABEL, ruled_rows, unruled_rows
from flows.readers.pdf.joins import decide, placed
from flows.readers.pdf.lines import Run, is_raised, read_runs, rows_of
from flows.readers.pdf.notes import find_notes
from flows.readers.pdf.words import PageText, Word
from flows.records import Boxes, Furniture, Mark, Page, Rendition, Structure

_FURTHER = 1.13  # of the leading: lines further apart stand in two paragraphs
_POINTS = 1.2  # and by as many points
_LARGER = 1.12  # of the size of the text: the type of headings
_LONG = 14  # lines: no cell of a table has as many, and a column of prose has
_CELL = 3.5  # of the size: a wider gap on a line parts it
_ENDS = (".", "!", "?", ":", ";", ")", "”", '"', "»")
_INDENT = 0.5  # of the size: the width of a space by which a line is indented
_MOST_INDENT = 40


class Line(NamedTuple):
    """A line of the text, and what its place says of it."""

    runs: list[Run]
    base: float
    size: float
    left: float  # x at which its block begins
    kind: str  # "text", or a kind of mark, or a reason for which it is furniture
    label: str | None = None  # of a note that begins with it
    follows: bool = False  # it goes on with the note or the row before


def compose(pages: Sequence[PageText], extractor: str) -> Rendition:
    """Return the rendition of a document's pages."""
    laid = [_upright(page) for page in pages]
    runs = [read_runs(words) for words, _ in laid]
    rows = [rows_of(found) for found in runs]
    edges = find_edges(rows, [page.height for page in pages])
    size = _body_size(runs)
    left = _left(rows, edges, size)
    lines = [_page_lines(page, rows[k], edges[k], size, left, laid[k][1]) for k, page in enumerate(pages)]
    leading = _leading(lines)
    return _Writer(pages, size, leading).write(lines, extractor)


def _upright(page: PageText) -> tuple[list[Word], list[Word]]:
    """Return the words that run as most of the page's do, as if these ran from left to right; and the others."""
    counts = Counter({0: 0})
    for word in page.words:
        if len(word.text) > 2:
            counts[word.turn] += len(word.text)
    turn = counts.most_common(1)[0][0]
    if turn == 0:  # what seems to stand on its head there is a mark that was drawn after the one it follows
        return [word for word in page.words if word.turn in (0, 180)], [
            word for word in page.words if word.turn in (90, 270)
        ]
    return [_turned(word, turn, page) for word in page.words if word.turn == turn or len(word.text) == 1], [
        word for word in page.words if word.turn != turn and len(word.text) > 1
    ]


def _turned(word: Word, turn: int, page: PageText) -> Word:
    """Return the word as it is on the page turned back."""
    if turn == 90:
        x0, x1, y0, y1 = word.y0, word.y1, page.width - word.x1, page.width - word.x0
        base = page.width - word.x0
    elif turn == 180:
        x0, x1, y0, y1 = page.width - word.x1, page.width - word.x0, page.height - word.y1, page.height - word.y0
        base = page.height - word.base
    else:
        x0, x1, y0, y1 = page.height - word.y1, page.height - word.y0, word.x0, word.x1
        base = word.x1
    shown = (word.x0, word.y0, word.x1, word.y1)
    return word._replace(x0=x0, x1=x1, y0=y0, y1=y1, base=base, size=y1 - y0, shown=shown)


def _body_size(pages: Iterable[Iterable[Run]]) -> float:
    letters: dict[float, int] = defaultdict(int)
    for runs in pages:
        for run in runs:
            letters[round(run.size, 1)] += sum([len(word.text) for word in run.words])
    if not letters:
        return 10.0
    return max(letters, key=lambda one: sum(count for other, count in letters.items() if abs(other - one) <= 0.3))


def _left(rows: Sequence[Sequence[list[Run]]], edges: Sequence[tuple[int, int]], size: float) -> float:
    """Where most lines of the text begin, or the leftmost of those that often do."""
    starts: Counter[int] = Counter()
    for page, (head, foot) in zip(rows, edges, strict=True):
        for row in page[head : len(page) - foot]:
            if abs(row[0].size - size) <= 0.1 * size:
                starts[round(row[0].x0)] += 1
    often = [x for x, count in starts.items() if count >= 0.1 * sum(starts.values())]
    return float(min(often, default=0))


def _page_lines(
    page: PageText, rows: list[list[Run]], edges: tuple[int, int], size: float, left: float, aside: list[Word]
) -> list[Line]:
    head, foot = edges[0], len(rows) - edges[1]
    lines = [_edge_line(row) for row in rows[:head]]
    body = rows[head:foot]
    runs = [run for row in body for run in row]
    width = max((run.x1 for run in runs), default=0.0) - min((run.x0 for run in runs), default=0.0)
    tabular = ruled_rows(body, page.rules, width)
    for kind, part in _stretches(body, tabular):
        blocks = read_blocks([run for row in part for run in row])
        if kind == "table" and not any(block.column and len(block.rows) >= _LONG for block in blocks):
            lines += _table_lines(part, left)
            continue
        for block in blocks:
            begins = block.x0 if block.column else left
            for inner, rows_of_block in _stretches(block.rows, unruled_rows(block.rows)):
                if inner == "table":
                    lines += _table_lines(rows_of_block, begins)
                else:
                    lines += _block_lines(block._replace(rows=rows_of_block), page, size, begins)
    lines += [_edge_line(row) for row in rows[foot:]]
    lines += [Line([run], run.base, run.size, 0.0, "margin_note") for run in _side_runs(aside)]
    return lines


def _table_lines(rows: list[list[Run]], left: float) -> list[Line]:
    return [Line(row, row[0].base, max(run.size for run in row), left, "table") for row in rows]


def _stretches(rows: list[list[Run]], tabular: set[int]) -> list[tuple[str, list[list[Run]]]]:
    """Return the rows in stretches of table and text."""
    found: list[tuple[str, list[list[Run]]]] = []
    for i, row in enumerate(rows):
        kind = "table" if i in tabular else "text"
        if not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(row)
    return found


def _edge_line(row: list[Run]) -> Line:
    text = " ".join(run.text for run in row)
    numbered = sum(sign.isdigit() for sign in text) >= 0.5 * sum(sign.isalnum() for sign in text)
    return Line(row, row[0].base, row[0].size, 0.0, "page_number" if numbered else "running_header")


def _side_runs(words: list[Word]) -> list[Run]:
    return [Run([word], word.x0, word.y0, word.x1, word.y1, word.base, word.size, False) for word in words]


def _block_lines(block: Block, page: PageText, size: float, left: float) -> list[Line]:
    foot = find_notes(block.rows, size, page.rules)
    note_of = {i: note for note in foot.notes for i in range(note.first, note.last + 1)}
    lines: list[Line] = []
    for i, row in enumerate(block.rows):
        if i in note_of:
            note = note_of[i]
            begins = i == note.first
            label = note.label if begins else None
            lines.append(Line(row, row[0].base, row[-1].size, left, "note", label, not begins))
        elif i in foot.rules:
            lines.append(Line(row, row[0].base, row[0].size, left, "separator"))
        else:
            for part in _parts(row):
                lines.append(Line(part, part[0].base, max(run.size for run in part), left, "text"))
    return lines


def _parts(row: list[Run]) -> list[list[Run]]:
    """Return a row that is no table as lines.

    Parted where its runs are far from each other, unless the first is a label.
    """
    if len(row) == 1:
        return [row]
    if row[0].leftward:
        row = row[::-1]
    parts = [[row[0]]]
    for before, run in itertools.pairwise(row):
        gap = max(run.x0 - before.x1, before.x0 - run.x1)
        label = len(parts[-1]) == 1 and len(before.text) <= 8 and LABEL.fullmatch(before.text) is not None
        if label or gap <= _CELL * max(run.size, before.size):
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


Leading = dict[float, float]


def _leading(pages: Sequence[Sequence[Line]]) -> Leading:
    """Return the distance of lines of a paragraph, by the size of their type.

    That of lines which go on with a sentence.
    """
    sure: dict[float, list[float]] = defaultdict(list)
    every: dict[float, list[float]] = defaultdict(list)
    for lines in pages:
        for before, line in itertools.pairwise(lines):
            apart = line.base - before.base
            if line.kind != "text" or before.kind != "text" or not 0 < apart < 4 * line.size:
                continue
            if abs(line.size - before.size) > 0.1 * line.size:
                continue
            every[round(line.size)].append(apart)
            if line.runs[0].text[:1].islower() and not before.runs[-1].text.endswith(_ENDS):
                sure[round(line.size)].append(apart)
    found = {size: _usual(gaps) for size, gaps in sure.items() if len(gaps) >= 3}
    for size, gaps in every.items():
        if size not in found:
            found[size] = _usual([gap for gap in gaps if gap <= min(gaps) * 1.15])
    return found


def _usual(gaps: Sequence[float]) -> float:
    """Return the middle of the gaps that are near the most frequent one."""
    most = Counter(round(gap) for gap in gaps).most_common(1)[0][0]
    return median([gap for gap in gaps if abs(gap - most) <= 1])


class _Writer:
    """The text so far, and all that is said of it."""

    def __init__(self, pages: Sequence[PageText], size: float, leading: Leading) -> None:
        self.pages = pages
        self.size = size
        self.leading = leading
        self.parts: list[str] = []
        self.at = 0
        self.marks: list[Mark] = []
        self.furniture: list[Furniture] = []
        self.boxes: list[tuple[int, int, int, int, float, float, float, float]] = []
        self.labels: set[str] = set()
        self.opens: list[int] = []
        self.continues: list[int] = []
        self.below_table = False  # nothing but heads and feet stands between the line and a table
        self.edge = 0.0  # where the lines of the page end

    def write(self, pages: Sequence[Sequence[Line]], extractor: str) -> Rendition:
        """Write all pages."""
        self.labels = {line.label for lines in pages for line in lines if line.label}
        kept: list[Page] = []
        for number, lines in enumerate(pages, 1):
            if number > 1:
                self._put("\f")
            start = self.at
            self._page(number, lines)
            page = self.pages[number - 1]
            source = "none" if not page.words else "layer" if page.confidence is None else "ocr"
            kept.append(
                Page(
                    start,
                    self.at,
                    round(page.width, 1),
                    round(page.height, 1),
                    page.rotation,
                    source,
                    page.confidence if source == "ocr" else None,
                )
            )
        boxes = Boxes(*zip(*self.boxes, strict=True)) if self.boxes else None
        structure = Structure(
            tuple(self.marks),
            furniture=tuple(sorted(self.furniture)),
            opens=tuple(self.opens),
            continues=tuple(self.continues),
        )
        return Rendition("".join(self.parts), "utf-8", extractor, structure, tuple(kept), boxes)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def _page(self, number: int, lines: Sequence[Line]) -> None:
        before: Line | None = None
        begins = self._beginnings(lines)
        for count, line in enumerate(lines, 1):
            if before is not None:
                self._put("\n\n" if self._is_apart(before, line) else "\n")
            if line.kind in ("text", "note"):
                indent = round((line.runs[0].x0 - line.left) / (_INDENT * self.size))
                self._put(" " * min(max(indent, 0), _MOST_INDENT))
            if begins[count - 1] is True:
                self.opens.append(self.at)
            elif begins[count - 1] is False:
                self.continues.append(self.at)
            self._line(number, count, line)
            before = line

    def _beginnings(self, lines: Sequence[Line]) -> list[bool | None]:
        """For each line of a page whether it begins a paragraph; None where its place does not tell."""
        found: list[bool | None] = []
        stretch: list[Line] = []
        texts = [placed(line.runs) for line in lines if line.kind == "text"]
        self.edge = max((place.end for place in texts), default=0.0)
        for before, line in zip([None, *lines], lines, strict=False):
            below = before is not None and before.kind == line.kind == "text" and line.base - before.base > 0
            if before is not None and below and not self._is_apart(before, line):
                stretch.append(line)
                continue
            found += self._decided(stretch)
            stretch = [line]
        found += self._decided(stretch)
        for k, (before, line) in enumerate(zip([None, *lines], lines, strict=False)):
            if line.kind != "text":
                self.below_table = line.kind == "table" or (self.below_table and line.kind != "note")
                continue
            if before is not None and before.kind == "text":
                apart = line.base - before.base > 0 and self._is_apart(before, line)
            else:
                apart = self.below_table and not line.runs[0].text[0].islower()
            if apart:
                found[k] = True
            self.below_table = False
        return found

    def _decided(self, lines: Sequence[Line]) -> list[bool | None]:
        if len(lines) < 2 or lines[0].kind != "text":
            return [None] * len(lines)
        return decide([placed(line.runs) for line in lines], self.edge)

    def _is_apart(self, before: Line, line: Line) -> bool:
        """Whether a blank line stands between two lines."""
        if line.kind != before.kind:
            return True
        if line.kind != "text":
            return line.kind == "note" and not line.follows
        apart = line.base - before.base
        usual = self.leading.get(round(line.size)) or 1.3 * line.size
        if apart <= 0:
            return apart < -3 * usual and before.left == line.left  # else the next column, or beside it
        if max(line.size, before.size) > _LARGER * min(line.size, before.size):
            return True
        return apart > max(_FURTHER * usual, usual + _POINTS)

    def _line(self, number: int, count: int, line: Line) -> None:
        start = self.at
        separator = "\t" if line.kind == "table" else " "
        for k, run in enumerate(line.runs):
            if k:
                self._put(separator)
            for at, word in enumerate(run.words):
                if at and not word.glued:
                    self._put(" ")
                begin = self.at
                self._put(word.text)
                self._box(number, count, begin, word)
                if (
                    line.kind == "text"
                    and word.text.strip("[],") in self.labels
                    and is_raised(word, run.size, run.base)
                ):
                    self.furniture.append(Furniture(begin, self.at, "footnote_mark"))
        end = self.at
        if line.kind in ("page_number", "running_header", "separator", "margin_note"):
            self.furniture.append(Furniture(start, end, line.kind))
        elif line.kind == "note":
            if line.follows:
                self.marks[-1] = self.marks[-1]._replace(end=end)
            else:
                self.marks.append(Mark(start, end, "note", 0, line.label))
        elif line.kind == "table":
            self.marks.append(Mark(start, end, "table"))
        elif self._is_heading(line):
            self.marks.append(Mark(start, end, "heading"))

    def _is_heading(self, line: Line) -> bool:
        """Whether the type of a line is that of a heading: larger than the text, or bold from end to end."""
        if line.size > _LARGER * self.size:
            return True
        return line.runs[0].words[0].bold and line.runs[-1].words[-1].bold

    def _box(self, number: int, count: int, begin: int, word: Word) -> None:
        x0, y0, x1, y1 = word.shown or word[1:5]
        self.boxes.append((number, count, begin, self.at, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))
