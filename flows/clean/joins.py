"""What becomes of a line break inside a paragraph: nothing where a word or a script without spaces goes on."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise

from flows.clean.paragraphs import Draft
from flows.clean.wording import HYPHENS, SPACELESS, breaks_word, word_list
from flows.records import Edit

_INNER = "-\u2010'’_"
_READ = 200_000  # characters of a document that are searched for a word
_TRIES = 50
_SAMPLE = 20  # line ends that tell of the typesetter's habit
_WORD = re.compile(r"[\w'’]+")


class Words:
    """How often words occur in a document, and whether its typesetter broke words at line ends; each told on demand."""

    def __init__(self, raw: str, drafts: Sequence[Draft]) -> None:
        """`drafts` are all paragraphs of the raw text."""
        self.raw = raw
        self._drafts = drafts
        self._counts: dict[str, int] = {}

    @cached_property
    def habit(self) -> int:
        """Words that line ends broke less compounds that they parted, among those that occur elsewhere."""
        breaks = (
            broken_halves(before, after)
            for draft in self._drafts
            for before, after in pairwise(draft.lines.texts)
            if before[-1] in HYPHENS and breaks_word(before) and after[0].islower()
        )
        halves = list(islice(breaks, _SAMPLE))
        joined = sum(self.count(left + right) > 0 for left, right in halves)
        return joined - sum(self.count(f"{left}-{right}") > 0 for left, right in halves)

    def count(self, word: str) -> int:
        """How often a whole, unbroken word occurs, as it is or capitalised; counted no further than two."""
        if word not in self._counts:
            self._counts[word] = _count(self.raw, word) or _count(self.raw, word[:1].upper() + word[1:])
        return self._counts[word]


def broken_halves(before: str, after: str) -> tuple[str, str]:
    """Return the two halves of a word that a line's end may have broken: letters up to the next hyphen or space."""
    left = before.rsplit(None, 1)[-1][:-1]
    right = _WORD.match(after)
    return re.split(r"\W", left)[-1], right.group() if right else ""


def _count(text: str, word: str) -> int:
    found = at = 0
    for _ in range(_TRIES if word else 0):
        at = text.find(word, at, _READ)
        if at < 0 or found == 2:
            break
        before, after = text[max(0, at - 4) : at], text[at + len(word) : at + len(word) + 1]
        at += len(word)
        whole = not _inside(before[-1:]) and not _inside(after)
        found += whole and not before.rstrip().endswith(("-", "\u2010"))
    return found


def _inside(char: str) -> bool:
    """Whether a word goes on with the character."""
    return char != "" and (char.isalnum() or char in _INNER)


def join_break(before: str, end: int, after: str, gaps: Sequence[tuple[int, int]], words: Words) -> list[Edit]:
    """Return the edits that join a line, which ends at raw offset `end`, to the next.

    `gaps` are the raw ranges of white space between them.
    """
    if not gaps:
        return []
    if breaks_word(before):
        left, right = broken_halves(before, after)
        if not right or words.raw[end - 1] != before[-1] or right.casefold() in word_list("suspended"):
            return []
        if _keeps_hyphen(left, right, words, len(gaps) > 1):
            return [Edit(a, b, "", "line_break_in_word") for a, b in gaps]
        hyphened = [(end - 1, gaps[0][1]), *gaps[1:]] if gaps[0][0] == end else [(end - 1, end), *gaps]
        return [Edit(a, b, "", "broken_word") for a, b in hyphened]
    if SPACELESS.match(before[-1]) and SPACELESS.match(after[0]):
        return [Edit(a, b, "", "line_break_between_ideographs") for a, b in gaps]
    return []


def _keeps_hyphen(left: str, right: str, words: Words, parted: bool) -> bool:
    """Whether the hyphen at a line's end belongs to the word: by case, then by the document's other words.

    Where the document shows neither form, a first half that is a word makes a compound: whatever the second is where
    the typesetter was never seen to break words, only if that is one too where he was. Where furniture parted the
    halves, each has been counted once.
    """
    if not right[0].islower():
        return True
    joined, hyphened = words.count(left + right) > 0, words.count(f"{left}-{right}") > 0
    if joined != hyphened:
        return hyphened
    if left.casefold() in word_list("prefix"):
        return True
    if words.habit < -1:
        return True
    compound = len(left) > 2 and words.count(left) > parted
    return compound and (words.habit <= 1 or words.count(right) > parted)
