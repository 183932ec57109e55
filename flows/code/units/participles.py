"""Participles as reports: "…, noting that" hangs on the clause before it."""

from flows.code.units.cues import Hit
from flows.code.units.holders import leading_holder
from flows.code.units.report import Report, reported
from flows.code.units.subjects import Text
from flows.code.units.words import words_of


def participle(text: Text, start: int, end: int, hit: Hit, last: Report | None) -> Report | None:
    """Read "…, noting that": the subject is that of the clause it hangs on."""
    left = text.folded[start : hit.start].rstrip(" \"'")
    if hit.first_person or (hit.weak and not (left.endswith(" by") or _goes_on(text.folded, left, hit))):
        return None
    if hit.start == start:
        return reported(start, start, hit, None, "after", "split.participle")._replace(shared=True)
    word = left.rpartition(" ")[2]
    if not (left.endswith(",") or word in ("by", "and", "while", "also", "thus", "but")):
        return None
    listed = left.endswith((", and", ", but", "; and")) and text.folded.startswith(" that ", hit.end)
    if word in ("and", "but", "also") and not (last and (last.hit.tense == "ing" or listed)):
        return None
    if word == "by" and (last or words_of("conducting").isdisjoint(left.split())):
        return None
    source = last.source if last else leading_holder(text.text, text.folded, start, hit.start)
    if source is None and not (last and last.shared):
        return None
    if word == "by":
        if source is None or source.holder in ("speaker", "we"):
            return None
        return reported(start, start, hit, source, "after", "split.participle")
    before = start + len(left.rstrip(",").removesuffix(word) if word in _LINKS else left)
    return reported(hit.start, before, hit, source, "after", "split.participle")._replace(shared=True)


def _goes_on(folded: str, left: str, hit: Hit) -> bool:
    """Whether a common verb tells more of what is said: "…, adding that time was short"."""
    return left.endswith(",") and folded.startswith(" that ", hit.end)


_LINKS = frozenset(["and", "but", "while", "also", "thus"])
