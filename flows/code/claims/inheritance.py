"""Inheritance: what claims take over from words that stand earlier, in one pass over a statement in reading order.

A coordinated cue shares the source before it, a pronoun stands for the last holder of its kind, a clause of a
resolution is held by its body, a list item takes over what introduces it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from flows.code.claims.attributed import Attributed, Source
from flows.code.claims.contents import content_of
from flows.code.claims.quotations import begins_quoted, closes, opens
from flows.code.claims.resolutions import Opening, opening_of
from flows.code.coding.holder import who_holds
from flows.code.lang.language import language
from flows.code.layers import Tokens
from flows.code.units.cues import Hit
from flows.code.units.inheritance import says_nothing
from flows.code.units.rolls import introduces_roll, is_roll
from flows.code.units.subjects import Text
from flows.code.units.unit import Unit
from flows.records import Span, Statement

SILENT = frozenset(("title", "heading", "salutation", "note", "table"))
_LEADING_ON = (",", ":")


_AGREED = "agreed-points"
"""The construction that hands its agreement on to the items of a list."""


class Found(NamedTuple):
    """What earlier passes found in a claim of a statement, before anything is taken over."""

    draft: int
    paragraph: int
    sentence: int
    span: Span
    start: int
    end: int
    item: bool
    words: tuple[str, ...]  # its first folded tokens
    verbs: tuple[bool, ...]  # which of them are finite verbs or auxiliaries
    cue: Span | None
    cue_start: int
    cue_end: int
    cue_active: bool  # its verb is no passive and stands at the head of a verb group
    source: Span | None
    source_start: int
    source_end: int
    source_plural: bool
    subject: Source | None  # of its main verb
    subject_plural: bool
    rule: str


class _Held(NamedTuple):
    several: Source | None = None
    person: Source | None = None
    thing: Source | None = None


class _Introduction(NamedTuple):
    claim: Attributed
    number: int | None
    roll: bool
    governs: bool


def inherit(
    name: str, statement: Statement, text: Text, tokens: Tokens, found: Sequence[Found], hits: Sequence[Hit]
) -> list[Attributed]:
    """Return the claims of a statement with all that they take over."""
    claims: list[Attributed] = []
    by_place: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        by_place.setdefault((one.paragraph, one.sentence), []).append(one)
    held, body, resolving = _Held(), None, False
    introduction: _Introduction | None = None
    opens_on, told = False, cast("tuple[int, int] | None", None)
    for number, paragraph in enumerate(statement.paragraphs):
        if paragraph.kind in SILENT:
            introduction = introduction if paragraph.kind == "note" else None
            continue
        if paragraph.kind != "list_item":
            introduction = None
        place = Span(paragraph.start, paragraph.end)
        here = [one for index in range(len(paragraph.sentences)) for one in by_place.get((number, index), ())]
        silent = not any(one.cue for one in here) and not (introduction and introduction.claim.cue)
        if silent and is_roll(text, place, announced=introduction is not None and introduction.roll):
            continue
        for index, sentence in enumerate(paragraph.sentences):
            inside = by_place.get((number, index), [])
            leads_on = text.folded.endswith(_LEADING_ON, *sentence)
            if leads_on and paragraph.kind == "body" and inside and not inside[0].cue:
                named = _body(name, statement, text, number, inside[0], by_place)
                if named:
                    body, resolving = named, True
                    continue
            if not opens_on and begins_quoted(text.text, *sentence) and told is not None and told[1] == number:
                opens_on = True  # “…,” she said. “…”
            quoted = told[0] if opens_on and told is not None else None
            before = len(claims)
            opening = opening_of(name, inside[0].words) if inside and index == 0 else None
            clause = opening is not None and _is_clause(text.folded, paragraph.end, opening, resolving, inside[0])
            taken: list[Attributed] = []
            for order, one in enumerate(inside):
                claim = _attribute(
                    name,
                    text,
                    tokens,
                    one,
                    taken[-1] if taken else None,
                    held,
                    body,
                    clause and order == 0,
                    opening,
                    len(claims) + order,
                )
                if one.item and taken:
                    claim = _as_item(claim, taken, before)
                if quoted is not None and (claim.held != "own" or _is_first(name, text.folded, claim)):
                    source = claims[quoted].source
                    claim = claim._replace(
                        source=source, source_inherited=source is not None, held="quoted", like=quoted
                    )
                taken.append(claim)
                held = _noted(name, text, held, claim, one)
            if any(one.item for one in inside):
                taken = _without_announcement(text.folded, taken, before)
            if introduction and index == 0 and taken:
                taken = [_as_list_item(claim, introduction) for claim in taken]
            if taken and text.folded.endswith(":", *sentence):
                introduction = _introduced(text, taken[-1], before + len(taken) - 1, hits, tokens)
                following = statement.paragraphs[number + 1 : number + 2]
                if following and following[0].kind == "list_item" and says_nothing(text.folded, _unit(taken[-1])):
                    introduction = introduction._replace(number=None)
                    taken.pop()
            claims += taken
            opens_on, told = _quotation(text.text, sentence, claims, before, number, opens_on, told)
    return claims


def _quotation(
    text: str,
    sentence: Span,
    claims: list[Attributed],
    before: int,
    number: int,
    open_: bool,
    told: tuple[int, int] | None,
) -> tuple[bool, tuple[int, int] | None]:
    """Return whether a quotation is open behind a sentence; and the claim whose holder is quoted, its paragraph."""
    if open_:
        return not closes(text, *sentence) or opens(text, *sentence), told
    for index in range(before, len(claims)):
        claim = claims[index]
        if claim.cue_start >= 0 and claim.content and claim.held in ("own", "pronoun") and _quotes(text, claim):
            return opens(text, *sentence), (index, number)
    return False, None


def _quotes(text: str, claim: Attributed) -> bool:
    return any(mark in text[max(claim.span.start - 1, 0) : claim.span.end] for mark in '“"«„')


@lru_cache(maxsize=1 << 10)
def _first_person(name: str, words: str) -> bool:
    uses = language(name).pronouns.get(words, ())
    return any(use.row.holder in ("speaker", "we") and use.words == (words,) for use in uses)


def _is_first(name: str, folded: str, claim: Attributed) -> bool:
    return claim.source is not None and _first_person(name, folded[slice(*claim.source.span)])


def _attribute(
    name: str,
    text: Text,
    tokens: Tokens,
    one: Found,
    before: Attributed | None,
    held: _Held,
    body: Source | None,
    clause: bool,
    opening: Opening | None,
    place: int,
) -> Attributed:
    """Return a claim with its own parts, its source resolved."""
    cue, cue_start, cue_end, act, rules = one.cue, one.cue_start, one.cue_end, "", [one.rule] if one.rule else []
    if clause and opening is not None:
        length, act, rule, _ = opening
        if cue is None or cue_start != one.start or cue_end < one.start + length:
            cue_start, cue_end = one.start, min(one.start + length, one.end)
            cue = Span(int(tokens.start[cue_start]), int(tokens.end[cue_end - 1]))
        rules.append(rule)
    elif cue is not None:
        rules.append("model:cues")
    source = Source(one.source, one.source_start, one.source_end) if one.source else None
    inherited, how, like = False, "own" if source else "none", None
    if clause:
        source, inherited, how = body, body is not None, "body"
    elif source is not None:
        meant = _antecedent(name, text.folded[slice(*source.span)], held)
        if meant is not None:
            source, inherited, how = meant, True, "pronoun"
        rules.append("model:sources")
    elif cue_start >= 0 and before is not None and before.cue_start >= 0 and one.cue_active:
        source, inherited, how = before.source, before.source is not None, "body" if before.held == "body" else "shared"
        like = place - 1
    content = content_of(text.folded, one.span, cue, one.source) if cue else one.span
    return Attributed(
        one.draft, one.paragraph, one.sentence, one.span, one.start, one.end, source, inherited,
        cue, cue_start, cue_end, False, content, None, how, like, act, "", tuple(rules),
    )  # fmt: skip


def _is_clause(folded: str, end: int, opening: Opening, resolving: bool, one: Found) -> bool:
    """Whether a paragraph that begins with such words is a clause of a resolution, not a sentence of a speech."""
    if any(one.verbs[opening.length : opening.length + 1]):  # "States should act": a noun, and the verb behind it
        return False
    if one.source is not None and one.source.start < one.span.start + 4:
        return False
    return resolving or opening.ends_in_s or folded.endswith((",", ";", ", and", "; and"), 0, end)


def _body(
    name: str, statement: Statement, text: Text, number: int, one: Found, by_place: dict[tuple[int, int], list[Found]]
) -> Source | None:
    """Return the holder that a paragraph names, saying nothing of it, before one that begins with what it does."""
    if len(one.words) > 12 or number + 1 >= len(statement.paragraphs):
        return None
    following = by_place.get((number + 1, 0), [])
    if not following or opening_of(name, following[0].words) is None:
        return None
    return Source(one.span, one.start, one.end)


@lru_cache(maxsize=1 << 10)
def _pronoun(name: str, words: str) -> str:
    """Return what a pronoun that points back stands for: several, thing, person; "" where it is none."""
    uses = language(name).pronouns.get(words, ())
    for use in uses:
        if use.row.points_back and use.words == (words,):
            return "several" if use.row.plural else "thing" if use.row.holder != "named" or words == "it" else "person"
    return ""


def _antecedent(name: str, words: str, held: _Held) -> Source | None:
    kind = _pronoun(name, words)
    return getattr(held, kind) if kind else None


def _noted(name: str, text: Text, held: _Held, claim: Attributed, one: Found) -> _Held:
    """Return the holders that a later pronoun may stand for, with those of this claim."""
    source = claim.source if claim.source and claim.held in ("own", "pronoun", "shared") else one.subject
    if source is None:
        return held
    kind = _kind_of(name, text.text[slice(*source.span)])
    plural = one.source_plural if claim.held == "own" else one.subject_plural and claim.source is None
    kind = "several" if not kind and plural else kind
    if kind == "several":
        return held._replace(several=source)
    if kind == "body":
        return held._replace(thing=source, several=source)
    if kind == "thing":
        return held._replace(thing=source)
    return held._replace(person=source) if kind == "person" else held


@lru_cache(maxsize=1 << 12)
def _kind_of(name: str, words: str) -> str:
    """Return which pronoun can stand for these words: several (they), thing (it), body (both), person; "" for none."""
    known = language(name)
    tokens = words.lower().replace("-", " ").split()
    if not tokens or any(use.words == tuple(tokens) for use in known.pronouns.get(tokens[0], ())):
        return ""
    uses = next((found for token in tokens if (found := known.noun_kinds.get(token.strip(",.;")))), ())
    kinds = {(use.row.kind, "s" in use.forms) for use in uses if len(use.words) == 1}
    if any(kind in ("participant", "organisation", "state", "office") and plural for kind, plural in kinds):
        return "several"
    if any(kind in ("body", "session") for kind, _ in kinds):
        return "body"
    if any(kind in ("organisation", "state", "document", "own") for kind, _ in kinds):
        return "thing"
    if any(kind in ("office", "participant") for kind, _ in kinds):
        return "person"
    if words[:1].isupper():
        return "person" if " " in words and words.istitle() else "thing"
    return ""


def _as_item(claim: Attributed, taken: list[Attributed], before: int) -> Attributed:
    head = next(one for one in reversed(taken) if "split.enumeration" not in one.rules or one is taken[0])
    return claim._replace(
        source=head.source,
        source_inherited=head.source is not None,
        cue=head.cue,
        cue_start=head.cue_start,
        cue_end=head.cue_end,
        cue_inherited=head.cue_start >= 0,
        content=claim.span,
        parent=before + taken.index(head),
        like=before + taken.index(head) if head.cue_start >= 0 else None,
        held=head.held,
        act=head.act,
        rules=("split.enumeration", *(rule for rule in head.rules if not rule.startswith("split."))),
    )


def _without_announcement(folded: str, taken: list[Attributed], before: int) -> list[Attributed]:
    """Return the claims of an enumeration without its introduction, where that says nothing by itself."""
    first = next((at for at, one in enumerate(taken) if "split.enumeration" in one.rules), 0)
    if first == 0:
        return taken
    head = taken[first - 1]
    unit = _unit(head)
    content = unit.content
    if content is not None and content.end - content.start > 2 and not (head.cue and says_nothing(folded, unit)):
        return taken
    gone = before + first - 1
    items = [
        one._replace(parent=None, like=None if one.like == gone or one.like is None else one.like - 1)
        for one in taken[first:]
    ]
    return [*taken[: first - 1], *items]


def _as_list_item(claim: Attributed, introduction: _Introduction) -> Attributed:
    if claim.cue and not introduction.governs and claim.held in ("own", "pronoun", "body"):
        return claim._replace(parent=introduction.number)
    head = introduction.claim
    if head.cue_start < 0:
        return claim._replace(parent=introduction.number)
    return claim._replace(
        source=head.source,
        source_inherited=head.source is not None,
        cue=head.cue,
        cue_start=head.cue_start,
        cue_end=head.cue_end,
        cue_inherited=True,
        content=claim.span,
        parent=introduction.number,
        like=None if head.voices else introduction.number,
        held=head.held,
        act=head.act,
        voices=head.voices,
        rules=("split.list-item", *(rule for rule in head.rules if not rule.startswith("split."))),
    )


def _introduced(text: Text, claim: Attributed, index: int, hits: Sequence[Hit], tokens: Tokens) -> _Introduction:
    for hit in hits:
        if hit.construction == _AGREED and claim.span.start <= hit.start and hit.end <= claim.span.end:
            end = hit.start + text.folded[hit.start : hit.end].rindex(" ")  # without the noun: "generally accepted"
            told = who_holds(None, text.text[hit.start : end], hit.holder, hit.agreement)
            held = f"{told.holder} {told.agreement}"
            head = claim._replace(
                source=None, source_inherited=False, cue=Span(hit.start, end), cue_start=claim.start,
                cue_end=claim.start + 1, held="none", act=hit.act, voices=held, rules=hit.rules,
            )  # fmt: skip
            return _Introduction(head, index, False, False)
    governs = claim.cue is not None and text.folded.endswith(" that", claim.cue.end, claim.span.end)
    return _Introduction(claim, index, claim.cue is None and introduces_roll(text, claim.span), governs)


def _unit(claim: Attributed) -> Unit:
    content = claim.content if claim.cue_start >= 0 else claim.span
    return Unit(
        claim.paragraph, claim.sentence, claim.span, claim.source.span if claim.source else None,
        claim.source_inherited, claim.cue, "", claim.cue_inherited, content, claim.parent, claim.act, "", "",
        claim.rules,
    )  # fmt: skip
