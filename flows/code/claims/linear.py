"""Linear models with integer weights over hashed features: which features one reads stands in its own file.

A feature is a template, a few columns joined by "&", each with the offset of the row that it is read from:
"lemma@-1&act". Its hash names a row of the weights; the weights of all features of a thing are summed. Integers alone
decide, so that the answers are the same on every machine.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.int32]
_ROWS = 1 << 12  # things that are scored together: what is summed then fits the processor's cache


class Linear(NamedTuple):
    """A model: for each hash and answer a weight."""

    weights: npt.NDArray[np.int8] | npt.NDArray[np.int16]
    templates: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    bags: tuple[str, ...]  # names of sets of words that a thing has, such as those of its source
    packed: npt.NDArray[np.int64] | None = None  # the weights of up to three answers in one number each


class Bag(NamedTuple):
    """Sets of hashed words: which thing each belongs to, in the things' order, and the hashes."""

    owner: npt.NDArray[np.int64]
    hashes: Hashes


def feature_hashes(templates: Iterable[tuple[str, ...]], column: Callable[[str], Hashes]) -> list[Hashes]:
    """Return a column of hashes for each template."""
    return [mixed(_joined([column(name) for name in names]), number) for number, names in enumerate(templates)]


def mixed(hashes: Hashes, number: int) -> Hashes:
    """Return the hashes as those of the feature with this number."""
    found = hashes ^ np.uint32((number * 0x9E3779B1) & 0xFFFFFFFF)
    found *= np.uint32(0x85EBCA6B)
    high = found >> np.uint32(13)
    found ^= high
    found *= np.uint32(0xC2B2AE35)
    np.right_shift(found, np.uint32(16), out=high)
    found ^= high
    return found


def paired(first: Hashes, second: Hashes) -> Hashes:
    """Return hashes of pairs."""
    return (first * np.uint32(0x01000193)) ^ (second * np.uint32(0x27D4EB2F) + np.uint32(0x165667B1))


def bag_hashes(number: int, hashes: Hashes) -> Hashes:
    """Return the hashes of words as those of the bag with this number."""
    return mixed(hashes, 1000 + number)


def scores(
    model: Linear, count: int, column: Callable[[str, slice], Hashes], bags: Callable[[str], Bag] | None = None
) -> Scores:
    """Return the sums of weights of `count` things for each answer."""
    mask = np.uint32(len(model.weights) - 1)
    found = np.zeros((count, len(model.answers)), np.int32)
    packed = model.packed if model.packed is not None or len(model.answers) > _FIELDS else pack(model.weights)
    for start in range(0, count, _ROWS):
        part = slice(start, min(start + _ROWS, count))
        total = found[part]
        sums = np.zeros(len(total), np.int64)
        read: dict[str, Hashes] = {}
        for number, names in enumerate(model.templates):
            for name in names:
                if name not in read:
                    read[name] = column(name, part)
            hashes = mixed(_joined([read[name] for name in names]), number)
            if packed is None:
                total += model.weights.take(hashes & mask, axis=0)
            else:
                sums += packed.take(hashes & mask)
        if packed is not None:
            total += _unpacked(sums, len(model.answers))
    for number, name in enumerate(model.bags):
        assert bags is not None
        bag = bags(name)
        if len(bag.owner):
            np.add.at(found, bag.owner, model.weights[bag_hashes(number, bag.hashes) & mask].astype(np.int32))
    return found


def pack(weights: npt.NDArray[Any]) -> npt.NDArray[np.int64] | None:
    """Return the weights of all answers in one number for each hash, so that one sum adds them all; None of many."""
    if weights.shape[1] > _FIELDS:
        return None
    shifts = np.int64(_BITS) * np.arange(weights.shape[1])
    found: npt.NDArray[np.int64] = (weights.astype(np.int64) << shifts).sum(1)
    return found


def _unpacked(sums: npt.NDArray[np.int64], count: int) -> Scores:
    """Return the sums of each answer, which are less than 2 ** 20 either way."""
    found, half = np.empty((len(sums), count), np.int32), np.int64(1 << (_BITS - 1))
    for answer in range(count):
        low = ((sums + half) & np.int64((1 << _BITS) - 1)) - half
        found[:, answer] = low
        sums = (sums - low) >> _BITS
    return found


_BITS, _FIELDS = 21, 3


@lru_cache(maxsize=8)
def load(file: Path) -> dict[str, Linear]:
    """Return the models of a file by name."""
    with np.load(file) as stored:
        names = sorted(key.removesuffix(".weights") for key in stored.files if key.endswith(".weights"))
        return {
            name: Linear(
                np.ascontiguousarray(stored[f"{name}.weights"]),
                tuple(tuple(str(text).split("&")) for text in stored[f"{name}.templates"]),
                tuple(map(str, stored[f"{name}.answers"])),
                tuple(map(str, stored[f"{name}.bags"])),
                pack(stored[f"{name}.weights"]),
            )
            for name in names
        }


def _joined(columns: list[Hashes]) -> Hashes:
    joined = columns[0]
    for other in columns[1:]:
        joined = paired(joined, other)
    return joined
