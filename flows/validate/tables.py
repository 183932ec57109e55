"""Coded documents as the columns of the tables; nothing is decided here."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from flows.claim_ids import claim_ids
from flows.correct import fact_of
from flows.records import CodedDocument, CodedStatement, Paragraph, RawDocument, Refusal, Span, Statement
from schemas.arrow import arrow_schema, to_arrow
from schemas.dictionary import column_rows
from schemas.keys import word_columns
from schemas.vocabulary import AGREEMENT_RANK, TOPIC

DOCUMENT_TABLES = (
    "documents",
    "statements",
    "paragraphs",
    "sentences",
    "claims",
    "mentions",
    "furniture",
    "edits",
    "document_facts",
)

Columns = dict[str, list[Any]]


def document_tables(documents: Iterable[CodedDocument]) -> dict[str, pa.Table]:
    """The tables whose rows come from documents, by name, sorted as the documents are; not yet validated."""
    columns: dict[str, Columns] = {name: defaultdict(list) for name in DOCUMENT_TABLES}
    for document in documents:
        _add_document(columns, document)
    return {name: to_arrow(name, columns[name] or _no_rows(name)) for name in DOCUMENT_TABLES}


def quarantine_table(refusals: Iterable[Refusal]) -> pa.Table:
    """The refusals as a table, by path."""
    rows = sorted(refusals, key=lambda refusal: (refusal.source_path, refusal.stage, refusal.code, refusal.message))
    return to_arrow("quarantine", {name: [getattr(row, name) for row in rows] for name in Refusal._fields})


def vocabulary_tables() -> dict[str, pa.Table]:
    """The tables that are the same for every raw folder: the data dictionary and the topics."""
    topics = {"topic": list(TOPIC), "description": list(TOPIC.values())}
    return {"columns": to_arrow("columns", column_rows()), "topics": to_arrow("topics", topics)}


def _no_rows(table: str) -> Columns:
    return {name: [] for name in arrow_schema(table).names}


def _add(columns: Columns, **row: Any) -> None:
    for name, value in row.items():
        columns[name].append(value)


def _add_document(columns: dict[str, Columns], coded: CodedDocument) -> None:
    segmented, clean = coded.segmented, coded.segmented.clean
    raw, known = clean.document, clean.document.sidecar
    languages = {statement.language for statement in segmented.statements}
    begin = {name: len(next(iter(columns[name].values()), ())) for name in columns}
    _add(
        columns["documents"],
        document_id=raw.document_id,
        source_path=raw.source_path,
        source_sha256=raw.source_sha256,
        source_bytes=raw.source_bytes,
        encoding=raw.encoding,
        title=known.title,
        forum=known.forum,
        session=known.session,
        place=known.place,
        country_iso3=known.country_iso3,
        date_start=known.date_start,
        date_end=known.date_end,
        date_precision=known.date_precision,
        document_kind=known.document_kind,
        language=known.language or (languages.pop() if len(languages) == 1 else None),
        source_url=known.source_url,
        licence=known.licence,
        n_statements=len(segmented.statements),
    )
    ids = claim_ids(coded)
    for index, (statement, claims) in enumerate(zip(segmented.statements, coded.statements, strict=True), 1):
        _add_statement(columns, raw, index, statement, claims, ids[index - 1])
    for piece in sorted(clean.furniture):
        _add(
            columns["furniture"],
            document_id=raw.document_id,
            raw_start=piece.raw_start,
            raw_end=piece.raw_end,
            text=raw.text[piece.raw_start : piece.raw_end],
            reason=piece.reason,
        )
    for edit in sorted(clean.edits):
        _add(columns["edits"], document_id=raw.document_id, **edit._asdict())
    for fact in known.facts:
        _add(columns["document_facts"], document_id=raw.document_id, **fact._asdict())
    for statement_ids, claims in zip(ids, coded.statements, strict=True):
        for name, claim in zip(statement_ids, claims.claims, strict=True):
            if claim.correction is not None:
                fact = fact_of(name, claim.correction)
                _add(columns["document_facts"], document_id=raw.document_id, **fact._asdict())
    if not known.redistribute:
        _take_out_words(columns, begin)


def _take_out_words(columns: dict[str, Columns], begin: dict[str, int]) -> None:
    """Set the words of the rows from `begin` on to None: offsets and coding are published without them."""
    for table, first in begin.items():
        for name in word_columns(table):
            values = columns[table][name]
            values[first:] = [None] * (len(values) - first)


def _add_statement(
    columns: dict[str, Columns],
    raw: RawDocument,
    index: int,
    statement: Statement,
    coded: CodedStatement,
    ids: tuple[str, ...],
) -> None:
    known = raw.sidecar
    statement_id = f"{raw.document_id}.s{index}"
    # what the sidecar says of the speaker is meant for a document with one voice
    speaker = None if statement.speaker_label else known
    first, last = statement.paragraphs[0], statement.paragraphs[-1]
    _add(
        columns["statements"],
        statement_id=statement_id,
        document_id=raw.document_id,
        statement_index=index,
        language=statement.language,
        coding_scheme=coded.scheme,
        speaker_label=statement.speaker_label,
        speaker_name=speaker and speaker.speaker_name,
        speaker_role=speaker and speaker.speaker_role,
        speaker_capacity=speaker and speaker.speaker_capacity,
        speaking_for=speaker and speaker.speaking_for,
        text=statement.text,
        raw_start=first.block.offsets.raw_start(0),
        raw_end=last.block.offsets.raw_end(len(last.block.text)),
        title=known.title,
        forum=known.forum,
        document_kind=known.document_kind,
        date_start=known.date_start,
        date_precision=known.date_precision,
        n_paragraphs=len(statement.paragraphs),
        n_sentences=sum(len(paragraph.sentences) for paragraph in statement.paragraphs),
        n_claims=len(coded.claims),
        n_words=len(statement.text.split()),
    )
    above = {"statement_id": statement_id, "document_id": raw.document_id, "statement_index": index}
    for place, paragraph in enumerate(statement.paragraphs, 1):
        paragraph_id = f"{statement_id}.p{place}"
        whole = Span(paragraph.start, paragraph.end)
        _add(
            columns["paragraphs"],
            **above,
            paragraph_id=paragraph_id,
            paragraph_index=place,
            kind=paragraph.kind,
            label=paragraph.label,
            section=paragraph.section,
            **_placed(statement, paragraph, whole),
        )
        for number, sentence in enumerate(paragraph.sentences, 1):
            placed = _placed(statement, paragraph, sentence)
            _add(
                columns["sentences"],
                **above,
                sentence_id=f"{paragraph_id}.{number}",
                paragraph_id=paragraph_id,
                paragraph_index=place,
                sentence_index=number,
                n_words=len(placed["text"].split()),
                **placed,
            )
    _add_claims(columns["claims"], above, statement, coded, ids)
    _add_mentions(columns["mentions"], above, statement, coded)


def _placed(statement: Statement, paragraph: Paragraph, span: Span) -> dict[str, Any]:
    """A span's words and its places in the statement and in the raw file."""
    offsets = paragraph.block.offsets
    return {
        "text": statement.text[span.start : span.end],
        "char_start": span.start,
        "char_end": span.end,
        "raw_start": offsets.raw_start(span.start - paragraph.start),
        "raw_end": offsets.raw_end(span.end - paragraph.start),
    }


