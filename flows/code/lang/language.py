"""A language: its tables, read and checked together, with what is looked up in them under each form of a word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from flows.code.lang import rows
from flows.code.lang.forms import Form, Morphology, morphology
from flows.code.lang.tables import read_table

LANGUAGES = Path(__file__).parent

Row = TypeVar("Row")


class Use(NamedTuple, Generic[Row]):
    """A row that a form of a word, or of a phrase, can be a use of."""

    row: Row
    lemma: str
    """The spelling of the row's lemma that the form belongs to."""
    words: tuple[str, ...]
    """The tokens of the form; a hyphen is a token of its own."""
    forms: frozenset[str]
    """What the form is of the lemma: base, s, past, participle, ing."""


Uses = dict[str, tuple[Use[Row], ...]]
"""Rows by the first token of each of their forms, in the order of their table."""


class Language(NamedTuple):
    """The tables of a language."""

    verbs: Uses[rows.Verb]
    nouns: Uses[rows.Noun]
    adjectives: Uses[rows.Adjective]
    light_verbs: Uses[rows.LightVerb]
    duties: Uses[rows.Predicate]
    evaluations: Uses[rows.Predicate]
    proceedings: Uses[rows.Proceeding]
    openers: Uses[rows.Opener]
    noun_kinds: Uses[rows.NounKind]
    pronouns: Uses[rows.Pronoun]
    modals: Uses[rows.Modal]
    phrases: Uses[rows.Phrase]
    quantifiers: Uses[rows.Quantifier]
    number_limits: Uses[rows.NumberLimit]
    number_words: Uses[rows.NumberWord]
    numbers: tuple[rows.Number, ...]
    negations: Uses[rows.Negation]
    resolutions: Uses[rows.Resolution]


@cache
def language(name: str) -> Language:
    """Return the tables of the language whose folder is `name` ("en"), read once; raises RuleError for a wrong cell."""
    folder = LANGUAGES / name
    spelled = morphology(folder)

    def uses(table: str, row: type[Any], column: str = "lemma", pos: str = "") -> Uses[Any]:
        return _uses(read_table(folder / table, row), column, pos, spelled)

    return Language(
        verbs=uses("verbs.csv", rows.Verb, pos="verb"),
        nouns=uses("nouns.csv", rows.Noun, pos="noun"),
        adjectives=uses("adjectives.csv", rows.Adjective),
        light_verbs=uses("light_verbs.csv", rows.LightVerb, pos="verb"),
        duties=uses("duties.csv", rows.Predicate),
        evaluations=uses("evaluations.csv", rows.Predicate),
        proceedings=uses("procedure.csv", rows.Proceeding, pos="verb"),
        openers=uses("openers.csv", rows.Opener, "words"),
        noun_kinds=uses("noun_kinds.csv", rows.NounKind, pos="noun"),
        pronouns=uses("pronouns.csv", rows.Pronoun, "words"),
        modals=uses("modals.csv", rows.Modal, "words"),
        phrases=uses("phrases.csv", rows.Phrase, "phrase"),
        quantifiers=uses("quantifiers.csv", rows.Quantifier, "words"),
        number_limits=uses("number_limits.csv", rows.NumberLimit, "words"),
        number_words=uses("number_words.csv", rows.NumberWord, "words"),
        numbers=read_table(folder / "numbers.csv", rows.Number),
        negations=uses("negation.csv", rows.Negation, "words"),
        resolutions=uses("resolutions.csv", rows.Resolution, "words"),
    )


@lru_cache(maxsize=1 << 14)
def split_words(phrase: str) -> tuple[str, ...]:
    """Return the tokens of words that a table names: a hyphen is a token of its own, as it is in a text."""
    return tuple(phrase.replace("-", " - ").split())


def _uses(table: Iterable[Any], column: str, pos: str, spelled: Morphology) -> Uses[Any]:
    """Return the rows under the first token of each form of each of their lemmas."""
    found: defaultdict[str, list[Use[Any]]] = defaultdict(list)
    for row in table:
        for lemma in getattr(row, column):
            spellings: defaultdict[str, set[str]] = defaultdict(set)
            for form in _forms(lemma, getattr(row, "pos", pos), spelled):
                spellings[form.text].add(form.form)
            for text, forms in spellings.items():
                words = split_words(text)
                found[words[0]].append(Use(row, lemma, words, frozenset(forms)))
    return {first: tuple(uses) for first, uses in found.items()}


def _forms(lemma: str, pos: str, spelled: Morphology) -> Iterator[Form]:
    """Yield the forms of a lemma; in a phrase with a verb, its first word is the verb."""
    if pos == "verb":
        verb, space, rest = lemma.partition(" ")
        yield from (Form(form.text + space + rest, form.form) for form in spelled.verb(verb))
    elif pos == "noun":
        yield from spelled.noun(lemma)
    else:
        yield Form(lemma, "base")
