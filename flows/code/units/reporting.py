"""Reporting: which of the cues in a sentence make a claim, who their source is and where their clause begins.

A cue counts where a holder is the subject of its clause, where it shares that subject with a cue before it
("recognised A and called for B", "welcomed them, noting that"), or where its construction names no holder
("There was support for"). All other cues stand inside what is held.
"""

import re
from functools import cache
from typing import NamedTuple

from flows.code.units.cues import Hit
from flows.code.units.openings import joint, joints, last_word, only_adverbs, opens, phrase_end
from flows.code.units.sources import Holder, holder_before, holder_of, leading_holder
from flows.code.units.subjects import Text, can_hold, is_actor, is_finite, is_name, same_form
from flows.code.units.words import is_adverb, words_of
from flows.records import Span

LONGEST_LEAD = 4  # words of an adverbial before a subject: "; at the same time, many …"
NEAR = 60  # characters before a cue, which hold the last word that is no adverb
CLAUSES = frozenset(
    (
        "there-was",
        "noun-emerged",
        "views-differed",
        "it-is-noun",
        "it-is-clear",
        "it-is-pleasure",
        "it-is-matter",
        "no-doubt",
        "let-us",
    )
)


class Report(NamedTuple):
    """A cue that makes a claim; offsets in the text."""

    start: int  # where its clause begins
    before: int  # where what stands before its clause ends
    hit: Hit
    cue: Span
    source: Holder | None
    shared: bool  # the source stands in the clause of an earlier report
    place: str  # of the content: after, before (the cue), around (an inserted "delegates stressed")
    rule: str  # the split that parts it from what stands before it; "" at a sentence's beginning


def reports_of(text: Text, start: int, end: int, hits: tuple[Hit, ...]) -> list[Report]:
    """The reports of the sentence [start, end), in its order."""
    if quoted := _quoted(text, start, end, hits):
        return [quoted]
    found: list[Report] = []
    for hit in hits:
        last = found[-1] if found else None
        if last and last.place == "aside":
            continue
        if (hit.construction == "verb" and hit.head > start and is_name(text, hit)) or _is_inserted(text, hit):
            continue
        if last and (hit.start < last.cue.end or (last.place != "after" and hit.start < last.hit.end)):
            continue
        report = _report(text, start, end, hit, last)
        if report is None and hit.construction == "verb" and text.folded.startswith("will ", hit.start):
            report = _report(text, start, end, _undertaking(hit), last)
        if report is None and last and last.hit.tense == "ing" and len(found) > 1 and _resumes(text.folded, start, hit):
            report = _report(text, start, end, hit, found[-2])
        if report:
            report = _with_adverb(text.folded, report)
            if last and report.shared and last.source == report.source and last.cue.end == report.before:
                found[-1] = last._replace(cue=Span(last.cue.start, report.cue.end))  # "salute and congratulate"
            else:
                found.append(report)
    return found


def _resumes(folded: str, start: int, hit: Hit) -> bool:
    """ "called for help, stressing the need, and urged donors": behind a participle the main clause goes on."""
    return hit.tense in ("past", "s", "base") and _RESUMING.search(folded, start, hit.start) is not None


_RESUMING = re.compile(r", (?:and|but|while) (?:[a-z]+ly |also |further |then )?$")


def _undertaking(hit: Hit) -> Hit:
    """ "Pakistan will support the mission": where "will support" says nothing of its subject, "will" does."""
    return hit._replace(
        head=hit.start,
        end=hit.start + len("will"),
        construction="will",
        lemma="will",
        act="commit",
        tense="base",
        weak=False,
        first_person=False,
        particle="",
        rules=("construction.will",),
    )


def _is_inserted(text: Text, hit: Hit) -> bool:
    """Whether it is no more than a turn of speech between commas ("and, I would venture to say, a good one").

    So is what parts a verb from its predicate ("The Council remains, and I am sure it will stay, seized of it").
    """
    if _PARTED.search(text.folded, max(0, hit.start - 24), hit.start):
        return True
    if hit.lemma != "say" or hit.head == hit.start or text.folded[hit.end : hit.end + 1] != ",":
        return False
    return last_word(text.folded[max(0, hit.start - 12) : hit.start]) in ("i", "we")


