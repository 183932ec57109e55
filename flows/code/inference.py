"""The structure model applied to the words of a batch: a small convolutional network of whole numbers.

A word's vector is the sum of its features' rows. The first layer looks at a word and its neighbours: what a word adds
there is computed once, when the word is first met. Each further layer takes a part of a word's values from words
`spread` away on both sides. Values are whole numbers in 0 … 511, weights are whole 512ths. The products are summed as
32-bit floats, which is exact below 2^24 units and so the same on any machine and in any order; `read_model` refuses
weights that could reach that.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.decoding import likeliest
from flows.code.features import FEATURES
from flows.code.layers import CLAUSES, COMPLEMENTS, ROLES, SPANS, TAGS, Codes, Ints, Sentences, Tokens, Words

Floats = npt.NDArray[np.float32]
Scores = npt.NDArray[np.int64]
Parts = npt.NDArray[np.int16]

_UNIT = 512  # a weight of 1 is stored as this
_HIGHEST = 511  # of a value
_EXACT = 1 << 24  # 32-bit floats hold every whole number up to here
_SIDE = 4  # a layer takes one part in so many of a word's values from the words before, and as many from those after
_AS_STORED = frozenset(("rows", "spreads", "steps"))
_ROWS = 2048  # rows that go through the network together: they fit the processor's cache
HEADS = (TAGS, ROLES, SPANS, CLAUSES, COMPLEMENTS)
_LINE = 16  # numbers of 32 bits in a line of the processor's cache: each row of values begins with one
_PART_BITS = 3  # what words add in the first layer is in eighths
_ANSWER_BITS = 6
_LAST_ANSWER = (1 << _ANSWER_BITS) - 1  # highest number that an answer can have
_SPAN_ROWS = slice(len(TAGS) + len(ROLES), len(TAGS) + len(ROLES) + len(SPANS))


class Layer(NamedTuple):
    """Weights of a layer: a row for each of a word's new values, a column for each value before and one for the bias.

    The first of a word's values are taken from the word `spread` before it, the next from that after it. A new value
    has the one before it added: by the weights, or by `_next_values` where the value is taken from elsewhere.
    """

    weights: Floats
    spread: int


class Model(NamedTuple):
    """The weights of the network; values from elsewhere come first (`_with_sides_first`)."""

    rows: npt.NDArray[np.int8]  # a row for each hash of a feature
    near: Floats  # weights for the words before, at and after a place, side by side
    bias: Floats  # of the first layer
    layers: tuple[Layer, ...]
    answers: Floats  # a row for each answer, in units of a score; the last column is for the bias
    numbers: Ints  # the number of each answer, to be had with the highest score (_chosen)
    steps: Scores  # worth of a span's label (row) that another (column) follows
    key: object  # of what is kept of words

    @property
    def side(self) -> int:
        """Return how many of a word's values come from before it, and how many from after it."""
        return self.bias.size // _SIDE

    @property
    def places(self) -> int:
        """Return how many words the first layer looks at."""
        return int(self.near.shape[1]) // self.bias.size


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
    width = len(stored["bias0"])
    order = _with_sides_first(width)
    near = np.concatenate([weights[:, order] for weights in scaled["weights0"]], axis=1)
    layers = tuple(
        Layer(_with_itself(scaled[f"weights{i}"][order][:, order], scaled[f"bias{i}"][order]), int(spread))
        for i, spread in enumerate(stored["spreads"], 1)
    )
    answers = np.column_stack((scaled["answers"][order].T, scaled["answers_bias"])).astype(np.float32)
    word = np.abs(stored["rows"].astype(np.float32)).max(0) * FEATURES  # the most that a word's vector can hold
    values = np.full(width + 1, _HIGHEST, np.float32)
    values[-1] = 1
    sums = [float((word @ np.abs(near)).max()) + float(np.abs(scaled["bias0"]).max())]
    sums += [float((np.abs(layer.weights) @ values).max()) + _HIGHEST for layer in layers]
    sums += [float((np.abs(answers) @ values).max())]
    if max(sums) * _UNIT >= _EXACT // 2:
        raise ValueError(f"{path.name}: the sums of its weights are not exact")
    return Model(
        stored["rows"],
        near,
        scaled["bias0"][order],
        layers,
        answers * np.float32(_UNIT * (_LAST_ANSWER + 1)),
        np.concatenate([_LAST_ANSWER - np.arange(len(head), dtype=np.int32) for head in HEADS]),
        stored["steps"],
        object(),
    )


