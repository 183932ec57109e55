"""Passive cues as reports: the content is their subject, the source stands behind "by"."""

import re

from flows.code.units.cues import Hit
from flows.code.units.holders import holder_of
from flows.code.units.openings import joint, phrase_end
from flows.code.units.report import CLAUSE_INSIDE, Report, reported
from flows.code.units.subjects import Text
from flows.code.units.words import words_of
from flows.records import Span


def passive(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """Read "The need was recognised by all": the content is the subject, the source stands behind "by"."""
    opening, before, rule = start, start, ""
    if last is not None:
        found = joint(text.folded, last.cue.end, hit.start)
        if found is None or found[2] == "split.comma":
            return None
        before, opening, rule = found
    subject = text.folded[opening : hit.start].strip()
    words = subject.split(" ")
    if not subject or any(word in CLAUSE_INSIDE for word in words[:3]) or words[-1] in CLAUSE_INSIDE:
        return None
    source = None
    if by := _BY.match(text.folded, hit.end):
        stop = phrase_end(text.folded, by.end(), end)
        source = holder_of(text.text, text.folded, by.end(), stop)
        if source is None:
            return None
    if words_of("inner clause").intersection(words):
        return None
    if hit.weak and "it" not in words[-2:] and not _PUT_FORWARD.match(subject):
        return None
    if words[-1] in ("we", "i") or (
        "it" not in words[-2:] and text.folded[hit.start : hit.head].partition(" ")[0] in words_of("obliging")
    ):
        return None
    expletive = words[-1] == "it" or (words[-1] in words_of("adverb") and "it" in words)
    if expletive and hit.end >= end - 1:  # "It is so decided."
        return None
    if expletive or hit.particle.endswith("to") or text.folded.startswith((" to ", " that "), hit.end):
        if not expletive and not (hit.act == "call" and text.folded.startswith(" to ", hit.end)):
            return None
        report = reported(opening, before, hit, source, "after", rule)
        if not expletive and source is None:  # "was requested to": the cue takes its "to"
            report = report._replace(cue=Span(hit.start, hit.end + len(" to")))
        it = text.folded.rfind("it ", opening, hit.start)
        return report._replace(cue=Span(it, hit.end)) if expletive and it >= 0 else report
    return reported(opening, before, hit, source, "before", rule)


_BY = re.compile(" (?:by|from|among|amongst) ")
_PUT_FORWARD = re.compile(  # "the idea of a fund was supported by many": what only words are done to
    r"(?:the|this|that|these|those|such|a|an|another|one|his|her|its|their) (?:[a-z]+ )?"
    r"(?:ideas?|proposals?|suggestions?|concept|view|views|option|approach|recommendations?|concerns?|question|issue|need|importance|role|point|possibility)\b"
)
