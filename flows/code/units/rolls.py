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
    known = names().get(words.removeprefix("The ").removeprefix("the "))
    if known and known.kind in ("state", "organisation"):
        return True
    folded = text.folded[paragraph.start : paragraph.end]
    if words_of("finite").intersection(_WORD.findall(folded)):
        return False
    if announced:
        return True
    if not _titled().match(folded):
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in _LETTERS.findall(words.partition(",")[0]))


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
