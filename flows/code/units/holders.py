"""Holders: the source that stands before a cue, in a noun phrase, or at the beginning of a clause."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from flows.code.units.noun_phrases import head_holder, noun_phrase_before
from flows.code.units.phrases import Word, behind_last_mark, has_marks, without_adverbs, words_in
from flows.code.units.pronouns import FLOATING, by_pronoun, pronoun_before
from flows.code.units.sources import Holder, source_pronouns
from flows.code.units.words import is_adverb, words_of
from flows.records import Span


@cache
def _never_adverbs() -> frozenset[str]:
    """Words that can be a source though they can be adverbs, too ("all")."""
    return frozenset(source_pronouns())


def holder_before(text: str, folded: str, start: int, end: int) -> Holder | None:
    """Return the holder that is the subject of a clause from `start` and ends at `end`; None where none does.

    The clause may open with an adverbial ("At the summit, many"), and the subject may have an apposition between
    commas behind it.
    """
    if folded[max(start, end - 14) : end].rstrip().rpartition(" ")[2] in words_of("never last"):
        return None
    near = behind_last_mark(folded, start, end)
    further, found = _ending(text[near:end], folded[near:end])
    if further and near > start and (found or _has_earlier_mark(folded, start, near)):
        near, found = start, _named_last(text[start:end], _words(folded[start:end]))
    if found is None:
        return None
    (first, last), holder, pronoun, plural, rule = found.holder
    first, last = first + near, last + near
    if pronoun:
        return Holder(Span(first, last), holder, pronoun, plural, rule)
    if folded[max(start, first - 4) : first].lstrip() in ("we, ", "we ", "we,"):  # "We, the Ministers, …"
        first, holder, plural = folded.rindex("we", start, first), "we", True
    return Holder(Span(first, max(near + found.end, _bracket_end(folded, last, end))), holder, False, plural, rule)


def _has_earlier_mark(folded: str, start: int, near: int) -> bool:
    """Whether a comma before the last one may open an apposition or part a list; "We," is one word with its own."""
    return folded.startswith("we,", start) or behind_last_mark(folded, start, near - 2) > start


class _Found(NamedTuple):
    """A holder that a phrase ends with; offsets in the phrase."""

    holder: Holder
    end: int  # with an apposition that adds holders


@lru_cache(maxsize=1 << 12)
def _ending(phrase: str, folded: str) -> tuple[bool, _Found | None]:
    """Return the holder that a phrase ends with; and whether what stands before the phrase may belong to it.

    So may an apposition, which leaves nothing behind its comma, and a list of names. Phrases such as "my delegation"
    come over and over.
    """
    if not has_marks(folded) and _is_clause(folded.split()):
        return "and" in folded.split(), None
    words = _words(folded)
    return not words or "and" in [word.text for word in words], _named_last(phrase, words)


def _is_clause(words: list[str]) -> bool:
    """Whether the words are too many to be a noun phrase ("which is what all our States"), and end in no pronoun."""
    while words and is_adverb(words[-1]) and words[-1] not in _never_adverbs():
        words.pop()
    return bool(words) and words[-1] not in _last_pronouns() and not _sure_breaks().isdisjoint(words[:-1])


@cache
def _sure_breaks() -> frozenset[str]:
    return words_of("phrase break") - {"to"}  # "parties to the treaty"


@cache
def _last_pronouns() -> frozenset[str]:
    return frozenset((*source_pronouns(), "me", "us", *FLOATING))


def _words(folded: str) -> list[Word]:
    return without_adverbs(words_in(folded, 0, len(folded)), _never_adverbs())


def _named_last(phrase: str, words: list[Word]) -> _Found | None:
    """Return the holder that the words of a phrase end with."""
    if not words:
        return None
    last = words[-1].end
    if words[-1].comma:
        words, last = _before_apposition(words)
        if not words:
            return None
    found = pronoun_before(phrase, words) or noun_phrase_before(phrase, words)
    return _Found(found, last) if found else None


def _bracket_end(folded: str, at: int, end: int) -> int:
    """Where a short bracket behind a name ends: "Mr. Lopez (Spain)" is named so."""
    bracket = _SHORT_BRACKET.match(folded, at, end)
    return bracket.end() if bracket else at


_SHORT_BRACKET = re.compile(r" \((?:[a-z.'-]+ ?){1,4}\)(?=[ ,])")


def holder_of(text: str, folded: str, start: int, end: int) -> Holder | None:
    """Return the holder that the noun phrase [start, end) names; None where it names a thing."""
    words = words_in(folded, start, end)
    if len(words) == 1 and (rule := source_pronouns().get(words[0].text)):
        return by_pronoun(words[0], rule)
    return head_holder(text, words) if words else None


def leading_holder(text: str, folded: str, start: int, end: int) -> Holder | None:
    """Return the holder that the clause [start, end) has as its subject, whatever its verb.

    None where a thing does it.
    """
    words = words_in(folded, start, min(end, start + 160))
    if words and words[0].text in words_of("preposition"):
        comma = next((at for at, word in enumerate(words[:12]) if word.comma), None)
        words = words[comma + 1 :] if comma is not None else words
    if words and words[0].text in source_pronouns() and words[0].text not in _DETERMINERS_TOO:
        return by_pronoun(words[0], source_pronouns()[words[0].text])
    best: Holder | None = None
    for count in range(1, min(len(words), 14)):
        word, following = words[count - 1], words[count].text
        if word.text in words_of("phrase stop"):
            break
        if count > 1 and (word.text in words_of("finite") or _tells(text, words, count - 1)):
            break
        if following in words_of("preposition") or following in _JOINING:
            continue
        if (found := head_holder(text, words[:count])) and not found.pronoun:
            best = found
        if word.comma:
            break
    return best


def _tells(text: str, words: list[Word], index: int) -> bool:
    """Whether a word in -ed is the clause's verb ("the members issued"), and no participle ("the elected members")."""
    word, before = words[index], words[index - 1].text
    if not (word.text.endswith("ed") and text[word.start].islower()):
        return False
    return before not in words_of("determiner") and not is_adverb(before) and not before.endswith("ed")


_JOINING = frozenset(("and", "of"))
_DETERMINERS_TOO = frozenset(["many", "some", "several", "others", "all", "most", "few", "both", "one", "another"])


def _before_apposition(words: list[Word]) -> tuple[list[Word], int]:
    """Return the words before the commas that enclose the last of them ("many members, including A, B and C,").

    With them comes where the source ends: behind the apposition where that adds holders ("A and B, as well as C,").
    """
    if words[0].text == "we" and words[0].comma:
        return words[:1], words[0].end
    for index in range(1, len(words)):
        if words[index - 1].comma and words[index].text in words_of("apposition opener"):
            return words[:index], words[index - 1].end
    at = len(words) - 2
    while at >= 0 and not words[at].comma:
        at -= 1
    adds = [word.text for word in words[at + 1 : at + 4]] in (["as", "well", "as"], ["along", "with", "the"])
    kept = words[: at + 1] if at >= 0 else []
    return kept, words[-1].end if adds or not kept else kept[-1].end
