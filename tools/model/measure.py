"""Measure the model against people's and the parser's labels: python -m tools.model.measure EXAMPLES [WEIGHTS].

Prints a row for each source: how many parts of speech are right, and the F1 of the rest. A subject or agent counts when
both its ends are right; a clause or complement when its kind is.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.inference import Answers, ask, read_model
from flows.code.layers import Kept, Sentences, Tokens, Words
from flows.code.structure import ENGLISH
from tools.model.examples import Examples, read_examples

Codes = npt.NDArray[np.uint8]
LONG = 5  # tokens: a longer subject is a long one


class Scores(NamedTuple):
    """A row of the table."""

    tokens: int
    tag: float
    finite: float
    main: float
    auxiliary: float
    participle: float
    infinitive: float
    subject: float
    long_subject: float  # recall
    agent: float
    clause: float
    complement: float


def main(examples: Path, weights: Path) -> None:
    """Print the table."""
    data = read_examples(examples)
    print("source", *Scores._fields, sep="\t")
    for number, name in enumerate(data.sources):
        chosen = np.flatnonzero((data.source == number) & data.test)
        if len(chosen):
            scores = measured(*_asked(data, chosen, weights))
            print(name, scores.tokens, *(f"{value:.3f}" for value in scores[1:]), sep="\t")


def _asked(
    data: Examples, chosen: npt.NDArray[np.intp], weights: Path
) -> tuple[Answers, Answers, npt.NDArray[np.int32]]:
    """Return the labels of the sentences, the model's answers, and the sentences' first tokens."""
    mine = np.zeros(len(data.length), np.bool_)
    mine[chosen] = True
    tokens = np.repeat(mine, data.length)
    first = np.concatenate(([0], np.cumsum(data.length[chosen]))).astype(np.int32)
    none = np.zeros(0, np.int32)
    words = Words([], none, [], data.features[1:], np.arange(len(data.features) - 1, dtype=np.int32), Kept())
    answers = ask(
        Sentences(none, none, none, none, none, first),
        Tokens(none, none, none, data.word[tokens] - 1, none, words),
        read_model(weights),
    )
    return Answers(*data.labels[tokens, : len(Answers._fields)].T), answers, first


def measured(right: Answers, found: Answers, first: npt.NDArray[np.int32]) -> Scores:
    """Return the scores of what was found."""
    subjects, agents = ((_chunks(right.span, first, kind), _chunks(found.span, first, kind)) for kind in (1, 3))
    long = {chunk for chunk in subjects[0] if chunk[1] - chunk[0] > LONG}
    finite = [np.isin(answers.role, (1, 2)) for answers in (right, found)]
    verbs = {kind: _f1_of(right.role == kind, found.role == kind) for kind in (1, 3, 4, 5)}
    return Scores(
        len(right.tag),
        float((right.tag == found.tag).mean()),
        _f1(int(finite[0].sum()), int(finite[1].sum()), int((finite[0] & finite[1]).sum())),
        verbs[1],
        verbs[3],
        verbs[4],
        verbs[5],
        _f1(len(subjects[0]), len(subjects[1]), len(subjects[0] & subjects[1])),
        len(long & subjects[1]) / max(len(long), 1),
        _f1(len(agents[0]), len(agents[1]), len(agents[0] & agents[1])),
        _f1_same(right.clause, found.clause),
        _f1_same(right.complement, found.complement),
    )


def _f1_of(right: npt.NDArray[np.bool_], found: npt.NDArray[np.bool_]) -> float:
    return _f1(int(right.sum()), int(found.sum()), int((right & found).sum()))


def _f1_same(right: Codes, found: Codes) -> float:
    return _f1(int((right > 0).sum()), int((found > 0).sum()), int(((right == found) & (right > 0)).sum()))


def _f1(right: int, found: int, both: int) -> float:
    return 2 * both / max(right + found, 1)


def _chunks(span: Codes, first: npt.NDArray[np.int32], kind: int) -> set[tuple[int, int]]:
    """Return the bounds of the phrases of a kind."""
    chunks: set[tuple[int, int]] = set()
    bounds = set(first.tolist())
    start: int | None = None
    for place, value in enumerate([*span.tolist(), 0]):
        if start is not None and (value != kind + 1 or place in bounds):
            chunks.add((start, place))
            start = None
        if value == kind or (value == kind + 1 and start is None):
            start = place
    return chunks


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ENGLISH / "structure.npz")
