"""Sources: who holds what a cue reports, read from the words between a clause's beginning and its cue.

What can hold a proposition stands in `sources.csv`: pronouns, nouns for participants, bodies and offices. A proper
name needs no row; it is known by its capitals. Everything else is a thing, and what it "shows" is no cue.
"""

from functools import cache
from typing import NamedTuple

from flows.code.mentions.names import names
from flows.code.ruleset import RULES
from flows.code.units.inflect import with_s
from flows.code.units.words import words_of
from flows.records import Span
from flows.rules import read_rules

TABLE = RULES / "sources.csv"


class SourceRule(NamedTuple):
    """A row of `sources.csv`."""

    id: str
    kind: str  # pronoun, collective, body, office, mass; form: known by its form, not by its words
    lemma: str
    plural: str  # where spelling rules miss it
    holder: str
    example: str
    counterexample: str
    comment: str
    source: str


class Holder(NamedTuple):
    """A source found, with what its words say of who holds."""

    span: Span
    holder: str
    pronoun: bool  # they, he, she: the words of the source stand earlier
    plural: bool
    rule: str


@cache
def source_rules() -> tuple[SourceRule, ...]:
    """Return the rows of the table; raises RuleError where it cannot be used."""
    return read_rules(TABLE, SourceRule)


@cache
def source_nouns() -> dict[str, tuple[SourceRule, bool]]:
    """Each form of a noun with its rule and whether it is a plural."""
    nouns: dict[str, tuple[SourceRule, bool]] = {}
    for rule in source_rules():
        if rule.kind not in ("pronoun", "form"):
            nouns.setdefault(rule.lemma, (rule, False))
            nouns.setdefault(rule.plural or with_s(rule.lemma), (rule, True))
    return nouns


@cache
def source_pronouns() -> dict[str, SourceRule]:
    """Each pronoun with its rule."""
    return {rule.lemma: rule for rule in source_rules() if rule.kind == "pronoun"}


@cache
def state_names() -> frozenset[str]:
    """Return the names of states, as they are written, without "the".

    Also in capitals, as some records print who speaks.
    """
    states = [name for name, named in names().items() if named and named.kind == "state"]
    return frozenset((*states, *map(str.upper, states)))


def may_be(text: str, holder: Holder, pronoun: str) -> bool:
    """Whether "he", "she" or "it" may stand for a holder: an office is a person, a body and a state are things."""
    words = text[slice(*holder.span)]
    if holder.rule.startswith("source.office"):
        return pronoun != "it"
    if holder.rule.startswith("source.body") or words.removeprefix("The ").removeprefix("the ") in state_names():
        return pronoun == "it"
    if holder.rule == "source.proper-name":
        is_thing = words.lower().startswith("the ") or (" " not in words and words.isupper())
        return is_thing if pronoun == "it" else not is_thing
    is_thing = holder.rule.removeprefix("source.collective-") in words_of("organisation")
    return (pronoun == "it") == is_thing
