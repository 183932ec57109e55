"""The annotated excerpts of texts that nobody who wrote rules had seen, and what the pipeline makes of the same places.

The annotation is stand-off (tools/annotate/standoff.py), without the words of the texts, which you bring along: a
folder with the files that `texts.csv` names, known by their SHA-256.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.clean import clean
from flows.code import code
from flows.errors import UsageError
from flows.intake import read_batch, take_stock
from flows.measure.comparison import Compared, Unit, align
from flows.measure.letters import Letters, letters_of
from flows.records import Claim, Span, Statement
from flows.segment import segment
from tools.annotate.standoff import read_reading

GOLD, SAMPLE, TEXTS = "reading-gold", "sample.csv", "texts.csv"


class Excerpt(NamedTuple):
    """A stretch of a document that was drawn and annotated; the span is in the letters of its raw file."""

    document: str
    stratum: str
    span: Span
    probability: float


class Coded(NamedTuple):
    """A document as the pipeline codes it: its claims as units in the letters of its raw file, beside themselves."""

    letters: Letters
    units: tuple[Unit, ...]
    claims: tuple[Claim, ...]


class Measured(NamedTuple):
    """An annotated document: what both sides have within its excerpts, and the claims of ours, in their order."""

    compared: Compared
    claims: tuple[Claim, ...]


def code_texts(raw: Path) -> dict[str, Coded]:
    """Return each text of a folder as the pipeline codes it, by the SHA-256 of its file."""
    found = {}
    for document in read_batch(raw, take_stock(raw, 0).sources).documents:
        segmented = segment(clean(document))
        (coded,) = code([segmented])
        letters = letters_of(document.text)
        pairs = [
            (_unit(claim, statement, letters), claim)
            for statement, spoken in zip(segmented.statements, coded.statements, strict=True)
            for claim in spoken.claims
        ]
        pairs.sort(key=lambda pair: pair[0].span)
        found[document.source_sha256] = Coded(letters, tuple(one for one, _ in pairs), tuple(two for _, two in pairs))
    return found


def read_excerpts(annotation: Path, texts: Mapping[str, Coded]) -> list[Excerpt]:
    """Return the excerpts of the sample, in the letters of their texts."""
    hashes = _hashes(annotation)
    with (annotation / SAMPLE).open(encoding="utf-8", newline="") as file:
        return [
            Excerpt(
                row["document_id"],
                row["stratum"],
                _text(texts, hashes, row["document_id"]).letters.span(int(row["raw_start"]), int(row["raw_end"])),
                float(row["probability"]),
            )
            for row in csv.DictReader(file)
        ]


def measured_documents(annotation: Path, texts: Mapping[str, Coded]) -> dict[str, Measured]:
    """Return each annotated document: the readers' claims, ours within its excerpts, and which answer to each other."""
    reading, hashes = read_reading(annotation / GOLD), _hashes(annotation)
    excerpts = read_excerpts(annotation, texts)
    found = {}
    for document, theirs in sorted(reading.claims.items()):
        coded = _text(texts, hashes, document)
        spans = [excerpt.span for excerpt in excerpts if excerpt.document == document]
        kept = [k for k, unit in enumerate(coded.units) if any(_is_within(unit, span) for span in spans)]
        ours = tuple(coded.units[k] for k in kept)
        pairs = tuple(align(theirs, ours))
        found[document] = Measured(Compared(theirs, ours, pairs), tuple(coded.claims[k] for k in kept))
    return found


def digest(annotation: Path) -> str:
    """Return the SHA-256 over the names and contents of the settled reading."""
    found = hashlib.sha256()
    for path in sorted((annotation / GOLD).iterdir()):
        content = path.read_bytes()
        found.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def in_excerpt(units: tuple[Unit, ...], excerpt: Excerpt) -> Iterator[Unit]:
    """Yield the units that begin within an excerpt."""
    return (unit for unit in units if _is_within(unit, excerpt.span))


def _is_within(unit: Unit, span: Span) -> bool:
    return span.start <= unit.span.start < span.end


def _unit(claim: Claim, statement: Statement, letters: Letters) -> Unit:
    offsets = statement.paragraphs[claim.paragraph]

    def placed(span: Span | None) -> Span | None:
        if span is None:
            return None
        for paragraph in (offsets, *statement.paragraphs):  # an inherited part may stand in another paragraph
            if paragraph.start <= span.start and span.end <= paragraph.end:
                block, first = paragraph.block.offsets, paragraph.start
                return letters.span(block.raw_start(span.start - first), block.raw_end(span.end - first))
        return None

    span = placed(claim.span)
    if span is None:
        raise ValueError("a claim stands outside its paragraph")
    parts = (placed(claim.source), placed(claim.cue), placed(claim.content))
    return Unit(
        span,
        *parts,
        claim.holder,
        claim.agreement,
        claim.act,
        claim.modality,
        claim.negated,
        frozenset(claim.topics),
    )


def _hashes(annotation: Path) -> dict[str, str]:
    with (annotation / TEXTS).open(encoding="utf-8", newline="") as file:
        return {row["document_id"]: row["sha256"] for row in csv.DictReader(file)}


def _text(texts: Mapping[str, Coded], hashes: Mapping[str, str], document: str) -> Coded:
    if (found := texts.get(hashes[document])) is None:
        raise UsageError(f"{document}: no file of the folder has the SHA-256 {hashes[document]} of {TEXTS}")
    return found
