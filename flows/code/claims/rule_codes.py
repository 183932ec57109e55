"""Rule codes: what the tables of rules say of a claim's codes, for the models to weigh."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from flows.code.claims.attributed import Attributed
from flows.code.coding.acts import acts_of_words, find_act
from flows.code.coding.holder import who_holds
from flows.code.coding.main_verb import telling_words
from flows.code.coding.modality import find_mood
from flows.code.units.cues import Hit
from flows.code.units.unit import Unit

_TURNED = frozenset({"agree", "differ"})  # acts that a negation of the cue has already been reckoned into


class RuleCodes(NamedTuple):
    """Codes by rules alone."""

    act: str
    holder: str
    agreement: str
    modality: str
    negated: str
    hit: str
    """The construction of the cue."""


def rule_codes(
    text: str, folded: str, claims: Sequence[Attributed], hits: Sequence[Hit], acts: Sequence[str]
) -> list[RuleCodes]:
    """Return what the rules say of the claims of a statement; `acts` are those of their cues, "" where not known."""
    starts = [hit.start for hit in hits]

    def hit_of(one: Attributed) -> Hit | None:
        """Return the hit that the cue overlaps most."""
        assert one.cue is not None
        near = hits[max(bisect_left(starts, one.cue.start) - 1, 0) : bisect_left(starts, one.cue.end)]
        shared = [
            (min(hit.end, one.cue.end) - max(hit.start, one.cue.start), number) for number, hit in enumerate(near)
        ]
        best = max(shared, default=(0, 0), key=lambda found: found[0])
        return near[best[1]] if best[0] > 0 else None

    places = [*telling_words(folded), len(text)]
    told = [hit_of(one) if one.cue else None for one in claims]
    acts = [act if claim.act else hit.act if hit else act for act, hit, claim in zip(acts, told, claims, strict=True)]
    units = [
        Unit(
            one.paragraph, one.sentence, one.span, one.source.span if one.source else None, one.source_inherited,
            one.cue, None, one.cue_inherited, one.content, None, act if one.cue else "", "", "", (),
        )
        for one, act in zip(claims, acts, strict=True)
    ]  # fmt: skip
    by_words = acts_of_words(folded, units)
    found = []
    for unit, words, hit in zip(units, by_words, told, strict=True):
        start, end = unit.content or unit.span
        content = folded[start:end]
        source = text[slice(*unit.source)] if unit.source else None
        cue = text[slice(*unit.cue)] if unit.cue else None
        holder, agreement, _ = who_holds(
            source, cue, hit.holder if hit and source is None else "", hit.agreement if hit else ""
        )
        shadow = folded[slice(*unit.cue)] if unit.cue else ""
        mood = find_mood(shadow, content, places[bisect_left(places, start)] < end)
        act, _ = find_act(
            unit.act, folded[slice(*unit.source)] if unit.source else "", shadow, content, words, mood.modality
        )
        negated = mood.negated or (mood.cue_negated and act not in _TURNED)
        found.append(
            RuleCodes(
                act,
                holder,
                agreement,
                mood.modality,
                "negated" if negated else "plain",
                hit.construction if hit else "",
            )
        )
    return found
