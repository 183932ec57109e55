"""Who holds a claim, and how widely it is said to be held."""

from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.folding import fold
from flows.code.ruleset import RULES, DecisionTable, Rule


class Held(NamedTuple):
    """The codes of a claim's source and cue, and the ids of the rules that gave them."""

    holder: str
    agreement: str
    rules: tuple[str, ...]


@lru_cache(maxsize=1 << 12)
def who_holds(source: str | None, cue: str | None, holder: str = "", agreement: str = "") -> Held:
    """Holder and agreement from the words of source and cue; None where the claim has none.

    `holder` and `agreement` are what the rule of the cue says for the case that nothing in the words says more
    ("" where it says nothing).
    """
    named, rules = _holder(source, cue, holder)
    how_wide, rule = _agreement(named, source, cue, agreement)
    return Held(named, how_wide, (*rules, *rule))


def _holder(source: str | None, cue: str | None, hint: str) -> tuple[str, tuple[str, ...]]:
    if source is None and hint:
        return hint, ()
    rule = _holding("source", source) if source is not None else _holding("plain" if cue is None else "cue", cue or "")
    if rule.id == "holder.name" and hint == "collective":  # "Insurers noted", "Some families fear"
        return hint, (rule.id,)
    return rule.value, (rule.id,)


@lru_cache(maxsize=1 << 12)
def _holding(field: str, words: str) -> Rule:
    rule = _holder_rules().first(field, words)
    assert rule is not None, "holder.csv ends each field in a rule that takes everything"
    return rule


def _agreement(holder: str, source: str | None, cue: str | None, hint: str) -> tuple[str, tuple[str, ...]]:
    table = _agreement_rules()
    words = fold(f"{source or ''} | {cue or ''}")
    if holder in {"speaker", "we"}:
        rule = table.first("we", words)
    elif holder == "named":
        rule = _named(source or "")
        if rule is not None and rule.value == "collective":
            rule = min(filter(None, (rule, table.first("both", words))), key=table.rows.index)
    else:
        rule = table.decide({"source": words[: len(source)], "both": words} if source else {"both": words})
    assert rule is not None, "agreement.csv ends each field in a rule that takes everything"
    if hint and rule.value in {"collective", "unstated"}:
        return hint, ()
    return rule.value, (rule.id,)


@lru_cache(maxsize=1 << 12)
def _named(source: str) -> Rule | None:
    return _agreement_rules().first("named", fold(source))


@cache
def _holder_rules() -> DecisionTable:
    return DecisionTable(RULES / "holder.csv", folded=False)  # capitals tell a name


@cache
def _agreement_rules() -> DecisionTable:
    return DecisionTable(RULES / "agreement.csv")
