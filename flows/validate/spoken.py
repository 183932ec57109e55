"""The statements of a batch, and the columns that all tables below them have."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from flows.claim_ids import claim_ids
from flows.records import CodedDocument, CodedStatement, RawDocument, Statement
from flows.validate.places import Runs, raw_ends, raw_starts, runs_of

Columns = Mapping[str, Sequence[Any] | pa.Array]


class Spoken(NamedTuple):
    """Statements in the order of their rows; a row below names its statement by the number in this order, from 0."""

    raws: list[RawDocument]
    statements: list[Statement]
    coded: list[CodedStatement]
    claim_ids: list[tuple[str, ...]]
    document_id: pa.Array
    statement_id: pa.Array
    statement_index: pa.Array
    runs: Runs


def spoken_in(documents: Iterable[CodedDocument]) -> Spoken:
    """The statements of the documents."""
    raws: list[RawDocument] = []
    statements: list[Statement] = []
    coded: list[CodedStatement] = []
    ids: list[tuple[str, ...]] = []
    indexes: list[int] = []
    for document in documents:
        spoken = document.segmented.statements
        raws += [document.segmented.clean.document] * len(spoken)
        statements += spoken
        coded += document.statements
        ids += claim_ids(document)
        indexes += range(1, len(spoken) + 1)
    document_id = pa.array([raw.document_id for raw in raws], pa.string())
    index = pa.array(indexes, pa.int32())
    return Spoken(
        raws, statements, coded, ids, document_id, numbered(document_id, ".s", index), index, runs_of(statements)
    )


def above(spoken: Spoken, of: pa.Array) -> Columns:
    """The columns that tell the statement of each row; `of` holds the statements' numbers."""
    return {name: getattr(spoken, name).take(of) for name in ("statement_id", "document_id", "statement_index")}


def placed(spoken: Spoken, of: Sequence[int], starts: Sequence[int], ends: Sequence[int]) -> Columns:
    """The words between offsets of a statement's text, and their places there and in the raw file."""
    number, start, end = pa.array(of, pa.int64()), pa.array(starts, pa.int32()), pa.array(ends, pa.int32())
    return {
        "text": pa.array(words(spoken, of, starts, ends), pa.string()),
        "char_start": start,
        "char_end": end,
        "raw_start": raw_starts(spoken.runs, number, start),
        "raw_end": raw_ends(spoken.runs, number, end),
    }


def words(
    spoken: Spoken, of: Sequence[int], starts: Sequence[int | None], ends: Sequence[int | None]
) -> list[str | None]:
    """The words between offsets; None where there are no offsets."""
    texts = [statement.text for statement in spoken.statements]
    return [
        None if start is None else texts[number][start:end] for number, start, end in zip(of, starts, ends, strict=True)
    ]


def numbered(ids: pa.Array, separator: str, numbers: pa.Array) -> pa.Array:
    """Ids of parts: that of the whole, and the part's number in it."""
    return pc.binary_join_element_wise(ids, numbers.cast(pa.string()), separator)


def n_words(texts: pa.Array) -> pa.Array:
    """Words of each clean text, in which one space divides them: as many as `str.split` finds."""
    return pc.add(pc.count_substring(texts, " "), 1)
