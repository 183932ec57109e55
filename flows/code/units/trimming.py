"""Trimming: the words at a claim's edges that are not the claim: connectives, vocatives, joining words, stops."""

import re
from functools import cache

from flows.code.units.patterns import reader
from flows.code.units.words import alternation, words_of
from flows.records import Span


def trim(folded: str, span: Span) -> Span:
    """Return a sentence's span without its opening ("However,", "Distinguished delegates,") and its full stop."""
    words = folded[span.start : span.end].rstrip(_CLOSING)
    if words.endswith(_LEADING_ON) and (left_open := _LEFT_OPEN.search(words)):
        words = words[: left_open.start()].rstrip(_CLOSING)
    end = span.start + len(words)
    start = end - len(words.lstrip(_OPENING))
    end = _without_strays(folded, start, end)
    first = folded[start : start + 24].partition(" ")[0].rstrip(",:")
    if first in _first_words() and (match := _opening().match(folded, start, end)):
        start = match.end()
    if words.endswith(_HANDING_OVER) and (called := _CALLED.match(folded, start, end)):
        start = called.end()
    return Span(min(start, end), end)


def _without_strays(folded: str, start: int, end: int) -> int:
    """Where the stretch ends without closing quotation marks and brackets that nothing in it opens."""
    while end > start and folded[end - 1] in _STRAY:
        mark = folded[end - 1]
        closed = folded.count(mark, start, end)
        if closed % 2 == 0 if mark == '"' else closed <= folded.count(_STRAY[mark], start, end):
            return end
        end = start + len(folded[start : end - 1].rstrip(_CLOSING))
    return end


_STRAY = {'"': '"', ")": "(", "]": "["}
_HANDING_OVER = ("the floor", "go ahead", "is yours")
_CALLED = re.compile(r"[a-z0-9 .'-]{2,60}, (?=you |please |the floor |go ahead)")  # "Dr. Silva, you have the floor"


def without_label(text: str, sentence: Span) -> Span:
    """Return a paragraph's first sentence without a heading or place in its line ("Data Flows – Members …")."""
    label = _LABEL.match(text, *sentence)
    return Span(label.end(), sentence.end) if label else sentence


_LABEL = re.compile(
    r"(?:\([A-Z][\w-]*\)|[A-Z][\w'’.&/-]*),?"
    r"(?: (?:\([A-Z][\w-]*\)|[A-Z0-9][\w'’.&/-]*|and|of|for|the|in|on|to|&),?){0,8}"
    r"(?: [–—-] |: )(?=[A-Z])"
)


def trim_end(folded: str, start: int, end: int) -> int:
    """Where the stretch ends without closing marks, white space and a word that joins what follows."""
    while end > start:
        while end > start and folded[end - 1] in _CLOSING:
            end -= 1
        space = folded.rfind(" ", start, end)
        if space < 0 or folded[space + 1 : end] not in _JOINING:
            return end
        end = space
    return end


# What leads on to the next item of a list: "…; and", "…, including, for example:".
_LEADING_ON = ("and", "or", "including", "for example", "for instance", "namely", "such as", "inter alia", "notably")
_LEFT_OPEN = re.compile(f"(?:[;,] (?:{'|'.join(_LEADING_ON)}))+$")
_OPENING = " \"'([*-~_"
_CLOSING = " .,;:!?-~*_"
_JOINING = frozenset(["and", "but", "yet", "while", "whereas", "or", "so", "as", "including", "namely"])


@cache
def _opening() -> re.Pattern[str]:
    connectives = f"(?:{alternation('connective')})"
    return _compile(
        rf"(?:(?:{connectives}(?:, | - |: )|(?:(?:{alternation('vocative')})(?:, | - |: ))|(?:and|but|so|or|yet) ))+"
    )


@cache
def _first_words() -> frozenset[str]:
    """Return the words that a connective or a vocative begins with."""
    return frozenset(phrase.split(" ")[0] for name in ("connective", "vocative") for phrase in words_of(name))


def _compile(pattern: str) -> re.Pattern[str]:
    return reader(pattern, "words.csv", "(edges)")
