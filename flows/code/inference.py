"""The structure model applied to the words of a batch: a small convolutional network of whole numbers.

A word's vector is the sum of its features' rows. The first layer looks at a word and its neighbours; each further one
takes a part of a word's values from words `spread` away on both sides. Values are whole numbers in 0 … 511, weights
are whole 512ths. The products are summed as 32-bit floats, which is exact below 2^24 units and so the same on any
machine and in any order; `read_model` refuses weights that could reach that.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.decoding import likeliest
from flows.code.features import FEATURES
from flows.code.layers import CLAUSES, COMPLEMENTS, ROLES, SPANS, TAGS, Codes, Ints, Sentences, Tokens

Floats = npt.NDArray[np.float32]
Scores = npt.NDArray[np.int64]

_UNIT = 512  # a weight of 1 is stored as this
_HIGHEST = 511  # of a value
_EXACT = 1 << 24  # 32-bit floats hold every whole number up to here
_SIDE = 4  # a layer takes one part in so many of a word's values from the words before, and as many from those after
_AS_STORED = frozenset(("rows", "spreads", "steps"))
_ROWS = 2048  # rows that go through the network together: they fit the processor's cache
HEADS = (TAGS, ROLES, SPANS, CLAUSES, COMPLEMENTS)
_LAST_ANSWER = 63  # highest number that an answer can have
_SPAN_ROWS = slice(len(TAGS) + len(ROLES), len(TAGS) + len(ROLES) + len(SPANS))


class Layer(NamedTuple):
    """Weights of a layer: of a word's own values and of some from words `spread` away; and what is added."""

    weights: Floats
    bias: Floats
    spread: int


class Model(NamedTuple):
    """The weights of the network."""

    rows: npt.NDArray[np.int8]  # a row for each hash of a feature
    near: tuple[Floats, ...]  # weights for the words before, at and after a place
    bias: Floats
    layers: tuple[Layer, ...]
    answers: Floats  # a row for each answer, in units of a score
    answer_bias: Ints  # with the number of the answer in the last bits (_chosen)
    steps: Scores  # worth of a span's label (row) that another (column) follows


class Answers(NamedTuple):
    """What the model says of each token: indexes in TAGS, ROLES, SPANS, CLAUSES, COMPLEMENTS."""

    tag: Codes
    role: Codes
    span: Codes
    clause: Codes
    complement: Codes


@lru_cache(maxsize=4)
def read_model(path: Path) -> Model:
    """Return the model stored in a file; raises ValueError where its sums could be inexact."""
    with np.load(path) as file:
        stored = {name: file[name] for name in file.files}
    scaled = {
        name: values.astype(np.float32) / np.float32(_UNIT) for name, values in stored.items() if name not in _AS_STORED
    }
    layers = tuple(
        Layer(scaled[f"weights{i}"], scaled[f"bias{i}"], int(spread)) for i, spread in enumerate(stored["spreads"], 1)
    )
    numbers = np.concatenate([_LAST_ANSWER - np.arange(len(head)) for head in HEADS])
    answer_bias = (stored["answers_bias"] * (_LAST_ANSWER + 1) + numbers).astype(np.int32)
    near = tuple(map(np.ascontiguousarray, scaled["weights0"]))
    model = Model(
        stored["rows"],
        near,
        scaled["bias0"],
        layers,
        np.ascontiguousarray(scaled["answers"].T) * np.float32(_UNIT * (_LAST_ANSWER + 1)),
        answer_bias,
        stored["steps"],
    )
    word = np.abs(stored["rows"].astype(np.float32)).max(0) * FEATURES  # the most that a word's vector can hold
    sums = [_largest(np.concatenate(near), model.bias, np.tile(word, len(near)))]
    sums += [_largest(layer.weights, layer.bias, _HIGHEST) for layer in layers]
    sums += [_largest(scaled["answers"], scaled["answers_bias"], _HIGHEST)]
    if max(sums) * _UNIT >= _EXACT:
        raise ValueError(f"{path.name}: the sums of its weights are not exact")
    return model


def _largest(weights: Floats, bias: Floats, values: Floats | int) -> float:
    """Return the largest sum that such values can give."""
    most = np.broadcast_to(np.asarray(values, np.float32), len(weights))
    return float((most @ np.abs(weights) + np.abs(bias)).max())


