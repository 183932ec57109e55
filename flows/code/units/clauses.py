"""Clauses: a sentence cut into the stretches that are one claim each, at its reports and at its joints."""

import re
from functools import cache
from typing import NamedTuple

from flows.code.units.patterns import reader
from flows.code.units.report import Report
from flows.code.units.splits import Joint, may_end
from flows.code.units.trimming import trim_end
from flows.code.units.words import alternation
from flows.records import Span


class Clause(NamedTuple):
    """A stretch of a sentence that is one claim, and the report that it makes, if any."""

    span: Span
    report: Report | None
    rule: str


class _Cut(NamedTuple):
    before: int  # where what stands before ends
    start: int
    report: Report | None
    rule: str


def clauses_of(folded: str, span: Span, reports: list[Report], joints: tuple[Joint, ...]) -> list[Clause]:
    """Return the sentence cut at its reports and at joints of main clauses outside of what is reported."""
    reports, main = _fronted(folded, span, reports)
    if not joints and main is None and (not reports or (len(reports) == 1 and reports[0].start <= span.start)):
        report = reports[0] if reports else None
        return [Clause(Span(report.start if report else span.start, span.end), report, report.rule if report else "")]
    cuts = [_Cut(report.before, report.start, report, report.rule) for report in reports]
    if main is not None:
        cuts.append(_Cut(main, main, None, "split.participle"))
    if not cuts or (cuts[0].start > span.start and cuts[0].rule != "split.contrast"):
        cuts.insert(0, _Cut(span.start, span.start, None, ""))
    for joint in joints:
        if joint.start <= span.start or _is_quoted(folded, span, joint.start):
            continue
        if any(
            abs(joint.start - cut.start) < 4 or joint.end <= cut.start < joint.start + len(joint.opening)
            for cut in cuts
        ):
            continue
        last = max((cut for cut in cuts if cut.start <= joint.end), key=lambda cut: cut.start)
        if _parts(folded, last.report, joint) and may_end(folded, last.start, joint, last.report is not None):
            cuts.append(_Cut(joint.end, joint.start, None, joint.rule.id))
    cuts.sort(key=lambda cut: cut.start)
    ends = [cut.before for cut in cuts[1:]] + [span.end]
    clauses = [
        Clause(Span(cut.start, end if end == span.end else trim_end(folded, cut.start, end)), cut.report, cut.rule)
        for cut, end in zip(cuts, ends, strict=True)
    ]
    return [clause for clause in clauses if clause.span.start < clause.span.end]


def _is_quoted(folded: str, span: Span, at: int) -> bool:
    """Whether a joint stands within quotation marks: what is quoted is one."""
    return folded.count('"', span.start, at) % 2 == 1 and folded.find('"', at, span.end) >= 0


def _parts(folded: str, report: Report | None, joint: Joint) -> bool:
    """Whether a joint parts main clauses, and does not join two things that one report holds."""
    if report is None:
        return True
    if joint.end <= report.cue.end:
        return False
    held = folded[report.cue.end : joint.end]
    if " that " in f"{held} " or held.lstrip().startswith(("how ", "whether ")) or report.place == "aside":
        own = _is_own(report)
        return own and (
            joint.opening.split(" ")[0] == "i"
            or " therefore " in f" {joint.opening} {folded[joint.start : joint.start + 30]}"
        )
    if not _is_own(report) and _CLAUSE_HELD.match(held) and report.hit.construction == "verb":
        return False
    return joint.rule.needs not in ("predicate", "singular")


def _is_own(report: Report) -> bool:
    return report.source is not None and report.source.holder in ("speaker", "we")


_CLAUSE_HELD = re.compile(  # a clause that is held without "that": "He thought it would help"
    r" (?:it|they|he|she|we|this|there) (?:[a-z]+ly )?"
    r"(?:is|was|are|were|has|have|had|will|would|can|could|should|must|may|might)\b"
)


def _fronted(folded: str, span: Span, reports: list[Report]) -> tuple[list[Report], int | None]:
    """Give a participle that opens its sentence the source of the main clause behind it ("Noting that …, he urged").

    Where that has none ("Noting that …, training is vital") the speaker holds both, and the second of the values is
    where the main clause begins. A clause that ends in a comma or semicolon has no main clause: it is a resolution's.
    """
    first = reports[0] if reports else None
    if first is None or first.rule != "split.participle" or first.start != span.start or first.source is not None:
        return reports, None
    if len(reports) > 1 and reports[1].source:
        return [first._replace(source=reports[1].source), *reports[1:]], None
    if folded[span.end : span.end + 1] in (";", ",", ""):
        return reports, None
    main = _main_clause().search(folded, first.cue.end, span.end) if len(reports) == 1 else None
    if main is None:
        return reports[1:], None
    own = first._replace(shared=False, hit=first.hit._replace(holder="speaker"))
    return [own], main.start(1)


@cache
def _main_clause() -> re.Pattern[str]:
    """Return a comma, and the subject and verb of the main clause behind it."""
    return reader(
        rf", (?!(?:and|or|but|which|who|whose|that|including|such|as|while|where|when|with|for|in|on|to|by|of) )"
        r"((?:[a-z0-9'-]+ ){0,10}?[a-z0-9'-]+(?:,[^,;]{3,100},)? "
        rf"(?:[a-z0-9'-]+ ){{0,4}}?(?:{alternation('finite')}) )",
        "words.csv",
        "(main clause)",
    )
