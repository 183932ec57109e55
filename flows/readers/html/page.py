"""A page's paragraphs, headings, lists and tables, in the order of its text, and everything else with its reason."""

import re
from collections.abc import Mapping, Sequence

from flows.readers.html.main_text import NOT_SELECTED, Kept
from flows.readers.html.rules import ElementRule, element_rules
from flows.readers.html.tokens import Token
from flows.readers.html.tree import Tree
from flows.readers.markup import MARKUP, Kind, Writer, Written
from flows.readers.numerals import numeral

BLOCK = ElementRule("", "block", "", "", "", "", "", "")

_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[ivx]{1,5}|[*†‡]{1,3})[\])]?")
_NOTE = re.compile(r"_?(?:fn|ftn|edn|footnote|endnote|note|cite_note)[-_:.]?\d{1,3}")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ORDER = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LONGEST_CELL = 300  # characters of a cell that holds data
_BULLET = "•"


def write_page(raw: str, tokens: Sequence[Token], tree: Tree, kept: Kept) -> Written:
    """Return the page's marks, furniture and edits."""
    page = _Page(raw, tokens, tree, kept)
    for number, token in enumerate(tokens):
        page.take(number, token)
    return page.writer.written()


class _Page:
    """What was written so far."""

    def __init__(self, raw: str, tokens: Sequence[Token], tree: Tree, kept: Kept) -> None:
        self.raw = raw
        self.tokens = tokens
        self.tree = tree
        self.reasons = kept.reasons
        self.rules = element_rules()
        self.writer = Writer(raw)
        self.breaks = 0  # line breaks behind the last text
        self.at = -1  # the element at hand, as far as tags tell
        self.titled = False
        self.item: int | None = None  # the item whose text comes next
        self.notes = _note_marks(tokens, tree)
        self.tables = _data_tables(tree, tokens)
        self.gone = _gone(tree, self.rules)
        self.rows = _rows(tree, self.tables)
        self.counts: dict[int, int] = {}  # items of each list so far
        self.labels: dict[int, str] = {}  # of items

    def take(self, number: int, token: Token) -> None:
        """Write a token."""
        if token.kind in ("text", "entity"):
            self._text(number, token)
        elif token.kind == "other":
            self.writer.drop(token.start, token.end, self._reason_here())
        else:
            self._tag(number, token)

    def _reason_here(self) -> str:
        """Why markup at this place is furniture: as what is around it, where that is no text."""
        return (self.reasons[self.at] if self.at >= 0 else None) or MARKUP

    def _tag(self, number: int, token: Token) -> None:
        element = self.tree.tags.get(number)
        if token.kind == "start" and element is not None:
            self.at = element
        rule = self.rules.get(token.name, BLOCK)
        reason = self._reason_here()
        inside_row = self.at >= 0 and self.rows[self.at]
        if token.kind == "end" and self.at >= 0:
            self._leave(token.name)
            reason = self._reason_here() if reason == MARKUP else reason
        if rule.role == "break" and token.kind == "start" and reason == MARKUP:
            self.breaks += 1
            if self.breaks > 1:
                self.writer.end()
            self.writer.edit(token.start, token.end, "\n", MARKUP)
            return
        apart = rule.role not in ("inline", "gone", "break")
        if apart and inside_row and token.name not in ("tr", "table") and reason == MARKUP:
            self.writer.edit(token.start, token.end, " ", MARKUP)  # cells, and what is in them, are words apart
            return
        if apart:
            self.writer.end()
            self.breaks = 0
        if rule.role == "item" and token.kind == "start" and element is not None:
            self._count(element)
        self.writer.drop(token.start, token.end, reason)

    def _leave(self, name: str) -> None:
        """Go out of the nearest element of this name; an end tag that ends nothing changes nothing."""
        for above in self.tree.above(self.at):
            if self.tree.elements[above].name == name:
                self.at = self.tree.elements[above].parent
                return

    def _text(self, number: int, token: Token) -> None:
        if not token.text.strip():
            if token.kind == "entity":
                if self.writer.is_open:
                    self.writer.edit(token.start, token.end, " ")
                else:
                    self.writer.drop(token.start, token.end, self._reason_here())
            return
        holder = self.tree.holders.get(number)
        reason = self.reasons[holder] if holder is not None else NOT_SELECTED
        if holder is None or reason is not None:
            self.writer.drop(token.start, token.end, reason or MARKUP)
            return
        if number in self.notes:
            self.writer.drop(token.start, token.end, "footnote_mark")
            return
        if self.gone[holder]:
            self.writer.drop(token.start, token.end, "deleted_text")
            return
        self.breaks = 0
        if not self.writer.is_open:
            self.writer.begin(self._kind(holder))
        if token.kind == "entity":
            self.writer.edit(token.start, token.end, token.text)
        elif self._is_preformatted(holder):
            self._lines(token, holder)
        else:
            self.writer.text(token.start, token.end)

    def _lines(self, token: Token, holder: int) -> None:
        """Write text whose lines are as they are set: a blank one parts paragraphs."""
        at = token.start
        for gap in _BLANK_LINE.finditer(self.raw, token.start, token.end):
            self.writer.text(at, gap.start())
            self.writer.begin(self._kind(holder))
            at = gap.end()
        self.writer.text(at, token.end)

    def _kind(self, holder: int) -> Kind:
        """Return what a paragraph is that begins in an element."""
        if self.rows[holder]:
            return Kind("table")
        above = self.tree.above(holder)
        depth = sum(self.tree.elements[at].name in ("ul", "ol") for at in above)
        for at in above:
            element = self.tree.elements[at]
            rule = self.rules.get(element.name, BLOCK)
            if rule.role == "paragraph":
                if element.name == "h1" and not self.titled:
                    self.titled = True
                    return Kind("title", 1)
                return Kind(rule.kind, int(rule.level or 0))
            if _NOTE.fullmatch(element.attributes.get("id", "")):
                return Kind("note", 0, self.labels.pop(at, None))
            if rule.role == "item":
                label = self.labels.pop(at, None)
                return Kind(rule.kind, depth, label) if label is not None else Kind("body")
        return Kind()

    def _count(self, item: int) -> None:
        """Count an item of a list, and keep what a browser prints before it."""
        parent = self.tree.elements[item].parent
        attributes = self.tree.elements[parent].attributes if parent >= 0 else {}
        if parent < 0 or self.tree.elements[parent].name != "ol":
            self.labels[item] = _BULLET
            return
        own = self.tree.elements[item].attributes.get("value", "")
        before = self.counts.get(parent, _whole(attributes.get("start", ""), 1) - 1)
        self.counts[parent] = _whole(own, before + 1)
        form = _ORDER.get(attributes.get("type", "1"), "decimal")
        self.labels[item] = f"{numeral(self.counts[parent], form)}."

    def _is_preformatted(self, at: int) -> bool:
        return any(self.tree.elements[above].name == "pre" for above in self.tree.above(at))


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text.strip()) else default