def ask(sentences: Sentences, tokens: Tokens, model: Model) -> Answers:
    """Return the model's answers for the tokens of a batch; a sentence's do not depend on the others."""
    found = [np.zeros(len(tokens.word), np.uint8) for _ in HEADS]
    spans = np.empty((len(SPANS), len(tokens.word)), np.int32)
    met, word_met = _met(tokens.word, len(tokens.words.features))
    parts = _parts(tokens.words.features[met], model)
    gap = max((layer.spread for layer in model.layers), default=1)
    stretches = list(_stretches(word_met, sentences.first, gap))
    most = max((len(stretch.word) for stretch in stretches), default=0)
    space = tuple(np.empty((most, len(model.bias)), np.float32) for _ in range(3))
    room = np.empty((len(model.answer_bias), most), np.float32)
    for low, high, word, rows in stretches:
        scores = _scores(parts, word, model, space, room)
        spans[:, low:high] = scores[_SPAN_ROWS][:, rows] // (_LAST_ANSWER + 1)
        for answers, chosen in zip(found, _chosen(scores), strict=True):
            answers[low:high] = chosen[rows]
    return Answers(*found)._replace(span=likeliest(spans, model.steps, sentences.first))


def _chosen(scores: Ints) -> Iterator[Codes]:
    """Return for each head the number of its highest score in each column, the first of equals.

    `scores` are whole numbers of which the last bits tell the answer, so that the highest one brings its number along.
    """
    low = 0
    for head in HEADS:
        yield (_LAST_ANSWER - (scores[low : low + len(head)].max(0) & _LAST_ANSWER)).astype(np.uint8)
        low += len(head)


def _met(word: Ints, count: int) -> tuple[npt.NDArray[np.intp], Ints]:
    """Return the words that the batch has, and the words of its tokens numbered among these."""
    has = np.zeros(count, np.bool_)
    has[word] = True
    number = np.cumsum(has, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(has), number[word]


def _parts(features: npt.NDArray[np.uint32], model: Model) -> list[Floats]:
    """Return what each word adds to the word after it, itself and the word before: once, however often it is met."""
    vectors = _vectors(features, model.rows)
    return [vectors @ weights for weights in model.near]


def _vectors(features: npt.NDArray[np.uint32], rows: npt.NDArray[np.int8]) -> Floats:
    """Return the vectors of the batch's words, from 1 on; 0 is the gap between sentences."""
    found = np.zeros((len(features) + 1, rows.shape[1]), np.int16)
    for column in (features % np.uint32(len(rows))).T:
        found[1:] += rows[column]
    return found.astype(np.float32)


class _Stretch(NamedTuple):
    """Some sentences that go through the network together."""

    low: int  # its tokens
    high: int
    word: npt.NDArray[np.intp]  # number of each row's word, from 1; 0 in the gaps around sentences
    rows: npt.NDArray[np.intp]  # row of each token


def _stretches(word: Ints, first: Ints, gap: int) -> Iterator[_Stretch]:
    """Cut a batch at ends of sentences."""
    low, last = 0, len(first) - 1
    while low < last:
        high = min(max(int(np.searchsorted(first, first[low] + _ROWS, side="right")) - 1, low + 1), last)
        count = np.diff(first[low : high + 1])
        rows = np.arange(first[high] - first[low]) + np.repeat(np.arange(1, len(count) + 1) * gap, count)
        padded = np.zeros(len(rows) + (len(count) + 1) * gap, np.intp)
        padded[rows] = word[first[low] : first[high]] + 1
        yield _Stretch(int(first[low]), int(first[high]), padded, rows)
        low = high


def _scores(
    parts: list[Floats], word: npt.NDArray[np.intp], model: Model, space: tuple[Floats, ...], room: Floats
) -> Ints:
    """Return a row of scores for each answer; `parts` are what each word adds to the one after it, itself, and so on.

    `space` and `room` are worked in, so that no memory is asked for.
    """
    values, moved, sums = (array[: len(word)] for array in space)
    outside = np.flatnonzero(word == 0)
    reach = len(parts) // 2
    np.take(parts[reach], word, axis=0, out=values, mode="clip")
    for away in range(1, reach + 1):
        np.take(parts[reach - away], word[:-away], axis=0, out=moved[away:], mode="clip")
        values[away:] += moved[away:]
        np.take(parts[reach + away], word[away:], axis=0, out=moved[:-away], mode="clip")
        values[:-away] += moved[:-away]
    _settle(values, model.bias, outside)
    side = values.shape[1] // _SIDE
    for weights, bias, spread in model.layers:
        moved[:, side:-side] = values[:, side:-side]
        moved[spread:, :side] = values[:-spread, :side]
        moved[:spread, :side] = 0
        moved[:-spread, -side:] = values[spread:, -side:]
        moved[-spread:, -side:] = 0
        np.matmul(moved, weights, out=sums)
        sums += values
        _settle(sums, bias, outside)
        values, sums = sums, values
    np.matmul(model.answers, values.T, out=room[:, : len(word)])
    scores = room[:, : len(word)].astype(np.int32)
    scores += model.answer_bias[:, None]
    return scores


def _settle(values: Floats, bias: Floats, outside: npt.NDArray[np.intp]) -> None:
    """Make sums the values of a layer: whole numbers within bounds, 0 between sentences."""
    values += bias
    np.floor(values, out=values)
    np.clip(values, 0, _HIGHEST, out=values)
    values[outside] = 0
