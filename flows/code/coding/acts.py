"""What is done with a claim: the act, from its cue where the cue's rule says it, else from its words."""

from functools import cache

from flows.code.ruleset import RULES, DecisionTable

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


def find_act(named: str, source: str, cue: str, content: str, text: str, modality: str) -> tuple[str, tuple[str, ...]]:
    """The act of a claim and the ids of the rules that gave it.

    `named` is the act that the cue's own rule names ("" where it leaves it open), the other words are folded, with
    "" for what the claim has not; `text` is all of the claim.
    """
    table = _rules()
    if cue and named in _TURNING:
        rule = table.first("turn", f"{source} | {cue} | {content[:120]}")
        if rule is not None:
            return rule.value, (rule.id,)
    if named:
        return named, ()
    rule = table.first("text", text)
    if rule is not None:
        return rule.value, (rule.id,)
    if modality in DEMANDS:
        return "call", ()
    return ("commit" if modality == "will" and (cue or _is_first_person(content)) else "state"), ()


def _is_first_person(content: str) -> bool:
    """Whether I or we are the subject of a plain assertion's modal."""
    return content.startswith(("i ", "we ", "my ", "our ")) or " i will " in content or " we will " in content


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "acts.csv")
