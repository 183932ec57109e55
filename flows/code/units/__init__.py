"""Units: where each claim of a statement begins and ends, and which of its words are source, cue and content.

The order of the work is that of docs/codebook.md: a sentence is one claim unless it enumerates (enumerations.py),
reports more than once (reporting.py) or joins main clauses (splits.py); then "They" finds the words that it stands
for, and list items take over what introduces them.
"""

from collections.abc import Sequence

from flows.code.folding import fold
from flows.code.units.antecedents import NOBODY, Antecedents
from flows.code.units.clauses import Clause, clauses_of
from flows.code.units.contents import content_of
from flows.code.units.cue_patterns import scans
from flows.code.units.cues import Hit, find_cues, opening_adjective
from flows.code.units.enumerations import enumeration_of
from flows.code.units.inheritance import Introduction, enumerated, inherit, introduced_by, says_nothing
from flows.code.units.patterns import scan
from flows.code.units.placed import Placed
from flows.code.units.reporting import reports_of
from flows.code.units.resolutions import goes_on, introducing_body, operative
from flows.code.units.rolls import LONGEST_VOTE, is_roll, vote_end
from flows.code.units.sources import Holder
from flows.code.units.splits import Joint, find_joints, joint_scans
from flows.code.units.subjects import Text
from flows.code.units.trimming import trim, without_label
from flows.code.units.unit import Unit
from flows.records import Span, Statement

# What is longer is no sentence but text without stops: read in stretches, so that the time stays linear in the text.
LONGEST_SENTENCE = 4000  # characters
SILENT = frozenset(("title", "heading", "salutation", "note", "table"))


def find_units(statements: Sequence[Statement]) -> list[tuple[Unit, ...]]:
    """Return the claims of each statement in reading order; titles, headings, salutations and notes have none.

    Spans are in the statement's text. Many statements take less time together than one by one (patterns.scan).
    """
    folded = [fold(statement.text) for statement in statements]
    data = [text.encode("ascii") for text in folded]
    found = zip(scan(scans(), data), scan(joint_scans(), data), strict=True)
    return [
        _units(statement, Text(statement.text, text), Placed(find_cues(text, cues)), Placed(find_joints(text, joints)))
        for statement, text, (cues, joints) in zip(statements, folded, found, strict=True)
    ]


def _units(statement: Statement, text: Text, hits: Placed[Hit], joints: Placed[Joint]) -> tuple[Unit, ...]:
    """Return the claims of one statement, given its cues and joints."""
    units: list[Unit] = []
    antecedents = NOBODY
    introduction: Introduction | None = None
    for number, paragraph in enumerate(statement.paragraphs):
        if paragraph.kind in SILENT:
            introduction = None if paragraph.kind != "note" else introduction
            if paragraph.kind == "heading" and _is_list_item(statement, number + 1):  # "The Ministers:"
                body = _going_on(statement, text, hits, number, Span(paragraph.start, paragraph.end))
                antecedents = antecedents._replace(body=body) if body else antecedents
            continue
        if paragraph.kind != "list_item":
            introduction = None
        place = Span(paragraph.start, paragraph.end)
        found = hits.within(*place)
        silent = not (introduction and introduction.cue) and (
            not found or (found[0].end - place.start < LONGEST_VOTE and found[0].end <= vote_end(text, place))
        )
        if silent and is_roll(text, place, announced=introduction is not None and introduction.roll):
            continue
        for index, sentence in enumerate(paragraph.sentences):
            found = _with_opening(text.folded, sentence, hits.within(*sentence))
            leads_on = paragraph.kind == "body" and text.folded.endswith((",", ":"), *sentence)
            if leads_on and (body := _going_on(statement, text, hits, number, sentence)):
                antecedents = antecedents._replace(body=body)
                continue
            taken: list[Unit] = []
            whole = sentence.end - sentence.start <= LONGEST_SENTENCE
            for stretch in (sentence,) if whole else _stretches(text.folded, sentence):
                inside = found if stretch is sentence else hits.within(*stretch)
                joined = joints.within(*stretch)
                before = len(units) + len(taken)
                more, antecedents = _sentence_units(text, number, index, inside, joined, antecedents, before, stretch)
                taken += more
            if introduction and index == 0:
                taken = [inherit(unit, introduction) for unit in taken]
            if taken and text.folded.endswith(":", *sentence):
                introduction = introduced_by(text, taken[-1], len(units) + len(taken) - 1, found)
                if _is_list_item(statement, number + 1) and says_nothing(text.folded, taken[-1]):
                    introduction = introduction._replace(unit=None)
                    taken.pop()
            units += taken
    return tuple(units)


