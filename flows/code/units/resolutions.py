"""Resolutions: a body that introduces what it says paragraph by paragraph, and the clauses that have no other subject.

"The General Assembly, / Recalling its resolution, / 1. Calls upon all States …;" and, in a joint statement, "We, the
Ministers of …, / 1. Reaffirm our commitment …".
"""

from flows.code.units.cue_patterns import OPENING
from flows.code.units.cues import Hit
from flows.code.units.holders import holder_of
from flows.code.units.report import Report
from flows.code.units.sources import Holder
from flows.code.units.subjects import Text
from flows.code.units.trimming import trim
from flows.code.units.words import words_of
from flows.records import Span, Statement


def introducing_body(text: Text, sentence: Span, hits: tuple[Hit, ...]) -> Holder | None:
    """Return the holder that a paragraph names and says nothing of, up to its comma or colon ("The General Assembly,").

    What opens the sentence before it may look like a cue ("In this regard, we:").
    """
    if not text.folded.endswith((",", ":"), *sentence):
        return None
    span = trim(text.folded, sentence)
    if any(hit.start >= span.start for hit in hits):
        return None
    spoken = text.folded[span.start : span.end]
    if words_of("finite").intersection(spoken.split()):
        return None
    if spoken.startswith(("we, ", "we the ")) or spoken == "we":
        return Holder(Span(span.start, span.start + 2), "we", False, True, "source.pronoun-we")
    return holder_of(text.text, text.folded, *span)


def goes_on(statement: Statement, paragraph: int, hits: tuple[Hit, ...], body: Holder) -> bool:
    """Whether the paragraph behind "The General Assembly," begins with what the Assembly does."""
    if paragraph >= len(statement.paragraphs) or not hits:
        return False
    following = statement.paragraphs[paragraph]
    report = operative(Span(following.start, following.end), hits)
    if report is None:
        return False
    return report.hit.tense != "base" or body.holder == "we" or following.label is not None


def operative(span: Span, hits: tuple[Hit, ...]) -> Report | None:
    """Return what a clause without a subject reports where a body introduced it: its first word is the cue."""
    hit = hits[0] if hits else None
    if hit is None or hit.start != span.start or hit.weak or hit.passive or hit.own is not None:
        return None
    if hit.construction not in ("verb", "express-noun", "voice-noun", "is-adjective", OPENING):
        return None
    rule = "split.participle" if hit.tense == "ing" else "split.operative"
    return Report(hit.start, hit.start, hit, Span(hit.start, hit.end), None, True, "after", rule)
