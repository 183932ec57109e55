"""Modality and negation of a claim: of the modal that is its cue, else of its content's main verb."""

from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.coding.main_verb import MainVerb, main_verb
from flows.code.ruleset import RULES, DecisionTable


class Mood(NamedTuple):
    """Modality of a claim, whether its main verb or its cue is negated, and the ids of the rules that say so."""

    modality: str
    negated: bool
    cue_negated: bool
    rules: tuple[str, ...]
    verb: MainVerb | None  # the content's main verb, where it had to be read


PLAIN = Mood("none", False, False, (), None)


def find_mood(cue: str, content: str, telling: bool) -> Mood:
    """Return the mood of a content under a cue, both folded; the cue is "" for a plain assertion.

    `telling` says whether the content has a word that could make it modal or negated.
    """
    modality, cue_negated, rules = _of_cue(cue) if cue else _NO_CUE
    if modality:
        return Mood(modality, False, cue_negated or content.startswith(("not ", "never ")), rules, None)
    if telling:
        verb = verb_under(cue, content)
        return Mood(verb.modality, verb.negated, cue_negated, rules + verb.rules, verb)
    return Mood("none", False, cue_negated, rules, None) if cue else PLAIN


_NO_CUE: tuple[str, bool, tuple[str, ...]] = ("", False, ())


def verb_under(cue: str, content: str) -> MainVerb:
    """Return the main verb of a content under a cue, both folded; the cue is "" for a plain assertion."""
    verb = main_verb(content)
    if cue.startswith("let") and cue.endswith(("us", "let's")):  # "Let us not forget those who did not return"
        return MainVerb("none", content.startswith(("not ", "never ")), None, ())
    if verb.subject and (content.startswith("to ") or cue.endswith(" to")):
        # An infinitive, or a noun that "pointed to" governs: a finite verb further on is not the main verb.
        return MainVerb("none", content.startswith(("not ", "to not ")), None, ())
    return verb


@lru_cache(maxsize=1 << 12)
def _of_cue(cue: str) -> tuple[str, bool, tuple[str, ...]]:
    """Modality ("" where the cue leaves it to the content), negation and rules of a cue."""
    table = _rules()
    rule = table.first("cue", cue)
    negation = table.first("negation", cue)
    modality = "" if rule is None or rule.value == "none" else rule.value
    rules = tuple(found.id for found in (rule, negation) if found is not None)
    return modality, negation is not None and negation.value == "true", rules


@cache
def _rules() -> DecisionTable:
    return DecisionTable(RULES / "modality.csv")
