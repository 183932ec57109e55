"""The likeliest row of labels of each sentence: what each word's scores say, and which label may follow which.

Viterbi's algorithm in whole numbers, for all sentences of a batch at once, the longest first.
"""

import numpy as np
import numpy.typing as npt

from flows.code.layers import Codes, Ints


def likeliest(scores: Ints, steps: npt.NDArray[np.int64], first: Ints) -> Codes:
    """Return the label of each token.

    `scores` has a row for each label and a column for each token, `steps` the worth of a label (row) that another
    (column) follows, `first` the first token of each sentence and one more. The sentence begins as after label 0.
    """
    labels, count = scores.shape
    length = np.diff(first)
    order = np.argsort(-length, kind="stable")
    starts, length = first[:-1][order].astype(np.intp), length[order]
    longest = int(length[0]) if len(length) else 0
    going = np.searchsorted(-length, -np.arange(longest), side="left")  # sentences longer than each place
    # worth of the best row up to a place, times 8: the last three bits tell the label before, so that the highest
    # worth brings its origin along
    best = np.zeros((labels, len(starts)), np.int64)
    steps = steps[:, :, None] * 8 + (7 - np.arange(labels))[:, None, None]
    came: list[Codes] = []
    for place, active in enumerate(going.tolist()):
        before = best[:, :active]
        high = before[0] + steps[0]
        for label in range(1, labels if place else 1):
            np.maximum(high, before[label] + steps[label], out=high)
        came.append((7 - (high & 7)).astype(np.uint8))
        best[:, :active] = (high & -8) + scores[:, starts[:active] + place].astype(np.int64) * 8
    found = np.zeros(count, np.uint8)
    label_now = best.argmax(0)
    for place in range(longest - 1, -1, -1):
        active = int(going[place])
        found[starts[:active] + place] = label_now[:active]
        label_now[:active] = came[place][label_now[:active], np.arange(active)]
    return found
