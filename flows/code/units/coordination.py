"""Coordinated cues as reports: those that share the subject of the clause before them."""

from flows.code.units.constructed import by_own_words
from flows.code.units.cues import Hit
from flows.code.units.holders import leading_holder
from flows.code.units.report import CLAUSE_INSIDE, Report, reported
from flows.code.units.subjects import Text, is_state, same_form
from flows.records import Span


def coordinated(text: Text, start: int, hit: Hit, last: Report | None, before: int, rule: str) -> Report | None:
    """ "recognised A and called for B": the subject is that of the clause before."""
    if rule == "split.comma" or text.folded[hit.end : hit.end + 1] != " " or text.folded.startswith(" by ", hit.end):
        return None
    if last is None:
        holder = leading_holder(text.text, text.folded, start, before)
        if holder is None or hit.weak or hit.tense != "past":
            return None
        return reported(hit.start, before, hit, holder, "after", "split.shared-subject")._replace(shared=True)
    if (last.source is None and not last.shared) or last.hit.construction == "we-must":
        return None
    if hit.construction == "will":
        if last.source is None or CLAUSE_INSIDE.intersection(text.folded[last.cue.end : hit.start].split()):
            return None
        if not (is_state(text, last.source) or last.source.holder in ("speaker", "we")):
            return None
        return reported(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)
    if not same_form(last.hit, hit) or (hit.weak and hit.tense == "base"):
        return None
    if hit.tense == "base" and (
        _infinitive_inside(text.folded, last, hit) or (last.hit.act == "call" and last.hit.construction == "verb")
    ):
        return None
    return reported(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)


def _infinitive_inside(folded: str, last: Report, hit: Hit) -> bool:
    return last.hit.particle.endswith("to") or " to " in folded[last.cue.end : hit.start]


def infinitive(text: Text, start: int, hit: Hit, last: Report | None) -> Report | None:
    """ "I would like to thank you, and to express our hope": a second infinitive under the same first person."""
    left = text.folded[start : hit.start - 3].rstrip()
    if last is None or last.source is None or last.source.holder not in ("speaker", "we") or hit.weak:
        return None
    if " to " not in text.folded[last.hit.start : last.hit.end] or not left.endswith(" and"):
        return None
    before = start + len(left.removesuffix(" and").rstrip(","))
    source = last.source
    for word in ("our", "my"):
        at = text.folded.find(f" {word} ", hit.head, hit.end)
        if at >= 0:
            source = by_own_words(text, Span(at + 1, at + 1 + len(word)))
    return reported(hit.start - 3, before, hit, source, "after", "split.shared-subject")._replace(shared=True)
