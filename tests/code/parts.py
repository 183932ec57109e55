"""Claims written as their parts, for the tests of coding, which begin where the cutting of units ends."""

import json
from pathlib import Path
from typing import NamedTuple

from flows.code.coding import code_units
from flows.code.units.unit import Unit
from flows.records import Claim, Paragraph, Span, Statement

GOLD = Path(__file__).parents[1] / "gold"


class Part(NamedTuple):
    """A claim's words: `text` holds source, cue and content, unless source or cue is inherited from before."""

    text: str
    source: str | None = None
    cue: str | None = None
    content: str | None = None
    act: str = ""
    sentence: int = -1  # -1: a sentence of its own


def statement_of(*parts: Part) -> tuple[Statement, tuple[Unit, ...]]:
    """A statement of one paragraph with these claims, one after another, and their units."""
    text, units, spans = "", [], []
    for index, part in enumerate(parts):
        start = len(text)
        text += part.text + ". "
        span = Span(start, start + len(part.text))
        sentence = index if part.sentence < 0 else part.sentence
        if sentence == len(spans):
            spans.append(span)
        source, cue, content = (_place(text, words, span) for words in (part.source, part.cue, part.content))
        inherited = source is not None and source.start < start
        lemma = part.cue
        units.append(
            Unit(0, sentence, span, source, inherited, cue, lemma, False, content or span, None, part.act, "", "", ())
        )
    block = None
    paragraph = Paragraph("body", None, None, block, 0, len(text), tuple(spans))  # type: ignore[arg-type]
    return Statement(None, "en", text, (paragraph,)), tuple(units)


def claims_of(*parts: Part) -> tuple[Claim, ...]:
    """The parts, coded."""
    statement, units = statement_of(*parts)
    return code_units([statement], [units])[0]


def claim_of(
    text: str, source: str | None = None, cue: str | None = None, content: str | None = None, act: str = ""
) -> Claim:
    """One claim, coded."""
    return claims_of(Part(text, source, cue, content, act))[0]


def gold_claims(name: str) -> list[dict[str, object]]:
    """The reference annotation of a document."""
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _place(text: str, words: str | None, span: Span) -> Span | None:
    """Where the words stand: within the claim, else at their last place before it."""
    if not words:
        return None
    at = text.find(words, span.start, span.end)
    at = at if at >= 0 else text.rfind(words, 0, span.end)
    return Span(at, at + len(words)) if at >= 0 else None
