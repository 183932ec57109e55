"""Claims and mentions, column by column."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.confidence import confidence_of
from flows.records import Claim, Links, Mention, Span, Voice
from flows.validate.places import parts_of
from flows.validate.spoken import Columns, Spoken, above, numbered, placed
from schemas.vocabulary import AGREEMENT_RANK


def claim_columns(spoken: Spoken) -> Columns:
    """One row for each claim."""
    claims = [claim for coded in spoken.coded for claim in coded.claims]
    column = _by_field(Claim, claims)
    numbers, index = parts_of([len(coded.claims) for coded in spoken.coded])
    sentence = _sentence(spoken, numbers, column)
    coded_statements = zip(spoken.statements, spoken.coded, strict=True)
    within = [text for statement, coded in coded_statements for text in repeat(statement.text, len(coded.claims))]
    return {
        **above(spoken, numbers),
        **sentence,
        "claim_id": spoken.claim_ids,
        "claim_index": index,
        **placed(spoken, numbers, column["span"], spoken.claim_texts),
        **_part(within, "source", column["source"]),
        "source_inherited": column["source_inherited"],
        **_part(within, "cue", column["cue"]),
        "cue_lemma": column["cue_lemma"],
        "marked_cue": _marked_cues(spoken),
        "cue_inherited": column["cue_inherited"],
        "parent_claim_id": _named(spoken, index, column["parent"]),
        **_part(within, "content", column["content"]),
        **_part(within, "addressee", column["addressee"]),
        "addressee_entities": [one for links in _links(spoken) for one in links.addressees],
        "holder": column["holder"],
        "holder_entities": [one for links in _links(spoken) for one in links.holders],
        "agreement": column["agreement"],
        "agreement_rank": [AGREEMENT_RANK.get(agreement) for agreement in column["agreement"]],
        "act": column["act"],
        "modality": column["modality"],
        "negated": column["negated"],
        "topics": column["topics"],
        "opposes_claim_id": _named(spoken, index, column["opposes"]),
        "rules": column["rules"],
        "confidence": pa.array(map(confidence_of, claims), pa.float64()),
        "corrected": [correction is not None for correction in column["correction"]],
    }


def _marked_cues(spoken: Spoken) -> list[str | None]:
    """Return the words that the source marks as the cue of the first claim of a paragraph, claim by claim."""
    marked: list[str | None] = []
    for statement, coded in zip(spoken.statements, spoken.coded, strict=True):
        seen: set[int] = set()
        for claim in coded.claims:
            paragraph = statement.paragraphs[claim.paragraph]
            cue = paragraph.block.cue
            if cue is None or claim.paragraph in seen or claim.span.start >= paragraph.start + cue.end:
                marked.append(None)
                continue
            seen.add(claim.paragraph)
            marked.append(paragraph.block.text[cue.start : cue.end])
    return marked


def claim_topic_columns(spoken: Spoken) -> Columns:
    """One row for each topic of each claim."""
    topics = [claim.topics for coded in spoken.coded for claim in coded.claims]
    numbers, index = parts_of([len(coded.claims) for coded in spoken.coded])
    of, _ = parts_of([len(listed) for listed in topics])
    return {
        **above(spoken, numbers.take(of)),
        "claim_index": index.take(of),
        "claim_id": pa.array(spoken.claim_ids, pa.string()).take(of),
        "topic": [topic for listed in topics for topic in listed],
    }


def _links(spoken: Spoken) -> Iterator[Links]:
    """Yield what is linked of each statement; nothing of one that no step linked."""
    for coded in spoken.coded:
        nothing = ((),) * len(coded.claims)
        yield coded.links or Links(Voice(), nothing, nothing)


def mention_columns(spoken: Spoken) -> Columns:
    """One row for each mention."""
    column = _by_field(Mention, [mention for coded in spoken.coded for mention in coded.mentions])
    numbers, _ = parts_of([len(coded.mentions) for coded in spoken.coded])
    sentence = _sentence(spoken, numbers, column)
    texts = [
        statement.text[start:end]
        for statement, coded in zip(spoken.statements, spoken.coded, strict=True)
        for start, end in (mention.span for mention in coded.mentions)
    ]
    index = _repeats(sentence["sentence_id"].to_pylist())
    return {
        **above(spoken, numbers),
        **sentence,
        "mention_id": numbered(sentence["sentence_id"], ".m", pa.array(index, pa.int32())),
        **placed(spoken, numbers, column["span"], texts),
        **{name: column[name] for name in ("kind", "entity_id", "iso3", "value", "value_max", "comparator", "unit")},
    }


def _by_field(kind: type[Claim | Mention], rows: Sequence[Claim | Mention]) -> dict[str, Sequence[Any]]:
    """Return the values of each field."""
    columns = zip(*rows, strict=True) if rows else repeat((), len(kind._fields))
    return dict(zip(kind._fields, columns, strict=True))


def _sentence(spoken: Spoken, numbers: pa.Array, column: Columns) -> dict[str, pa.Array]:
    """Return the columns that tell each row's sentence."""
    paragraph = pc.add(pa.array(column["paragraph"], pa.int32()), 1)
    sentence = pc.add(pa.array(column["sentence"], pa.int32()), 1)
    paragraph_id = numbered(spoken.statement_id.take(numbers), ".p", paragraph)
    return {
        "paragraph_id": paragraph_id,
        "sentence_id": numbered(paragraph_id, ".", sentence),
        "paragraph_index": paragraph,
        "sentence_index": sentence,
    }


def _part(within: Sequence[str], name: str, spans: Sequence[Span | None]) -> Columns:
    """Return the columns of a part of each claim; `within` has the text of each claim's statement."""
    texts = [span and text[span[0] : span[1]] for text, span in zip(within, spans, strict=True)]
    starts, ends = ([span and span[place] for span in spans] for place in (0, 1))
    return {f"{name}_text": texts, f"{name}_start": starts, f"{name}_end": ends}


def _named(spoken: Spoken, index: pa.Array, places: Sequence[int | None]) -> list[str | None]:
    """Return the ids of claims that are named by their place in their statement, from 0.

    `index` is each row's own, from 1.
    """
    named: list[str | None] = [None] * len(places)
    for row, place in enumerate(places):
        if place is not None:
            named[row] = spoken.claim_ids[row + 1 - index[row].as_py() + place]
    return named


def _repeats(keys: Sequence[str]) -> list[int]:
    """How often each key has stood there so far, itself included."""
    seen: dict[str, int] = {}
    times = []
    for key in keys:
        seen[key] = time = seen.get(key, 0) + 1
        times.append(time)
    return times