_PARTED = re.compile(
    r"\b(?:is|are|was|were|has|have|remains?|will|must|should|can), (?:and|but|as) (?:i|we) (?:(?:also|too) )?$"
)


def _report(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    if hit.construction in _READINGS:
        return _READINGS[hit.construction](text, start, end, hit, last)
    if hit.construction in CLAUSES or hit.own is not None:
        return _by_construction(text, start, hit, last)
    if hit.passive:
        return _passive(text, start, end, hit, last)
    if hit.tense == "ing" and hit.head == hit.start:
        return _participle(text, start, end, hit, last)
    return _finite(text, start, end, hit, last)


def _by_construction(text: Text, start: int, hit: Hit, last: Report | None) -> Report | None:
    """A construction that brings its own source, or none: it has only to open a clause."""
    opening = min(hit.start, hit.own.start) if hit.own and hit.construction == "we-must" else hit.start
    source = _by_own_words(text, hit.own) if hit.own else _between(text, hit)
    if hit.construction in ("it-is-noun", "it-is-matter") and not text.folded.startswith((" that ", " to "), hit.end):
        return None
    if hit.construction in ("gives-me", "convinced-me"):
        return None if last else _made(start, start, hit, source, "after", "")
    if last is None and opens(text.folded, start, opening):
        return _made(start, start, hit, source, "after", "")
    if hit.construction == "in-my-view":
        return None if last else _made(start, start, hit, source, "after", "")
    found = joint(text.folded, last.cue.end if last else start, opening)
    if found is None or found[2] == "split.comma":
        return None
    if last and hit.construction == "we-must" and _reports_others(last) and _that(text.folded, last):
        return None
    return _made(found[1], found[0], hit, source, "after", found[2])


def _by_own_words(text: Text, own: Span) -> Holder:
    words = text.folded[own.start : own.end].split(" ")
    holder = {"my": "speaker", "me": "speaker", "i": "speaker", "our": "we", "us": "we", "we": "we"}.get(words[0])
    if holder and len(words) > 1 and words[0] in ("my", "our"):
        own = Span(own.start, own.start + len(words[0]))
    return Holder(own, holder or "named", False, False, "source.own-words" if holder else "source.phrase")


def _between(text: Text, hit: Hit) -> Holder | None:
    """ "There was agreement between the two sides on …": the source stands behind the cue."""
    for word in (" between ", " among ", " amongst "):
        if text.folded.startswith(word, hit.end) or text.folded[hit.end - len(word) + 1 : hit.end + 1] == word:
            start = text.folded.index(word, hit.end - len(word) + 1) + len(word)
            return holder_of(text.text, text.folded, start, phrase_end(text.folded, start, start + 120, _AFTER_BETWEEN))
    return None


_AFTER_BETWEEN = frozenset(["on", "that", "as", "about", "regarding", "how", "to", "in"])


def _passive(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """ "The need was recognised by all": the content is the subject, the source stands behind "by"."""
    opening, before, rule = start, start, ""
    if last is not None:
        found = joint(text.folded, last.cue.end, hit.start)
        if found is None or found[2] == "split.comma":
            return None
        before, opening, rule = found
    subject = text.folded[opening : hit.start].strip()
    words = subject.split(" ")
    if not subject or any(word in _CLAUSE_INSIDE for word in words[:3]) or words[-1] in _CLAUSE_INSIDE:
        return None
    source = None
    if text.folded.startswith(" by ", hit.end):
        stop = phrase_end(text.folded, hit.end + 4, end)
        source = holder_of(text.text, text.folded, hit.end + 4, stop)
        if source is None:
            return None
    if words_of("inner clause").intersection(words):
        return None
    if hit.weak and "it" not in words[-2:]:
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
        made = _made(opening, before, hit, source, "after", rule)
        if not expletive and source is None:  # "was requested to": the cue takes its "to"
            made = made._replace(cue=Span(hit.start, hit.end + len(" to")))
        it = text.folded.rfind("it ", opening, hit.start)
        return made._replace(cue=Span(it, hit.end)) if expletive and it >= 0 else made
    return _made(opening, before, hit, source, "before", rule)


_CLAUSE_INSIDE = frozenset(["which", "who", "that", "as", "if", "when", "while"])


def _participle(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """ "…, noting that": the subject is that of the clause it hangs on."""
    left = text.folded[start : hit.start].rstrip(" \"'")
    if hit.first_person or (hit.weak and not left.endswith(" by")):
        return None
    if hit.start == start:
        return _made(start, start, hit, None, "after", "split.participle")._replace(shared=True)
    word = left.rpartition(" ")[2]
    if not (left.endswith(",") or word in ("by", "and", "while", "also", "thus", "but")):
        return None
    listed = left.endswith((", and", ", but", "; and")) and text.folded.startswith(" that ", hit.end)
    if word in ("and", "but", "also") and not (last and (last.hit.tense == "ing" or listed)):
        return None
    source = last.source if last else leading_holder(text.text, text.folded, start, hit.start)
    if source is None and not (last and last.shared):
        return None
    if word == "by":
        if last is not None or source is None or source.holder in ("speaker", "we"):
            return None
        if not words_of("conducting").intersection(left.split()):
            return None
        return _made(start, start, hit, source, "after", "split.participle")
    before = start + len(left.rstrip(",").removesuffix(word) if word in _LINKS else left)
    return _made(hit.start, before, hit, source, "after", "split.participle")._replace(shared=True)


_LINKS = frozenset(["and", "but", "while", "also", "thus"])


def _finite(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    folded = text.folded
    if hit.tense == "participle" and hit.start == hit.head:  # "a diplomat known for his zeal"
        return None
    if last_word(folded[max(start, hit.start - NEAR) : hit.start]) == "to":
        return _infinitive(text, start, hit, last)
    if hit.start > start and folded[max(start, hit.start - NEAR) : hit.start - 1].rpartition(" ")[2] in _no_subject():
        return None
    if last is None:
        holder = holder_before(text.text, folded, start, hit.start)
        if holder and can_hold(text, hit, holder) and not _joined(folded[start : holder.span.start]):
            return _opening_report(text, start, end, hit, holder)
        if inverted := _inverted(text, start, end, hit):
            return inverted
        operative = hit.tense == "s" and text.folded[end : end + 1] in (";", ",")
        if (
            hit.start == start and operative and not hit.weak
        ):  # "Urges all States": an operative clause without its subject
            return _made(start, start, hit, None, "after", "split.operative")._replace(shared=True)
    since = last.cue.end if last else start
    for before, opening, rule in joints(folded, since, hit.start):
        if opening >= hit.start or only_adverbs(folded[opening : hit.start]):
            if rule == "split.comma" and not _listed(folded, opening, hit, last):
                continue
            return _coordinated(text, start, hit, last, before, rule)
        if hit.end >= end:
            continue
        holder = holder_before(text.text, folded, opening, hit.start)
        if holder is None or not (can_hold(text, hit, holder) or _again(hit, holder, last)):
            continue
        fronted = last is not None and last.start == start and last.rule == "split.participle"
        if rule == "split.comma" and not fronted and folded[slice(*holder.span)] not in _CONTRASTED:
            continue
        if (
            rule == "split.and"
            and holder.holder == "named"
            and not holder.pronoun
            and last
            and not is_finite(folded, hit)
        ):
            continue
        lead = folded[opening : holder.span.start].strip()
        if lead and not (lead.endswith(",") and rule != "split.and" and lead.count(" ") < LONGEST_LEAD):
            continue
        return _made(opening, before, hit, holder, "after", rule)
    return None


@cache
def _no_subject() -> frozenset[str]:
    """Words behind which no verb can be finite, and which end no conjunction: "the support", "in support"."""
    return words_of("never last") - {"and", "not"}


def _quoted(text: Text, start: int, end: int, hits: tuple[Hit, ...]) -> Report | None:
    """A quotation and who said it behind it: the cues inside the quotation are the content's."""
    close = max(text.folded.rfind(mark, start, end) for mark in ('," ', '?" ', '!" ', ",'' "))
    if close < 0:
        return None
    hit = next((hit for hit in hits if hit.start > close), None)
    if hit is None or hit.construction != "verb" or hit.passive or hit.tense == "ing":
        return None
    report = _finite(text, start, end, hit, None)
    return report if report and report.place in ("before", "around") else None


def _inverted(text: Text, start: int, end: int, hit: Hit) -> Report | None:
    """ "“Time is short”, said the Chair": the source behind its verb, and what is held before it."""
    left = text.folded[start : hit.start].rstrip()
    if hit.start != hit.head or hit.tense not in ("past", "s") or hit.act != "state":
        return None
    if hit.weak and not left.endswith('"'):
        return None
    if not left.rstrip("\"'").endswith((",", "?", "!")) or hit.particle:
        return None
    stop = phrase_end(text.folded, hit.end + 1, end, _AFTER_SPEAKER)
    source = holder_of(text.text, text.folded, hit.end + 1, stop) if stop > hit.end + 1 else None
    return _made(start, start, hit, source, "before", "") if source else None


_AFTER_SPEAKER = frozenset(["who", "which", "at", "in", "on", "during", "after", "before", "when", "as", "while", "to"])


def _joined(lead: str) -> bool:
    """Whether the words before a source end in a conjunction that joins it to a clause before."""
    words = lead.split()
    return len(words) > 2 and words[-1] in _LINKS_CLAUSES


_LINKS_CLAUSES = frozenset(["and", "but", "while", "whereas", "yet", "so"])


_CONTRASTED = frozenset(["others", "some", "many", "most", "several", "they", "he", "she", "i", "we"])


def _opening_report(text: Text, start: int, end: int, hit: Hit, holder: Holder) -> Report | None:
    """A report whose subject is the first of its sentence, also "As the Chair said, …" and "…, delegates stressed"."""
    folded = text.folded
    lead = folded[start : holder.span.start].strip().rstrip(",")
    first = lead.partition(" ")[0]
    if lead in ("as", "just as") or lead.endswith(", as"):
        comma = folded.find(",", hit.end, end)
        return _made(start, start, hit, holder, "aside" if comma >= 0 else "after", "")
    following = folded[hit.end : end].strip()
    before = folded[start : holder.span.start].rstrip(" \"'")
    if lead and before.endswith((",", "?", "!")) and (not following or following[0] == ","):
        return _made(start, start, hit, holder, "before" if not following else "around", "")
    if first in words_of("open clause") and "," not in folded[start : holder.span.start]:
        return None
    return _made(start, start, hit, holder, "after", "")


def _coordinated(text: Text, start: int, hit: Hit, last: Report | None, before: int, rule: str) -> Report | None:
    """ "recognised A and called for B": the subject is that of the clause before."""
    if text.folded[hit.end : hit.end + 1] != " " or text.folded.startswith(" by ", hit.end):
        return None
    if last is None:
        holder = leading_holder(text.text, text.folded, start, before)
        modified = text.folded[before : hit.start].rstrip().endswith("ly") and not hit.particle
        if modified and not _OBJECT.match(text.folded, hit.end):  # "a lasting and mutually accepted solution"
            return None
        if holder is None or hit.weak or not (hit.tense == "past" or _goes_on(text.folded[start:before], hit, holder)):
            return None
        return _made(hit.start, before, hit, holder, "after", "split.shared-subject")._replace(shared=True)
    if last.source is None and not last.shared:
        return None
    if last.hit.construction == "we-must" and not (last.hit.act == "commit" and _TO_YOU.match(text.folded, hit.end)):
        return None
    if hit.construction == "will":
        if last.source is None or _CLAUSE_INSIDE.intersection(text.folded[last.cue.end : hit.start].split()):
            return None
        if not (is_actor(text, last.source, hit) or last.source.pronoun or last.source.holder in ("speaker", "we")):
            return None
        return _made(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)
    if not same_form(last.hit, hit) or (hit.weak and hit.tense == "base"):
        return None
    if hit.tense == "base" and (
        _infinitive_inside(text.folded, last, hit) or (last.hit.act == "call" and last.hit.construction == "verb")
    ):
        return None
    return _made(hit.start, before, hit, last.source, "after", "split.shared-subject")._replace(shared=True)


def _again(hit: Hit, holder: Holder, last: Report | None) -> bool:
    """ "The Secretariat will draft a text, and it will circulate it": the pronoun does what its antecedent did."""
    return holder.pronoun and last is not None and hit.construction == last.hit.construction == "will"


def _listed(folded: str, opening: int, hit: Hit, last: Report | None) -> bool:
    """ "condemned the attack, underlined the need and called for help": a mere comma parts strong verbs of one form."""
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
    """ "We met in Accra and reaffirm our pledge": a present verb behind a clause without infinitive or modal."""
    words = left.split()
    return hit.tense == "base" and holder.holder in ("we", "speaker") and not _UNFINISHED_BY.intersection(words)


_UNFINISHED_BY = frozenset(
    ["to", "will", "must", "should", "can", "could", "would", "shall", "not"]
)  # not "may": a month, too


def _infinitive_inside(folded: str, last: Report, hit: Hit) -> bool:
    held = folded[last.cue.end : hit.start].split()
    return "to" in held or (last.hit.particle.endswith("to") and not (held and held[0].endswith("ing")))


_TO_YOU = re.compile(r" (?:you|all|everyone|everybody|delegations|delegates|members|participants|colleagues) ")


def _infinitive(text: Text, start: int, hit: Hit, last: Report | None) -> Report | None:
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
            source = _by_own_words(text, Span(at + 1, at + 1 + len(word)))
    return _made(hit.start - 3, before, hit, source, "after", "split.shared-subject")._replace(shared=True)


def _made(start: int, before: int, hit: Hit, source: Holder | None, place: str, rule: str) -> Report:
    return Report(start, before, hit, Span(hit.start, hit.end), source, False, place, rule)


def _with_adverb(folded: str, report: Report) -> Report:
    """ "We appreciate greatly the efforts": an adverb behind a verb belongs to the cue."""
    if report.hit.construction == "verb" and report.cue.start == report.hit.head:
        breadth = _BREADTH.search(folded, max(0, report.cue.start - NEAR), report.cue.start)
        report = report._replace(cue=Span(breadth.start(1), report.cue.end)) if breadth else report
    adverb = _BEHIND.match(folded, report.cue.end) if report.hit.construction == "verb" else None
    if adverb is None or not (" " in adverb[1] or is_adverb(adverb[1])) or report.cue.end != report.hit.end:
        return report
    return report._replace(cue=Span(report.cue.start, adverb.end(1)))


_BREADTH = re.compile(  # "Participants broadly agreed": how widely, which is the cue's to say
    r" ((?:generally|broadly|widely|overwhelmingly|unanimously|universally|largely|collectively) )$"
)
_BEHIND = re.compile(
    r" ([a-z]+ly|very much|once again|once more|in the strongest(?: possible)? terms|in no uncertain terms)"
    r"(?= (?:the|a|an|our|your|his|her|its|their|my|this|that|these|those|all|to) )"
)


def _reports_others(report: Report) -> bool:
    if report.source is None or report.source.rule == "source.body-delegation":
        return report.source is None
    return report.source.holder not in ("speaker", "we")


def _that(folded: str, report: Report) -> bool:
    return " that " in folded[report.cue.end - 1 : report.cue.end + 60]


def _aside(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """ "According to the OECD, …", "For me …": a frame that opens its clause."""
    own = hit.own
    if own is None or not (last is None and opens(text.folded, start, hit.start)):
        return None
    return _made(start, start, hit, holder_of(text.text, text.folded, *own) or _by_own_words(text, own), "after", "")


def _never(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    return None


_READINGS = {"according-to": _aside, "in-the-view-of": _aside, "for-me": _aside, "agreed-points": _never}
