"""Coded documents as the tables of a batch; nothing is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.claim_ids import claim_ids
from flows.correct import fact_of
from flows.records import CodedDocument, Edit, Fact, Refusal, Subject
from flows.validate.citation import citation
from flows.validate.coding_tables import claim_columns, claim_topic_columns, mention_columns
from flows.validate.page_tables import box_columns, page_columns
from flows.validate.spoken import Columns, spoken_in
from flows.validate.text_tables import paragraph_columns, sentence_columns, statement_columns, voice_of
from schemas.arrow import to_arrow
from schemas.dictionary import column_rows
from schemas.keys import word_columns
from schemas.vocabulary import TOPIC


def document_tables(documents: Sequence[CodedDocument]) -> dict[str, pa.Table]:
    """Return the tables whose rows come from documents, by name, sorted as the documents are; not yet validated."""
    spoken = spoken_in(documents)
    raws = [document.segmented.clean.document for document in documents]
    columns = {
        "documents": _document_columns(documents),
        "statements": statement_columns(spoken),
        "paragraphs": paragraph_columns(spoken),
        "sentences": sentence_columns(spoken),
        "claims": claim_columns(spoken),
        "claim_topics": claim_topic_columns(spoken),
        "mentions": mention_columns(spoken),
        "furniture": _furniture_columns(documents),
        "edits": _edit_columns(documents),
        "pages": page_columns(raws),
        "boxes": box_columns(raws),
        "document_facts": _fact_columns(documents),
        "document_subjects": _subject_columns(documents),
    }
    withheld = [raw.document_id for raw in raws if not raw.sidecar.redistribute]
    return {name: _without_words(name, to_arrow(name, columns[name]), withheld) for name in columns}


def quarantine_table(refusals: Iterable[Refusal]) -> pa.Table:
    """Return the refusals as a table, by path."""
    rows = sorted(refusals, key=lambda refusal: (refusal.source_path, refusal.stage, refusal.code, refusal.message))
    return to_arrow("quarantine", {name: [getattr(row, name) for row in rows] for name in Refusal._fields})


def vocabulary_tables(known: Mapping[str, str] = TOPIC) -> dict[str, pa.Table]:
    """Return the tables that no raw file decides: the data dictionary, and the topics, given with what they are."""
    rows = {"topic": list(known), "description": list(known.values())}
    return {"columns": to_arrow("columns", column_rows()), "topics": to_arrow("topics", rows)}


def _without_words(table: str, rows: pa.Table, withheld: Sequence[str]) -> pa.Table:
    """Return the rows, those of withheld documents without their words.

    Offsets and coding are published all the same.
    """
    if withheld and (names := word_columns(table)):
        kept = pc.invert(pc.is_in(rows["document_id"], value_set=pa.array(withheld)))
        for name in names:
            at = rows.schema.get_field_index(name)
            rows = rows.set_column(at, rows.schema.field(at), pc.if_else(kept, rows[name], None))
    return rows


def _document_columns(documents: Sequence[CodedDocument]) -> Columns:
    raws = [document.segmented.clean.document for document in documents]
    spoken = [{statement.language for statement in document.segmented.statements} for document in documents]
    of_raw = ("document_id", "source_path", "source_sha256", "source_bytes", "source_format", "encoding",
              "rendition_sha256", "extractor")  # fmt: skip
    told = ("title", "forum", "session", "symbol", "place", "country_iso3", "date_start", "date_end", "date_precision",
            "document_kind")  # fmt: skip
    return {
        **{name: [getattr(raw, name) for raw in raws] for name in of_raw},
        "n_pages": [len(raw.pages) or None for raw in raws],
        **{name: [getattr(document.segmented.description, name) for document in documents] for name in told},
        **{name: [getattr(raw.sidecar, name) for raw in raws] for name in ("source_url", "licence")},
        "language": [
            raw.sidecar.language or (next(iter(languages)) if len(languages) == 1 else None)
            for raw, languages in zip(raws, spoken, strict=True)
        ],
        "citation": [_cited(document) for document in documents],
        "stale_since": [None] * len(raws),
        "n_statements": [len(document.segmented.statements) for document in documents],
    }


def _cited(document: CodedDocument) -> str:
    """Return what a document is cited by: with its speaker where it is one statement."""
    raw, spoken = document.segmented.clean.document, document.segmented.statements
    voice = voice_of(raw, spoken[0]) if len(spoken) == 1 else None
    return citation(document.segmented.description, raw.source_path, voice)


def _furniture_columns(documents: Sequence[CodedDocument]) -> Columns:
    cleaned = [document.segmented.clean for document in documents]
    rows = [(clean.document, piece) for clean in cleaned for piece in sorted(clean.furniture)]
    return {
        "document_id": [raw.document_id for raw, _ in rows],
        "raw_start": [piece.raw_start for _, piece in rows],
        "raw_end": [piece.raw_end for _, piece in rows],
        "text": [raw.text[piece.raw_start : piece.raw_end] for raw, piece in rows],
        "reason": [piece.reason for _, piece in rows],
    }


def _edit_columns(documents: Sequence[CodedDocument]) -> Columns:
    cleaned = [document.segmented.clean for document in documents]
    rows = [(clean.document.document_id, *edit) for clean in cleaned for edit in sorted(clean.edits)]
    return {name: [row[place] for row in rows] for place, name in enumerate(("document_id", *Edit._fields))}


def _subject_columns(documents: Sequence[CodedDocument]) -> Columns:
    raws = [document.segmented.clean.document for document in documents]
    rows = [(raw.document_id, *subject) for raw in raws for subject in raw.structure.subjects]
    return {name: [row[place] for row in rows] for place, name in enumerate(("document_id", *Subject._fields))}


def _fact_columns(documents: Sequence[CodedDocument]) -> Columns:
    """Return what the sidecars say, then what the texts do.

    Behind each document's facts the claims that were corrected.
    """
    rows: list[tuple[Any, ...]] = []
    for document in documents:
        raw = document.segmented.clean.document
        rows += [(raw.document_id, *fact) for fact in (*raw.sidecar.facts, *document.segmented.facts)]
        if raw.corrections:
            claims = [claim for coded in document.statements for claim in coded.claims]
            named = zip(chain.from_iterable(claim_ids(document)), claims, strict=True)
            corrected = [fact_of(name, claim.correction) for name, claim in named if claim.correction is not None]
            rows += [(raw.document_id, *fact) for fact in corrected]
    return {name: [row[place] for row in rows] for place, name in enumerate(("document_id", *Fact._fields))}
