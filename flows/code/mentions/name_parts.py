"""Words beside a name that make it part of a longer one ("Mexico City"), or that only begin a sentence."""

import re
from functools import cache
from typing import NamedTuple

from flows.code.ruleset import RULES
from flows.rules import RuleError, read_rules

TABLE = RULES / "name_parts.csv"
_LINKS = ("joining", "linking", "article", "first-article", "possessive")
_PLACES = ("before", "after", "opening", "opening-ending", *_LINKS)


class PartRow(NamedTuple):
    """A row of rules/name_parts.csv: words, joined by "|", and where they stand.

    before and after: beside a state's name that is part of a longer name then; opening: before a name, to which it
    does not belong though it has a capital; opening-ending: what such a word ends in, where it begins a sentence;
    joining: between two names; linking: between a name and more of it; article: behind that; first-article: behind the
    first such word; possessive: behind a name.
    """

    id: str
    place: str
    words: str
    example: str
    counterexample: str
    comment: str
    source: str


class NameParts(NamedTuple):
    """The table, for asking."""

    before: frozenset[str]
    phrases: tuple[str, ...]  # of more words than one, before a name, each with the space behind it
    after: re.Pattern[str]
    openings: frozenset[str]
    opening_endings: tuple[str, ...]
    possessives: tuple[str, ...]
    links: dict[str, str]  # patterns of the other places

    def is_within_name(self, text: str, start: int, end: int) -> bool:
        """Return whether a name is part of a longer one that names something else ("Northern Ireland")."""
        if start and text[start - 1] == " ":
            word = text[text.rfind(" ", 0, start - 1) + 1 : start - 1]
            if word in self.before or (len(word) == _SHORT and text.endswith(self.phrases, 0, start)):
                return True
        return (
            text[end : end + 1] == " " and text[end + 1 : end + 2].isupper() and bool(self.after.match(text, end + 1))
        )

    def without_possessive(self, name: str) -> str:
        """Return a name without what says that it owns what follows ("Kenya's")."""
        for ending in self.possessives:
            name = name.removesuffix(ending)
        return name


_SHORT = 2  # the last word of a phrase: "Gulf of Oman"


@cache
def name_parts() -> NameParts:
    """Read the table; raises RuleError where it cannot be used."""
    words: dict[str, list[str]] = {place: [] for place in _PLACES}
    for row in read_rules(TABLE, PartRow):
        if row.place not in words:
            raise RuleError(f"{TABLE.name}: rule {row.id}: place {row.place!r} is not one of {', '.join(_PLACES)}")
        words[row.place] += row.words.split("|")
    return NameParts(
        frozenset(word for word in words["before"] if " " not in word),
        tuple(f"{phrase} " for phrase in words["before"] if " " in phrase),
        re.compile(rf"(?:{'|'.join(map(re.escape, words['after']))})\b"),
        frozenset(words["opening"]),
        tuple(words["opening-ending"]),
        tuple(words["possessive"]),
        {place: f"(?:{'|'.join(map(re.escape, words[place]))})" for place in _LINKS},
    )
