"""A language: its tables, read and checked together, with what is looked up in them under each form of a word."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from flows.code.lang import rows
from flows.code.lang.forms import Morphology, morphology
from flows.code.lang.tables import read_table

LANGUAGES = Path(__file__).parent

Row = TypeVar("Row")


class Use(NamedTuple, Generic[Row]):
    """A row that a form of a word can be a use of."""

    row: Row
    lemma: str
    """The spelling of the row's lemma that the form belongs to."""
    forms: frozenset[str]
    """What the form is of it: base, s, past, participle, ing."""


Uses = dict[str, tuple[Use[Row], ...]]


class Language(NamedTuple):
    """The tables of a language; dictionaries have the folded form of a word, or of a phrase's first word, as keys."""

    verbs: Uses[rows.Verb]
    nouns: Uses[rows.Noun]
    adjectives: Uses[rows.Adjective]
    light_verbs: Uses[rows.LightVerb]
    duties: Uses[rows.Predicate]
    evaluations: Uses[rows.Predicate]
    proceedings: Uses[rows.Proceeding]
    noun_kinds: Uses[rows.NounKind]
    pronouns: Uses[rows.Pronoun]
    modals: Uses[rows.Modal]
    phrases: tuple[rows.Phrase, ...]
    quantifiers: tuple[rows.Quantifier, ...]
    numbers: tuple[rows.Number, ...]
    number_limits: tuple[rows.NumberLimit, ...]
    number_words: tuple[rows.NumberWord, ...]
    negations: tuple[rows.Negation, ...]
    resolutions: tuple[rows.Resolution, ...]


@cache
def language(name: str) -> Language:
    """Return the tables of the language whose folder is `name` ("en"), read once; raises RuleError for a wrong cell."""
    folder = LANGUAGES / name
    spelled = morphology(folder)
    return Language(
        verbs=_uses(read_table(folder / "verbs.csv", rows.Verb), spelled, "verb"),
        nouns=_uses(read_table(folder / "nouns.csv", rows.Noun), spelled, "noun"),
        adjectives=_uses(read_table(folder / "adjectives.csv", rows.Adjective), spelled, ""),
        light_verbs=_uses(read_table(folder / "light_verbs.csv", rows.LightVerb), spelled, "verb"),
        duties=_predicates(read_table(folder / "duties.csv", rows.Predicate), spelled),
        evaluations=_predicates(read_table(folder / "evaluations.csv", rows.Predicate), spelled),
        proceedings=_uses(read_table(folder / "procedure.csv", rows.Proceeding), spelled, "verb"),
        noun_kinds=_uses(read_table(folder / "noun_kinds.csv", rows.NounKind), spelled, "noun"),
        pronouns=_fixed(read_table(folder / "pronouns.csv", rows.Pronoun)),
        modals=_fixed(read_table(folder / "modals.csv", rows.Modal)),
        phrases=read_table(folder / "phrases.csv", rows.Phrase),
        quantifiers=read_table(folder / "quantifiers.csv", rows.Quantifier),
        numbers=read_table(folder / "numbers.csv", rows.Number),
        number_limits=read_table(folder / "number_limits.csv", rows.NumberLimit),
        number_words=read_table(folder / "number_words.csv", rows.NumberWord),
        negations=read_table(folder / "negation.csv", rows.Negation),
        resolutions=read_table(folder / "resolutions.csv", rows.Resolution),
    )


def _uses(table: Iterable[Row], spelled: Morphology, pos: str) -> Uses[Row]:
    """Return the rows under the first word of each form of each of their lemmas."""
    found: defaultdict[str, list[Use[Row]]] = defaultdict(list)
    for row in table:
        for lemma in row.lemma:  # type: ignore[attr-defined]
            _add(found, row, lemma, pos, spelled)
    return {form: tuple(uses) for form, uses in found.items()}


def _predicates(table: Iterable[rows.Predicate], spelled: Morphology) -> Uses[rows.Predicate]:
    found: defaultdict[str, list[Use[rows.Predicate]]] = defaultdict(list)
    for row in table:
        for lemma in row.lemma:
            _add(found, row, lemma, row.pos if row.pos in {"verb", "noun"} else "", spelled)
    return {form: tuple(uses) for form, uses in found.items()}


def _add(found: defaultdict[str, list[Use[Row]]], row: Row, lemma: str, pos: str, spelled: Morphology) -> None:
    """Add a row under the first word of each form of the lemma; a phrase's first word is what changes in a verb's."""
    first = lemma.partition(" ")[0]
    forms: defaultdict[str, set[str]] = defaultdict(set)
    if pos == "verb":
        for form in spelled.verb(first):
            forms[form.text].add(form.form)
    elif pos == "noun":
        for form in spelled.noun(lemma):
            forms[form.text.partition(" ")[0]].add(form.form)
    else:
        forms[first].add("base")
    for text, kinds in forms.items():
        found[text].append(Use(row, lemma, frozenset(kinds)))


def _fixed(table: Iterable[Row]) -> Uses[Row]:
    """Return the rows under the first word of each of their phrases, which have one form."""
    found: defaultdict[str, list[Use[Row]]] = defaultdict(list)
    for row in table:
        for phrase in row.words:  # type: ignore[attr-defined]
            found[phrase.partition(" ")[0]].append(Use(row, phrase, frozenset(("base",))))
    return {form: tuple(uses) for form, uses in found.items()}
