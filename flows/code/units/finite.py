"""Finite cues as reports: those whose subject is a holder, before them or behind them."""

from functools import cache

from flows.code.units.coordination import again, coordinated, infinitive, listed
from flows.code.units.cues import Hit
from flows.code.units.holders import holder_before, holder_of
from flows.code.units.openings import JOINING, joints, last_word, only_adverbs, phrase_end
from flows.code.units.report import Report, reported
from flows.code.units.sources import Holder
from flows.code.units.subjects import Text, can_hold, can_stand_behind, is_finite
from flows.code.units.words import is_adverb, words_of

LONGEST_LEAD = 4  # words of an adverbial before a subject: "; at the same time, many …"
NEAR = 60  # characters before a cue, which hold the last word that is no adverb


def finite(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """Return a verb whose subject is a holder, or is shared with the cue before it."""
    folded = text.folded
    if hit.tense == "participle" and hit.start == hit.head:  # "a diplomat known for his zeal"
        return None
    near = folded[max(start, hit.start - NEAR) : hit.start]
    word = near[:-1].rpartition(" ")[2]
    plain = word.isalpha() and near[-1] == " " and not is_adverb(word)
    if (word if plain else last_word(near)) == "to":
        return infinitive(text, start, hit, last)
    if hit.start > start and word in _no_subject():
        return None
    if plain and word not in JOINING and not can_stand_behind(text, hit, start, word):
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
            return reported(start, start, hit, None, "after", "split.operative")._replace(shared=True)
    since = last.cue.end if last else start
    for before, opening, rule in joints(folded, since, hit.start):
        if opening >= hit.start or (not plain and only_adverbs(folded[opening : hit.start])):
            if rule == "split.comma" and not listed(folded, opening, hit, last):
                continue
            return coordinated(text, start, hit, last, before, rule)
        if hit.end >= end:
            continue
        holder = holder_before(text.text, folded, opening, hit.start)
        if holder is None or not (can_hold(text, hit, holder) or again(hit, holder, last)):
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
        return reported(opening, before, hit, holder, "after", rule)
    return None


@cache
def _no_subject() -> frozenset[str]:
    """Words behind which no verb can be finite, and which end no conjunction: "the support", "in support"."""
    return words_of("never last") - {"and", "not"}


def _joined(lead: str) -> bool:
    """Whether the words before a source end in a conjunction that joins it to a clause before."""
    words = lead.split()
    return len(words) > 2 and words[-1] in _LINKS_CLAUSES


_LINKS_CLAUSES = frozenset(["and", "but", "while", "whereas", "yet", "so"])
_CONTRASTED = frozenset(["others", "some", "many", "most", "several", "they", "he", "she", "i", "we"])


def _opening_report(text: Text, start: int, end: int, hit: Hit, holder: Holder) -> Report | None:
    """Return a report by the first subject of its sentence, also "As the Chair said, …", "…, delegates stressed"."""
    if holder.span.start == start:
        return reported(start, start, hit, holder, "after", "")
    folded = text.folded
    lead = folded[start : holder.span.start].strip().rstrip(",")
    first = lead.partition(" ")[0]
    if lead in ("as", "just as") or lead.endswith(", as"):
        comma = folded.find(",", hit.end, end)
        return reported(start, start, hit, holder, "aside" if comma >= 0 else "after", "")
    following = folded[hit.end : end].strip()
    before = folded[start : holder.span.start].rstrip(" \"'")
    if lead and before.endswith((",", "?", "!")) and (not following or following[0] == ","):
        return reported(start, start, hit, holder, "before" if not following else "around", "")
    if first in words_of("open clause") and "," not in folded[start : holder.span.start]:
        return None
    return reported(start, start, hit, holder, "after", "")


def quoted(text: Text, start: int, end: int, hits: tuple[Hit, ...]) -> Report | None:
    """Return a quotation and who said it behind it: the cues inside the quotation are the content's."""
    if text.folded.find('" ', start, end) < 0 and text.folded.find("'' ", start, end) < 0:
        return None
    close = max(text.folded.rfind(mark, start, end) for mark in ('," ', '?" ', '!" ', ",'' "))
    if close < 0:
        return None
    hit = next((hit for hit in hits if hit.start > close), None)
    if hit is None or hit.construction != "verb" or hit.passive or hit.tense == "ing":
        return None
    report = finite(text, start, end, hit, None)
    return report if report and report.place in ("before", "around") else None


def _inverted(text: Text, start: int, end: int, hit: Hit) -> Report | None:
    """Read "“Time is short”, said the Chair": the source behind its verb, and what is held before it."""
    if hit.start != hit.head or hit.tense not in ("past", "s") or hit.act != "state":
        return None
    left = text.folded[start : hit.start].rstrip()
    if hit.weak and not left.endswith('"'):
        return None
    if not left.rstrip("\"'").endswith((",", "?", "!")) or hit.particle:
        return None
    stop = phrase_end(text.folded, hit.end + 1, end, _AFTER_SPEAKER)
    source = holder_of(text.text, text.folded, hit.end + 1, stop) if stop > hit.end + 1 else None
    return reported(start, start, hit, source, "before", "") if source else None


_AFTER_SPEAKER = frozenset(["who", "which", "at", "in", "on", "during", "after", "before", "when", "as", "while", "to"])
