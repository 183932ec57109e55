"""Modality and negation of a claim: of the modal that is its cue, else of its content's main verb."""

from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.coding.main_verb import MainVerb, main_verb
from flows.code.ruleset import RULES, DecisionTable


class Mood(NamedTuple):
    """Modality and negation, the ids of the rules that gave them, and the main verb that they were read from."""

    modality: str
    negated: bool
    verb: MainVerb
    rules: tuple[str, ...]


def find_mood(cue: str, content: str) -> Mood:
    """The mood of a content under a cue, both folded; the cue is "" for a plain assertion."""
    verb = main_verb(content)
    if verb.subject and (content.startswith("to ") or cue.endswith(" to")):
        # An infinitive, or a noun that "pointed to" governs: a finite verb further on is not the main verb.
        verb = MainVerb("none", content.startswith(("not ", "to not ")), None, ())
    if not cue:
        return Mood(verb.modality, verb.negated, verb, verb.rules)
    modality, negated, rules = _of_cue(cue)
    if modality:
        negated = negated or content.startswith(("not ", "never "))
        return Mood(modality, negated, verb._replace(negated=False), rules)
    return Mood(verb.modality, verb.negated or negated, verb, rules + verb.rules)


@lru_cache(maxsize=1 << 14)
def _of_cue(cue: str) -> tuple[str, bool, tuple[str, ...]]:
    """Modality ("" where the cue leaves it to the content), negation and rules of a cue."""
    table = _rules()
    rule = table.decide({"cue": cue})
    negation = table.decide({"negation": cue})
    modality = "" if rule is None or rule.value == "none" else rule.value
    rules = tuple(found.id for found in (rule, negation) if found is not None)
    return modality, negation is not None and negation.value == "true", rules


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "modality.csv")
