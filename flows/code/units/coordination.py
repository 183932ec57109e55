"""Coordinated cues as reports: those that share the subject of the clause before them."""

import re

from flows.code.units.constructed import by_own_words
from flows.code.units.cues import Hit
from flows.code.units.holders import leading_holder
from flows.code.units.report import CLAUSE_INSIDE, Report, reported
from flows.code.units.sources import Holder
from flows.code.units.subjects import Text, is_actor, same_form
from flows.records import Span


def coordinated(text: Text, start: int, hit: Hit, last: Report | None, before: int, rule: str) -> Report | None:
    """Read "recognised A and called for B": the subject is that of the clause before."""
    if not text.folded.startswith((" ", ":"), hit.end) or text.folded.startswith(" by ", hit.end):
        return None
    modified = text.folded[before : hit.start].rstrip().endswith("ly") and not hit.particle
    if modified and not _OBJECT.match(text.folded, hit.end):  # "a lasting and mutually accepted solution"
        return None
    if last is None:
        holder = leading_holder(text.text, text.folded, start, before)
        if holder is None or hit.weak or not (hit.tense == "past" or _goes_on(text.folded[start:before], hit, holder)):
            return None
        return reported(hit.start, before, hit, holder, "after", "split.shared-subject")._replace(shared=True)
    if last.source is None and not last.shared:
        return None
    undertakes = last.hit.construction == "we-must" and last.hit.act == "commit"
    if last.hit.construction == "we-must" and not (
        undertakes and (hit.construction == "express-noun" or _TO_YOU.match(text.folded, hit.end))
    ):
        return None
    if hit.construction == "will":
        if last.source is None or CLAUSE_INSIDE.intersection(text.folded[last.cue.end : hit.start].split()):
            return None
        if not (is_actor(text, last.source, hit) or last.source.pronoun or last.source.holder in ("speaker", "we")):
            return None
        return reported(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)
    if not (same_form(last.hit, hit) or _looks_on(last, hit)) or (hit.weak and hit.tense == "base"):
        return None
    performs = undertakes and hit.construction == "express-noun" and " our " in text.folded[hit.start : hit.end]
    if (
        hit.tense == "base"
        and not performs  # "We will work to open markets and reaffirm our commitment to the rules"
        and hit.particle != "forward to"
        and (_infinitive_inside(text.folded, last, hit) or (last.hit.act == "call" and last.hit.construction == "verb"))
    ):
        return None
    return reported(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)


def _looks_on(last: Report, hit: Hit) -> bool:
    """Read "We welcomed the report and look forward to more": the first person tells of itself in both tenses."""
    own = last.source is not None and last.source.holder in ("speaker", "we")
    return own and hit.tense == "base" and hit.start == hit.head and bool(hit.particle) and last.hit.tense == "past"


def again(hit: Hit, holder: Holder, last: Report | None) -> bool:
    """Read "The Secretariat will draft a text, and it will circulate it": the pronoun does what its antecedent did."""
    return holder.pronoun and last is not None and hit.construction == last.hit.construction == "will"


def listed(folded: str, opening: int, hit: Hit, last: Report | None) -> bool:
    """Read "condemned the attack, underlined the need and called …": a mere comma parts strong verbs of one form."""
    if last is None or hit.weak or hit.passive or hit.first_person or opening != hit.start:
        return False
    return hit.construction in ("verb", "express-noun", "voice-noun") and _OBJECT.match(folded, hit.end) is not None


_OBJECT = re.compile(  # what a verb governs that is no participle of the noun before it ("the text, adopted in May")
    r" (?:(?:inter alia|again|also|strongly|in particular|once again),? )?"
    r"(?:that|the|its|their|his|her|our|all|a|an|this|these|those|any|some|each|both|every|other|states|governments"
    r"|member|members|parties|countries|partners|donors|stakeholders|you|us|them|with [a-z]+|to|how|for|continued"
    r"|further|greater|stronger|support|efforts|developed|developing|international)\b"
)


def _goes_on(left: str, hit: Hit, holder: Holder) -> bool:
    """Read "We met in Accra and reaffirm our pledge": a present verb behind a clause without infinitive or modal."""
    words = left.split()
    return hit.tense == "base" and holder.holder in ("we", "speaker") and not _UNFINISHED_BY.intersection(words)


_UNFINISHED_BY = frozenset(
    ["to", "will", "must", "should", "can", "could", "would", "shall", "not"]
)  # not "may": a month, too


def _infinitive_inside(folded: str, last: Report, hit: Hit) -> bool:
    held = folded[last.cue.end : hit.start].split()
    return "to" in held or (last.hit.particle.endswith("to") and not (held and held[0].endswith("ing")))


_TO_YOU = re.compile(r" (?:you|all|everyone|everybody|delegations|delegates|members|participants|colleagues) ")


def infinitive(text: Text, start: int, hit: Hit, last: Report | None) -> Report | None:
    """Read "I would like to thank you, and to express our hope": a second infinitive under the same first person."""
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
