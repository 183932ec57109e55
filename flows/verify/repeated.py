"""What a table repeats of another, or of itself, agrees with it: ids, counts, topics, pages, a document's facts.

Such columns could be told from the others, so nobody need believe them. What is not told from rows alone, such as
whom the words of a source mean (`holder_entities`), only the pipeline proves (`replay.py`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.validate.checks import Finding
from flows.validate.texts import buffer_of

Tables = Mapping[str, pa.Table]

_CLAIM = ("document_id", "statement_id", "statement_index", "claim_index", "claim_id")
_OF_DOCUMENT = ("title", "forum", "document_kind", "date_start", "date_precision")
_FILLED = {
    "documents": ("title", "forum", "session", "symbol", "place", "country_iso3", "date_start", "date_end",
                  "date_precision", "document_kind"),
    "statements": ("speaker_name", "speaker_role", "speaker_capacity", "speaking_for"),
}  # fmt: skip
# Table -> the ids that repeat others: column -> the columns and texts that it is joined of.
_PAGE = ("document_id", ".", "page")
_STATEMENT = ("document_id", ".s", "statement_index")
_PARAGRAPH = ("statement_id", ".p", "paragraph_index")
_SENTENCE = (*_PARAGRAPH, ".", "sentence_index")
_IDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "statements": {"statement_id": _STATEMENT},
    "paragraphs": {"statement_id": _STATEMENT, "paragraph_id": _PARAGRAPH},
    "sentences": {"statement_id": _STATEMENT, "paragraph_id": _PARAGRAPH, "sentence_id": _SENTENCE},
    "claims": {"statement_id": _STATEMENT, "paragraph_id": _PARAGRAPH, "sentence_id": _SENTENCE},
    "mentions": {"statement_id": _STATEMENT, "sentence_id": _SENTENCE},
}
# Table, the column that counts, the table whose rows it counts, and the column by which they belong to a row.
_COUNTS = (
    ("documents", "n_statements", "statements", "document_id"),
    ("statements", "n_paragraphs", "paragraphs", "statement_id"),
    ("statements", "n_sentences", "sentences", "statement_id"),
    ("statements", "n_claims", "claims", "statement_id"),
)


def disagreements(tables: Tables) -> Iterator[Finding]:
    """Yield the rows that say otherwise than the rows that they repeat; tables that could not be read are left out."""
    for table, ids in _IDS.items():
        if table in tables:
            for column, parts in ids.items():
                yield from _unlike(table, column, tables[table][column], _joined(tables[table], parts), "its indices")
    for table, column, counted, by in _COUNTS:
        if {table, counted} <= tables.keys():
            found = _counted(tables[counted][by], tables[table][by])
            yield from _unlike(table, column, tables[table][column], found, f"the rows of {counted}")
    if {"documents", "pages"} <= tables.keys():
        found = _counted(tables["pages"]["document_id"], tables["documents"]["document_id"])
        there = pc.if_else(pc.equal(found, 0), None, found)
        yield from _unlike("documents", "n_pages", tables["documents"]["n_pages"], there, "the rows of pages")
    if {"pages", "boxes"} <= tables.keys():
        yield from _unlike("boxes", "page", tables["boxes"]["page"], _pages_of(tables), "the ranges of pages")
    for table in {"statements", "sentences"} & tables.keys():
        yield from _miscounted_words(table, tables[table])
    if {"documents", "statements"} <= tables.keys():
        at = pc.index_in(tables["statements"]["document_id"], _whole(tables["documents"]["document_id"]))
        for column in _OF_DOCUMENT:
            expected = _plain(tables["documents"][column]).take(at)
            yield from _unlike("statements", column, tables["statements"][column], expected, "documents")
    if {"claims", "claim_topics"} <= tables.keys():
        yield from _other_topics(tables["claims"], tables["claim_topics"])
    if {"mentions", "entities"} <= tables.keys():
        yield from _unlike_entities(tables["mentions"], tables["entities"])
    if "document_facts" in tables:
        yield from _unlike_facts(tables)


def _joined(rows: pa.Table, parts: tuple[str, ...]) -> Any:
    columns = [rows[part].cast(pa.string()) if part in rows.column_names else part for part in parts]
    return pc.binary_join_element_wise(*columns, "")


def _counted(owners: pa.ChunkedArray, ids: pa.ChunkedArray) -> Any:
    """How many of the owners are each id; rows that belong together mostly follow each other."""
    runs = pc.run_end_encode(_whole(owners))
    ends = runs.run_ends.cast(pa.int64())
    sizes = pc.subtract(ends, pa.concat_arrays([pa.array([0], pa.int64()), ends])[: len(ends)])
    summed = pa.table({"id": runs.values, "size": sizes}).group_by("id", use_threads=False).aggregate([("size", "sum")])
    at = pc.index_in(ids, _whole(summed["id"]))
    return pc.fill_null(summed["size_sum"].take(at), 0).cast(pa.int32())


def _pages_of(tables: Tables) -> Any:
    """Return the page of each box where the page's range holds the box's, else null."""
    pages, boxes = tables["pages"], tables["boxes"]
    at = pc.index_in(_joined(boxes, _PAGE), _whole(_joined(pages, _PAGE)))
    low, high = (_whole(pages[column]).take(at) for column in ("raw_start", "raw_end"))
    holds = pc.and_(pc.less_equal(low, boxes["raw_start"]), pc.less_equal(boxes["raw_end"], high))
    return pc.if_else(pc.fill_null(holds, False), boxes["page"], None)


def _miscounted_words(table: str, rows: pa.Table) -> Iterator[Finding]:
    """Words are what single spaces divide, and blank lines, of which a statement has one fewer than paragraphs."""
    more = rows["n_paragraphs"] if table == "statements" else 1
    words = pc.add(_spaces(_whole(rows["text"])), more).cast(pa.int32())
    there = pc.is_valid(rows["text"])  # not redistributed elsewhere
    yield from _unlike(table, "n_words", rows["n_words"], pc.if_else(there, words, rows["n_words"]), "its text")


def _spaces(texts: pa.StringArray) -> pa.Array:
    """How many spaces each text has; Arrow's own search for one takes five times as long."""
    if len(texts) == 0:
        return pa.array([], pa.int64())
    bounds = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    written = np.frombuffer(buffer_of(texts), np.uint8)
    return pa.array(np.diff(np.searchsorted(np.flatnonzero(written == ord(" ")), bounds - bounds[0])))


