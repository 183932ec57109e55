"""Finish: the claims of a batch as records, with their addressees, topics and what they oppose."""

from collections.abc import Sequence

from flows.code.claims.attributed import Attributed
from flows.code.claims.polarity import Codes
from flows.code.coding.addressee import find_addressee
from flows.code.coding.modality import Mood, verb_under
from flows.code.coding.opposition import link_opposed
from flows.code.topics import Topics, find_topics
from flows.code.units.unit import Unit
from flows.records import Claim, Span, Statement

_DEMANDS = frozenset({"must", "need", "should"})


def finished(
    statements: Sequence[Statement],
    folded: Sequence[str],
    attributed: Sequence[Sequence[Attributed]],
    codes: Sequence[Codes],
) -> list[tuple[Claim, ...]]:
    """Return each statement's claims, coded; opposed claims point back at what they oppose."""
    coded = iter(codes)
    contents = [
        shadow[slice(*(claim.content or claim.span))]
        for shadow, claims in zip(folded, attributed, strict=True)
        for claim in claims
    ]
    topics = zip(contents, find_topics(contents, [code.act for code in codes]), strict=True)
    found: list[tuple[Claim, ...]] = []
    for shadow, claims in zip(folded, attributed, strict=True):
        made: list[Claim] = []
        for claim in claims:
            code = next(coded)
            if claim.like is not None:
                like = made[claim.like]
                code = code._replace(holder=like.holder, agreement=like.agreement)
            made.append(_claim(shadow, claim, *next(topics), code))
        found.append(link_opposed(shadow, made))
    return found


def _claim(shadow: str, claim: Attributed, content: str, about: Topics, code: Codes) -> Claim:
    act, holder, agreement, modality, negated, rules = code
    cue = claim.cue
    lemma = shadow[slice(*cue)] if cue else None
    addressee = None
    if act == "call" or modality in _DEMANDS:
        unit = Unit(
            claim.paragraph, claim.sentence, claim.span, claim.source.span if claim.source else None,
            claim.source_inherited, cue, lemma, claim.cue_inherited, claim.content, claim.parent, act, holder,
            agreement, (),
        )  # fmt: skip
        verb = verb_under(shadow[slice(*cue)] if cue else "", content)
        addressee = find_addressee(shadow, unit, content, Mood(modality, False, False, (), verb))
    return Claim(
        claim.paragraph,
        claim.sentence,
        claim.span,
        claim.source.span if claim.source else None,
        claim.source_inherited,
        cue,
        lemma,
        claim.cue_inherited,
        claim.content if cue else claim.span,
        Span(*addressee) if addressee else None,
        claim.parent,
        holder,
        agreement,
        act,
        modality,
        negated,
        about.topics,
        None,
        tuple(dict.fromkeys((*claim.rules, *rules, *about.rules))),
    )