def _with_sides_first(width: int) -> npt.NDArray[np.intp]:
    """Return the order of a word's values in memory; stored are those from before it, its own, those from after it."""
    side = width // _SIDE
    places = np.arange(width)
    return np.concatenate((places[:side], places[width - side :], places[side : width - side]))


def _with_itself(weights: Floats, bias: Floats) -> Floats:
    """Return the weights of a layer, a row for each new value, with the bias, and with what adds a word's own value."""
    own = np.arange(len(bias)) >= 2 * (len(bias) // _SIDE)
    return np.ascontiguousarray(np.column_stack((weights.T + np.diag(own), bias)), np.float32)


def ask(sentences: Sentences, tokens: Tokens, model: Model) -> Answers:
    """Return the model's answers for the tokens of a batch; a sentence's do not depend on the others."""
    count = len(tokens.word)
    chosen = np.empty((len(HEADS), count), np.int32)
    spans = np.empty((len(SPANS), count), np.int32)
    parts = _parts(tokens.words, model)
    word = tokens.word.astype(np.intp)
    near = [_moved(word, away, sentences.first) for away in _places_around(len(parts))]
    inside = [_inside(sentences.first, layer.spread) for layer in model.layers]
    stretches = list(_stretches(sentences.first))
    room = _Room.of(model, max((high - low for low, high in stretches), default=0))
    for low, high in stretches:
        own = slice(low, high)
        values = _first_values(parts, [words[own] for words in near], room)
        for number, (layer, (after_start, before_end)) in enumerate(zip(model.layers, inside, strict=True)):
            found = room.values[1 - number % 2][:, : high - low]
            values = _next_values(values, layer, model.side, after_start[own], before_end[own], room.moved, found)
        scores = _scores(values, model, room)
        np.right_shift(scores[_SPAN_ROWS], _ANSWER_BITS, out=spans[:, own])
        at = 0
        for head, highest in zip(HEADS, chosen, strict=True):
            scores[at : at + len(head)].max(0, out=highest[own])
            at += len(head)
    np.bitwise_and(chosen, _LAST_ANSWER, out=chosen)
    answers = Answers(*(_LAST_ANSWER - chosen).astype(np.uint8))
    return answers._replace(span=likeliest(spans, model.steps, sentences.first))


def _parts(words: Words, model: Model) -> Parts:
    """Return what each word adds to the word after it, itself and the word before: an array for each of these places.

    Row 0 is what no word adds: nothing.
    """
    rows = words.kept.rows(model.key, words.number, lambda new: _made_parts(words.features[new], model))
    width = len(model.bias)
    parts = np.zeros((model.places, len(rows) + 1, width), np.int16)
    parts[:, 1:] = rows.reshape(len(rows), model.places, width).transpose(1, 0, 2)
    return parts


def _made_parts(features: npt.NDArray[np.uint32], model: Model) -> Parts:
    """Return what words add, in whole eighths, so that the sums are those of small numbers."""
    vectors = np.zeros((len(features), model.rows.shape[1]), np.int16)
    for column in (features % np.uint32(len(model.rows))).T:
        vectors += model.rows[column]
    sums = vectors.astype(np.float32) @ model.near
    own = model.places // 2 * len(model.bias)
    sums[:, own : own + len(model.bias)] += model.bias
    sums *= 1 << _PART_BITS
    sums += 0.5
    np.floor(sums, out=sums)
    most = np.iinfo(np.int16).max // model.places
    return np.clip(sums, -most, most, out=sums).astype(np.int16)


def _places_around(count: int) -> list[int]:
    return [place - count // 2 for place in range(count)]


def _moved(word: npt.NDArray[np.intp], by: int, first: Ints) -> npt.NDArray[np.intp]:
    """Return the number, from 1, of the word so far from each token in its sentence; 0 where that has none."""
    size = abs(by)
    moved = np.zeros_like(word)
    if by < 0:
        moved[size:] = word[:-size]
    else:
        moved[: len(word) - size] = word[size:]
    moved += 1
    for away in range(size):
        edge = first[:-1] + away if by < 0 else first[1:] - 1 - away
        moved[edge[(edge >= 0) & (edge < len(word))]] = 0
    return moved


def _inside(first: Ints, spread: int) -> tuple[Floats, Floats]:
    """Return 1 for each token that has a word `spread` before it in its sentence, else 0, and the same for after it."""
    count = int(first[-1])
    found = np.ones((2, count), np.float32)
    for away in range(spread):
        for flags, edge in zip(found, (first[:-1] + away, first[1:] - 1 - away), strict=True):
            flags[edge[(edge >= 0) & (edge < count)]] = 0
    return found[0], found[1]


def _stretches(first: Ints) -> Iterator[tuple[int, int]]:
    """Cut a batch at ends of sentences; return the first token of each part and the one behind its last."""
    low, last = 0, len(first) - 1
    while low < last:
        high = min(max(int(np.searchsorted(first, first[low] + _ROWS, side="right")) - 1, low + 1), last)
        yield int(first[low]), int(first[high])
        low = high


class _Room(NamedTuple):
    """Memory that is worked in, asked for once for all parts of a batch; the last row of values is 1, for the bias."""

    sums: Parts  # a row for each word
    added: Parts
    values: tuple[Floats, Floats]  # a column for each word
    moved: Floats
    scores: Floats
    chosen: Ints

    @classmethod
    def of(cls, model: Model, most: int) -> "_Room":
        """Return room for so many words."""
        width = len(model.bias)
        most = -(-most // _LINE) * _LINE
        own, other, moved = np.ones((3, width + 1, most), np.float32)
        sums, added = np.empty((2, most, width), np.int16)
        scores = np.empty((len(model.answers), most), np.float32)
        return cls(sums, added, (own, other), moved, scores, np.empty(scores.shape, np.int32))


def _first_values(parts: Parts, near: list[npt.NDArray[np.intp]], room: _Room) -> Floats:
    """Return the values of the first layer, a column for each word."""
    count = len(near[0])
    sums, added = room.sums[:count], room.added[:count]
    np.take(parts[0], near[0], axis=0, out=sums, mode="clip")
    for part, words in zip(parts[1:], near[1:], strict=True):
        np.take(part, words, axis=0, out=added, mode="clip")
        sums += added
    sums >>= _PART_BITS
    np.clip(sums, 0, _HIGHEST, out=sums)
    values = room.values[0][:, :count]
    values[:-1] = sums.T
    return values


def _next_values(
    values: Floats, layer: Layer, side: int, after_start: Floats, before_end: Floats, room: Floats, found: Floats
) -> Floats:
    """Return the values of a further layer, in `found`; `after_start` and `before_end` are those of `_inside`."""
    count, spread = values.shape[1], layer.spread
    moved = room[:, :count]
    moved[2 * side : -1] = values[2 * side : -1]
    if count > spread:
        moved[:side, spread:] = values[:side, :-spread]
        moved[side : 2 * side, :-spread] = values[side : 2 * side, spread:]
    moved[:side] *= after_start
    moved[side : 2 * side] *= before_end
    np.matmul(layer.weights, moved, out=found[:-1])
    found[: 2 * side] += values[: 2 * side]
    np.floor(found[:-1], out=found[:-1])
    np.clip(found[:-1], 0, _HIGHEST, out=found[:-1])
    return found


def _scores(values: Floats, model: Model, room: _Room) -> Ints:
    """Return a row of scores for each answer: whole numbers of which the last bits tell which answer it is.

    So the highest score brings its number along, and of equals the first is the highest.
    """
    count = values.shape[1]
    sums, scores = room.scores[:, :count], room.chosen[:, :count]
    np.matmul(model.answers, values, out=sums)
    np.copyto(scores, sums, casting="unsafe")
    scores += model.numbers[:, None]
    return scores