def _other_topics(claims: pa.Table, topics: pa.Table) -> Iterator[Finding]:
    lists = _whole(claims["topics"])
    expected = claims.select(_CLAIM).take(pc.list_parent_indices(lists))
    expected = expected.append_column("topic", pc.list_flatten(lists))
    found = topics.select([*_CLAIM, "topic"])
    for column in found.column_names:
        if len(expected) == len(found) and _plain(found[column]).equals(_plain(expected[column])):
            continue
        wanted, there = (_pairs(one) for one in (expected, found))
        if other := sorted(there - wanted) or sorted(wanted - there):
            claim, topic = other[0][-2:]
            rule = "not in claims.topics" if other[0] in there else "only in claims.topics"
            yield Finding("claim_topics", "topic", rule, None, f"{claim}: {topic}")
        return


def _pairs(rows: pa.Table) -> set[tuple[Any, ...]]:
    return set(zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True))


def _unlike_entities(mentions: pa.Table, entities: pa.Table) -> Iterator[Finding]:
    at = pc.index_in(mentions["entity_id"], _whole(entities["entity_id"]))
    yield from _unlike("mentions", "iso3", mentions["iso3"], entities["iso3"].take(at), "entities")
    kinds = pc.if_else(pc.is_valid(at), _plain(entities["kind"]).take(at), _plain(mentions["kind"]))
    yield from _unlike("mentions", "kind", mentions["kind"], kinds, "entities")


def _unlike_facts(tables: Tables) -> Iterator[Finding]:
    """Facts that are said to be used, and are not what the columns hold; corrected claims of which no fact tells."""
    facts = tables["document_facts"].filter(tables["document_facts"]["used"])
    of_document = pc.equal(facts["statement_index"], 0)
    for table, mask in (("documents", of_document), ("statements", pc.invert(of_document))):
        if table in tables:
            told, rows = facts.filter(mask), tables[table]
            keys = ("document_id",) if table == "documents" else _STATEMENT
            places = _whole(_joined(rows, keys))
            for column in _FILLED[table]:
                of_column = told.filter(pc.equal(told["field"], column))
                if len(of_column):
                    held = _plain(rows[column]).cast(pa.string())
                    expected = held.take(pc.index_in(_joined(of_column, keys), places))
                    yield from _unlike("document_facts", "value", of_column["value"], expected, f"{table}.{column}")
    if "claims" in tables:
        prefix = "correction:"
        corrected = facts["field"].filter(pc.starts_with(facts["field"], prefix)).to_pylist()
        told_of = pa.array([field.removeprefix(prefix) for field in corrected], pa.string())
        expected = pc.is_in(tables["claims"]["claim_id"], value_set=told_of)
        yield from _unlike("claims", "corrected", tables["claims"]["corrected"], expected, "document_facts")


def _unlike(table: str, column: str, values: Any, expected: Any, of: str) -> Iterator[Finding]:
    """Yield the first row whose value is not the one that is expected, if there is one."""
    values = _plain(values)
    expected = _plain(expected)
    if values.equals(expected):
        return
    same = pc.fill_null(pc.equal(values, expected), False)
    same = pc.or_(same, pc.and_(pc.is_null(values), pc.is_null(expected)))
    place = pc.index(same, False).as_py()
    if place >= 0:
        example = f"{values[place].as_py()!r}, there {expected[place].as_py()!r}"
        yield Finding(table, column, f"is not what {of} say" + ("" if of.endswith("s") else "s"), (place,), example)


def _plain(values: Any) -> Any:
    """Return the values as one array, of texts where they are coded."""
    values = _whole(values)
    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values


def _whole(values: Any) -> Any:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
