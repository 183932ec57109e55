"""Coding: what a claim's words say, once they are cut out: who holds it, how widely, what is done, about what."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, islice

from flows.code.coding.acts import DEMANDS, acts_of_words, find_act
from flows.code.coding.addressee import find_addressee
from flows.code.coding.holder import who_holds
from flows.code.coding.main_verb import main_verb, telling_words
from flows.code.coding.modality import find_mood
from flows.code.coding.opposition import link_opposed
from flows.code.folding import fold
from flows.code.ruleset import Rule
from flows.code.topics import find_topics
from flows.code.units.unit import Unit
from flows.records import Claim, Statement


def code_units(statements: Sequence[Statement], units: Sequence[tuple[Unit, ...]]) -> list[tuple[Claim, ...]]:
    """Each statement's units as coded claims, in their order; opposed claims point back at what they oppose.

    The tables that read all of a claim's words are asked one after the other, each of all claims: its automaton then
    stays near the processor.
    """
    folded = [fold(statement.text) for statement in statements]
    claims, contents = _coded(statements, folded, units, with_addressees=True)
    return _with_topics([link_opposed(text, found) for text, found in zip(folded, claims, strict=True)], contents)


def codes_of_units(
    statements: Sequence[Statement], folded: Sequence[str], units: Sequence[tuple[Unit, ...]]
) -> list[list[Claim]]:
    """Return the units as claims with their codes alone: without topics, addressees and what they oppose."""
    return _coded(statements, folded, units, with_addressees=False)[0]


def _coded(
    statements: Sequence[Statement],
    folded: Sequence[str],
    units: Sequence[tuple[Unit, ...]],
    with_addressees: bool,
) -> tuple[list[list[Claim]], list[list[str]]]:
    """Return the units as claims, and the folded words of their contents."""
    telling = [telling_words(text) for text in folded]
    contents = [
        [text[start:end] for start, end in [unit.content or unit.span for unit in found]]
        for text, found in zip(folded, units, strict=True)
    ]
    acts = list(map(acts_of_words, folded, units))
    return [
        _code_statement(statement, text, ours, held, told, act, with_addressees)
        for statement, text, ours, held, told, act in zip(
            statements, folded, units, contents, telling, acts, strict=True
        )
    ], contents


def _with_topics(claims: Sequence[tuple[Claim, ...]], contents: Sequence[list[str]]) -> list[tuple[Claim, ...]]:
    """Return the claims with their topics, which are found in all contents together."""
    topics = iter(find_topics(chain.from_iterable(contents), [claim.act for of in claims for claim in of]))
    return [
        tuple(
            claim._replace(topics=about.topics, rules=(*claim.rules, *about.rules))
            for claim, about in zip(of, islice(topics, len(of)), strict=True)
        )
        for of in claims
    ]


def _code_statement(
    statement: Statement,
    folded: str,
    units: tuple[Unit, ...],
    contents: list[str],
    telling: list[int],
    acts: list[Rule | None],
    with_addressees: bool,
) -> list[Claim]:
    text = statement.text
    places = [*telling, len(text)]
    claims: list[Claim] = []
    for unit, content, act in zip(units, contents, acts, strict=True):
        start, end = unit.content or unit.span
        tells = places[bisect_left(places, start)] < end
        claim = _code(text, folded, unit, content, act, tells, with_addressees)
        if unit.parent is not None and claim.act == "state" and _is_named_only(folded, claim, claims[unit.parent]):
            claim = claim._replace(act=claims[unit.parent].act)
        claims.append(claim)
    return claims


def _code(
    text: str,
    folded: str,
    unit: Unit,
    content: str,
    act_by_words: Rule | None,
    tells: bool,
    with_addressee: bool,
) -> Claim:
    source, cue = unit.source, unit.cue
    held = who_holds(
        text[source.start : source.end] if source else None,
        text[cue.start : cue.end] if cue else None,
        unit.holder,
        unit.agreement,
    )
    folded_cue = folded[cue.start : cue.end] if cue else ""
    mood = find_mood(folded_cue, content, tells)
    act, rule = find_act(
        unit.act,
        folded[source.start : source.end] if source else "",
        folded_cue,
        content,
        act_by_words,
        mood.modality,
    )
    demands = with_addressee and (act == "call" or mood.modality in DEMANDS)
    return Claim(
        *unit[:9],  # a unit's first fields are a claim's
        find_addressee(folded, unit, content, mood) if demands else None,
        unit.parent,
        held.holder,
        held.agreement,
        act,
        mood.modality,
        mood.negated or (mood.cue_negated and act not in _TURNED),
        (),
        None,
        (*dict.fromkeys(unit.rules), *held.rules, *rule, *mood.rules),
    )


_TURNED = frozenset({"agree", "differ"})  # acts that a negation of the cue has already been reckoned into


def _is_named_only(folded: str, claim: Claim, parent: Claim) -> bool:
    """Whether a list item only names what a plain assertion announces ("They addressed two topics: trade; aid")."""
    return claim.cue is None and parent.cue is None and main_verb(folded[slice(*claim.span)]).subject is None
