"""Opposition: a claim of one group that is set against the claim of another in the sentence before.

"Some delegates … . Others …, however": the second claim points at the first.
"""

from functools import cache

from flows.code.ruleset import RULES, DecisionTable
from flows.records import Claim

_GROUPS = frozenset({"collective", "named"})
NEAR = 8
"""Claims back that an opposed claim is looked for."""


def link_opposed(folded: str, claims: list[Claim]) -> tuple[Claim, ...]:
    """Return the claims, each that opposes an earlier one with its index in `opposes`.

    `folded` is the statement's text.
    """
    for index, claim in enumerate(claims):
        if index and claim.holder in _GROUPS and claim.source and not claim.source_inherited:
            before = _group_before(claims, index)
            if before is not None and (rule := _opposing(folded, claims[before], claim)):
                claims[index] = claim._replace(opposes=before, rules=(*claim.rules, rule))
    return tuple(claims)


def _group_before(claims: list[Claim], index: int) -> int | None:
    """Return the last claim of the paragraph, in this sentence or the one before, that another source holds."""
    claim = claims[index]
    for at in range(index - 1, max(index - 1 - NEAR, -1), -1):
        other = claims[at]
        if other.paragraph != claim.paragraph or claim.sentence - other.sentence > 1:
            return None
        if other.holder in _GROUPS and other.source != claim.source:
            return at
    return None


def _opposing(folded: str, first: Claim, second: Claim) -> str | None:
    """Return the id of the rule that sets the second claim against the first."""
    if not first.source or not second.source:
        return None
    between = folded[first.span.start : second.span.end]
    sources = f"{folded[slice(*first.source)]} | {folded[slice(*second.source)]}"
    table = _rules()
    if table.first("groups", sources) is None:
        return None
    rule = table.first("contrast", between)
    return rule.id if rule else None


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "opposition.csv")
