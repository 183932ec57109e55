"""The likeliest row of labels of each sentence: what each word's scores say, and which label may follow which.

Viterbi's algorithm in whole numbers, for all sentences of a batch at once, the longest first.
"""

import numpy as np
import numpy.typing as npt

from flows.code.layers import Codes, Ints

Scores = npt.NDArray[np.int64]


def likeliest(scores: Scores, steps: Scores, first: Ints) -> Codes:
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
    best = np.zeros((labels, len(starts)), np.int64)
    came: list[Codes] = []
    for place, active in enumerate(going.tolist()):
        here = scores[:, starts[:active] + place]
        if place == 0:
            best[:, :active] = here + steps[0][:, None]
            came.append(np.zeros((labels, active), np.uint8))
            continue
        high = best[0, :active] + steps[0][:, None]
        origin = np.zeros((labels, active), np.uint8)
        for label in range(1, labels):
            other = best[label, :active] + steps[label][:, None]
            np.copyto(origin, np.uint8(label), where=other > high)
            np.maximum(high, other, out=high)
        best[:, :active] = high + here
        came.append(origin)
    found = np.zeros(count, np.uint8)
    label_now = best.argmax(0)
    for place in range(longest - 1, -1, -1):
        active = int(going[place])
        found[starts[:active] + place] = label_now[:active]
        label_now[:active] = came[place][label_now[:active], np.arange(active)]
    return found
