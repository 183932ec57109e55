"""What a number counts: the noun behind it, as a singular ("48 African countries": country)."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Words = Mapping[str, Mapping[str, str]]  # role -> word -> what it stands for


class Counted(NamedTuple):
    """A unit, where its words end, and whether "of" stands before them; `plural`: no table lists it."""

    unit: str
    end: int
    of: bool = False
    plural: str | None = None


class Nouns(NamedTuple):
    """The words of rules/quantities.csv by which a noun is read."""

    words: Words
    units: Mapping[str, tuple[str, ...]]  # the units that a word begins, the longest first
    marks: re.Pattern[str]
    determined: re.Pattern[str]
    no_plural: tuple[str, ...]

    @classmethod
    def of(cls, words: Words) -> "Nouns":
        """Take the words of each role."""
        units: dict[str, list[str]] = {}
        for unit in sorted(words["unit"], key=len, reverse=True):
            units.setdefault(_FIRST.match(unit)[0] if unit[0].isalpha() else unit, []).append(unit)  # type: ignore[index]
        marks = "|".join(re.escape(unit) for unit in sorted(words["unit"], reverse=True) if not unit[0].isalpha())
        return cls(
            words,
            {word: tuple(listed) for word, listed in units.items()},
            re.compile(f" ?({marks})"),
            re.compile(
                rf"(?P<of> (?:{one_of(words['of'])})\b)?(?: (?:{one_of(words['all'])})\b)?"
                rf"(?: (?:{one_of(words['determiner'])})\b)?(?: \d+(?= ))?"
            ),
            tuple(words["no-plural"]),
        )

    def counted(self, text: str, at: int) -> Counted | None:
        """Return what the number that ends at `at` counts; None where no noun follows, or another word parts them."""
        words = self.words
        if mark := self.marks.match(text, at):
            return Counted(words["unit"][mark[1]], mark.end())
        if text[at : at + 1] == "-":
            compound = _LETTERS.match(text, at + 1)
            unit = compound and (words["measure"].get(compound[0]) or words["compound"].get(compound[0]))
            return Counted(unit, compound.end()) if unit and compound else None
        determined = self.determined.match(text, at)
        of = bool(determined and determined["of"])
        begin = at = determined.end() if determined else at
        for _ in range(_WORDS):
            word = _WORD.match(text, at)
            if word is None:
                return None
            start, at = word.start(1), word.end()
            for unit in self.units.get(_FIRST.match(word[1])[0], ()):  # type: ignore[index]
                end = start + len(unit)
                if text.startswith(unit, start) and not text[end : end + 1].isalnum():
                    return Counted(words["unit"][unit], end, of)
            found = self._other(word[1], at, first=word.start() == begin, of=of)
            if found is not None or self._parts(word[1]):
                return found
        return None

    def _other(self, word: str, end: int, *, first: bool, of: bool) -> Counted | None:
        """Return what a word counts that is no listed plural: a measure, a whole, or a plural by its ending."""
        words = self.words
        if first and (unit := words["measure"].get(word)):
            return Counted(unit, end)
        if first and word in words["whole"]:
            return Counted(word, end, of)
        if not _PLURAL.fullmatch(word) or word.endswith(self.no_plural) or word.lower() in words["function"]:
            return None
        ending = next(ending for ending in words["ending"] if word.endswith(ending))
        if word in words["fraction"]:
            return None
        return Counted(word.removesuffix(ending) + words["ending"][ending], end, of, word)

    def _parts(self, word: str) -> bool:
        """Whether a word cannot stand between a number and its noun."""
        lower = word.lower()
        return lower in self.words["function"] or lower in self.words["reference"] or not _BETWEEN.fullmatch(word)


_WORDS = 3  # two may stand between number and noun: "20 small island States"
_FIRST = re.compile(r"[A-Za-z]+")
_LETTERS = re.compile(r"[a-z]+\b")
_WORD = re.compile(r" ([A-Za-z][A-Za-z’'-]*)")
_BETWEEN = re.compile(r"[A-Za-z][a-z’'-]*(?:-[A-Z][a-z]+)*")
_PLURAL = re.compile(r"[A-Za-z][a-z-]*s")


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, reverse=True))
