"""What the wording of a line tells: whether a sentence ends with it, goes on into it, or is not there at all."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.rules import prove_examples, read_rules

_TABLE = Path(__file__).with_name("words.csv")
# What each use says of a word in a text.
_PROOFS: dict[str, Callable[[str, str], bool]] = {
    "unfinished": lambda word, text: _last_word(text) == word,
    "abbreviated": lambda word, text: _last_word(text).lstrip("([") == word,
    "prefix": lambda word, text: text.startswith(f"{word}-"),
    "suspended": lambda word, text: f"- {word} " in text,
    "address": lambda word, text: text.split(None, 1)[0].rstrip(".").casefold() == word,
    "common": lambda word, text: f" {word} " in text,
    "particle": lambda word, text: _names_office(text.partition(":")[0], frozenset([word])),
}

STOPS = frozenset(".!?:;…。！？：；؟؛।۔፡።।")
CLOSERS = "\"'”’»›)]}*_」』）】〉》"
SPACELESS = re.compile("[\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60]")
COMMAS = frozenset(",،、，")
HYPHENS = frozenset("-\u2010")
OPENERS = '"“‘«'
_PROSE = 8  # words
_LONGEST_ABBREVIATION = 8  # characters, with its stop
_LONGEST_NAME = 100  # characters of a speaker's label
_DASH = re.compile(r"(?:[.)]|[A-Z]{2}) ?[—–](?: |$)")
_SENTENCE_OPENS = re.compile(r"""[a-z]{5,}[.!?]["'”’)]*\s+["“‘]?[A-Z]""")  # a longer word than titles before names
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
    """Return the words of words.csv that have this use, in small letters; raises RuleError where an example lies."""
    return frozenset(_word_lists()[use])


@cache
def common_words() -> tuple[str, ...]:
    """Return the words that most lines of readable text hold, with a space at each end, in the table's order."""
    return tuple(f" {word} " for word in _word_lists()["common"])


@cache
def _word_lists() -> dict[str, tuple[str, ...]]:
    rules = read_rules(_TABLE, WordRule)
    by_id = {rule.id: rule for rule in rules}
    prove_examples(
        _TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: _PROOFS[by_id[rule].use](by_id[rule].word, text),
    )
    return {use: tuple(rule.word for rule in rules if rule.use == use) for use in _PROOFS}


def is_stopped(text: str) -> bool:
    """Whether a sentence, or a member of a list, ends where the text ends."""
    last = text[-1]
    if last == ".":
        return not is_abbreviated(text)
    return last in STOPS or (last in CLOSERS and text.rstrip(CLOSERS)[-1:] in STOPS)


def is_abbreviated(text: str) -> bool:
    """Whether the text ends with an abbreviation that calls for a name or number: "Mr.", "para."."""
    last = text[text.rfind(" ") + 1 :]
    return len(last) <= _LONGEST_ABBREVIATION and last.lstrip("([").casefold() in word_list("abbreviated")


def goes_on(text: str) -> bool:
    """Whether the text begins in the middle of a sentence: with a small letter. Scripts without case do not tell."""
    return text[0].islower()


def is_caseless(text: str) -> bool:
    """Whether the text begins with a letter of a script without case."""
    return text[0].isalpha() and not text[0].isupper() and not text[0].islower()


def first_word(text: str) -> str:
    """Return what had to fit on the line before: the text up to its first white space, an ideograph by itself."""
    return text[0] if not text.isascii() and SPACELESS.match(text) else text.split(None, 1)[0]


def is_unfinished(text: str) -> bool:
    """Whether the text ends with a comma or a word that calls for another."""
    return text[-1] in ",-–—(" or _last_word(text) in word_list("unfinished") or is_abbreviated(text)


def opens_sentence(text: str) -> bool:
    """Whether a sentence ended inside the text and another began: where it is not stopped, that one goes on."""
    return _SENTENCE_OPENS.search(text) is not None


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1].casefold()


def breaks_word(text: str) -> bool:
    """Whether the text ends with a hyphen set close behind a letter."""
    return text[-1] in HYPHENS and text[-2:-1].isalpha()


def is_titled(text: str) -> bool:
    """Whether nearly all words of more than three letters are capitalised, as in headings."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def is_prose(text: str, share: float = 0.6) -> bool:
    """Whether the text is part of a sentence and no heading: eight words or more, most of them in small letters."""
    words = text.split()
    return len(words) >= _PROSE and sum(word[0].islower() for word in words) >= share * len(words)


def is_address(text: str) -> bool:
    """Whether the text begins with a word that guests are greeted with: "Mr Abe, …", "Distinguished guests"."""
    return text[0].isupper() and first_word(text).rstrip(".").casefold() in word_list("address")


def is_capitals(text: str) -> bool:
    """Whether the text is set in capitals, as titles are: two words or more."""
    return text.isupper() and " " in text.strip() and sum(map(str.isalpha, text)) > 0.6 * len(text)


def is_turn(text: str) -> bool:
    """Whether the text begins as a speaker's turn or a form's field does: a few words with capitals, and a colon.

    In place of the colon a dash may stand behind a full stop, a bracket or capitals: "Mr. Abe (Japan). —".
    """
    if ":" not in text and "—" not in text and "–" not in text:
        return False
    head, colon, rest = text[:_LONGEST_NAME].partition(":")
    dash = _DASH.search(head) if "—" in head or "–" in head else None
    if dash is not None:
        head = head[: dash.start() + 1]
    elif not colon or (rest and not rest[0].isspace()):
        return False
    return _names_office(head, word_list("particle"))


def _names_office(head: str, particles: frozenset[str]) -> bool:
    """Whether the text is a few words with capitals, with none between them but particles."""
    words = _BRACKETED.sub("", head.lstrip("> ")).split()
    if not 0 < len(words) <= 8:
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word in particles for word in words)
