"""Lexical columns: what the tables of a language know of each word of a batch, before it is read in its sentence."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.word_classes import word_classes
from flows.code.lang.language import LANGUAGES, Language, language
from flows.code.layers import Tokens

Numbers = npt.NDArray[np.uint32]


class Entry(NamedTuple):
    """What the tables know of a folded form; hashes of what they say, 0 where they say nothing."""

    form: int
    lemma: int
    ending: int
    verb: int  # the act of its first use as a verb
    reports: int  # how surely that reports
    verbs: int  # all of its acts as a verb
    noun: int
    uses: int  # what the noun occurs in
    adjective: int
    light: int
    holder: int  # what it can hold as a source: a pronoun's or a noun's kind
    quantifier: int
    modal: int
    negation: int
    duty: int
    evaluation: int
    proceeding: int
    opener: int  # opens a clause of a resolution
    class50: int  # words in like contexts, in 50 classes; 0 of a rare word
    class200: int
    class800: int


@lru_cache(maxsize=1 << 16)
def entry(name: str, form: str) -> Entry:
    """Return what the tables of a language know of a folded form."""
    known = language(name)
    verbs = known.verbs.get(form, ())
    plain = [use for use in verbs if not use.row.object and not use.row.particle] or list(verbs)
    nouns = [use for use in known.nouns.get(form, ()) if len(use.words) == 1]
    adjectives = [use for use in known.adjectives.get(form, ()) if len(use.words) == 1]
    classes = word_classes(LANGUAGES / name).get(form, (0, 0, 0))
    lemma = plain[0].lemma if plain else nouns[0].lemma if nouns else ""
    return Entry(
        form=text_hash(form),
        lemma=text_hash(lemma or _stem(form)),
        ending=text_hash(form[-3:]),
        verb=text_hash(plain[0].row.act if plain else ""),
        reports=text_hash(plain[0].row.reports if plain else ""),
        verbs=text_hash(" ".join(sorted({f"{use.row.act}/{use.row.reports}" for use in verbs}))),
        noun=text_hash(nouns[0].row.act if nouns else ""),
        uses=text_hash(" ".join(sorted(nouns[0].row.uses)) if nouns else ""),
        adjective=text_hash(adjectives[0].row.act if adjectives else ""),
        light=text_hash("light" if form in known.light_verbs else ""),
        holder=text_hash(_holder(known, form)),
        quantifier=text_hash(_first(known.quantifiers.get(form, ()), "agreement")),
        modal=text_hash(_first(known.modals.get(form, ()), "modality")),
        negation=text_hash(_first(known.negations.get(form, ()), "kind")),
        duty=text_hash(_first(known.duties.get(form, ()), "act")),
        evaluation=text_hash(_first(known.evaluations.get(form, ()), "act")),
        proceeding=text_hash("procedure" if form in known.proceedings else ""),
        opener=text_hash(_first(known.resolutions.get(form, ()), "kind")),
        class50=classes[0],
        class200=classes[1],
        class800=classes[2],
    )


def lexical_columns(name: str, tokens: Tokens) -> dict[str, Numbers]:
    """Return a column for each field of the tokens' entries, and one for how the word is printed."""
    table = np.array([entry(name, form) for form in tokens.words.folded] or [entry(name, "")], np.uint32)
    found = dict(zip(Entry._fields, table.T[:, tokens.form], strict=True))
    found["case"] = np.array([_case(word) for word in tokens.words.printed] or [0], np.uint32)[tokens.word]
    return found


@lru_cache(maxsize=1 << 16)
def text_hash(text: str) -> int:
    """Return a hash of a text that is the same on every machine; 0 of no text."""
    found = 2166136261
    for byte in text.encode("utf-8", "surrogatepass"):
        found = ((found ^ byte) * 16777619) & 0xFFFFFFFF
    return found if text else 0


def _holder(known: Language, form: str) -> str:
    pronouns = [use for use in known.pronouns.get(form, ()) if len(use.words) == 1]
    if pronouns:
        row = pronouns[0].row
        return f"{row.holder} {row.agreement} {row.points_back}"
    kinds = [use for use in known.noun_kinds.get(form, ()) if len(use.words) == 1]
    if kinds:
        number = "plural" if "s" in kinds[0].forms else "singular"
        return " ".join((*sorted({use.row.kind for use in kinds}), number))
    return ""


def _first(uses: tuple[Any, ...], column: str) -> str:
    single = [use for use in uses if len(use.words) == 1] or list(uses)
    return f"{getattr(single[0].row, column)} {len(single[0].words)}" if single else ""


def _stem(form: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e", "ly"):
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            return form[: -len(ending)]
    return form


def _case(word: str) -> int:
    if word[:1].isdigit():
        return 3
    return 2 if len(word) > 1 and word.isupper() else 1 if word[:1].isupper() else 0
