"""The two promises, proved from raw texts and rows alone, without the code that made the rows.

1. Every row points at the raw file: raw text less furniture, with edits made and white space collapsed, is what the
   paragraphs say; they make up their statement's text; every row has the words of its range in that text, and its
   range in the raw file is that of just these characters.
2. Nothing is lost in silence (coverage.py).

Offsets of many texts are told apart by the number of their document or statement, in the bits above `_BITS`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.validate.coverage import Problem, overlaps, uncovered
from flows.validate.reading import Cut, Followed, Stretches, collapse, is_collapsed, make_cuts

# Tables whose rows carry their words and their place in the raw file.
PLACED = ("paragraphs", "sentences", "claims", "mentions")
# Parts of a claim: the column name before `_text`, `_start` and `_end`.
PARTS = ("source", "cue", "content", "addressee")

_BITS = 32
_OF_STATEMENT = ("statement_id", "statement_index", "text", "raw_start", "raw_end")
_OF_PLACED = ("statement_id", "statement_index", "text", "char_start", "char_end", "raw_start", "raw_end")
_OF_PARTS = tuple(f"{part}_{what}" for part in PARTS for what in ("text", "start", "end"))

Rows = dict[str, pa.Array]  # columns; "document" and "statement" hold numbers, from 0
Found = tuple[int, Problem]  # a document's number, and what is wrong with it


class _Texts(NamedTuple):
    """What the raw texts say, whatever the rows say."""

    statements: list[str]  # their texts, by number
    paragraphs: pa.Array  # where each paragraph begins in them
    places: Followed  # from raw texts with their cuts made to statements


def broken_promises(tables: Mapping[str, pa.Table], raw_texts: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """Every broken promise, as (document_id, problem), of the documents whose decoded raw text is given.

    `tables` are a release's, by name. Words that are NULL (not redistributed) are not compared; places still are.
    """
    ids = pa.array(raw_texts, pa.string())
    names = list(raw_texts)
    raws = list(raw_texts.values())
    found: list[Found] = []
    furniture = _rows(tables["furniture"], ids, ("raw_start", "raw_end", "text"))
    edits = _rows(tables["edits"], ids, ("raw_start", "raw_end", "replacement"))
    statements = _rows(tables["statements"], ids, _OF_STATEMENT)
    placed = {name: _rows(tables[name], ids, _OF_PLACED + _OF_PARTS * (name == "claims")) for name in PLACED}
    placed = {name: _with_statements(rows, statements, name, found) for name, rows in placed.items()}
    joined, cut = _with_cuts(raws, furniture, edits, found)
    found += _uncovered(raws, placed["paragraphs"], furniture)
    texts = _read(joined, cut, statements, placed["paragraphs"], found)
    found += _misquoted_furniture(raws, placed["paragraphs"], furniture)
    found += _misjoined(texts, statements, placed["paragraphs"])
    for name, rows in placed.items():
        if name != "paragraphs":
            found += _misplaced(cut, texts, rows, name)
        found += _misworded(texts, statements, rows, name, PARTS if name == "claims" else ())
    yield from ((names[number], problem) for number, problem in found)


# -- the rows --


def _rows(table: pa.Table, ids: pa.Array, columns: Sequence[str]) -> Rows:
    """The columns of the rows that belong to the documents with the ids, and the documents' numbers."""
    number = _index(_whole(table["document_id"]), ids)
    table = table.select(columns).append_column("document", number)
    if number.null_count:
        table = table.filter(pc.is_valid(number))
    return {name: _whole(table[name]) for name in table.column_names}


def _with_statements(rows: Rows, statements: Rows, name: str, found: list[Found]) -> Rows:
    """The rows, with the number of their statement, that belong to one; the others are a problem."""
    number = _index(rows["statement_id"], statements["statement_id"])
    same = (pc.equal(statements[one].take(number), rows[one]) for one in ("document", "statement_index"))
    known = pc.fill_null(pc.and_(*same), False)
    if pc.all(known, min_count=0).as_py():
        return {**rows, "statement": number}
    wrong = _at(rows, pc.invert(known))
    for document, index in zip(wrong["document"].to_pylist(), wrong["statement_index"].to_pylist(), strict=True):
        found.append((document, Problem(0, 0, f"a row of {name} names statement {index}, which is not there")))
    return _at({**rows, "statement": number}, known)


