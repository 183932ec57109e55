"""Tokens: the words and marks of many sentences at once, in numpy.

A word is a run of letters, with the full stops inside it ("U.S") and one behind it that does not end the sentence; a
number is a run of digits with its commas and points; a shortened word ("'s", "'ve") is a token of its own; every other
character that is not white space stands alone. tests/code/test_tokens.py has the same as one regular expression.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.features import FEATURES, word_features
from flows.code.layers import Ints, Sentences, Tokens, Words
from flows.records import Statement

_SPACE, _LETTER, _DIGIT, _OTHER, _UNDERSCORE = range(5)
_LAST = 0x3001  # characters from here on stand alone: other scripts' letters, of which no rule here speaks
_CHUNK = 1 << 17  # code points that are worked on together: they fit the processor's cache
_SLOT_BITS = 17
_FACTOR = 0x9E3779B97F4A7C15

Text = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


class Vocabulary:
    """The words met so far. Cleared when it has grown over its bound, so that memory does not grow with a corpus."""

    def __init__(self, bound: int = 1 << 15) -> None:
        """`bound`: words above which the next batch begins with an empty vocabulary."""
        self._bound = bound
        self._clear()

    def begin(self) -> bool:
        """Make ready for a batch; True where all ids given before are void."""
        if len(self.printed) <= self._bound:
            return False
        self._clear()
        return True

    def _clear(self) -> None:
        self.printed: list[str] = []
        self.folded: list[str] = []
        self._form: list[int] = []
        self._features: list[tuple[int, ...]] = []  # of the words that are not yet in `_known`
        self._known = np.zeros((0, FEATURES), np.uint32)
        self._forms: dict[str, int] = {}
        self._ids: dict[int, int] = {}  # hash -> word id
        self._hashes = np.zeros(1, np.uint64)  # word id -> hash
        self._slots = np.zeros(1 << _SLOT_BITS, np.int32)  # first bits of a hash -> the word id met last

    def ids(self, hashes: npt.NDArray[np.uint64], text: str, start: Places, end: Places) -> Ints:
        """Return the word ids of the tokens with these hashes and places in the text."""
        slot = (hashes >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
        found: Ints = self._slots[slot]
        unknown = np.flatnonzero(self._hashes[found] != hashes)
        if not len(unknown):
            return found
        different, first, inverse = np.unique(hashes[unknown], return_index=True, return_inverse=True)
        new = []
        for key, at in zip(different.tolist(), unknown[first].tolist(), strict=True):
            if key not in self._ids:
                self._ids[key] = self._add(text[start[at] : end[at]])
            new.append(self._ids[key])
        ids = np.array(new, np.int32)
        if len(self._hashes) < len(self.printed):
            self._hashes = np.zeros(2 * len(self.printed), np.uint64)
            self._hashes[list(self._ids.values())] = list(self._ids)
        self._hashes[ids] = different
        self._slots[(different >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)] = ids
        found[unknown] = ids[inverse]
        return found

    def words(self) -> Words:
        """Return the words met so far."""
        if self._features:
            self._known = np.concatenate([self._known, np.array(self._features, np.uint32)])
            self._features.clear()
        return Words(self.printed, np.array(self._form, np.int32), self.folded, self._known)

    def _add(self, word: str) -> int:
        plain = folded(word)
        form = self._forms.setdefault(plain, len(self.folded))
        if form == len(self.folded):
            self.folded.append(plain)
        self.printed.append(word)
        self._form.append(form)
        self._features.append(word_features(word, plain))
        return len(self.printed) - 1


def folded(word: str) -> str:
    """Return the word in lower case, with straight apostrophes."""
    return word.lower().replace("’", "'")


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
    """Return the sentences with their tokens' places, and the tokens; `texts` are those of the statements."""
    vocabulary = vocabulary or Vocabulary()
    cut = [
        texts[statement][start:end]
        for statement, start, end in zip(
            sentences.statement.tolist(), sentences.start.tolist(), sentences.end.tolist(), strict=True
        )
    ]
    found = [_tokens(cut[low:high], vocabulary) for low, high in _chunks(cut)]
    counts, start, end, word = (_joined([getattr(part, name) for part in found]) for name in _Found._fields)
    first = np.zeros(len(cut) + 1, np.int32)
    np.cumsum(counts, out=first[1:])
    sentence = np.repeat(np.arange(len(cut), dtype=np.int32), counts)
    begins = sentences.start[sentence]
    words = vocabulary.words()
    tokens = Tokens(sentence, start + begins, end + begins, word, words.form[word], words)
    return sentences._replace(first=first), tokens


