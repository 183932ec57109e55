"""Features of the structure model, as hashes: of words for parts of speech; of words, tags and a skeleton for roles."""

import csv
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flows.code.layers import TAGS

Hashes = npt.NDArray[np.uint32]

PAD = 6  # rows before and after each sentence
PAD_TAG = len(TAGS)
_PAD_CLASS, _CLASSES = 26, 27
_MARKS = {
    ",": 0,
    ";": 1,
    ":": 2,
    "(": 3,
    ")": 4,
    '"': 5,
    "“": 5,
    "”": 5,
    "-": 6,
    "–": 6,
    "—": 6,
    ".": 7,
    "?": 7,
    "!": 7,
}
_VERBS = {"VERB-fin": 20, "AUX-fin": 21, "VERB-base": 22, "AUX-base": 22, "VERB-ing": 23, "AUX-ing": 23, "VERB-pp": 24}
_CLASS_OF_TAG = {**_VERBS, "AUX-pp": 24, "SCONJ": 4, "PRON-wh": 10}


def _of_tags(*names: str) -> npt.NDArray[np.bool_]:
    return np.array([name in names for name in (*TAGS, "")])


_NOMINAL = _of_tags("DET", "ADJ", "NUM", "NOUN", "NOUNS", "PROPN", "PRON")
_CLOSED = _of_tags("SCONJ", "PRON", "PRON-wh", "ADV", "ADV-wh", "CCONJ", "PART", "PUNCT")
_VERBAL = np.array([_CLASS_OF_TAG.get(name, 0) for name in (*TAGS, "")], np.uint8)
_PART, _ADP = TAGS.index("PART"), TAGS.index("ADP")


@lru_cache(maxsize=4)
def skeleton_words(language: Path) -> dict[str, int]:
    """Return the class of each word that shapes a sentence."""
    with (language / "skeleton.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: int(row["class"]) for row in csv.DictReader(file)}


def word_hashes(word: str) -> list[int]:
    """Return hashes of the word, its lower-case form, its endings and its shape."""
    lower = word.lower()
    shape = _shape(word) + ("-" if "-" in word else "")
    return [_fnv(text) for text in ("w" + word, "l" + lower, "2" + lower[-2:], "3" + lower[-3:], "s" + shape)]


def word_class(word: str, words: dict[str, int]) -> int:
    """Return the class of a word or mark in the skeleton; 0 where it has none."""
    return words.get(word.lower(), 0) or (12 + _MARKS[word] if word in _MARKS else 0)


def mixed(hashes: Hashes, place: int) -> Hashes:
    """Return the hashes as those of the feature number `place`."""
    found = (hashes ^ np.uint32((place * 0x9E3779B1) & 0xFFFFFFFF)) * np.uint32(0x85EBCA6B)
    found ^= found >> np.uint32(13)
    found *= np.uint32(0xC2B2AE35)
    found ^= found >> np.uint32(16)
    return found


def paired(first: Hashes, second: Hashes) -> Hashes:
    """Return hashes of pairs."""
    return (first * np.uint32(0x01000193)) ^ (second * np.uint32(0x27D4EB2F) + np.uint32(0x165667B1))


def tag_features(word: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], hashes: Hashes) -> list[Hashes]:
    """Return a column of hashes for each feature that tells parts of speech; `word` is padded, `rows` its tokens."""
    columns = [mixed(hashes[:, f], (o + 3) * 5 + f)[word[rows + o]] for o in range(-3, 4) for f in range(5)]
    lower = hashes[:, 1][word]
    columns.append(mixed(paired(lower[rows - 1], lower[rows]), 40))
    columns.append(mixed(paired(lower[rows], lower[rows + 1]), 41))
    return columns


def role_features(
    word: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int64],
    tag: npt.NDArray[np.uint8],
    hashes: Hashes,
    classes: npt.NDArray[np.uint8],
) -> list[Hashes]:
    """Return a column of hashes for each feature that tells roles, subjects and clauses; `tag` is padded, too."""
    tags, base = tag.astype(np.uint32), np.uint32(len(TAGS) + 1)
    one = [tags[rows + o] for o in range(-6, 7)]
    columns = [mixed(one[o + 6], 100 + o) for o in range(-6, 7)]
    columns += [mixed(one[o + 6] * base + one[o + 7], 120 + o) for o in range(-5, 5)]
    columns += [mixed((one[o + 6] * base + one[o + 7]) * base + one[o + 8], 140 + o) for o in range(-4, 3)]
    lower = hashes[:, 1]
    columns += [mixed(lower, 160 + o)[word[rows + o]] for o in range(-2, 3)]
    here = lower[word[rows]]
    columns.append(mixed(paired(here, one[5]), 170))
    columns.append(mixed(paired(here, one[7]), 171))
    columns.append(mixed(paired(lower[word[rows - 1]], one[6]), 172))
    items, place, is_item = _skeleton(word, tag, classes)
    at, base = place[rows], np.uint32(_CLASSES)
    bit = is_item[rows].astype(np.uint32) * base**4
    items = items.astype(np.uint32)
    near = {o: items[at + o] for o in range(-4, 5)}
    columns += [mixed(near[o] + bit, 200 + o) for o in range(-4, 5)]
    columns += [mixed(near[o] * base + near[o + 1] + bit, 220 + o) for o in range(-3, 3)]
    columns += [mixed((near[o] * base + near[o + 1]) * base + near[o + 2] + bit, 240 + o) for o in range(-4, 3)]
    for o in (-2, -1):
        four = ((near[o] * base + near[o + 1]) * base + near[o + 2]) * base + near[o + 3]
        columns.append(mixed(four + bit, 260 + o))
    return columns


def _skeleton(
    word: npt.NDArray[np.int64], tag: npt.NDArray[np.uint8], classes: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the sentence's skeleton: classes of its items, the item at or before each token, and what is one."""
    kind = classes[word]
    kind = np.where((kind >= 12) | _CLOSED[tag], kind, 0)
    kind = np.where((kind == 8) & (tag != _PART), 0, kind)
    kind = np.where(kind == 0, _VERBAL[tag], kind)
    nominal = _NOMINAL[tag]
    begins = nominal.copy()
    begins[1:] &= ~nominal[:-1]
    governed = np.zeros(len(tag), np.bool_)
    governed[1:] = tag[:-1] == _ADP
    latest = np.maximum.accumulate(np.where(begins, np.arange(len(tag)), 0))
    kind = np.where((kind == 0) & begins & ~governed[latest], 25, kind)
    kind = np.where(tag == PAD_TAG, _PAD_CLASS, kind).astype(np.int32)
    is_item = kind > 0
    return kind[is_item], np.cumsum(is_item) - 1, is_item


def _shape(word: str) -> str:
    rest = re.sub("[a-z]", "x", re.sub("[A-Z]", "X", re.sub("[0-9]", "d", word[1:])))[:3]
    return re.sub("^[a-z]", "x", re.sub("[0-9]", "d", re.sub("[A-Z]+", "X", word[:1]) + rest))


def _fnv(text: str) -> int:
    found = 2166136261
    for byte in text.encode("utf-8", "surrogatepass"):
        found = ((found ^ byte) * 16777619) & 0xFFFFFFFF
    return found
