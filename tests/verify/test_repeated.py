"""What a table repeats of another is held against it, though every checksum and content hash fits."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.verify import verify
from flows.verify.repeated import disagreements
from schemas.arrow import to_arrow
from tests.publish.forging import edit_table, rehash, with_column

# What a forger writes into the first row, and what is told of it.
FORGERIES: dict[str, tuple[str, str, Any, str]] = {
    "topic of a claim": ("claims", "topics", ["security"], "claim_topics.topic: not in claims.topics"),
    "topic of its own": ("claim_topics", "topic", "security", "claim_topics.topic: not in claims.topics"),
    "place of a topic": ("claim_topics", "claim_index", 7, "claim_topics.topic: not in claims.topics"),
    "title of a statement": ("statements", "title", "Other", "statements.title: is not what documents say"),
    "symbol of a document": ("document_facts", "field", "symbol", "document_facts.value: is not what documents.symbol"),
    "title of a document": ("documents", "title", "Other", "document_facts.value: is not what documents.title says"),
    "statements of a document": ("documents", "n_statements", 2, "documents.n_statements: is not what the rows of"),
    "paragraphs": ("statements", "n_paragraphs", 9, "statements.n_paragraphs: is not what the rows of paragraphs"),
    "sentences": ("statements", "n_sentences", 9, "statements.n_sentences: is not what the rows of sentences say"),
    "claims": ("statements", "n_claims", 9, "statements.n_claims: is not what the rows of claims say"),
    "words of a statement": ("statements", "n_words", 9, "statements.n_words: is not what its text says"),
    "words of a sentence": ("sentences", "n_words", 9, "sentences.n_words: is not what its text says"),
    "sentence of a claim": ("claims", "sentence_index", 2, "claims.sentence_id: is not what its indices say"),
    "country of a quantity": ("mentions", "iso3", "FRA", "mentions.iso3: is not what entities say"),
    "correction": ("claims", "corrected", True, "claims.corrected: is not what document_facts say"),
}


@pytest.mark.parametrize(("table", "column", "value", "told"), FORGERIES.values(), ids=FORGERIES)
def test_a_value_that_is_another_where_it_is_repeated_is_told(
    tables: dict[str, pa.Table], table: str, column: str, value: Any, told: str
) -> None:
    assert list(disagreements(tables)) == []
    forged = {**tables, table: with_column(tables[table], column, lambda values: [value, *values[1:]])}
    assert [line for line in map(str, disagreements(forged)) if line.startswith(told)]


def paged(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables with two pages of the first document, and a word on each."""
    document = tables["documents"]["document_id"][0].as_py()
    of_pages: dict[str, list[Any]] = {
        "document_id": [document] * 2,
        "page": [1, 2],
        "raw_start": [0, 40],
        "raw_end": [39, 80],
    }
    shown = {"width": [595.0] * 2, "height": [842.0] * 2, "rotation": [0, 0], "text_source": ["layer"] * 2}
    words = {"document_id": [document] * 2, "page": [1, 2], "line": [1, 1], "raw_start": [0, 40], "raw_end": [5, 45]}
    places = {name: [1.0, 1.0] for name in ("x0", "y0", "x1", "y1")}
    return {
        **tables,
        "documents": with_column(tables["documents"], "n_pages", lambda values: [2, *values[1:]]),
        "pages": to_arrow("pages", of_pages | shown | {"confidence": [None] * 2}),
        "boxes": to_arrow("boxes", words | places),
    }


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("documents", "n_pages", 3, "documents.n_pages: is not what the rows of pages say"),
        ("boxes", "page", 2, "boxes.page: is not what the ranges of pages say"),
        ("boxes", "raw_end", 40, "boxes.page: is not what the ranges of pages say"),
        ("pages", "raw_end", 4, "boxes.page: is not what the ranges of pages say"),
    ],
)
def test_pages_and_boxes_agree(tables: dict[str, pa.Table], table: str, column: str, value: Any, told: str) -> None:
    right = paged(tables)
    assert list(disagreements(right)) == []
    forged = {**right, table: with_column(right[table], column, lambda values: [value, *values[1:]])}
    assert [line for line in map(str, disagreements(forged)) if line.startswith(told)]


def test_an_entity_of_another_kind_or_state_is_told(tables: dict[str, pa.Table]) -> None:
    columns = {"entity_id": ["peru"], "name": ["Peru"], "kind": ["state"], "iso3": ["PER"], "region": [None]}
    named = with_column(tables["mentions"], "entity_id", lambda values: ["peru", *values[1:]])
    known = {**tables, "entities": to_arrow("entities", columns), "mentions": named}
    assert {finding.column for finding in disagreements(known)} == {"kind", "iso3"}
    named = with_column(named, "kind", lambda values: ["state", *values[1:]])
    named = with_column(named, "iso3", lambda values: ["PER", *values[1:]])
    assert list(disagreements({**known, "mentions": named})) == []


def test_words_that_are_not_redistributed_are_not_counted(tables: dict[str, pa.Table]) -> None:
    withheld = with_column(tables["sentences"], "text", lambda values: [None] * len(values))
    assert list(disagreements({**tables, "sentences": withheld})) == []


def test_a_release_without_a_claim_has_no_problem(tables: dict[str, pa.Table]) -> None:
    empty = {name: tables[name].slice(0, 0) for name in ("claims", "claim_topics", "mentions")}
    statements = with_column(tables["statements"], "n_claims", lambda values: [0] * len(values))
    assert list(disagreements({**tables, **empty, "statements": statements})) == []


def test_a_topic_that_is_left_out_is_told(tables: dict[str, pa.Table]) -> None:
    (told,) = disagreements({**tables, "claim_topics": tables["claim_topics"].slice(1)})
    assert str(told).startswith("claim_topics.topic: only in claims.topics")


def test_a_resealed_release_with_other_topics_is_told(dataset: Path) -> None:
    edit_table(dataset, "0.1.0", "claim_topics", "topic", lambda values: ["security", *values[1:]])
    rehash(dataset, "0.1.0")
    told = [line for line in verify(dataset).problems if not line.startswith("rapporteur.duckdb")]
    assert len(told) == 1
    assert told[0].startswith("claim_topics.topic: not in claims.topics")