def _index(values: pa.Array, ids: pa.Array) -> pa.Array:
    """The place of each value among the ids, NULL for others; values that follow each other are mostly the same."""
    runs = pc.run_end_encode(values)
    found = pc.index_in(runs.values, ids).cast(pa.int64())
    return pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(runs.run_ends, found))


def _at(rows: Rows, mask: pa.Array) -> Rows:
    return {name: values.filter(mask) for name, values in rows.items()}


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _lists(rows: Rows, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows[name].to_pylist() for name in names), strict=True)


def _far(numbers: pa.Array, offsets: pa.Array) -> pa.Array:
    """Offsets in the texts with these numbers, as offsets in all of them."""
    return pc.add(pc.shift_left(numbers, pa.scalar(_BITS, pa.int64())), offsets)


def _problems(rows: Rows, mask: pa.Array, what: str) -> list[Found]:
    """A problem for each row at which the mask is not true; `what` may name the row's {words}."""
    good = pc.fill_null(mask, False)
    if pc.all(good, min_count=0).as_py():
        return []
    wrong = _at(rows, pc.invert(good))
    return [
        (document, Problem(start, end, f"{what}: {(text or '')[:60]!r}"))
        for document, start, end, text in _lists(wrong, "document", "raw_start", "raw_end", "text")
    ]


# -- the texts --


def _with_cuts(raws: Sequence[str], furniture: Rows, edits: Rows, found: list[Found]) -> tuple[list[str], Followed]:
    """The raw texts with their cuts made, and the way there."""
    cuts: list[list[Cut]] = [[] for _ in raws]
    for document, start, end in _lists(furniture, "document", "raw_start", "raw_end"):
        cuts[document].append(Cut(start, end, ""))
    for document, start, end, replacement in _lists(edits, "document", "raw_start", "raw_end", "replacement"):
        cuts[document].append(Cut(start, end, replacement))
    joined: list[str] = []
    ways: list[Stretches] = []
    for number, (raw, of_document) in enumerate(zip(raws, cuts, strict=True)):
        of_document.sort()
        found += [(number, problem) for problem in overlaps([cut[:2] for cut in of_document], "furniture and edits")]
        text, stretches = make_cuts(raw, of_document)
        joined.append(text)
        ways.append(stretches)
    begins = [number << _BITS for number in range(len(raws))]
    return joined, Followed.of(ways, begins, begins)


def _read(joined: Sequence[str], cut: Followed, statements: Rows, paragraphs: Rows, found: list[Found]) -> _Texts:
    """The statements' texts, as the raw texts give them at their paragraphs' places."""
    pieces: list[list[str]] = [[] for _ in statements["document"]]
    lengths = [-2] * len(pieces)  # of the text so far; each paragraph follows two newlines, but for the first
    ways: list[Stretches] = []
    to_begins: list[int] = []
    starts = cut.starts(_far(paragraphs["document"], paragraphs["raw_start"])).to_pylist()
    ends = cut.ends(_far(paragraphs["document"], paragraphs["raw_end"])).to_pylist()
    plain = is_collapsed(paragraphs["text"]).to_pylist()
    rows = _lists(paragraphs, "document", "statement", "raw_start", "raw_end", "char_start", "char_end", "text")
    for start, end, is_plain, row in zip(starts, ends, plain, rows, strict=True):
        document, statement, raw_start, raw_end, char_start, char_end, words = row
        text, stretches = "", Stretches()
        if start is not None and end is not None:
            first = document << _BITS
            text, stretches = collapse(joined[document][start - first : end - first], words if is_plain else None)
        begin = lengths[statement] + 2
        if not stretches or words not in (None, text):
            problem = f"paragraphs does not read as its raw text: {(words or '')[:60]!r}"
            found.append((document, Problem(raw_start, raw_end, problem)))
        elif (char_start, char_end) != (begin, begin + len(text)):
            problem = (
                f"paragraphs_char: begins at {char_start} and ends at {char_end}, not {begin}, {begin + len(text)}"
            )
            found.append((document, Problem(raw_start, raw_end, problem)))
        pieces[statement].append(text)
        lengths[statement] = begin + len(text)
        ways.append(stretches)
        to_begins.append((statement << _BITS) + begin)
    begins = [start or 0 for start in starts]
    at = pa.array(sorted(to_begins), pa.int64())
    return _Texts(["\n\n".join(piece) for piece in pieces], at, Followed.of(ways, begins, to_begins))


