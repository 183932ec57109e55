"""The two promises, proved from raw texts and rows alone, without the code that made the rows.

1. Every row points at the raw file: raw text less furniture, with edits made and white space collapsed, is what the
   paragraphs say; they make up their statement's text; every row has the words of its range in that text, and its
   range in the raw file is that of just these characters.
2. Nothing is lost in silence (coverage.py).

All raw texts are read as one, and all statements as another (texts.py): each question is asked of all rows at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.validate.coverage import Found, Problem, Ranges, overlaps, uncovered
from flows.validate.reading import Followed, collapse, make_cuts
from flows.validate.texts import Texts, rank, words

# Tables whose rows carry their words and their place in the raw file.
PLACED = ("paragraphs", "sentences", "claims", "mentions")
# Parts of a claim: the column name before `_text`, `_start` and `_end`.
PARTS = ("source", "cue", "content", "addressee")

_OF_RAW = ("raw_start", "raw_end")
_SPACE = r"\s"
_OF_STATEMENT = ("statement_id", "statement_index", "text", *_OF_RAW)
_OF_PLACED = ("statement_id", "statement_index", "text", "char_start", "char_end", *_OF_RAW)
_OF_PARTS = {part: (f"{part}_text", f"{part}_start", f"{part}_end") for part in PARTS}
_COLUMNS = dict.fromkeys(PLACED, _OF_PLACED) | {"claims": (*_OF_PLACED, *chain(*_OF_PARTS.values()))}
# Table -> the columns that are read of it.
READ = {
    "statements": ("document_id", *_OF_STATEMENT),
    **{name: ("document_id", *columns) for name, columns in _COLUMNS.items()},
    "furniture": ("document_id", *_OF_RAW, "text"),
    "edits": ("document_id", *_OF_RAW, "replacement"),
    "boxes": ("document_id", *_OF_RAW),
}
_TOLD = ("document", *_OF_RAW, "text")  # of a row that is wrong

Rows = dict[str, pa.Array]  # columns; "document" and "statement" hold numbers, from 0


class _Clean(NamedTuple):
    """The raw texts as they read, whatever the rows of units say."""

    raws: Texts
    cut: Followed  # from the raw texts to those with their cuts made
    collapsed: Followed  # and from there to the clean text
    written: pa.Buffer  # the clean text

    def starts(self, rows: Rows) -> pa.Array:
        """Where the first character of each row stands in the clean text; NULL for none."""
        return self.collapsed.starts(self.cut.starts(self.raws.at(rows["document"], rows["raw_start"])))

    def ends(self, rows: Rows) -> pa.Array:
        """Where the last character of each row ends in the clean text; NULL for none."""
        return self.collapsed.ends(self.cut.ends(self.raws.at(rows["document"], rows["raw_end"])))


class _Spoken(NamedTuple):
    """The statements as their paragraphs read, and where each paragraph stands; paragraphs in their order."""

    statements: Texts
    start: pa.Array  # of each paragraph, in the statements
    end: pa.Array
    clean: pa.Array  # its start in the clean text


def broken_promises(tables: Mapping[str, pa.Table], raw_texts: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """Every broken promise, as (document_id, problem), of the documents whose decoded raw text is given.

    `tables` are a release's, by name. Words that are NULL (not redistributed) are not compared; places still are.
    """
    ids = pa.array(raw_texts, pa.string())
    names = list(raw_texts)
    raws = Texts.of(pa.array(raw_texts.values(), pa.string()))
    found: list[Found] = []
    furniture = _rows(tables["furniture"], ids, (*_OF_RAW, "text"))
    edits = _rows(tables["edits"].rename_columns({"replacement": "text"}), ids, (*_OF_RAW, "text"))
    statements = _rows(tables["statements"], ids, _OF_STATEMENT)
    placed = {name: _rows(tables[name], ids, columns) for name, columns in _COLUMNS.items()}
    placed = {name: _with_statements(rows, statements, name, found) for name, rows in placed.items()}
    paragraphs = placed.pop("paragraphs")
    for rows in (paragraphs, furniture, edits):
        found += _behind(raws, rows)
    found += uncovered(raws, _ranges(raws, paragraphs), _ranges(raws, furniture))
    found += _misquoted_furniture(raws, paragraphs, furniture)
    clean = _read(raws, furniture, edits, found)
    spoken = _join(clean, statements, _by_statement(paragraphs), found)
    if "boxes" in tables:
        found += _misplaced_boxes(raws, _rows(tables["boxes"], ids, _OF_RAW))
    for name, rows in placed.items():
        rows["shown"] = pc.is_valid(statements["text"]).take(rows["statement"])
        found += _misplaced_or_misworded(clean, spoken, rows, name)
        for part in PARTS if name == "claims" else ():
            found += _misworded_part(spoken, rows, name, part)
    yield from ((names[number], problem) for number, problem in found)


# -- the rows --


def _rows(table: pa.Table, ids: pa.Array, columns: Sequence[str]) -> Rows:
    """Return the columns of the rows that belong to the documents with the ids, and the documents' numbers."""
    number = _index(_whole(table["document_id"]), ids)
    table = table.select(columns).append_column("document", number)
    if number.null_count:
        table = table.filter(pc.is_valid(number))
    return {name: _whole(table[name]) for name in table.column_names}


