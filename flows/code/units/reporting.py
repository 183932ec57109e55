"""Reporting: which of the cues in a sentence make a claim, who their source is and where their clause begins.

A cue counts where a holder is the subject of its clause, where it shares that subject with a cue before it
("recognised A and called for B", "welcomed them, noting that"), or where its construction names no holder
("There was support for"). All other cues stand inside what is held.
"""

import re

from flows.code.units.constructed import aside, by_construction
from flows.code.units.cues import Hit
from flows.code.units.finite import NEAR, finite, quoted
from flows.code.units.openings import last_word
from flows.code.units.participles import participle
from flows.code.units.passives import passive
from flows.code.units.report import Report
from flows.code.units.subjects import Text, is_name
from flows.code.units.words import is_adverb
from flows.records import Span

CLAUSES = frozenset(
    (
        "there-was",
        "noun-emerged",
        "views-differed",
        "divergent-views",
        "one-view-was",
        "it-is-noun",
        "it-is-clear",
        "it-is-pleasure",
        "it-is-matter",
        "no-doubt",
        "let-us",
        "so-decided",
    )
)


def reports_of(text: Text, start: int, end: int, hits: tuple[Hit, ...]) -> list[Report]:
    """Return the reports of the sentence [start, end), in its order."""
    if quotation := quoted(text, start, end, hits):
        return [quotation]
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
        if (
            report is None
            and hit.construction == "verb"
            and not hit.passive
            and text.folded.startswith("will ", hit.start)
        ):
            report = _report(text, start, end, _undertaking(hit), last)
        if report is None and last and last.hit.tense == "ing" and len(found) > 1 and _resumes(text.folded, start, hit):
            report = _report(text, start, end, hit, found[-2])
        if report:
            if report.hit.construction == "verb":
                report = _with_adverb(text.folded, report)
            if last and report.shared and last.source == report.source and last.cue.end == report.before:
                found[-1] = last._replace(cue=Span(last.cue.start, report.cue.end))  # "salute and congratulate"
            else:
                found.append(report)
    return _contrasted(text, start, hits, found)


def _contrasted(text: Text, start: int, hits: tuple[Hit, ...], found: list[Report]) -> list[Report]:
    """Read "While some favoured a treaty, others saw no need": the groups that a sentence sets against each other.

    What stands under "while" is else part of what the main clause holds.
    """
    main = found[0] if found else None
    opening = _CONTRAST.match(text.folded, start)
    if opening is None or main is None or main.start != start or not _is_group(main):
        return found
    comma = main.source.span.start - 1 if main.source else main.cue.start - 1
    comma = text.folded.rfind(",", start, comma)
    for hit in hits if comma >= 0 else ():
        if hit.end < comma and (first := _report(text, opening.end(), comma, hit, None)):
            if first.source is None or not _is_group(first) or first.start != first.source.span.start:
                break
            first = first._replace(rule="split.contrast")
            return [first, main._replace(start=comma + 2, before=comma, rule="split.contrast"), *found[1:]]
    return found


def _is_group(report: Report) -> bool:
    return report.source is not None and not report.source.pronoun and report.source.holder == "collective"


_CONTRAST = re.compile("(?:while|whilst|whereas|although|though) ")


def _resumes(folded: str, start: int, hit: Hit) -> bool:
    """Read "called for help, stressing the need, and urged donors": behind a participle the main clause goes on."""
    return hit.tense in ("past", "s", "base") and _RESUMING.search(folded, start, hit.start) is not None


_RESUMING = re.compile(r", (?:and|but|while) (?:[a-z]+ly |also |further |then )?$")


def _undertaking(hit: Hit) -> Hit:
    """Read "Pakistan will support the mission": where "will support" says nothing of its subject, "will" does."""
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
    if text.folded.endswith(_PARTING, 0, hit.start) and _PARTED.search(text.folded, max(0, hit.start - 24), hit.start):
        return True
    if hit.lemma != "say" or hit.head == hit.start or not text.folded.startswith(",", hit.end):
        return False
    return last_word(text.folded[max(0, hit.start - 12) : hit.start]) in ("i", "we")


_PARTING = ("i ", "we ", "also ", "too ")
_PARTED = re.compile(
    r"\b(?:is|are|was|were|has|have|remains?|will|must|should|can), (?:and|but|as) (?:i|we) (?:(?:also|too) )?$"
)


def _report(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    if hit.construction in _READINGS:
        return _READINGS[hit.construction](text, start, end, hit, last)
    if hit.construction in CLAUSES or hit.own is not None:
        return by_construction(text, start, hit, last)
    if hit.passive:
        return passive(text, start, end, hit, last)
    if hit.tense == "ing" and hit.head == hit.start:
        return participle(text, start, end, hit, last)
    return finite(text, start, end, hit, last)


def _with_adverb(folded: str, report: Report) -> Report:
    """Read "We appreciate greatly the efforts": an adverb behind a verb belongs to the cue."""
    if report.cue.start == report.hit.head:
        breadth = _BREADTH.search(folded, max(0, report.cue.start - NEAR), report.cue.start)
        report = report._replace(cue=Span(breadth.start(1), report.cue.end)) if breadth else report
    adverb = _BEHIND.match(folded, report.cue.end)
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


def _never(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    return None


def _won(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """Read "The proposal met with broad support from the islands": read as a passive, of what is put forward."""
    pointing = text.folded.endswith("it ", start, hit.start)
    return None if pointing else passive(text, start, end, hit._replace(weak=True), last)


_READINGS = {
    "according-to": aside,
    "in-the-view-of": aside,
    "for-me": aside,
    "agreed-points": _never,
    "won-support": _won,
}
