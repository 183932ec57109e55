"""What is done with a claim: the act, from its cue where the cue's rule says it, else from its words."""

from collections.abc import Sequence
from functools import cache

from flows.code.ruleset import RULES, DecisionTable, Rule
from flows.code.units.unit import Unit

DEMANDS = frozenset({"must", "need", "should"})
# Acts that mean their opposite once their cue is negated, or that an announcement can turn into a commitment.
_TURNING = frozenset(
    {
        "agree",
        "support",
        "differ",
        "welcome",
        "recognise",
        "state",
        "stress",
        "commit",
        "propose",
        "call",
        "concern",
        "procedure",
        "",
    }
)


def acts_of_words(folded: str, units: Sequence[Unit]) -> list[Rule | None]:
    """Return the rule that gives the act of each unit of a folded text by its words alone.

    None where its cue names one.
    """
    words = [folded[start:end] for start, end in [unit.span for unit in units if not unit.act]]
    rules = iter(_rules().first_of_each("text", words))
    return [None if unit.act else next(rules) for unit in units]


def find_act(
    named: str, source: str, cue: str, content: str, by_words: Rule | None, modality: str
) -> tuple[str, tuple[str, ...]]:
    """Return the act of a claim and the ids of the rules that gave it.

    `named` is the act that the cue's own rule names ("" where it leaves it open), and `by_words` then the rule of
    `acts_of_words`; the other words are folded, with "" for what the claim has not.
    """
    if cue and named in _TURNING:
        rule = _rules().first("turn", f"{source} | {cue} | {content[:120]}")
        if rule is not None:
            return rule.value, (rule.id,)
    if named:
        return named, ()
    if by_words is not None:
        return by_words.value, (by_words.id,)
    if modality in DEMANDS:
        return "call", ()
    return ("commit" if modality == "will" and (cue or _is_first_person(content)) else "state"), ()


def _is_first_person(content: str) -> bool:
    """Whether I or we are the subject of a plain assertion's modal."""
    return content.startswith(("i ", "we ", "my ", "our ")) or " i will " in content or " we will " in content


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "acts.csv", seldom=["text"])
