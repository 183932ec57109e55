"""Layers: what is known of the words of a batch, as columns; a layer never changes, the next one points into it.

sentences   where each sentence is, and which tokens are its own
tokens      words and marks: where each is, and which word it is
structure   part of speech, role of verbs, starts of clauses; subjects, verb groups and noun phrases as spans of tokens

A span is a pair of token indexes, half-open. A column of indexes has -1 where there is none.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


class Sentences(NamedTuple):
    """The sentences of a batch, in reading order; `start` and `end` in code points of the statement's text."""

    statement: Ints  # index of the statement in the batch
    paragraph: Ints
    number: Ints  # of the sentence in its paragraph
    start: Ints
    end: Ints
    first: Ints  # index of its first token; one more at the end, so that a sentence's tokens are first[i]:first[i + 1]


class Kept:
    """Rows of numbers that were worked out of words, of a batch and of those before it: made once for each word."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self._rows: dict[object, tuple[npt.NDArray[np.int16], Flags]] = {}

    def rows(
        self, key: object, number: Ints, made: Callable[[npt.NDArray[np.intp]], npt.NDArray[np.int16]]
    ) -> npt.NDArray[np.int16]:
        """Return a row for each of these words, by their numbers; `made` returns those of the words at some places."""
        if key not in self._rows:
            self._rows[key] = made(np.zeros(0, np.intp)), np.zeros(0, np.bool_)
        rows, has = self._rows[key]
        if (size := int(number.max(initial=-1)) + 1) > len(has):
            more = max(size, 2 * len(has)) - len(has)
            rows = np.concatenate((rows, np.zeros((more, *rows.shape[1:]), np.int16)))
            has = np.concatenate((has, np.zeros(more, np.bool_)))
            self._rows[key] = rows, has
        new = np.flatnonzero(~has[number])
        if len(new):
            rows[number[new]] = made(new)
            has[number[new]] = True
        return rows[number]


class Words(NamedTuple):
    """The different words of a batch; ids hold within the batch only."""

    printed: list[str]  # word id -> as printed
    form: Ints  # word id -> id of its folded form
    folded: list[str]  # form id -> the word in lower case, with straight apostrophes
    features: npt.NDArray[np.uint32]  # word id -> what the model looks at (features.py)
    number: Ints  # word id -> number under which `kept` has rows of the word
    kept: Kept


class Tokens(NamedTuple):
    """The tokens of a batch; `start` and `end` in code points of the statement's text."""

    sentence: Ints
    start: Ints
    end: Ints
    word: Ints  # id in `words.printed`
    form: Ints  # id in `words.folded`
    words: Words


class Subjects(NamedTuple):
    """Subject phrases of finite verbs, with their appositions and lists, outermost first in reading order."""

    start: Ints
    end: Ints
    group: Ints  # index of the verb group that the phrase is the subject of


class VerbGroups(NamedTuple):
    """Verb groups: auxiliaries, negation, adverbs between them and the verb that they belong to."""

    start: Ints
    end: Ints
    head: Ints  # token of the verb that has the meaning ("supported" in "has not been supported")
    role: Codes  # index in ROLES
    subject: Ints  # index in `subjects`
    passive: Flags
    negated: Flags
    complement: Codes  # index in COMPLEMENTS: what the verb takes
    complement_start: Ints  # first token of that: "that", "to", the quotation mark, the object's first word
    agent_start: Ints  # the phrase behind "by" of a passive
    agent_end: Ints


class NounPhrases(NamedTuple):
    """Noun phrases without what follows their head: "the first substantive session"."""

    start: Ints
    end: Ints
    head: Ints  # its last noun, number or pronoun


class Structure(NamedTuple):
    """What the model and its decoding say of each token, and the spans made of that."""

    tag: Codes  # index in TAGS
    role: Codes  # index in ROLES
    clause: Codes  # index in CLAUSES: the kind of clause that begins at this token
    lemma: Ints  # id in `lemmas`
    lemmas: list[str]
    subjects: Subjects
    groups: VerbGroups
    phrases: NounPhrases


TAGS = (
    "ADJ", "ADP", "CCONJ", "DET", "INTJ", "NUM", "PART", "PROPN", "PUNCT", "SCONJ", "SPACE", "SYM", "X",
    "VERB-fin", "VERB-base", "VERB-ing", "VERB-pp", "AUX-fin", "AUX-base", "AUX-ing", "AUX-pp",
    "PRON", "PRON-wh", "NOUN", "NOUNS", "ADV", "ADV-wh",
)  # fmt: skip
ROLES = ("none", "finite-main", "finite-subordinate", "auxiliary", "participle", "infinitive")
SPANS = ("none", "subject", "subject goes on", "agent", "agent goes on")
CLAUSES = ("none", "main", "conjunct-subject", "conjunct-verb", "complement", "relative", "adverbial")
COMPLEMENTS = ("none", "that", "to", "object", "quotation", "wh", "preposition", "clause")
