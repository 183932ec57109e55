"""Constructions as reports: those that bring their own source ("My sense is"), or none ("There was support for")."""

from flows.code.units.cues import Hit
from flows.code.units.holders import holder_of
from flows.code.units.openings import joint, opens, phrase_end
from flows.code.units.report import Report, reported
from flows.code.units.sources import Holder
from flows.code.units.subjects import Text
from flows.code.units.words import words_of
from flows.records import Span


def by_construction(text: Text, start: int, hit: Hit, last: Report | None) -> Report | None:
    """Return a construction that brings its own source, or none: it has only to open a clause."""
    opening = min(hit.start, hit.own.start) if hit.own and hit.construction == "we-must" else hit.start
    source = by_own_words(text, hit.own) if hit.own else _between(text, hit)
    if hit.agreement == "divided" and source is None and text.folded.startswith(" between ", hit.end):
        return None  # "There are differences between aid and trade"
    if hit.construction == "there-was" and not words_of("proceeding").isdisjoint(
        text.folded[hit.start : hit.end].split(" ")
    ):
        return None
    if hit.construction in ("it-is-noun", "it-is-matter", "one-view-was") and not text.folded.startswith(
        _OF_THEME if hit.act == "stress" else _OF_NOUN, hit.end
    ):
        return None
    if hit.construction == "let-us" and text.folded.startswith(" know", hit.end):  # "let us know": a request
        return None
    if hit.construction in ("gives-me", "convinced-me"):
        return None if last else reported(start, start, hit, source, "after", "")
    if last is None and opens(text.folded, start, opening):
        return reported(start, start, hit, source, "after", "")
    if hit.construction == "in-my-view":
        return None if last else reported(start, start, hit, source, "after", "")
    found = joint(text.folded, last.cue.end if last else start, opening)
    fronted = last is not None and last.start == start and last.rule == "split.participle"
    if found is None or (found[2] == "split.comma" and not fronted):
        return None
    if last and hit.construction == "we-must" and _reports_others(last) and _that(text.folded, last):
        return None
    return reported(found[1], found[0], hit, source, "after", found[2])


_OF_NOUN = (" that ", " to ")
_OF_THEME = (*_OF_NOUN, " the ")  # "A recurring theme was the need for training"


def _reports_others(report: Report) -> bool:
    if report.source is None or report.source.rule == "source.body-delegation":
        return report.source is None
    return report.source.holder not in ("speaker", "we")


def _that(folded: str, report: Report) -> bool:
    return " that " in folded[report.cue.end - 1 : report.cue.end + 60]


def by_own_words(text: Text, own: Span) -> Holder:
    """Return the source that stands in a construction's own words: "my", "us"."""
    words = text.folded[own.start : own.end].split(" ")
    holder = {"my": "speaker", "me": "speaker", "i": "speaker", "our": "we", "us": "we", "we": "we"}.get(words[0])
    if holder and len(words) > 1 and words[0] in ("my", "our"):
        own = Span(own.start, own.start + len(words[0]))
    return Holder(own, holder or "named", False, False, "source.own-words" if holder else "source.phrase")


def _between(text: Text, hit: Hit) -> Holder | None:
    """Read "There was agreement between the two sides on …": the source stands behind the cue."""
    for word in (" between ", " among ", " amongst "):
        if text.folded.startswith(word, hit.end) or text.folded[hit.end - len(word) + 1 : hit.end + 1] == word:
            start = text.folded.index(word, hit.end - len(word) + 1) + len(word)
            return holder_of(text.text, text.folded, start, phrase_end(text.folded, start, start + 120, _AFTER_BETWEEN))
    return None


_AFTER_BETWEEN = frozenset(["on", "that", "as", "about", "regarding", "how", "to", "in"])


def aside(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """Read "According to the OECD, …", "For me …": a frame that opens its clause."""
    own = hit.own
    if own is None or not (last is None and opens(text.folded, start, hit.start)):
        return None
    return reported(start, start, hit, holder_of(text.text, text.folded, *own) or by_own_words(text, own), "after", "")