def _gone(tree: Tree, rules: dict[str, ElementRule]) -> list[bool]:
    """Whether what is in each element is printed as deleted, or beside the words."""
    gone: list[bool] = []
    for element in tree.elements:
        above = gone[element.parent] if element.parent >= 0 else False
        gone.append(above or (element.name in rules and rules[element.name].role == "gone"))
    return gone


def _rows(tree: Tree, tables: Mapping[int, bool]) -> list[bool]:
    """Whether each element is in a row of a table that holds data, or is one."""
    inside: list[bool] = []
    for at, element in enumerate(tree.elements):
        inside.append(bool(tables.get(at)) or (element.parent >= 0 and inside[element.parent]))
    return inside


def _note_marks(tokens: Sequence[Token], tree: Tree) -> frozenset[int]:
    """Return the texts that are no more than a mark which leads to a note on the same page."""
    marks: set[int] = set()
    for number, holder in tree.holders.items():
        if not _NOTE_MARK.fullmatch(tokens[number].text.strip()):
            continue
        near = [tree.elements[at] for at in tree.above(holder)[:3]]
        links = [one for one in near if one.name == "a" and "#" in one.attributes.get("href", "")]
        if links and (any(one.name == "sup" for one in near) or tokens[number].text.strip()[:1] in "[("):
            marks.add(number)
    return frozenset(marks)


def _data_tables(tree: Tree, tokens: Sequence[Token]) -> dict[int, bool]:
    """Of each row whether its table holds data: several rows and columns of short cells, and no other table."""
    cells: dict[int, list[int]] = {}  # row -> cells
    rows: dict[int, list[int]] = {}  # table -> rows
    nests: set[int] = set()
    for at, element in enumerate(tree.elements):
        if element.name in ("td", "th"):
            row = next((above for above in tree.above(at) if tree.elements[above].name == "tr"), None)
            if row is not None:
                cells.setdefault(row, []).append(at)
        elif element.name == "tr":
            table = next((above for above in tree.above(at) if tree.elements[above].name == "table"), None)
            if table is not None:
                rows.setdefault(table, []).append(at)
        elif element.name == "table":
            nests.update(above for above in tree.above(at)[1:] if tree.elements[above].name == "table")
    sizes: dict[int, int] = {}
    for number, holder in tree.holders.items():
        cell = next((at for at in tree.above(holder) if tree.elements[at].name in ("td", "th")), None)
        if cell is not None:
            sizes[cell] = sizes.get(cell, 0) + len(tokens[number].text.strip())
    found: dict[int, bool] = {}
    for table, listed in rows.items():
        columns = max((len(cells.get(row, ())) for row in listed), default=0)
        longest = max((sizes.get(cell, 0) for row in listed for cell in cells.get(row, ())), default=0)
        data = table not in nests and len(listed) > 1 and columns > 1 and longest <= _LONGEST_CELL
        found |= dict.fromkeys(listed, data)
    return found
