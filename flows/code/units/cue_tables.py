"""The tables of cues: verbs, nouns and adjectives (`cues.csv`) and the constructions they occur in."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from flows.code.ruleset import RULES
from flows.code.units.inflect import Tense, verb_forms, with_s
from flows.rules import read_rules

CUES = RULES / "cues.csv"
CONSTRUCTIONS = RULES / "constructions.csv"


class CueRule(NamedTuple):
    """A row of `cues.csv`."""

    id: str
    kind: str  # verb, noun, adjective, light (a verb that carries a noun)
    lemma: str
    irregular: str  # past, participle, -ing form; of a noun its plural
    particle: str  # what the verb governs and the cue includes
    frames: str  # constructions that a noun occurs in, as letters
    act: str
    weak: str  # "weak": also a common verb of doing, a cue only where its subject is a holder
    passive: str  # "yes": its passive reports ("it was recognised")
    holder: str
    agreement: str
    example: str
    counterexample: str
    comment: str
    source: str


class Construction(NamedTuple):
    """A row of `constructions.csv`: a pattern with %names% for word classes."""

    id: str
    pattern: str
    act: str
    holder: str
    agreement: str
    example: str
    counterexample: str
    comment: str
    source: str

    @property
    def name(self) -> str:
        """The id without its kind."""
        return self.id.removeprefix("construction.")


class Lexicon(NamedTuple):
    """The table by what is looked up in it; nouns and verbs under each of their forms."""

    verbs: dict[tuple[str, str], CueRule]
    forms: dict[str, tuple[tuple[str, Tense], ...]]
    nouns: dict[str, CueRule]
    adjectives: dict[str, CueRule]
    light: dict[str, CueRule]


@cache
def cue_rules() -> tuple[CueRule, ...]:
    """Return the rows of the table; raises RuleError where it cannot be used."""
    return read_rules(CUES, CueRule)


@cache
def constructions() -> dict[str, Construction]:
    """Return the rows of the table by name; raises RuleError where it cannot be used."""
    return {row.name: row for row in read_rules(CONSTRUCTIONS, Construction)}


@cache
def lexicon() -> Lexicon:
    """Return the table of cues, read once."""
    verbs: dict[tuple[str, str], CueRule] = {}
    forms: dict[str, list[tuple[str, Tense]]] = defaultdict(list)
    nouns: dict[str, CueRule] = {}
    adjectives: dict[str, CueRule] = {}
    light: dict[str, CueRule] = {}
    for rule in cue_rules():
        if rule.kind in {"verb", "light"}:
            if rule.kind == "verb":
                verbs[rule.lemma, rule.particle] = rule
            for text, tense in verb_forms(rule.lemma, tuple(rule.irregular.split())):
                if (rule.lemma, tense) not in forms[text]:
                    forms[text].append((rule.lemma, tense))
                if rule.kind == "light":
                    light[text] = rule
        elif rule.kind == "noun":
            nouns[rule.lemma] = rule
            nouns[rule.irregular or with_s(rule.lemma)] = rule
        elif rule.kind == "adjective":
            adjectives[rule.lemma] = rule
    return Lexicon(verbs, {text: tuple(found) for text, found in forms.items()}, nouns, adjectives, light)
