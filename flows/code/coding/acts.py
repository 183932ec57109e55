"""What is done with a claim: the act, from its cue where the cue's rule says it, else from its words."""

from functools import cache

from flows.code.ruleset import RULES, DecisionTable, Rule

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


def act_of_words(text: str) -> Rule | None:
    """The rule that gives the act of a claim by its folded words alone, for one whose cue names none."""
    return _rules().first("text", text)


def find_act(
    named: str, source: str, cue: str, content: str, by_words: Rule | None, modality: str
) -> tuple[str, tuple[str, ...]]:
    """The act of a claim and the ids of the rules that gave it.

    `named` is the act that the cue's own rule names ("" where it leaves it open), and `by_words` then the rule of
    `act_of_words`; the other words are folded, with "" for what the claim has not.
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
