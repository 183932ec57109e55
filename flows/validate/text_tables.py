"""Statements, paragraphs and sentences, column by column."""

import pyarrow as pa
import pyarrow.compute as pc

from flows.records import RawDocument, Sidecar, Statement, Voice
from flows.validate.citation import Voiced, citation
from flows.validate.places import parts_of
from flows.validate.spoken import Columns, Spoken, above, n_words, numbered, placed

_NOBODY = Sidecar()
# What each statement repeats of its document.
_OF_DOCUMENT = ("title", "forum", "series_id", "session_index", "document_kind", "date_start", "date_precision")


def statement_columns(spoken: Spoken) -> Columns:
    """One row for each statement."""
    texts = pa.array([statement.text for statement in spoken.statements], pa.string())
    n_paragraphs = [len(statement.paragraphs) for statement in spoken.statements]
    labels = [statement.speaker_label for statement in spoken.statements]
    speakers = [voice_of(raw, statement) for raw, statement in zip(spoken.raws, spoken.statements, strict=True)]
    voices = [coded.links.voice if coded.links else Voice() for coded in spoken.coded]
    firsts = [statement.paragraphs[0].block.offsets for statement in spoken.statements]
    lasts = [statement.paragraphs[-1].block for statement in spoken.statements]
    return {
        "statement_id": spoken.statement_id,
        "document_id": spoken.document_id,
        "statement_index": spoken.statement_index,
        "language": [statement.language for statement in spoken.statements],
        "coding_scheme": [coded.scheme for coded in spoken.coded],
        "speaker_label": labels,
        "speaker_name": [speaker.name for speaker in speakers],
        "speaker_role": [speaker.role for speaker in speakers],
        "speaker_capacity": [speaker.capacity for speaker in speakers],
        "speaking_for": [speaker.speaking_for for speaker in speakers],
        "speaker_entity": [voice.entity for voice in voices],
        "speaking_for_entities": [voice.speaking_for for voice in voices],
        "text": texts,
        "raw_start": [offsets.raw_start(0) for offsets in firsts],
        "raw_end": [block.offsets.raw_end(len(block.text)) for block in lasts],
        **{name: [getattr(one, name) for one in spoken.descriptions] for name in _OF_DOCUMENT},
        "citation": [
            citation(described, raw.source_path, speaker)
            for described, raw, speaker in zip(spoken.descriptions, spoken.raws, speakers, strict=True)
        ],
        "n_paragraphs": n_paragraphs,
        "n_sentences": [sum(len(p.sentences) for p in statement.paragraphs) for statement in spoken.statements],
        "n_claims": [len(coded.claims) for coded in spoken.coded],
        # a blank line divides the last word of a paragraph from the first one of the next
        "n_words": pc.add(n_words(texts), pc.subtract(pa.array(n_paragraphs, pa.int32()), 1)),
    }


def voice_of(raw: RawDocument, statement: Statement) -> Voiced:
    """Return who speaks in a statement; what the sidecar says of it is meant for a document with one voice."""
    told, read = (_NOBODY if statement.speaker_label else raw.sidecar), statement.speaker
    return Voiced(
        statement.speaker_label,
        told.speaker_name or read.name,
        told.speaker_role or read.role,
        told.speaker_capacity or read.capacity,
        told.speaking_for or read.speaking_for,
    )


def paragraph_columns(spoken: Spoken) -> Columns:
    """One row for each paragraph."""
    paragraphs = [paragraph for statement in spoken.statements for paragraph in statement.paragraphs]
    texts = [statement.text[p.start : p.end] for statement in spoken.statements for p in statement.paragraphs]
    numbers, index = parts_of([len(statement.paragraphs) for statement in spoken.statements])
    return {
        **above(spoken, numbers),
        "paragraph_id": numbered(spoken.statement_id.take(numbers), ".p", index),
        "paragraph_index": index,
        "kind": [paragraph.kind for paragraph in paragraphs],
        "label": [paragraph.label for paragraph in paragraphs],
        "section": [paragraph.section for paragraph in paragraphs],
        **placed(spoken, numbers, [(p.start, p.end) for p in paragraphs], texts),
    }


def sentence_columns(spoken: Spoken) -> Columns:
    """One row for each sentence."""
    paragraphs = [paragraph for statement in spoken.statements for paragraph in statement.paragraphs]
    spans = [span for paragraph in paragraphs for span in paragraph.sentences]
    number, place = parts_of([len(statement.paragraphs) for statement in spoken.statements])
    of, index = parts_of([len(paragraph.sentences) for paragraph in paragraphs])
    numbers, place = number.take(of), place.take(of)
    paragraph_id = numbered(spoken.statement_id.take(numbers), ".p", place)
    texts = [
        statement.text[start:end]
        for statement in spoken.statements
        for paragraph in statement.paragraphs
        for start, end in paragraph.sentences
    ]
    rows = placed(spoken, numbers, spans, texts)
    return {
        **above(spoken, numbers),
        "sentence_id": numbered(paragraph_id, ".", index),
        "paragraph_id": paragraph_id,
        "paragraph_index": place,
        "sentence_index": index,
        **rows,
        "n_words": n_words(rows["text"]),
    }
