"""Contents: which stretch of a claim is what is held, given its cue and its source."""

import re
from functools import cache

from flows.code.units.cues import Hit
from flows.code.units.patterns import reader
from flows.code.units.report import Report
from flows.code.units.trimming import trim_end
from flows.code.units.words import alternation, words_of
from flows.records import Span


def content_of(folded: str, span: Span, report: Report) -> Span | None:
    """Return what is held: behind the cue, or before it in a passive, or around an inserted "delegates stressed"."""
    after = Span(min(_content_start(folded, report.cue.end, span.end, report.hit), span.end), span.end)
    if (
        report.source
        and report.cue.end < report.source.span.start < span.end
        and report.place == "after"
        and not report.shared
    ):
        begin = _content_start(folded, report.source.span.end, span.end, report.hit)
        preposition = _PREPOSITION.match(folded, begin, span.end)
        after = Span(preposition.end() if preposition else begin, span.end)
    if report.place == "aside":
        comma = folded.find(",", report.cue.end, span.end)
        after = Span(comma + 2, span.end)
    if report.place in ("before", "around"):
        begin = (
            report.source.span.start
            if report.source and span.start <= report.source.span.start < report.cue.start
            else report.cue.start
        )
        left = Span(span.start, trim_end(folded, span.start, begin))
        if folded.endswith('"', *left) and folded.count('"', *left) % 2:  # its opening mark stands before the claim
            left = Span(span.start, trim_end(folded, span.start, left.end - 1))
        if report.place == "before" or left.end - left.start > after.end - after.start:
            return left if left.start < left.end else None
    return after if after.start < after.end else None


_PREPOSITION = re.compile("(?:on|about|that|as to|regarding|over) ")  # behind "agreement between the two sides"


def _content_start(folded: str, cue_end: int, end: int, hit: Hit) -> int:
    """Where the content behind a cue begins: after "that", and after what stands between the cue and it."""
    at = cue_end
    if aside := _aside().match(folded, at, end):
        at = aside.end()
    while at < end and folded[at] in " ,:":
        at += 1
    if hit.construction == "verb" and hit.lemma in words_of("takes no that"):  # "shares that vision"
        return at
    if hit.particle == "with" and hit.construction == "verb" and (gap := _WITH_WHOM.match(folded, at, end)):
        return gap.end()
    if hit.construction in ("we-must", "will"):
        skipped = _skipped().match(folded, at, end)
        return skipped.end() if skipped else at
    if folded.startswith(("that ", "that, "), at):
        return at + (5 if folded[at + 4] == " " else 6)
    if hit.construction in _TELLING and not hit.particle and hit.act not in ("thank", "welcome", "support", "call"):
        gap = (_clear_gap() if hit.construction == "it-is-clear" else _gap()).match(folded, at, end)
        if gap:
            return gap.end()
    if hit.construction in ("there-was", "noun-emerged") and (gap := _where().match(folded, at, end)):
        return gap.end()
    return at


# "agree with the representative of Kenya that": with whom, before the "that" of what is held
_WITH_WHOM = re.compile(
    r"(?:the|those|these|all|other|others|many|most|him|her|them|you|what|previous|earlier|our|my|mr|ms|mrs)\b"
    r"[a-z0-9' .-]{0,90}? that "
)
_TELLING = frozenset(("verb", "is-adjective", "it-is-clear", "there-was", "noun-emerged"))


@cache
def _gap() -> re.Pattern[str]:
    """Return what may stand between a cue and the "that" of its content: when, where, to whom it was said."""
    return _compile(
        rf"(?:(?:{alternation('when and where')})\b[a-z0-9' -]{{0,80}}?"
        rf"|(?:(?:to|with) )?(?:the )?(?:{alternation('audience')})(?: [a-z]+){{0,3}}? )that,? "
    )


@cache
def _clear_gap() -> re.Pattern[str]:
    return _compile(r"[a-z0-9' -]{0,120}?\bthat,? ")


@cache
def _where() -> re.Pattern[str]:
    return _compile(r"(?:at|during|in|among|throughout) (?:the|this|our) [a-z]+ (?:of|that|on|for|to) ")


@cache
def _aside() -> re.Pattern[str]:
    """Return a turn of speech between commas behind a cue: "noted, among other things, the cost"."""
    return _compile(
        rf", (?:(?:{alternation('connective', 'aside')}),(?= )"
        r"|(?:in|at|on|during|through|by|for|after|with) [^,;]{3,80},(?= that ))"
    )


@cache
def _skipped() -> re.Pattern[str]:
    """Return connecting adverbs after a modal, which are not what is demanded."""
    return _compile(r"(?:(?:also|therefore|thus|now|then|indeed|all|both|further|first|too) )+")


def _compile(pattern: str) -> re.Pattern[str]:
    return reader(pattern, "words.csv", "(gaps)")
