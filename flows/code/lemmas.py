"""Lemmas: the form under which a dictionary has a word, by a table of endings and one of exceptions."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.code.layers import TAGS, Codes, Ints, Tokens
from flows.code.word_tables import read_words

_PARTS = ("verb", "aux", "noun")
_ALLOWED = {"class": frozenset(_PARTS)}
_PART_OF_TAG = np.array(
    [
        1 if tag in ("VERB-fin", "VERB-ing", "VERB-pp") else 2 if tag.startswith("AUX") else 3 if tag == "NOUNS" else 0
        for tag in TAGS
    ]
)


class Lemmatiser(NamedTuple):
    """The tables of a language."""

    exceptions: dict[tuple[str, str], str]  # part, form
    endings: dict[tuple[str, str], str]  # part, ending
    longest: int

    def lemma(self, form: str, part: str) -> str:
        """Return the lemma of a folded form as a verb, an auxiliary ("aux") or a plural noun ("noun")."""
        found = self.exceptions.get((part, form))
        if found is not None:
            return found
        for size in range(min(self.longest, len(form) - 1), 0, -1):
            replacement = self.endings.get((part, form[-size:]))
            if replacement is not None:
                return form[:-size] + replacement
        return form


@lru_cache(maxsize=4)
def lemmatiser(language: Path) -> Lemmatiser:
    """Return the lemmatiser of a language, from its tables."""
    exceptions = {
        (part, form): lemma
        for name in ("lemmas", "auxiliaries")
        for part, form, lemma in read_words(language / f"{name}.csv", ("class", "form", "lemma"), _ALLOWED, key=2)
    }
    table = read_words(language / "lemma_endings.csv", ("class", "ending", "replacement"), _ALLOWED, key=2)
    endings = {(part, ending): replacement for part, ending, replacement in table}
    return Lemmatiser(exceptions, endings, max((len(ending) for _, ending in endings), default=0))


def lemmatise(tokens: Tokens, tag: Codes, language: Path) -> tuple[Ints, list[str]]:
    """Return the lemma of each token, as a number, and the lemmas; that of other words is their folded form."""
    part = _PART_OF_TAG[tag]
    lemmas = list(tokens.words.folded)
    places = {form: place for place, form in enumerate(lemmas)}
    number = tokens.form.copy()
    for code, name in enumerate(_PARTS, start=1):
        which = np.flatnonzero(part == code)
        forms = tokens.form[which]
        met = np.zeros(len(tokens.words.folded), np.bool_)
        met[forms] = True
        lemma_of = np.zeros(len(met), np.int32)
        for form in np.flatnonzero(met).tolist():
            lemma = _lemma(language, tokens.words.folded[form], name)
            place = places.setdefault(lemma, len(lemmas))
            if place == len(lemmas):
                lemmas.append(lemma)
            lemma_of[form] = place
        number[which] = lemma_of[forms]
    return number, lemmas


@lru_cache(maxsize=1 << 15)
def _lemma(language: Path, form: str, part: str) -> str:
    return lemmatiser(language).lemma(form, part)