class _Found(NamedTuple):
    tokens: Ints  # of each sentence: how many
    start: Ints  # in the sentence
    end: Ints
    word: Ints


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
    text = "\n".join(sentences) + "\n"
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    stops = np.cumsum(np.fromiter(map(len, sentences), np.int64, len(sentences)) + 1)
    begins = np.concatenate(([0], stops[:-1]))
    kind, starts = _starts(points, begins, stops)
    start = np.flatnonzero(starts)
    end = _ends(kind, starts, start)
    word = vocabulary.ids(_hashes(points, start, end), text, start, end)
    count = (np.searchsorted(start, stops) - np.searchsorted(start, begins)).astype(np.int32)
    offset = np.repeat(begins, count)
    return _Found(count, (start - offset).astype(np.int32), (end - offset).astype(np.int32), word)


def _starts(points: Text, begins: Places, stops: Places) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """Return the kind of each character, marks inside words and numbers as these, and whether a token begins there."""
    kind = _kinds()[np.minimum(points, _LAST)]
    before, behind = _shifted(kind, 1), _shifted(kind, -1)
    shortened, last = _shortened(points, kind, before, behind)
    dot = points == ord(".")
    numbered = np.flatnonzero((dot | (points == ord(","))) & (before == _DIGIT) & (behind == _DIGIT))
    free = dot & (before == _LETTER)
    free[last + 1] = False  # a shortened word takes no full stop
    inside = np.flatnonzero(free & (behind == _LETTER))
    kind[numbered], kind[inside] = _DIGIT, _LETTER
    before = _shifted(kind, 1)
    starts = (kind != _SPACE) & ((kind != before) | (kind >= _OTHER))
    starts[shortened + 1] = False
    closing = np.flatnonzero(free & (kind == _OTHER))
    if len(closing):
        wordlike = np.where((kind == _LETTER) | (kind == _DIGIT), np.arange(len(kind)), -1)
        last_word = np.maximum.reduceat(wordlike, begins)
        starts[closing[closing < last_word[np.searchsorted(stops, closing, side="right")]]] = False
    return kind, starts


def _shortened(
    points: Text, kind: npt.NDArray[np.uint8], before: npt.NDArray[np.uint8], behind: npt.NDArray[np.uint8]
) -> tuple[Places, Places]:
    """Return where the apostrophes of shortened words are, and the last character of each of these words."""
    mark = (points == ord("'")) | (points == ord("’"))
    at = np.flatnonzero(mark & ((before == _LETTER) | (before == _DIGIT)) & (behind == _LETTER))
    padded = np.concatenate([points, np.zeros(4, np.uint32)])
    wordlike = np.concatenate([(kind != _SPACE) & (kind != _OTHER), np.zeros(4, np.bool_)])
    first, second = padded[at + 1], padded[at + 2]
    one = np.isin(first, np.frombuffer("stdmS".encode("utf-32-le"), np.uint32)) & ~wordlike[at + 2]
    pair = ((first == ord("r")) | (first == ord("v"))) & (second == ord("e")) | (first == ord("l")) & (
        second == ord("l")
    )
    two = pair & ~wordlike[at + 3]
    found = one | two
    return at[found], (at + np.where(two, 2, 1))[found]


def _ends(kind: npt.NDArray[np.uint8], starts: npt.NDArray[np.bool_], start: Places) -> Places:
    stop = starts | (kind == _SPACE)
    places = np.append(np.flatnonzero(stop), len(stop))
    ends: Places = places[np.cumsum(stop)[start]]
    return ends


def _hashes(points: Text, start: Places, end: Places) -> npt.NDArray[np.uint64]:
    """Return a 64-bit hash of each token's characters."""
    if not len(start):
        return np.zeros(0, np.uint64)
    length = end - start
    bounds = np.cumsum(length)
    firsts = bounds - length
    place = np.arange(bounds[-1]) - np.repeat(firsts, length)
    characters = points[np.repeat(start, length) + place].astype(np.uint64) + np.uint64(1)
    powers = np.full(int(length.max()), _FACTOR, np.uint64)
    powers[0] = 1
    characters *= np.multiply.accumulate(powers)[place]
    found: npt.NDArray[np.uint64] = np.add.reduceat(characters, firsts)
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(32)
    return found


def _shifted(kind: npt.NDArray[np.uint8], by: int) -> npt.NDArray[np.uint8]:
    moved = np.zeros_like(kind)
    if by > 0:
        moved[by:] = kind[:-by]
    else:
        moved[:by] = kind[-by:]
    return moved


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint8]:
    """Return the kind of each character; the last stands for all that follow."""
    return np.array([*(_kind_of(chr(code)) for code in range(_LAST)), _OTHER], np.uint8)


def _kind_of(character: str) -> int:
    if character.isspace():
        return _SPACE
    if character == "_":
        return _UNDERSCORE
    if character.isdecimal():
        return _DIGIT
    return _LETTER if character.isalnum() else _OTHER
