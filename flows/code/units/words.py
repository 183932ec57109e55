"""Closed classes of words that the grammar of units reads, from the table `words.csv`."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.ruleset import RULES
from flows.rules import read_rules

TABLE = RULES / "words.csv"


class WordClass(NamedTuple):
    """A row of `words.csv`; `words` are folded and joined by "|"."""

    id: str
    name: str
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a class; a KeyError names a class that the table lacks."""
    return frozenset(_classes()[name])


@lru_cache(maxsize=1 << 12)
def is_adverb(word: str) -> bool:
    """Whether a word is an adverb, by its ending or by the table."""
    return word in words_of("adverb") or (word.endswith("ly") and word not in words_of("no adverb"))


@cache
def alternation(*names: str) -> str:
    """Return the words of the classes as a pattern's alternatives, longest first: a phrase wins over its start."""
    words = dict.fromkeys(word for name in names for word in _classes()[name])
    return "|".join(sorted(map(re.escape, words), reverse=True))


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return {row.name: tuple(row.words.split("|")) for row in read_rules(TABLE, WordClass)}
