"""Rolls: who was there, listed by name. A name and an office assert nothing, so such a paragraph has no claim."""

import re
from functools import cache

from flows.code.mentions.names import names
from flows.code.units.patterns import reader
from flows.code.units.subjects import Text
from flows.code.units.words import alternation, words_of
from flows.records import Span


def introduces_roll(text: Text, span: Span) -> bool:
    """Whether words that end in a colon announce who was there ("Participants included:")."""
    return _introducing().search(text.folded, *span) is not None


def is_roll(text: Text, paragraph: Span, announced: bool) -> bool:
    """Whether a paragraph is no more than a person's name with titles and office, or a state's or a body's name.

    Where a roll is `announced`, so is any paragraph without a finite verb.
    """
    words = text.text[paragraph.start : paragraph.end].strip(" .;*_")
    if words.endswith((",", ":")):  # "The General Assembly," introduces what it says
        return False
    if _is_known(words):
        return True
    folded = text.folded[paragraph.start : paragraph.end]
    if words_of("finite").intersection(_WORD.findall(folded)):
        return False
    if announced:
        return True
    listed = _PARTED.split(words[vote_end(text, paragraph) - paragraph.start :])
    known = sum(map(_is_known, listed))
    if known == len(listed) or known >= MOSTLY * len(listed) > 2:  # "Algeria, Angola, Bolivia (Plurinational State of)"
        return True
    if not _titled().match(folded):
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in _LETTERS.findall(words.partition(",")[0]))


def vote_end(text: Text, paragraph: Span) -> int:
    """Where the words end that say how those voted whom a paragraph lists ("In favour:"); its start without such."""
    vote = _VOTE.match(text.folded, *paragraph)
    return vote.end() if vote else paragraph.start


def _is_known(name: str) -> bool:
    known = names().get(name.removeprefix("The ").removeprefix("the "))
    return known is not None and known.kind in ("state", "organisation")


MOSTLY = 0.75
"""Share of the names in a list by which it is one of states; the names of some hold commas or brackets."""

LONGEST_VOTE = 20  # characters of the words that say how states voted
_VOTE = re.compile(r"(?:(?:voting )?in favou?r|against|abstain(?:ing|ed)|abstentions?|absent|not voting):\s*")
_PARTED = re.compile(r", (?:and )?")
_WORD = re.compile("[a-z'-]+")
_LETTERS = re.compile(r"[^\W\d_][\w'’.-]*")
_PARTICLES = frozenset(
    ("da", "de", "del", "della", "der", "di", "do", "dos", "du", "van", "von", "den", "bin", "bint", "ibn", "al", "el")
) | frozenset(("la", "le", "y", "e", "of", "the", "and", "for", "to", "on", "in", "a"))


@cache
def _introducing() -> re.Pattern[str]:
    return reader(
        rf"\b(?:{alternation('attending')})\b(?: [a-z0-9' -]+)? (?:{alternation('announcing')})$"
        rf"|\b(?:list of|following) (?:[a-z-]+ )?(?:{alternation('attending')})\b",
        "words.csv",
        "(attending)",
    )


@cache
def _titled() -> re.Pattern[str]:
    return reader(rf"[-*_ ]*(?:{alternation('honorific')}) ", "words.csv", "(honorific)")
