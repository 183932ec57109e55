"""Coding: what a claim's words say, once they are cut out: who holds it, how widely, what is done, about what."""

from flows.code.coding.acts import find_act
from flows.code.coding.addressee import find_addressee
from flows.code.coding.holder import who_holds
from flows.code.coding.main_verb import main_verb
from flows.code.coding.modality import find_mood
from flows.code.coding.opposition import link_opposed
from flows.code.coding.topics import NONE, Topics, find_topics
from flows.code.folding import fold
from flows.code.units.unit import Unit
from flows.records import Claim, Statement


def code_units(statement: Statement, units: tuple[Unit, ...]) -> tuple[Claim, ...]:
    """Each unit as a coded claim, in the order of the units; opposed claims point back at what they oppose."""
    folded = fold(statement.text)
    claims: list[Claim] = []
    topics = NONE
    for unit in units:
        topics = find_topics(folded[slice(*(unit.content or unit.span))], topics)
        claim = _code(statement.text, folded, unit, topics)
        if unit.parent is not None and claim.act == "state" and _is_named_only(folded, claim, claims[unit.parent]):
            claim = claim._replace(act=claims[unit.parent].act)
        claims.append(claim)
    return link_opposed(folded, claims)


def _code(text: str, folded: str, unit: Unit, topics: Topics) -> Claim:
    source = text[slice(*unit.source)] if unit.source else None
    cue = text[slice(*unit.cue)] if unit.cue else None
    held = who_holds(source, cue, unit.holder, unit.agreement)
    content = unit.content or unit.span
    folded_cue = folded[slice(*unit.cue)] if unit.cue else ""
    folded_content = folded[slice(*content)]
    mood = find_mood(folded_cue, folded_content)
    act, act_rules = find_act(
        unit.act,
        folded[slice(*unit.source)] if unit.source else "",
        folded_cue,
        folded_content,
        folded[slice(*unit.span)],
        mood.modality,
        first_person=_is_first_person(held.holder, folded_cue, folded_content),
    )
    return Claim(
        paragraph=unit.paragraph,
        sentence=unit.sentence,
        span=unit.span,
        source=unit.source,
        source_inherited=unit.source_inherited,
        cue=unit.cue,
        cue_lemma=unit.cue_lemma,
        cue_inherited=unit.cue_inherited,
        content=unit.content,
        addressee=find_addressee(folded, unit, act, mood),
        parent=unit.parent,
        holder=held.holder,
        agreement=held.agreement,
        act=act,
        modality=mood.modality,
        negated=mood.verb.negated or (mood.negated and act not in {"agree", "differ"}),
        topics=topics.topics,
        opposes=None,
        rules=tuple(dict.fromkeys((*unit.rules, *held.rules, *act_rules, *mood.rules, *topics.rules))),
    )


def _is_named_only(folded: str, claim: Claim, parent: Claim) -> bool:
    """Whether a list item only names what a plain assertion announces ("They addressed two topics: trade; aid")."""
    return claim.cue is None and parent.cue is None and main_verb(folded[slice(*claim.span)]).subject is None


def _is_first_person(holder: str, cue: str, content: str) -> bool:
    """Whether I or we are the subject of the modal."""
    if cue:
        return holder in {"speaker", "we"}
    return content.startswith(("i ", "we ", "my ", "our ")) or " i will " in content or " we will " in content
