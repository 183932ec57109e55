"""The structure model applied to the words of a batch: integer weights, summed; the highest sum is the answer."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.features import (
    PAD,
    PAD_TAG,
    Hashes,
    role_features,
    skeleton_words,
    tag_features,
    word_class,
    word_hashes,
)
from flows.code.layers import Codes, Ints, Sentences, Tokens

_ROWS = 1 << 14  # tokens that are scored together
_HEADS = (6, 3, 7)  # answers to each question of the second pass: role, place in a subject, clause that begins


class Answers(NamedTuple):
    """What the model says of each token."""

    tag: Codes
    role: Codes
    subject: Codes  # 0 outside, 1 begins, 2 goes on
    clause: Codes


@lru_cache(maxsize=4)
def _weights(language: Path) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    with np.load(language / "structure.npz") as stored:
        return stored["tag"], np.ascontiguousarray(stored["role"][:, : sum(_HEADS)])


def ask(sentences: Sentences, tokens: Tokens, language: Path) -> Answers:
    """Return the model's answers for the tokens of a batch."""
    tag_weights, role_weights = _weights(language)
    known = skeleton_words(language)
    hashes = np.array([word_hashes("\0"), *map(word_hashes, tokens.words.printed)], np.uint32)
    classes = np.array([0, *(word_class(word, known) for word in tokens.words.printed)], np.uint8)
    word, rows = _padded(tokens.word, sentences.first)
    tag = np.full(len(word), PAD_TAG, np.uint8)
    tag[rows] = _scores(tag_weights, tag_features(word, rows, hashes)).argmax(1)
    scores = _scores(role_weights, role_features(word, rows, tag, hashes, classes))
    ends = np.cumsum(_HEADS)
    answers = [scores[:, end - size : end].argmax(1).astype(np.uint8) for size, end in zip(_HEADS, ends, strict=True)]
    return Answers(tag[rows], *answers)


def _padded(word: Ints, first: Ints) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the words with empty rows between the sentences, and the rows of the words."""
    sentence = np.repeat(np.arange(len(first) - 1), np.diff(first))
    rows = np.arange(len(word)) + PAD * (sentence + 1)
    padded = np.zeros(len(word) + PAD * len(first), np.int64)
    padded[rows] = word + 1
    return padded, rows


def _scores(weights: npt.NDArray[np.int8], columns: list[Hashes]) -> npt.NDArray[np.int16]:
    found = np.zeros((len(columns[0]), weights.shape[1]), np.int16)
    mask = np.uint32(len(weights) - 1)
    for low in range(0, len(found), _ROWS):
        part = found[low : low + _ROWS]
        for column in columns:
            part += weights[(column[low : low + _ROWS] & mask).astype(np.int64)]
    return found
