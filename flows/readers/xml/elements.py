"""What the elements of Akoma Ntoso are to a reader: akoma_ntoso.csv."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.records import MARK_KINDS
from flows.rules import RuleError, prove_examples, read_rules
from schemas.vocabulary import FURNITURE_REASON

TABLE = Path(__file__).with_name("akoma_ntoso.csv")

ROLES = {
    "inline": "part of the text around it",
    "break": "a line's end inside a paragraph",
    "drop": "no text: furniture, for `reason`",
    "paragraph": "a paragraph of the kind",
    "within": "what is in it is of the kind",
    "item": "what is in it is of the kind, and labelled",
    "formula": "names who speaks: a paragraph without a cue",
    "row": "a row of a table",
    "label": "the label of the paragraph that follows",
    "note": "a footnote, where it is called",
}


class ElementRule(NamedTuple):
    """A row of akoma_ntoso.csv; `id` is an element's name. An element that is not there parts paragraphs."""

    id: str
    role: str
    kind: str
    reason: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def element_rules() -> dict[str, ElementRule]:
    """Return the rules by element; raise RuleError for a role, kind or reason that is not known."""
    rules = {rule.id: rule for rule in read_rules(TABLE, ElementRule)}
    for rule in rules.values():
        where = f"{TABLE.name}: element {rule.id}"
        if rule.role not in ROLES:
            raise RuleError(f"{where}: role {rule.role!r} is none of {', '.join(ROLES)}")
        if rule.kind and rule.kind not in MARK_KINDS:
            raise RuleError(f"{where}: kind {rule.kind!r} is none of {', '.join(MARK_KINDS)}")
        if (rule.role == "drop") != bool(rule.reason) or (rule.reason and rule.reason not in FURNITURE_REASON):
            raise RuleError(f"{where}: reason {rule.reason!r} is none of {', '.join(FURNITURE_REASON)}")
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules.values()),
        lambda rule, text: f"<{rule}>" in text,
    )
    return rules