def _with_statements(rows: Rows, statements: Rows, name: str, found: list[Found]) -> Rows:
    """Return the rows, with the number of their statement, that belong to one; the others are a problem."""
    number = _index(rows["statement_id"], statements["statement_id"])
    same = (pc.equal(statements[one].take(number), rows[one]) for one in ("document", "statement_index"))
    known = pc.fill_null(pc.and_(*same), False)
    if pc.all(known, min_count=0).as_py():
        return {**rows, "statement": number}
    wrong = _at(rows, pc.invert(known))
    for document, index in zip(wrong["document"].to_pylist(), wrong["statement_index"].to_pylist(), strict=True):
        found.append((document, Problem(0, 0, f"a row of {name} names statement {index}, which is not there")))
    return _at({**rows, "statement": number}, known)


def _by_statement(paragraphs: Rows) -> Rows:
    """Return the rows in the order of their statements."""
    number = paragraphs["statement"]
    if pc.all(pc.less_equal(number.slice(0, max(len(number) - 1, 0)), number.slice(1)), min_count=0).as_py():
        return paragraphs
    order = pc.sort_indices(number)
    return {name: values.take(order) for name, values in paragraphs.items()}


def _index(values: pa.Array, ids: pa.Array) -> pa.Array:
    """Return the place of each value among the ids, NULL for others.

    Values that follow each other are mostly the same.
    """
    runs = pc.run_end_encode(values)
    found = pc.index_in(runs.values, ids).cast(pa.int64())
    return pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(runs.run_ends, found))


def _at(rows: Rows, mask: pa.Array) -> Rows:
    return {name: values.filter(mask) for name, values in rows.items()}


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _ranges(raws: Texts, rows: Rows) -> Ranges:
    return Ranges.within(raws, rows["document"], rows["raw_start"], rows["raw_end"])


def _problems(rows: Rows, mask: pa.Array, what: str) -> list[Found]:
    """Return a problem for each row at which the mask is not true."""
    good = pc.fill_null(mask, False)
    if pc.all(good, min_count=0).as_py():
        return []
    wrong = _at({name: rows[name] for name in _TOLD}, pc.invert(good))
    listed: Iterator[tuple[Any, ...]] = zip(*(values.to_pylist() for values in wrong.values()), strict=True)
    return [(number, Problem(start, end, f"{what}: {(text or '')[:60]!r}")) for number, start, end, text in listed]


# -- the texts --


def _read(raws: Texts, furniture: Rows, edits: Rows, found: list[Found]) -> _Clean:
    """Return the raw texts with their cuts made and white space collapsed."""
    ranges = [_ranges(raws, rows) for rows in (furniture, edits)]
    cuts = Ranges(*(pa.concat_arrays(columns) for columns in zip(*ranges, strict=True)))
    replacement = pa.concat_arrays([pa.repeat(pa.scalar(""), len(furniture["document"])), edits["text"]])
    order = cuts.order()
    cuts = cuts.sorted()
    found += overlaps(raws, cuts, "furniture and edits")
    text, cut = make_cuts(raws.written, raws.place(cuts.start), raws.place(cuts.end), replacement.take(order))
    written, collapsed = collapse(text)
    return _Clean(raws, cut, collapsed, written)


def _join(clean: _Clean, statements: Rows, paragraphs: Rows, found: list[Found]) -> _Spoken:
    """Return the statements as their paragraphs, in the statements' order, read.

    Paragraphs and statements that say else.
    """
    number, said = paragraphs["statement"], paragraphs["text"]
    start = clean.starts(paragraphs)
    texts = words(clean.written, start, clean.ends(paragraphs))
    right = _agree(said, texts, pc.is_valid(statements["text"]).take(number))
    right = pc.and_not(right, pc.or_(_is_ragged(texts), pc.equal(pc.binary_length(texts), 0)))
    found += _problems(paragraphs, right, "paragraphs does not read as its raw text")
    texts = pc.fill_null(texts, "")
    begins = rank(number, pa.arange(0, len(statements["document"]) + 1), "left").cast(pa.int32())
    joined = pc.binary_join(pa.ListArray.from_arrays(begins, texts), "\n\n")
    found += _misjoined(joined, statements, paragraphs, begins)
    of_statements = Texts.of(joined)
    size = pc.utf8_length(texts).cast(pa.int64())
    until = pc.cumulative_sum(pc.add(size, 2))
    before = pc.subtract(pc.subtract(until, size), 2)
    begin = pc.subtract(before, before.take(begins.take(number)))
    end = pc.add(begin, size)
    there = pc.and_(pc.equal(paragraphs["char_start"], begin), pc.equal(paragraphs["char_end"], end))
    found += _problems(paragraphs, there, "paragraphs does not stand at its place in its statement")
    return _Spoken(of_statements, of_statements.at(number, begin), of_statements.at(number, end), start)


# -- what is wrong --


