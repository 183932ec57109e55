"""Tokens: the words and marks of many sentences at once, in numpy.

A word is a run of letters, with the full stops inside it ("U.S") and one behind it that does not end the sentence; a
number is a run of digits with its commas and points; a shortened word ("'s", "'ve") is a token of its own; every other
character that is not white space stands alone. tests/code/test_tokens.py has the same as one regular expression.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.lang.shortened import shortened
from flows.code.layers import Ints, Sentences, Tokens
from flows.code.vocabulary import Hashes, Vocabulary
from flows.records import Statement

_SPACE, _LETTER, _DIGIT, _OTHER, _UNDERSCORE, _STOP, _COMMA, _APOSTROPHE = range(8)
_MARKS = {"_": _UNDERSCORE, ".": _STOP, ",": _COMMA, "'": _APOSTROPHE, "’": _APOSTROPHE}
_LAST = 0x3001  # characters from here on stand alone: other scripts' letters, of which no rule here speaks
_CHUNK = 7 << 14  # code points that are worked on together: they fit the processor's cache
_FACTOR = 0x9E3779B97F4A7C15
_PADDING = 4  # spaces behind the last sentence: nothing looks further ahead

Text = npt.NDArray[np.uint32]
Kinds = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


def sentences_of(statements: Sequence[Statement], silent: frozenset[str] = frozenset()) -> Sentences:
    """Return the sentences of the statements' paragraphs, without those of `silent` kinds; no tokens yet."""
    rows = [
        (number, place, index, span.start, span.end)
        for number, statement in enumerate(statements)
        for place, paragraph in enumerate(statement.paragraphs)
        if paragraph.kind not in silent
        for index, span in enumerate(paragraph.sentences)
    ]
    columns = np.array(rows, np.int32).reshape(-1, 5).T.copy()
    statement, paragraph, number, start, end = columns
    return Sentences(statement, paragraph, number, start, end, np.zeros(len(rows) + 1, np.int32))


def tokenise(
    texts: Sequence[str], sentences: Sentences, vocabulary: Vocabulary | None = None
) -> tuple[Sentences, Tokens]:
    """Return the sentences with their tokens' places, and the tokens; `texts` are those of the statements.

    The words met so far are kept for the next batch, in `vocabulary` or in the process's own. What is returned does not
    depend on them.
    """
    vocabulary = _vocabulary() if vocabulary is None else vocabulary
    vocabulary.begin()
    cut = [
        texts[statement][start:end]
        for statement, start, end in zip(
            sentences.statement.tolist(), sentences.start.tolist(), sentences.end.tolist(), strict=True
        )
    ]
    found = [_tokens(cut[low:high], vocabulary) for low, high in _chunks(cut)]
    counts, start, end, met = (_joined([getattr(part, name) for part in found]) for name in _Found._fields)
    first = np.zeros(len(cut) + 1, np.int32)
    np.cumsum(counts, out=first[1:])
    sentence = np.repeat(np.arange(len(cut), dtype=np.int32), counts)
    begins = np.repeat(sentences.start, counts)
    word, words = vocabulary.words(met)
    tokens = Tokens(sentence, start + begins, end + begins, word, words.form[word], words)
    return sentences._replace(first=first), tokens


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()


class _Found(NamedTuple):
    tokens: Ints  # of each sentence: how many
    start: Ints  # in the sentence
    end: Ints
    word: Ints  # number in the vocabulary


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


def _chunks(sentences: Sequence[str]) -> Iterator[tuple[int, int]]:
    low, size = 0, 0
    for place, sentence in enumerate(sentences):
        size += len(sentence)
        if size >= _CHUNK:
            yield low, place + 1
            low, size = place + 1, 0
    if low < len(sentences):
        yield low, len(sentences)


def _tokens(sentences: Sequence[str], vocabulary: Vocabulary) -> _Found:
    text = "\n".join(sentences) + "\n" * _PADDING
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    stops = np.cumsum(np.fromiter(map(len, sentences), np.int64, len(sentences)) + 1)
    begins = np.concatenate(([0], stops[:-1]))
    start, end = _bounds(points, stops)
    word = vocabulary.numbers(_hashes(points, start, end), text, start, end)
    bounds = np.searchsorted(start, np.concatenate((begins, stops[-1:])))
    count = np.diff(bounds).astype(np.int32)
    offset = np.repeat(begins, count)
    return _Found(count, (start - offset).astype(np.int32), (end - offset).astype(np.int32), word)


