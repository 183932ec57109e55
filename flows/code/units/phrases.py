"""Phrases: the words before a cue, with what matters to find a noun phrase in them: commas, brackets, adverbs."""

import re
from typing import NamedTuple

from flows.code.units.words import is_adverb, words_of


class Word(NamedTuple):
    """A word of a folded text; offsets in the text."""

    start: int
    end: int  # without the punctuation behind it
    text: str  # without a possessive "'s"
    comma: bool  # a comma or other mark follows


def words_in(folded: str, start: int, end: int) -> list[Word]:
    """Return the words of the stretch, without those in brackets ("Mr. Lopez (Spain) said")."""
    stretch = folded[start:end]
    words: list[Word] = []
    if not has_marks(stretch):
        for piece in stretch.split(" "):
            behind = start + len(piece)
            if piece.strip("'"):
                words.append(Word(start, behind, piece.removesuffix("'s"), False))
            start = behind + 1
        return words
    for match in _WORD.finditer(folded, start, end):
        text = match[1]
        if text.strip("'"):
            begin, behind = match.span(1)
            comma = behind < match.end() and folded[match.end() - 1] in _MARKS
            words.append(Word(begin, behind, text.removesuffix("'s"), comma))
    return _outside_brackets(folded, start, end, words) if "(" in stretch else words


def has_marks(folded: str) -> bool:
    """Whether there are marks that part words, or quotation marks."""
    return _WITH_MARKS.search(folded) is not None


def _outside_brackets(folded: str, start: int, end: int, words: list[Word]) -> list[Word]:
    for bracket in _BRACKET.finditer(folded, start, end):
        inside = [at for at, word in enumerate(words) if bracket.start() <= word.start < bracket.end()]
        if inside and inside[0] > 0:
            before = words[inside[0] - 1]
            words[inside[0] - 1 : inside[-1] + 1] = [before._replace(comma=before.comma or bracket[0][-1] != ")")]
    return words


_WORD = re.compile(r"""[("]*([^\s,;:()"]+)[,;:)"]*""")
_WITH_MARKS = re.compile(r"""[,;:()"\t-\r]""")
_MARKS = ',;:)"'
_BRACKET = re.compile(r"\([^()]*\)[,;:]?")


def behind_last_mark(folded: str, start: int, end: int) -> int:
    """Where the words behind the last comma (or other mark behind a word) begin; `start` where brackets stand."""
    if folded.find("(", start, end) >= 0:
        return start
    mark = _LAST_MARK.match(folded, start, end)
    return mark.end() if mark else start


_LAST_MARK = re.compile(r"""[^\n]*[^\s,;:()"][,;:)"]""")


def without_adverbs(words: list[Word], but: frozenset[str]) -> list[Word]:
    """Return the words without the adverbs at their end, `but` for those; one that a comma follows belongs elsewhere.

    What says when goes with them ("The Assembly last year called for").
    """
    while words and not words[-1].comma:
        if is_adverb(words[-1].text) and words[-1].text not in but:
            words.pop()
        elif len(words) > 2 and words[-2].text in _POINTING and words[-1].text in words_of("time unit"):
            del words[-2:]
        else:
            break
    return words


_POINTING = ("last", "this", "next")