def _behind(raws: Texts, rows: Rows) -> list[Found]:
    """Rows that are not within their raw text."""
    ends = raws.point(rows["document"], rows["raw_end"])
    return _problems(rows, pc.is_valid(ends), "a row ends behind the raw text") if ends.null_count else []


def _misquoted_furniture(raws: Texts, paragraphs: Rows, furniture: Rows) -> list[Found]:
    """Furniture that has other words than the raw text, or none where the document's paragraphs have theirs."""
    places = (raws.at(furniture["document"], furniture[name]) for name in _OF_RAW)
    shown = pc.is_in(furniture["document"], value_set=paragraphs["document"].filter(pc.is_valid(paragraphs["text"])))
    right = _agree(furniture["text"], words(raws.written, *places), shown)
    return _problems(furniture, right, "furniture has other words than the raw text")


def _misplaced_boxes(raws: Texts, boxes: Rows) -> Iterator[Found]:
    """Boxes that lie behind the raw text, hold white space, or share characters."""
    inside = pc.is_valid(raws.point(boxes["document"], boxes["raw_end"]))
    places = (raws.at(boxes["document"], boxes[name]) for name in _OF_RAW)
    shown = pc.fill_null(words(raws.written, *places), "")
    right = pc.and_not(inside, pc.or_(pc.match_substring_regex(shown, _SPACE), pc.equal(pc.binary_length(shown), 0)))
    yield from _problems({**boxes, "text": shown}, right, "boxes does not hold a word of the raw text")
    yield from overlaps(raws, _ranges(raws, boxes), "boxes")


def _misjoined(joined: pa.StringArray, statements: Rows, paragraphs: Rows, begins: pa.Array) -> Iterator[Found]:
    """Statements that are not their paragraphs joined by a blank line, in words and in place."""
    said = paragraphs["statement"].filter(pc.is_valid(paragraphs["text"]))
    right = _agree(statements["text"], joined, pc.is_in(pa.arange(0, len(joined)), value_set=said))
    yield from _problems(statements, right, "statements is not its paragraphs joined by a blank line")
    first, behind = begins.slice(0, len(joined)), begins.slice(1)
    some = pc.less(first, behind)
    start = paragraphs["raw_start"].take(pc.if_else(some, first, None))
    end = paragraphs["raw_end"].take(pc.if_else(some, pc.subtract(behind, 1), None))
    right = pc.and_(pc.equal(statements["raw_start"], start), pc.equal(statements["raw_end"], end))
    yield from _problems(statements, right, "statements is not where its paragraphs are")


def _misplaced_or_misworded(clean: _Clean, spoken: _Spoken, rows: Rows, name: str) -> Iterator[Found]:
    """Rows whose range in the raw text is not that of their characters, or whose words are not those of the text."""
    start, end = (spoken.statements.at(rows["statement"], rows[offset]) for offset in ("char_start", "char_end"))
    paragraph = pc.subtract(rank(spoken.start, start, "right"), 1)
    if len(spoken.start) == 0:
        paragraph = pa.nulls(len(start), pa.int64())
    away = pc.subtract(spoken.clean, spoken.start).take(paragraph)
    there = pc.and_(
        pc.equal(clean.starts(rows), pc.add(start, away)),
        pc.equal(clean.ends(rows), pc.add(end, away)),
    )
    within = pc.less_equal(end, spoken.end.take(paragraph))
    yield from _problems(rows, pc.and_(there, within), f"{name} does not read as its raw text")
    right = _agree(rows["text"], words(spoken.statements.written, start, end), rows["shown"])
    right = pc.and_not(right, pc.fill_null(_is_ragged(rows["text"]), False))
    yield from _problems(rows, right, f"{name} has other words than its statement at its place")


def _misworded_part(spoken: _Spoken, rows: Rows, name: str, part: str) -> list[Found]:
    """Rows with words of a part that are not those of the statement's text there, or are missing."""
    said, start, end, number, shown = (rows[name] for name in (*_OF_PARTS[part], "statement", "shown"))
    some = pc.or_(pc.is_valid(said), pc.is_valid(start))
    few = pc.sum(some, min_count=0).as_py() * 2 < len(some)
    if few:
        said, start, end, number, shown = (column.filter(some) for column in (said, start, end, number, shown))
    places = (spoken.statements.at(number, offset) for offset in (start, end))
    right = _agree(said, words(spoken.statements.written, *places), pc.and_(shown, pc.is_valid(start)))
    if pc.all(pc.fill_null(right, False), min_count=0).as_py():
        return []
    told = {name: rows[name].filter(some) if few else rows[name] for name in _TOLD}
    return _problems(told, right, f"{name} {part} has other words than its statement at its place")


def _is_ragged(texts: pa.StringArray) -> pa.Array:
    """Whether a text begins or ends with white space."""
    return pc.or_(pc.starts_with(texts, " "), pc.ends_with(texts, " "))


def _agree(said: pa.StringArray, right: pa.StringArray, shown: pa.Array) -> pa.Array:
    """Whether what is said is right, NULL where nothing is known; where nothing is said, whether none is shown."""
    same = pc.equal(said, right)
    return pc.if_else(pc.is_valid(said), same, pc.invert(shown)) if said.null_count else same
