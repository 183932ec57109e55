"""What the wording of a line tells: whether a sentence ends with it, goes on into it, or is not there at all."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.rules import read_rules

STOPS = frozenset(".!?:;…。！？：；؟؛।۔፡።।")
CLOSERS = "\"'”’»›)]}*_」』）】〉》"
SPACELESS = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60]")
COMMAS = frozenset(",،、，")
OPENERS = '"“‘«'
_LONGEST_NAME = 100  # characters of a speaker's label
_BRACKETED = re.compile(r"\([^()]*\)")


class WordRule(NamedTuple):
    """A row of words.csv."""

    id: str
    use: str
    word: str
    language: str
    example: str
    counterexample: str
    comment: str
    source: str


@cache
def word_list(use: str) -> frozenset[str]:
    """The words of words.csv that have this use, in small letters."""
    rules = read_rules(Path(__file__).with_name("words.csv"), WordRule)
    return frozenset(rule.word for rule in rules if rule.use == use)


def is_stopped(text: str) -> bool:
    """Whether a sentence, or a member of a list, ends where the text ends."""
    last = text[-1]
    return last in STOPS or (last in CLOSERS and text.rstrip(CLOSERS)[-1:] in STOPS)


def goes_on(text: str) -> bool:
    """Whether the text begins in the middle of a sentence: with a small letter. Scripts without case do not tell."""
    return text[0].islower()


def is_caseless(text: str) -> bool:
    """Whether the text begins with a letter of a script without case."""
    return text[0].isalpha() and not text[0].isupper() and not text[0].islower()


def first_word(text: str) -> str:
    """What had to fit on the line before: the text up to its first white space, an ideograph by itself."""
    return text[0] if SPACELESS.match(text) else text.split(None, 1)[0]


def is_unfinished(text: str) -> bool:
    """Whether the text ends with a comma or a word that calls for another."""
    return text[-1] in ",-–—(" or text.rsplit(None, 1)[-1].casefold() in word_list("unfinished")


def breaks_word(text: str) -> bool:
    """Whether the text ends with a hyphen set close behind a letter."""
    return text[-1] in "-\u2010" and text[-2:-1].isalpha()


def is_titled(text: str) -> bool:
    """Whether nearly all words of more than three letters are capitalised, as in headings."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def is_turn(text: str) -> bool:
    """Whether the text begins as a speaker's turn or a form's field does: a few words with capitals, a colon."""
    head, colon, rest = text[:_LONGEST_NAME].partition(":")
    if not colon or (rest and not rest[0].isspace()):
        return False
    words = _BRACKETED.sub("", head.lstrip("> ")).split()
    if not 0 < len(words) <= 8:
        return False
    return words[0][0].isupper() and all(w[0].isupper() or w in word_list("particle") for w in words)
