"""The likeliest row of labels of each sentence: what each word's scores say, and which label may follow which.

Where a word's scores speak for label 0 by far, that is its label. Each stretch of other words in a sentence gets the
labels of the highest worth (Viterbi's algorithm in whole numbers); all sentences of a batch at once, the longest first.
"""

import numpy as np
import numpy.typing as npt

from flows.code.layers import Codes, Ints

SURE = 3 << 15
"""By how much the score of label 0 must be above all others, to be the word's label whatever is around it."""

Places = npt.NDArray[np.intp]
Worth = npt.NDArray[np.int64]


def likeliest(scores: Ints, steps: Worth, first: Ints) -> Codes:
    """Return the label of each token.

    `scores` has a row for each label and a column for each token, `steps` the worth of a label (row) that another
    (column) follows, `first` the first token of each sentence and one more. The sentence begins as after label 0.
    """
    labels, count = scores.shape
    start, end, closed = _stretches(scores, first)
    length = end - start
    longest = int(length.max(initial=0))
    order = np.argsort(longest - length, kind="stable")
    start, length, closed = start[order], length[order], closed[order]
    going = np.searchsorted(-length, -np.arange(longest), side="left")  # stretches longer than each place
    # worth of the best row up to a place, times 8: the last three bits tell the label before, so that the highest
    # worth brings its origin along
    best = np.zeros((labels, len(start)), np.int64)
    after = steps[:, :, None] * 8 + (7 - np.arange(labels))[:, None, None]
    came: list[Codes] = []
    for place, active in enumerate(going.tolist()):
        before = best[:, :active]
        high = before[0] + after[0]
        for label in range(1, labels if place else 1):
            np.maximum(high, before[label] + after[label], out=high)
        came.append((7 - (high & 7)).astype(np.uint8))
        high &= -8
        high += scores.take(start[:active] + place, axis=1).astype(np.int64) * 8
        best[:, :active] = high
    best[:, closed] += steps[:, :1] * 8
    found = np.zeros(count, np.uint8)
    label_now = best.argmax(0)
    for place in range(longest - 1, -1, -1):
        active = int(going[place])
        found[start[:active] + place] = label_now[:active]
        label_now[:active] = came[place][label_now[:active], np.arange(active)]
    return found


def _stretches(scores: Ints, first: Ints) -> tuple[Places, Places, npt.NDArray[np.bool_]]:
    """Return where the stretches begin and end that have no sure label, and whether a sure one follows."""
    count = scores.shape[1]
    unsure = np.zeros(count + 2, np.bool_)
    np.less(scores[0] - scores[1:].max(0), SURE, out=unsure[1:-1])
    opens = np.zeros(count + 1, np.bool_)
    opens[first] = True
    start = np.flatnonzero(unsure[1:] & (opens | ~unsure[:-1]))
    end = np.flatnonzero(unsure[:-1] & (opens | ~unsure[1:]))
    return start, end, ~opens[end]