def _bounds(points: Text, stops: Places) -> tuple[Places, Places]:
    """Return where each token begins and ends; `stops` are the ends of the sentences."""
    kind = np.take(_kinds(), points, mode="clip")
    shortened, last = _shortened(points, kind)
    marks = np.flatnonzero((kind == _STOP) | (kind == _COMMA))
    before, behind = kind[marks - 1], kind[marks + 1]
    numbered = (before == _DIGIT) & (behind == _DIGIT)
    free = (before == _LETTER) & (kind[marks] == _STOP)
    if len(last):
        ended = np.zeros(len(kind), np.bool_)
        ended[last + 1] = True
        free &= ~ended[marks]  # a shortened word takes no full stop
    inside = free & (behind == _LETTER)
    closing = marks[free & ~inside]
    kind[marks[numbered]], kind[marks[inside]] = _DIGIT, _LETTER
    starts = kind[1:] != kind[:-1]
    starts |= kind[1:] >= _OTHER
    starts &= kind[1:] != _SPACE
    starts = np.concatenate((kind[:1] != _SPACE, starts))
    starts[shortened + 1] = False
    starts[_within(closing, starts, kind, stops)] = False
    ends = kind[1:] == _SPACE
    ends |= starts[1:]
    ends &= kind[:-1] != _SPACE
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _within(closing: Places, starts: npt.NDArray[np.bool_], kind: Kinds, stops: Places) -> Places:
    """Return those full stops behind a letter that a further word or number of the sentence follows: parts of words."""
    words = starts & ((kind == _LETTER) | (kind == _DIGIT))
    places = np.append(np.flatnonzero(words), len(kind))
    following = places[np.searchsorted(places, closing)]
    return closing[following < np.append(stops, len(kind))[np.searchsorted(stops, closing, side="right")]]


def _shortened(points: Text, kind: Kinds) -> tuple[Places, Places]:
    """Return where the apostrophes of shortened words are, and the last character of each of these words."""
    at = np.flatnonzero(kind == _APOSTROPHE)
    at = at[((kind[at - 1] == _LETTER) | (kind[at - 1] == _DIGIT)) & (kind[at + 1] == _LETTER)]
    first, second = points[at + 1], points[at + 2]
    letters, pairs = _endings()
    one = np.isin(first, letters) & ~_wordlike(kind[at + 2])
    two = np.isin(first.astype(np.uint64) << np.uint64(32) | second, pairs) & ~_wordlike(kind[at + 3])
    found = one | two
    return at[found], (at + np.where(two, 2, 1))[found]


@cache
def _endings() -> tuple[Hashes, Hashes]:
    """Return the code points of the endings of one letter, and those of two letters as one number."""
    known = shortened()
    letters, pairs = known.of_length(1), known.of_length(2)
    return (
        np.array([ord(letter) for letter in letters], np.uint64),
        np.array([ord(pair[0]) << 32 | ord(pair[1]) for pair in pairs], np.uint64),
    )


def _wordlike(kind: Kinds) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (kind == _LETTER) | (kind == _DIGIT) | (kind == _UNDERSCORE)
    return found


def _hashes(points: Text, start: Places, end: Places) -> Hashes:
    """Return a 64-bit hash of each token's characters: that of the same word is the same at any place."""
    powers, inverse = _powers(1 << (len(points) - 1).bit_length())
    sums = np.empty(len(points) + 1, np.uint64)
    sums[0] = 0
    characters = points.astype(np.uint64)
    characters += np.uint64(1)
    characters *= powers[: len(points)]
    np.cumsum(characters, out=sums[1:])
    found: Hashes = sums[end]
    found -= sums[start]
    found *= inverse[start]
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(32)
    found |= np.uint64(1)  # never 0
    return found


@lru_cache(maxsize=2)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the factor, and those of its inverse modulo 2^64."""
    found = []
    for factor in (_FACTOR, pow(_FACTOR, -1, 1 << 64)):
        powers = np.full(count, factor, np.uint64)
        powers[0] = 1
        found.append(np.multiply.accumulate(powers))
    return found[0], found[1]


@cache
def _kinds() -> Kinds:
    """Return the kind of each character; the last stands for all that follow."""
    return np.array([*(_kind_of(chr(code)) for code in range(_LAST)), _OTHER], np.uint8)


def _kind_of(character: str) -> int:
    if character.isspace():
        return _SPACE
    if character in _MARKS:
        return _MARKS[character]
    if character.isdecimal():
        return _DIGIT
    return _LETTER if character.isalnum() else _OTHER
