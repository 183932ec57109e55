"""Endings of shortened words, behind an apostrophe: "we've", "don't", "the Chair's"."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.code.word_tables import read_words
from flows.rules import RuleError

ENGLISH = Path(__file__).parent / "en"
LONGEST = 2
"""Letters that such an ending can have: the tokeniser looks no further."""


class Shortened(NamedTuple):
    """The endings, and those of them that are a verb of their own."""

    endings: frozenset[str]
    verbs: frozenset[str]

    def of_length(self, length: int) -> list[str]:
        """Return the endings of so many letters."""
        return sorted(ending for ending in self.endings if len(ending) == length)


@cache
def shortened(language: Path = ENGLISH) -> Shortened:
    """Return the endings of a language; raises RuleError for a table that cannot be used."""
    table = language / "shortened.csv"
    rows = read_words(table, ("ending", "class"), {"class": frozenset(("verb", "other"))}, key=1)
    for ending, _ in rows:
        if not ending.isalpha() or len(ending) > LONGEST:
            raise RuleError(f"{table.name}: {ending!r} is not one or two letters")
    return Shortened(
        frozenset(ending for ending, _ in rows), frozenset(ending for ending, kind in rows if kind == "verb")
    )
