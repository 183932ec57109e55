"""Structure: what the words of a batch are, and which of them belong together."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from flows.code.inference import ask, read_model
from flows.code.lang.shortened import shortened
from flows.code.layers import Sentences, Structure, Tokens
from flows.code.lemmas import lemmatise, lemmatiser
from flows.code.spans import Forms, noun_phrases, subjects, verb_groups
from flows.code.word_tables import read_words

ENGLISH = Path(__file__).parent / "lang" / "en"


def add_structure(sentences: Sentences, tokens: Tokens, language: Path = ENGLISH) -> Structure:
    """Return the structure layer of a batch of tokens; a sentence's part does not depend on the others."""
    answers = ask(sentences, tokens, read_model(language / "structure.npz"))
    forms = _forms(tokens, language)
    phrases = noun_phrases(sentences, tokens, answers, forms)
    groups = verb_groups(sentences, tokens, answers, forms, phrases)
    found, groups = subjects(sentences, tokens, answers, groups, phrases)
    lemma, lemmas = lemmatise(tokens, answers.tag, language)
    return Structure(answers.tag, answers.role, answers.clause, lemma, lemmas, found, groups, phrases)


def load_language(language: Path = ENGLISH) -> None:
    """Read a language's tables and weights; raises RuleError for a table and ValueError for weights of no use."""
    read_model(language / "structure.npz")
    lemmatiser(language)
    _classes(language)
    shortened(language)


def _forms(tokens: Tokens, language: Path) -> Forms:
    known = _classes(language)
    number = [known.get(form, 0) for form in tokens.words.folded]
    kind = np.array(number, np.uint8)[tokens.form]
    return Forms(*(kind == place for place in range(1, len(Forms._fields) + 1)))


@lru_cache(maxsize=4)
def _classes(language: Path) -> dict[str, int]:
    """Return the number of each word's class, from 1, in the order of Forms."""
    allowed = {"class": frozenset(Forms._fields)}
    rows = read_words(language / "verb_words.csv", ("word", "class"), allowed, key=1)
    return {word: Forms._fields.index(kind) + 1 for word, kind in rows}