def _part(name: str, text: str, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {f"{name}_text": None, f"{name}_start": None, f"{name}_end": None}
    return {f"{name}_text": text[span.start : span.end], f"{name}_start": span.start, f"{name}_end": span.end}


def _add_claims(
    columns: Columns, above: dict[str, Any], statement: Statement, coded: CodedStatement, ids: tuple[str, ...]
) -> None:
    text = statement.text
    for index, claim in enumerate(coded.claims):
        paragraph_id = f"{above['statement_id']}.p{claim.paragraph + 1}"
        _add(
            columns,
            **above,
            claim_id=ids[index],
            paragraph_id=paragraph_id,
            sentence_id=f"{paragraph_id}.{claim.sentence + 1}",
            paragraph_index=claim.paragraph + 1,
            sentence_index=claim.sentence + 1,
            claim_index=index + 1,
            **_placed(statement, statement.paragraphs[claim.paragraph], claim.span),
            **_part("source", text, claim.source),
            source_inherited=claim.source_inherited,
            **_part("cue", text, claim.cue),
            cue_lemma=claim.cue_lemma,
            cue_inherited=claim.cue_inherited,
            parent_claim_id=None if claim.parent is None else ids[claim.parent],
            **_part("content", text, claim.content),
            **_part("addressee", text, claim.addressee),
            holder=claim.holder,
            agreement=claim.agreement,
            agreement_rank=AGREEMENT_RANK.get(claim.agreement),
            act=claim.act,
            modality=claim.modality,
            negated=claim.negated,
            topics=claim.topics,
            opposes_claim_id=None if claim.opposes is None else ids[claim.opposes],
            rules=claim.rules,
            corrected=claim.correction is not None,
        )


def _add_mentions(columns: Columns, above: dict[str, Any], statement: Statement, coded: CodedStatement) -> None:
    count: Counter[str] = Counter()
    for mention in coded.mentions:
        sentence_id = f"{above['statement_id']}.p{mention.paragraph + 1}.{mention.sentence + 1}"
        count[sentence_id] += 1
        _add(
            columns,
            **above,
            mention_id=f"{sentence_id}.m{count[sentence_id]}",
            sentence_id=sentence_id,
            paragraph_index=mention.paragraph + 1,
            sentence_index=mention.sentence + 1,
            **_placed(statement, statement.paragraphs[mention.paragraph], mention.span),
            kind=mention.kind,
            entity_id=mention.entity_id,
            iso3=mention.iso3,
            value=mention.value,
            comparator=mention.comparator,
            unit=mention.unit,
        )
