"""Learn the structure model: python -m tools.model.train EXAMPLES OUT (in the model environment).

The network is that of flows/code/inference.py, in floating point; over the last part of the steps it computes with its
values and weights rounded as they will be stored, so that storing them as whole numbers costs nothing.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from flows.code.inference import HEADS
from flows.code.layers import SPANS
from tools.model.examples import UNKNOWN, Examples, read_examples

WIDTH = 64  # values of a word
ROWS = 43_000  # rows for hashes of features
NEAR = 3  # words that the first layer looks at
SPREADS = (1, 2, 4, 5)  # how far each further layer looks
SIDE = WIDTH // 4
UNIT, STEP, HIGHEST = 512, 64, 511  # a weight of 1, a value of 1, the highest value, in whole numbers
LEARNED = (*map(len, HEADS), 48, 11)  # answers: the model's own, dependencies and distances
AUXILIARY = 0.3  # weight of the last two, which only help to learn
REPEATED = {"resolutions": 2, "reports": 3, "chairs": 8, "netmundial": 3, "speeches": 2, "debate": 1, "ewt": 3}
EPOCHS, BATCH, RATE = 3, 2048, 4e-3
LONGEST = 120  # tokens of a sentence
GAP = 8  # rows between sentences
FORGOTTEN = 0.1  # share of words known by their endings and shape only
ROUNDED = 0.3  # last part of the steps
TRUST = 0.4  # weight of what spans are like against what the words say
NEVER = -(1 << 50)
MASKS = (0x12345, 0x54321)  # hashes of a forgotten word

Array: TypeAlias = jax.Array


class Layer(NamedTuple):
    """Weights and bias."""

    weights: Array
    bias: Array


class Network(NamedTuple):
    """All that is learned."""

    rows: Array
    layers: tuple[Layer, ...]
    answers: Layer


def main(examples: Path, out: Path) -> None:
    """Learn from the examples and write the weights."""
    data = read_examples(examples)
    network = new_network()
    first, second = (jax.tree.map(jnp.zeros_like, network) for _ in range(2))
    steps = int(sum(len(pool) * GAP + data.length[pool].sum() for pool in [chosen(data)]) / BATCH * EPOCHS)
    random = np.random.default_rng(1)
    features = (data.features % np.uint32(ROWS)).astype(np.int32)
    forgotten = np.array(MASKS, np.uint32) % ROWS
    total = 0.0
    for number, (word, labels) in zip(range(1, steps + 1), _batches(data, random), strict=False):
        ids = features[word]
        ids[random.random(BATCH) < FORGOTTEN, :2] = forgotten
        done = number / steps
        rate = RATE * min(1, number / 100) * (1 - done) + 1e-5
        mask = (word > 0).astype(np.float32)
        network, first, second, loss = _step(
            network, first, second, float(number), ids, labels, mask, done > 1 - ROUNDED, rate
        )
        total += float(loss)
        if number % 100 == 0:
            print(f"{number} of {steps}: loss {total / 100:.4f}", flush=True)
            total = 0.0
    np.savez_compressed(out, allow_pickle=False, steps=span_steps(data), **stored(network))


def new_network() -> Network:
    """Return a network of random weights."""
    random = np.random.default_rng(2)

    def layer(size: float, *shape: int) -> Layer:
        return Layer(jnp.array(random.normal(0, size, shape).astype(np.float32)), jnp.zeros(shape[-1]))

    return Network(
        jnp.array(random.normal(0, 0.25, (ROWS, WIDTH)).astype(np.float32)),
        (
            layer((NEAR * WIDTH) ** -0.5, NEAR, WIDTH, WIDTH),
            *(layer(0.5 * WIDTH**-0.5, WIDTH, WIDTH) for _ in SPREADS),
        ),
        layer(0.1, WIDTH, sum(LEARNED)),
    )


def chosen(data: Examples) -> npt.NDArray[np.intp]:
    """Return the sentences to learn from, the rarer kinds of text several times."""
    good = ~data.test & (data.length <= LONGEST)
    return np.concatenate(
        [
            np.repeat(np.flatnonzero(good & (data.source == data.sources.index(name))), times)
            for name, times in REPEATED.items()
        ]
    )


def _batches(
    data: Examples, random: np.random.Generator
) -> Iterator[tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]]:
    """Return rows of words and labels without end: sentences in random order, with gaps between them."""
    first = np.concatenate(([0], np.cumsum(data.length)))
    pool = chosen(data)
    while True:
        word, labels, at = _empty()
        for sentence in random.permutation(pool).tolist():
            low, high = first[sentence], first[sentence + 1]
            if at + high - low > BATCH:
                yield word, labels
                word, labels, at = _empty()
            word[at : at + high - low] = data.word[low:high]
            labels[at : at + high - low] = data.labels[low:high]
            at += high - low + GAP


def _empty() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8], int]:
    return np.zeros(BATCH, np.int32), np.full((BATCH, len(LEARNED)), UNKNOWN, np.uint8), 0


def scores(network: Network, ids: Array, mask: Array, rounded: Array) -> Array:
    """Return the score of every answer for every row."""
    rows = jnp.clip(_as_stored(network.rows, STEP, rounded), -127 / STEP, 127 / STEP)
    values = rows[ids].sum(1) * mask[:, None]
    count = len(ids)
    for number, layer in enumerate(network.layers):
        weights, bias = _as_stored(layer.weights, UNIT, rounded), _as_stored(layer.bias, STEP * UNIT, rounded)
        if number == 0:
            padded = jnp.pad(values, ((NEAR // 2, NEAR // 2), (0, 0)))
            sums = sum(padded[place : place + count] @ weights[place] for place in range(NEAR)) + bias
        else:
            far = SPREADS[number - 1]
            padded = jnp.pad(values, ((far, far), (0, 0)))
            parts = [padded[:count, :SIDE], values[:, SIDE:-SIDE], padded[2 * far : 2 * far + count, -SIDE:]]
            sums = jnp.concatenate(parts, 1) @ weights + bias + values
        sums = jnp.clip(sums, 0, HIGHEST / STEP)
        floor = sums + jax.lax.stop_gradient(jnp.floor(sums * STEP) / STEP - sums)
        values = jnp.where(rounded, floor, sums) * mask[:, None]
    return values @ network.answers.weights + network.answers.bias


def _as_stored(weights: Array, unit: int, rounded: Array) -> Array:
    """Return the weights, rounded if asked; the gradient passes as if they were not."""
    return jnp.where(rounded, weights + jax.lax.stop_gradient(jnp.round(weights * unit) / unit - weights), weights)


def _loss(network: Network, ids: Array, labels: Array, mask: Array, rounded: Array) -> Array:
    found = scores(network, ids, mask, rounded)
    total, low = jnp.zeros(()), 0
    for head, count in enumerate(LEARNED):
        label = labels[:, head].astype(jnp.int32)
        likely = jax.nn.log_softmax(found[:, low : low + count])
        mine = jnp.take_along_axis(likely, jnp.minimum(label, count - 1)[:, None], 1)[:, 0]
        loss = -(mine * mask * (label != UNKNOWN)).sum() / jnp.maximum(mask.sum(), 1)
        total += loss if head < len(HEADS) else AUXILIARY * loss
        low += count
    return total


def _adam(
    network: Network,
    first: Network,
    second: Network,
    number: Array,
    ids: Array,
    labels: Array,
    mask: Array,
    rounded: Array,
    rate: Array,
) -> tuple[Network, Network, Network, Array]:
    """Return the network after a step of Adam, its moments, and the loss before it."""
    loss, slope = jax.value_and_grad(partial(_loss, ids=ids, labels=labels, mask=mask, rounded=rounded))(network)
    first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
    second = jax.tree.map(lambda old, new: 0.99 * old + 0.01 * new * new, second, slope)
    network = jax.tree.map(
        lambda old, mean, size: old - rate * (mean / (1 - 0.9**number)) / (jnp.sqrt(size / (1 - 0.99**number)) + 1e-6),
        network,
        first,
        second,
    )
    return network, first, second, loss


_step = jax.jit(_adam)


def span_steps(data: Examples) -> npt.NDArray[np.int64]:
    """Return what it is worth, in units of a score, that one label of a phrase follows another."""
    own = np.repeat(~data.test, data.length)
    label = data.labels[own, HEADS.index(SPANS)].astype(np.intp)
    first = np.zeros(len(own), np.bool_)
    first[np.concatenate(([0], np.cumsum(data.length)[:-1]))] = True
    follows = ~first[own]
    count = len(SPANS)
    pairs = np.bincount(label[:-1][follows[1:]] * count + label[1:][follows[1:]], minlength=count**2)
    after = pairs.reshape(count, count) + 0.5
    worth = np.log(after / after.sum(1, keepdims=True)) - np.log(np.bincount(label, minlength=count) / len(label))
    steps: npt.NDArray[np.int64] = np.rint(worth * TRUST * STEP * UNIT).astype(np.int64)
    steps[3:] = steps[:, 3:] = 0  # agents are too rare for this: they would never end
    for begins in (1, 3):  # a phrase goes on only where it has begun
        steps[[label for label in range(count) if label not in (begins, begins + 1)], begins + 1] = NEVER
    return steps


def stored(network: Network) -> dict[str, npt.NDArray[np.generic]]:
    """Return the weights as the whole numbers that the package keeps."""
    own = sum(map(len, HEADS))
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "rows": np.clip(np.rint(np.asarray(network.rows) * STEP), -127, 127).astype(np.int8),
        "spreads": np.array(SPREADS, np.int32),
        "answers": _whole(network.answers.weights[:, :own], UNIT, np.int16),
        "answers_bias": _whole(network.answers.bias[:own], STEP * UNIT, np.int32),
    }
    for number, layer in enumerate(network.layers):
        arrays[f"weights{number}"] = _whole(layer.weights, UNIT, np.int16)
        arrays[f"bias{number}"] = _whole(layer.bias, STEP * UNIT, np.int32)
    return arrays


def _whole(weights: Array, unit: int, kind: type[np.int16] | type[np.int32]) -> npt.NDArray[np.generic]:
    whole: npt.NDArray[np.generic] = np.rint(np.asarray(weights) * unit).astype(kind)
    return whole


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
