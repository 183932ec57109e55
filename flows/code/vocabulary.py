"""Words that were met: numbered for each batch, with what is known of them kept for the next one."""

from array import array
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from flows.code.features import FEATURES, word_features
from flows.code.layers import Ints, Kept, Words

_SLOT_BITS = 17
_ROOM = 1 << 12  # words for which there is room at first

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
_Value = TypeVar("_Value", bound=np.generic)


class Vocabulary:
    """The words met so far. Cleared when it has grown over its bound, so that memory does not grow with a corpus.

    Its numbers are its own: `words` numbers the words of a batch in an order that depends on the batch alone.
    """

    def __init__(self, bound: int = 3 << 14) -> None:
        """`bound`: words above which the next batch begins with an empty vocabulary."""
        self._bound = bound
        self._clear()

    def __len__(self) -> int:
        """Return how many words are known."""
        return len(self._printed) - 1

    def begin(self) -> None:
        """Make ready for a batch: the numbers that were given before are not used any more."""
        if len(self) > self._bound:
            self._clear()

    def _clear(self) -> None:
        self._printed = [""]  # number 0 is no word
        self._folded = [""]
        self._forms: dict[str, int] = {}  # folded form -> its number
        self._hashes = np.zeros(_ROOM, np.uint64)
        self._form = np.zeros(_ROOM, np.int32)
        self._features = np.zeros((_ROOM, FEATURES), np.uint32)
        self._slots = np.zeros((2, 1 << _SLOT_BITS), np.int32)  # some bits of a hash -> the first word that had them
        self._kept = Kept()
        self._elsewhere: dict[int, int] = {}  # hash -> word, of those that found both their slots taken

    def numbers(self, hashes: Hashes, text: str, start: Places, end: Places) -> Ints:
        """Return the numbers of the words with these hashes, none of them 0, and places in the text."""
        found = self._looked_up(hashes)
        unknown = np.flatnonzero(found == 0)
        if len(unknown):
            different, first, inverse = np.unique(hashes[unknown], return_index=True, return_inverse=True)
            at = unknown[first]
            known = np.array([self._elsewhere.get(key, 0) for key in different.tolist()], np.int32)
            new = np.flatnonzero(known == 0)
            at = at[new]
            words = [text[low:high] for low, high in zip(start[at].tolist(), end[at].tolist(), strict=True)]
            known[new] = numbers = self._added(words, different[new])
            self._place(different[new], numbers)
            found[unknown] = known[inverse]
        return found

    def words(self, numbers: Ints) -> tuple[Ints, Words]:
        """Return the words of a batch, and which of them each token is; `numbers` are those of its tokens."""
        has = np.zeros(len(self._printed), np.bool_)
        has[numbers] = True
        met = np.flatnonzero(has)
        met = met[np.argsort(self._hashes[met])]
        place = np.zeros(len(self._printed), np.int32)
        place[met] = np.arange(len(met), dtype=np.int32)
        form = self._form[met]
        order = np.arange(len(met))
        first = np.zeros(len(self._forms), np.int64)
        first[form[::-1]] = order[::-1]  # the last of equals stays: the first word with the form
        first = first[form]
        new = first == order
        number = np.cumsum(new, dtype=np.int32) - np.int32(1)
        words = Words(
            [self._printed[word] for word in met.tolist()],
            number[first],
            [self._folded[word] for word in met[new].tolist()],
            self._features[met],
            met.astype(np.int32),
            self._kept,
        )
        return place[numbers], words

    def _looked_up(self, hashes: Hashes) -> Ints:
        """Return the numbers of the words that are in their slots, 0 for others."""
        found: Ints = self._slots[0][_slot(hashes, 0)]
        missing = np.flatnonzero(self._hashes[found] != hashes)
        if len(missing):
            rest = hashes[missing]
            other = self._slots[1][_slot(rest, 1)]
            found[missing] = np.where(self._hashes[other] == rest, other, 0)
        return found

    def _place(self, hashes: Hashes, numbers: Ints) -> None:
        """Put words into the first of their slots that is free."""
        for place in range(len(self._slots)):
            slots, slot = self._slots[place], _slot(hashes, place)
            free = slots[slot] == 0
            slots[slot[free]] = numbers[free]
            left = slots[slot] != numbers
            hashes, numbers = hashes[left], numbers[left]
        self._elsewhere.update(zip(hashes.tolist(), numbers.tolist(), strict=True))

    def _added(self, words: list[str], hashes: Hashes) -> Ints:
        """Return the numbers of words that were not met before."""
        first, count = len(self._printed), len(self._printed) + len(words)
        while count > len(self._hashes):
            self._hashes, self._form = _doubled(self._hashes), _doubled(self._form)
            self._features = _doubled(self._features)
        plain = [folded(word) for word in words]
        features = array("I")
        for word, form in zip(words, plain, strict=True):
            features.extend(word_features(word, form))
        self._hashes[first:count] = hashes
        self._form[first:count] = [self._forms.setdefault(form, len(self._forms)) for form in plain]
        self._features[first:count] = np.frombuffer(features, np.uint32).reshape(-1, FEATURES)
        self._printed += words
        self._folded += plain
        return np.arange(first, count, dtype=np.int32)


def folded(word: str) -> str:
    """Return the word in lower case, with straight apostrophes."""
    plain = word.lower().replace("’", "'")
    return word if plain == word else plain  # one string in memory, not two


def _slot(hashes: Hashes, place: int) -> npt.NDArray[np.intp]:
    """Return the bits of the hashes that number their first slots, or their second ones."""
    bits = hashes << np.uint64(place * _SLOT_BITS)
    return (bits >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)


def _doubled(values: npt.NDArray[_Value]) -> npt.NDArray[_Value]:
    return np.concatenate((values, np.zeros_like(values)))
