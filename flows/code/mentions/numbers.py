"""Numbers as texts write them: "740 000", "17,5", "1.000.000", "One billion three hundred and eighty million"."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# A no-break space, a narrow one and a thin one part the thousands as well as a space does.
_SPACES = " \u00a0\u202f\u2009"

FIGURE = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"
    r"|\d+\.\d+|\d+,\d{1,2}|\d+"
)
"""A pattern for the digits of one number; without the end that `WHOLE` asks for, it may stop in the middle of one."""

WHOLE = r"(?![.,]?\d|/)"
"""What follows a whole number; RE2 has no look-ahead, so only a reader can ask for it."""

HUNDRED = 100

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
_WORD = re.compile(r"[^\W\d_]+")


class NumberWords(NamedTuple):
    """What words count: a number by itself, and a scale what stands before it."""

    numbers: Mapping[str, float]
    scales: Mapping[str, float]

    def value(self, words: str) -> float:
        """Return the number that the words say; words that say none, such as "and", count nothing."""
        total = current = 0.0
        for word in _WORD.findall(words.lower()):
            if word in self.numbers:
                current += self.numbers[word]
            elif scale := self.scales.get(word):
                current = (current or 1) * scale
                if scale > HUNDRED:
                    total, current = total + current, 0
        return total + current


def figure_value(figure: str) -> float:
    """Return the number that digits say: a comma before three digits parts thousands, before others decimals."""
    digits = figure.translate(_NO_SPACES)
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    if _DOTTED.fullmatch(digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))


_NO_SPACES = {ord(space): None for space in _SPACES}


def begins_inside(text: str, start: int) -> bool:
    """Return whether what begins at `start` is the rest of a longer number, name or sign ("4.2.1", "COVID-19")."""
    before = text[start - 1 : start]
    if not before or before.isspace():
        return False
    if before.isalnum() or before in "$€£_":
        return True
    return before in ".,:/-–'’" and text[start - 2 : start - 1].isalnum()
