"""Units: where each claim of a statement begins and ends, and which of its words are source, cue and content.

The order of the work is that of docs/codebook.md: a sentence is one claim unless it enumerates (enumerations.py),
reports more than once (reporting.py) or joins main clauses (splits.py); then "They" finds the words that it stands
for, and list items take over what introduces them.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from flows.code.contents import content_of
from flows.code.cues import Hit, find_cues
from flows.code.enumerations import enumeration_of
from flows.code.folding import fold
from flows.code.inheritance import Introduction, enumerated, inherit, introduced_by
from flows.code.reporting import Report, Text, reports_of
from flows.code.sources import Holder, leading_holder
from flows.code.splits import Joint, find_joints, may_end
from flows.code.trimming import trim, trim_end
from flows.code.unit import Unit
from flows.records import Span, Statement

# What is longer is no sentence but text without stops; it is one plain claim, and the time stays linear in the text.
LONGEST_SENTENCE = 4000  # characters
SILENT = frozenset(("title", "heading", "salutation", "note"))


class _Clause(NamedTuple):
    """A stretch of a sentence that is one claim, and the report that it makes, if any."""

    span: Span
    report: Report | None
    rule: str


class _Antecedents(NamedTuple):
    """The holders that a pronoun may stand for: the last one of several, the last one alone."""

    several: Holder | None = None
    alone: Holder | None = None
    clause: Span | None = None  # the clause before, whose subject comes first


def find_units(statement: Statement) -> tuple[Unit, ...]:
    """The claims of a statement in reading order, spans in its text; titles, headings, salutations, notes have none."""
    text = Text(statement.text, fold(statement.text))
    hits, joints = tuple(find_cues(text.folded)), tuple(find_joints(text.folded))
    hit_starts, joint_starts = [hit.start for hit in hits], [joint.start for joint in joints]
    units: list[Unit] = []
    antecedents = _Antecedents()
    introduction: Introduction | None = None
    for number, paragraph in enumerate(statement.paragraphs):
        if paragraph.kind in SILENT:
            introduction = None if paragraph.kind != "note" else introduction
            continue
        if paragraph.kind != "list_item":
            introduction = None
        for index, sentence in enumerate(paragraph.sentences):
            found = hits[_within(hit_starts, sentence)]
            joined = joints[_within(joint_starts, sentence)]
            taken, antecedents = _sentence_units(text, number, index, found, joined, antecedents, len(units), sentence)
            if introduction and index == 0:
                taken = [inherit(unit, introduction) for unit in taken]
            units += taken
            if taken and text.folded[sentence.start : sentence.end].rstrip().endswith(":"):
                introduction = introduced_by(text, units, found)
    return tuple(units)


def _within(starts: list[int], span: Span) -> slice:
    return slice(bisect_left(starts, span.start), bisect_left(starts, span.end))


def _sentence_units(
    text: Text,
    paragraph: int,
    index: int,
    hits: tuple[Hit, ...],
    joints: tuple[Joint, ...],
    antecedents: _Antecedents,
    before: int,
    sentence: Span,
) -> tuple[list[Unit], _Antecedents]:
    span = trim(text.folded, sentence)
    if span.start >= span.end:
        return [], antecedents
    if span.end - span.start > LONGEST_SENTENCE:
        hits, joints = (), ()
    enumeration = enumeration_of(text.folded, span)
    body = enumeration.introduction if enumeration else span
    units: list[Unit] = []
    if body.start < body.end:
        inside = tuple(hit for hit in hits if body.start <= hit.start and hit.end <= body.end)
        reports = reports_of(text, body.start, body.end, inside) if inside else []
        reports = _resolved(text, body, reports)
        clauses = _clauses(text.folded, body, reports, tuple(j for j in joints if j.start < body.end))
        for clause in clauses:
            unit, antecedents = _unit(text, paragraph, index, clause, antecedents)
            antecedents = antecedents._replace(clause=clause.span if clause.report is None else None)
            units.append(unit)
    if enumeration:
        units = enumerated(paragraph, index, enumeration, units, before)
    return units, antecedents


def _resolved(text: Text, span: Span, reports: list[Report]) -> list[Report]:
    """Give a participle that opens its sentence ("Noting that …, he urged") the source of the main clause behind it."""
    if not reports or reports[0].rule != "split.participle" or reports[0].start != span.start:
        return reports
    if len(reports) > 1 and reports[1].source:
        return [reports[0]._replace(source=reports[1].source), *reports[1:]]
    if text.folded[span.end : span.end + 1] in (";", ",") or not text.folded[span.end : span.end + 1]:
        return reports
    return reports[1:]


def _clauses(folded: str, span: Span, reports: list[Report], joints: tuple[Joint, ...]) -> list[_Clause]:
    """The sentence cut at its reports and at those joints of main clauses that do not stand inside what is reported."""
    cuts: list[tuple[int, int, Report | None, str]] = []
    for report in reports:
        cuts.append((report.before, report.start, report, report.rule))
    if not cuts or cuts[0][1] > span.start:
        cuts.insert(0, (span.start, span.start, None, ""))
    for joint in joints:
        if joint.start <= span.start or any(
            abs(joint.start - start) < 4 or joint.end <= start < joint.start + len(joint.opening)
            for _, start, _, _ in cuts
        ):
            continue
        last = max((cut for cut in cuts if cut[1] <= joint.end), key=lambda cut: cut[1])
        if _parts(folded, last[2], joint) and may_end(folded, last[1], joint):
            cuts.append((joint.end, joint.start, None, joint.rule.id))
    cuts.sort(key=lambda cut: cut[1])
    ends = [before for before, _, _, _ in cuts[1:]] + [span.end]
    clauses = [
        _Clause(Span(start, end if end == span.end else trim_end(folded, start, end)), report, rule)
        for (_, start, report, rule), end in zip(cuts, ends, strict=True)
    ]
    return [clause for clause in clauses if clause.span.start < clause.span.end]


def _parts(folded: str, report: Report | None, joint: Joint) -> bool:
    """Whether a joint parts main clauses, and does not join two things that one report holds."""
    if report is None:
        return True
    if joint.end <= report.cue.end:
        return False
    held = folded[report.cue.end : joint.end]
    if " that " in f"{held} " or held.lstrip().startswith(("how ", "whether ")) or report.place == "aside":
        own = report.source is not None and report.source.holder in ("speaker", "we")
        return own and (
            joint.opening.split(" ")[0] == "i"
            or " therefore " in f" {joint.opening} {folded[joint.start : joint.start + 30]}"
        )
    return joint.rule.needs != "predicate"


def _unit(
    text: Text, paragraph: int, index: int, clause: _Clause, antecedents: _Antecedents
) -> tuple[Unit, _Antecedents]:
    report, span = clause.report, clause.span
    if report is None:
        rules = (clause.rule,) if clause.rule else ()
        plain = Unit(paragraph, index, span, None, False, None, None, False, span, None, "", "", "", rules)
        return plain, antecedents
    holder, inherited = report.source, False
    if report.shared and holder is None:
        holder, inherited = antecedents.alone or antecedents.several, True
    if holder and holder.pronoun:
        meant = _antecedent(text, antecedents, holder)
        if meant:
            holder, inherited = meant, True
    elif holder and holder.holder in ("collective", "named"):
        antecedents = antecedents._replace(several=holder) if holder.plural else antecedents._replace(alone=holder)
        if not holder.plural and holder.rule.startswith("source.body"):
            antecedents = antecedents._replace(several=antecedents.several or holder)
    source = holder.span if holder else None
    inherited = inherited or (source is not None and not (span.start <= source.start and source.end <= span.end))
    content = content_of(text.folded, span, report)
    deciding = (
        clause.rule,
        *report.hit.rules,
        holder.rule if holder else "",
        _own_future(text, report, holder, content),
    )
    unit = Unit(
        paragraph=paragraph,
        sentence=index,
        span=span,
        source=source,
        source_inherited=inherited,
        cue=report.cue,
        cue_lemma=report.hit.lemma,
        cue_inherited=False,
        content=content,
        parent=None,
        act="commit" if deciding[-1] else report.hit.act,
        holder=report.hit.holder if holder is None and report.hit.holder else holder.holder if holder else "impersonal",
        agreement=report.hit.agreement,
        rules=tuple(rule for rule in deciding if rule),
    )
    return unit, antecedents


def _own_future(text: Text, report: Report, holder: Holder | None, content: Span | None) -> str:
    """The rule by which to tell one's own future action ("said it will submit") is to announce it; "" if it is none."""
    if not content or not holder or report.hit.act != "state" or holder.holder not in ("named", "collective"):
        return ""
    return "act.own-future" if _OWN_FUTURE.match(text.folded, *content) else ""


_OWN_FUTURE = re.compile(
    "(?:it|they|he|she)(?: also)? (?:will|would|intends?|plans?|aims?|pledges?|commits?)(?: also)? (?!be )"
)


def _antecedent(text: Text, antecedents: _Antecedents, pronoun: Holder) -> Holder | None:
    """The holder that a pronoun stands for: the subject of the clause before it, or else the last source that fits."""
    if antecedents.clause and (subject := leading_holder(text.text, text.folded, *antecedents.clause)):
        fits = subject.plural == pronoun.plural or (pronoun.plural and subject.rule.startswith("source.body"))
        if fits and not subject.pronoun and subject.holder in ("named", "collective"):
            return subject
    return antecedents.several if pronoun.plural else antecedents.alone