# -- what is wrong --


def _uncovered(raws: Sequence[str], paragraphs: Rows, furniture: Rows) -> Iterator[Found]:
    owned: list[list[tuple[int, int]]] = [[] for _ in raws]
    other: list[list[tuple[int, int]]] = [[] for _ in raws]
    for rows, ranges in ((paragraphs, owned), (furniture, other)):
        for document, start, end in _lists(rows, "document", "raw_start", "raw_end"):
            ranges[document].append((start, end))
    for number, raw in enumerate(raws):
        for problem in uncovered(raw, owned[number], other[number]):
            yield number, problem


def _misquoted_furniture(raws: Sequence[str], paragraphs: Rows, furniture: Rows) -> Iterator[Found]:
    """Furniture that has other words than the raw text, or none where the document's paragraphs have theirs."""
    said = set(paragraphs["document"].filter(pc.is_valid(paragraphs["text"])).to_pylist())
    for document, start, end, text in _lists(furniture, "document", "raw_start", "raw_end", "text"):
        right = raws[document][start:end]
        if text != (right if text is not None or document in said else None):
            yield document, Problem(start, end, f"furniture has other words than the raw text: {right[:60]!r}")


def _misjoined(texts: _Texts, statements: Rows, paragraphs: Rows) -> Iterator[Found]:
    """Statements that are not their paragraphs joined by a blank line, in words and in place."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    said = set(paragraphs["statement"].filter(pc.is_valid(paragraphs["text"])).to_pylist())
    for statement, start, end in _lists(paragraphs, "statement", "raw_start", "raw_end"):
        firsts.setdefault(statement, start)
        lasts[statement] = end
    rows = _lists(statements, "document", "statement_index", "text", "raw_start", "raw_end")
    for number, (document, index, text, start, end) in enumerate(rows):
        if text != (texts.statements[number] if text is not None or number in said else None):
            yield document, Problem(start, end, f"statement {index} is not its paragraphs joined by a blank line")
        if (start, end) != (firsts.get(number), lasts.get(number)):
            yield document, Problem(start, end, f"statement {index} is not where its paragraphs are")


def _misplaced(cut: Followed, texts: _Texts, rows: Rows, name: str) -> list[Found]:
    """Rows whose range in the raw text is not that of their characters, or is not within one paragraph."""
    start, end = (_far(rows["statement"], rows[offset]) for offset in ("char_start", "char_end"))
    right = pc.and_(
        pc.equal(texts.places.starts(cut.starts(_far(rows["document"], rows["raw_start"]))), start),
        pc.equal(texts.places.ends(cut.ends(_far(rows["document"], rows["raw_end"]))), end),
    )
    # no paragraph begins between start and end
    begun = pc.search_sorted(texts.paragraphs, start, side="right")
    within = pc.equal(begun, pc.search_sorted(texts.paragraphs, end, side="left"))
    return _problems(rows, pc.and_(right, within), f"{name} does not read as its raw text")


def _misworded(texts: _Texts, statements: Rows, rows: Rows, name: str, parts: Sequence[str]) -> Iterator[Found]:
    """Rows with words, their own or their parts', that are not those of the statement's text there, or are missing."""
    of_rows = [texts.statements[number] for number in rows["statement"].to_pylist()]
    lengths = pa.array(map(len, texts.statements), pa.int32()).take(rows["statement"])
    shown = pc.is_valid(statements["text"]).take(rows["statement"])
    for part in ("", *parts):
        words, begin = (rows[f"{part}_text"], f"{part}_") if part else (rows["text"], "char_")
        start, end = rows[f"{begin}start"], rows[f"{begin}end"]
        spans = zip(of_rows, start.to_pylist(), end.to_pylist(), strict=True)
        expected = pa.array([None if first is None else text[first:last] for text, first, last in spans], pa.string())
        right = pc.and_(pc.equal(expected, words), pc.less_equal(end, lengths))
        if not part:  # no row begins or ends with white space
            right = pc.and_not(right, pc.or_(pc.starts_with(words, " "), pc.ends_with(words, " ")))
        if words.null_count:
            right = pc.if_else(pc.is_valid(words), right, pc.invert(pc.and_(pc.is_valid(start), shown)))
        yield from _problems(
            rows, right, f"{name} {part}".rstrip() + " has other words than its statement at its place"
        )
