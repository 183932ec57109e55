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
    ],
    np.uint8,
)
_KEPT = 1 << 15  # lemmas of each part that are kept


class Lemmatiser(NamedTuple):
    """The tables of a language."""

    exceptions: dict[tuple[str, str], str]  # part, form
    endings: dict[tuple[str, str], str]  # part, ending
    longest: int
    kept: dict[str, dict[str, str]]  # part, form: lemmas that were asked for

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
    longest = max((len(ending) for _, ending in endings), default=0)
    return Lemmatiser(exceptions, endings, longest, {part: {} for part in _PARTS})


def lemmatise(tokens: Tokens, tag: Codes, language: Path) -> tuple[Ints, list[str]]:
    """Return the lemma of each token, as a number, and the lemmas; that of other words is their folded form."""
    known, folded = lemmatiser(language), tokens.words.folded
    part = _PART_OF_TAG.take(tag)
    lemmas = list(folded)
    places = dict(zip(lemmas, range(len(lemmas)), strict=True))
    number = tokens.form.copy()
    for code, name in enumerate(_PARTS, start=1):
        which = np.flatnonzero(part == code)
        forms = tokens.form.take(which)
        met = np.zeros(len(folded), np.bool_)
        met[forms] = True
        lemma_of = np.zeros(len(met), np.int32)
        different = np.flatnonzero(met)
        lemma_of[different] = [
            places.setdefault(lemma, len(places))
            for lemma in _lemmas(known, [folded[form] for form in different.tolist()], name)
        ]
        number[which] = lemma_of[forms]
    lemmas += list(places)[len(lemmas) :]
    return number, lemmas


def _lemmas(known: Lemmatiser, forms: list[str], part: str) -> list[str]:
    kept = known.kept[part]
    if len(kept) > _KEPT:
        kept.clear()
    for form in forms:
        if form not in kept:
            kept[form] = known.lemma(form, part)
    return [kept[form] for form in forms]