def _with_opening(folded: str, sentence: Span, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the cues of a sentence with the adjective that opens it as a participle would."""
    if hits and hits[0].start == sentence.start:
        return hits
    adjective = opening_adjective(folded, sentence)
    return (adjective, *(hit for hit in hits if hit.start >= adjective.end)) if adjective else hits


def _going_on(statement: Statement, text: Text, hits: Placed[Hit], number: int, sentence: Span) -> Holder | None:
    """Return the holder that a sentence only names, where the next paragraph begins with what it does."""
    body = introducing_body(text, sentence, hits.within(*sentence))
    following = statement.paragraphs[number + 1 : number + 2]
    if body is None or not following:
        return None
    after = Span(following[0].start, following[0].end)
    opening = _with_opening(text.folded, after, hits.within(*after))
    return body if goes_on(statement, number + 1, opening, body) else None


def _is_list_item(statement: Statement, paragraph: int) -> bool:
    return paragraph < len(statement.paragraphs) and statement.paragraphs[paragraph].kind == "list_item"


def _stretches(folded: str, sentence: Span) -> list[Span]:
    """Stretches of what is longer than any sentence is, to be read each by itself."""
    start, stretches = sentence.start, []
    while sentence.end - start > LONGEST_SENTENCE:
        last = start + LONGEST_SENTENCE
        end = max((folded.rfind(mark, start, last) + 1 for mark in ("; ", ": ")), default=0)
        end = end if end > start else max(folded.rfind(" ", start, last) + 1, start) or last
        end = end if end > start else last
        stretches.append(Span(start, end))
        start = end
    return [*stretches, Span(start, sentence.end)]


def _sentence_units(
    text: Text,
    paragraph: int,
    index: int,
    hits: tuple[Hit, ...],
    joints: tuple[Joint, ...],
    antecedents: Antecedents,
    before: int,
    sentence: Span,
) -> tuple[list[Unit], Antecedents]:
    span = trim(text.folded, without_label(text.text, sentence) if index == 0 else sentence)
    if span.start >= span.end:
        return [], antecedents
    enumeration = enumeration_of(text.folded, span)
    if not (hits or joints or enumeration):
        return [_plain(paragraph, index, span)], antecedents.behind(span)
    body = enumeration.introduction if enumeration else span
    units: list[Unit] = []
    if body.start < body.end:
        inside = tuple([hit for hit in hits if body.start <= hit.start and hit.end <= body.end])
        reports = reports_of(text, body.start, body.end, inside) if inside else []
        if antecedents.body and not reports:
            without_subject = operative(body, inside)
            reports = [without_subject] if without_subject else []
        if not (reports or joints or enumeration):
            return [_plain(paragraph, index, span)], antecedents.behind(span)
        clauses = clauses_of(text.folded, body, reports, tuple([joint for joint in joints if joint.start < body.end]))
        for clause in clauses:
            unit, antecedents = _unit(text, paragraph, index, clause, antecedents)
            antecedents = antecedents.behind(clause.span if clause.report is None else None)
            units.append(unit)
    if enumeration:
        units = enumerated(text.folded, paragraph, index, enumeration, units, before)
    return units, antecedents


def _with_apostrophe(text: str, cue: Span) -> Span:
    """Return the cue with the apostrophe of a shortened auxiliary ("I'm glad")."""
    shortened = cue.start > 1 and text[cue.start - 1] in "'’" and text[cue.start - 2].isalpha()
    return Span(cue.start - 1, cue.end) if shortened else cue


def _plain(paragraph: int, sentence: int, span: Span, *rules: str) -> Unit:
    """Return a plain assertion: the whole span is its content."""
    return Unit(paragraph, sentence, span, None, False, None, None, False, span, None, "", "", "", rules)


def _unit(text: Text, paragraph: int, index: int, clause: Clause, antecedents: Antecedents) -> tuple[Unit, Antecedents]:
    report, span = clause.report, clause.span
    if report is None:
        return _plain(paragraph, index, span, *filter(None, (clause.rule,))), antecedents
    holder, inherited = report.source, False
    if report.shared and holder is None:
        holder, inherited = antecedents.of_nobody(), True
    if holder and holder.pronoun:
        meant = antecedents.of_pronoun(text, holder)
        if meant:
            holder, inherited, antecedents = meant, True, antecedents.with_holder(text, meant)
    elif holder and holder.holder in ("collective", "named"):
        antecedents = antecedents.with_holder(text, holder)
    source = holder.span if holder else None
    inherited = inherited or (source is not None and not (span.start <= source.start and source.end <= span.end))
    content = content_of(text.folded, span, report)
    deciding = (clause.rule, *report.hit.rules, holder.rule if holder else "")
    unit = Unit(
        paragraph=paragraph,
        sentence=index,
        span=span,
        source=source,
        source_inherited=inherited,
        cue=_with_apostrophe(text.text, report.cue),
        cue_lemma=report.hit.lemma,
        cue_inherited=False,
        content=content,
        parent=None,
        act=report.hit.act,
        holder=report.hit.holder if holder is None and report.hit.holder else holder.holder if holder else "impersonal",
        agreement=report.hit.agreement,
        rules=tuple([rule for rule in deciding if rule]),
    )
    return unit, antecedents
