"""Sentence ends in text that writes them with a full stop, as nupunkt finds them (Bommarito et al. 2025).

Its model answers candidate by candidate, after Kiss and Strunk 2006. Most candidates are plain: a word that it knows
as no abbreviation, a stop, a space, another word. They are told here, by its own lists, so that it is asked only for
the rest.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

Range = tuple[int, int]
"""A half-open range of code points, while it is worked on; `Span` when it is done."""

WINDOW = 1 << 18
"""Code points that nupunkt sees at a time: it keeps every candidate of its text in memory."""

LONG_WORD = 100
"""From this length (code points without white space) the marks inside a word end no sentence.

nupunkt reads a word again for every mark inside it, so a long one ("!!!…", '"."."…') costs the square of its length.
"""

LONG_FOR_SHORT = 5
"""Letters from which a word in small letters is no abbreviation, but for a few: nupunkt's list was learnt from noisy
text, and holds common words ("alike", "century", "mankind")."""

_SHORTENED = frozenset(
    (
        "annot",
        "approx",
        "assoc",
        "assocs",
        "chaps",
        "depts",
        "distr",
        "illus",
        "messrs",
        "mimeo",
        "paras",
        "suppl",
        "transl",
    )
)
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_INNER_MARKS = str.maketrans(".!?…", "____")
_KEPT = 3  # code points at a long word's end in which a mark may still end the sentence
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_NOTE_MARK = re.compile(r"(?<=[.!?…”’])[¹²³⁰⁴-⁹]+(?=\s)")
_STOP = ". "


def punkt_ranges(text: str) -> Iterator[Range]:
    """The sentences of `text` as ranges of its code points, without the white space at their ends."""
    safe = text
    if not text.isascii() and any(mark in text for mark in _RAISED):
        safe = _NOTE_MARK.sub(lambda mark: ")" * len(mark[0]), safe)
    if _may_have_long_word(text):
        safe = _LONG_WORD.sub(lambda word: word[0][:-_KEPT].translate(_INNER_MARKS) + word[0][-_KEPT:], safe)
    for start, end in _between_plain_ends(safe):
        if _has_one_end(safe, start, end):
            yield _tight(text, start, end)
        else:
            yield from (_tight(text, a, b) for a, b in _asked(safe, start, end))


def _between_plain_ends(text: str) -> Iterator[Range]:
    """The text cut behind each full stop that nupunkt is sure to take for an end, whatever stands around it."""
    start = at = 0
    for part, following in pairwise(text.split(_STOP)):
        at += len(part) + len(_STOP)
        _, space, last = part.rpartition(" ")
        first, more, _ = following.partition(" ")
        # A stop behind the only word of its part may be an enumerator's.
        if space and more and _is_plain_end(last, first.removesuffix(",")):
            yield start, at - 1
            start = at
    if start < len(text):
        yield start, len(text)


def _is_plain_end(last: str, first: str) -> bool:
    """Whether a stop between two words surely ends a sentence; behind a single letter it may be an initial's."""
    if not (len(last) > 1 and last.isalpha() and first.isalpha()):
        return False
    abbreviations, collocations = _lists()
    word = last.lower()
    if len(word) >= LONG_FOR_SHORT and last.islower() and first[0].isupper() and word not in _SHORTENED:
        return True
    return word not in abbreviations and (word, first.lower()) not in collocations


def _has_one_end(text: str, start: int, end: int) -> bool:
    """Whether no mark stands in the range but at its end."""
    return not (
        -1 < text.find(".", start, end) < end - 1
        or text.find("?", start, end) >= 0
        or text.find("!", start, end) >= 0
        or text.find("…", start, end) >= 0
    )


def _asked(text: str, start: int, end: int) -> Iterator[Range]:
    """nupunkt's sentences of a range, a window at a time; the last of a window is read again with what follows it."""
    spans = _tokenizer().span_tokenize
    while end - start > WINDOW:
        window = text[start : start + WINDOW]
        found = list(spans(window))
        if len(found) > 1:
            yield from ((start + a, start + b) for a, b in found[:-1])
            start += found[-1][0]
        else:  # no end in sight: cut at a space
            cut = window.rfind(" ") + 1 or WINDOW
            if not window[:cut].isspace():
                yield start, start + cut
            start += cut
    yield from ((start + a, start + b) for a, b in spans(text[start:end]))


def _tight(text: str, start: int, end: int) -> Range:
    """The range without the white space at its ends; it holds something else."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _may_have_long_word(text: str) -> bool:
    """Whether some stretch is without a space; much faster to ask than the pattern, and mostly the answer is no."""
    at = 0
    while at <= len(text) - LONG_WORD:
        at = text.rfind(" ", at, at + LONG_WORD) + 1
        if not at:
            return True
    return False


@cache
def _lists() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The abbreviations that nupunkt knows, without their last stop; the words that its stops do not part."""
    tokenizer = _tokenizer()
    return tokenizer.abbreviations, frozenset(tokenizer.parameters.collocations)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    """A tokenizer of our own for this process: the one at nupunkt's module level is shared state."""
    from nupunkt.models import load_default_model  # imported where it is used: --help must not wait for it

    return load_default_model()
