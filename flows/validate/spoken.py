"""The statements of a batch, and the columns that all tables below them have."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.claim_ids import claim_texts, ids_of
from flows.records import CodedDocument, CodedStatement, Description, RawDocument, Statement
from flows.validate.places import Runs, raw_ends, raw_starts, runs_of
from flows.validate.texts import buffer_of

Columns = Mapping[str, Sequence[Any] | pa.Array]


class Spoken(NamedTuple):
    """Statements in the order of their rows; a row below names its statement by the number in this order, from 0."""

    raws: list[RawDocument]
    descriptions: list[Description]  # of their documents
    statements: list[Statement]
    coded: list[CodedStatement]
    claim_ids: list[str]  # of all claims, in their order
    claim_texts: list[str]
    document_id: pa.Array
    statement_id: pa.Array
    statement_index: pa.Array
    runs: Runs


def spoken_in(documents: Iterable[CodedDocument]) -> Spoken:
    """Return the statements of the documents."""
    raws: list[RawDocument] = []
    descriptions: list[Description] = []
    statements: list[Statement] = []
    coded: list[CodedStatement] = []
    ids: list[str] = []
    texts: list[str] = []
    indexes: list[int] = []
    for document in documents:
        raw, spoken = document.segmented.clean.document, document.segmented.statements
        raws += [raw] * len(spoken)
        descriptions += [document.segmented.description] * len(spoken)
        statements += spoken
        coded += document.statements
        of_claims = list(chain.from_iterable(claim_texts(document)))
        ids += ids_of(raw.document_id, of_claims)
        texts += of_claims
        indexes += range(1, len(spoken) + 1)
    document_id = pa.array([raw.document_id for raw in raws], pa.string())
    index = pa.array(indexes, pa.int32())
    statement_id = numbered(document_id, ".s", index)
    return Spoken(
        raws, descriptions, statements, coded, ids, texts, document_id, statement_id, index, runs_of(statements)
    )


def above(spoken: Spoken, of: pa.Array) -> Columns:
    """Return the columns that tell the statement of each row; `of` holds the statements' numbers."""
    return {name: getattr(spoken, name).take(of) for name in ("statement_id", "document_id", "statement_index")}


def placed(spoken: Spoken, of: pa.Array, spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> Columns:
    """Return the words in spans of a statement's text, which are given, and their places there and in the raw file."""
    bounds = np.fromiter(chain.from_iterable(spans), np.int32, 2 * len(spans))
    start, end = pa.array(bounds[::2]), pa.array(bounds[1::2])
    return {
        "text": pa.array(texts, pa.string()),
        "char_start": start,
        "char_end": end,
        "raw_start": raw_starts(spoken.runs, of, start),
        "raw_end": raw_ends(spoken.runs, of, end),
    }


def numbered(ids: pa.Array, separator: str, numbers: pa.Array) -> pa.Array:
    """Ids of parts: that of the whole, and the part's number in it."""
    return pc.binary_join_element_wise(ids, numbers.cast(pa.string()), separator)


def n_words(texts: pa.StringArray) -> pa.Array:
    """Words of each clean text, in which one space divides them: as many as `str.split` finds."""
    if len(texts) == 0:
        return pa.array([], pa.int32())
    bounds = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1)
    spaces = np.flatnonzero(np.frombuffer(buffer_of(texts), np.int8) == ord(" "))
    return pa.array(np.diff(np.searchsorted(spaces, bounds)) + 1, pa.int32())
