"""Spans: the best stretch of a claim's tokens for a part of it, by scores for its first, its last and every token."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.int32]


class Chosen(NamedTuple):
    """For each claim the stretch with the highest score, -1 and -1 where none is above zero, and that score."""

    start: Places
    end: Places
    score: Scores


def best_spans(scores: Scores, first: Places, longest: int) -> Chosen:
    """Return the best stretch of at most `longest` tokens of each claim; claim i has the rows first[i]:first[i + 1].

    `scores` has a column for beginning at a row, one for ending at it and one for holding it.
    """
    count = len(scores)
    claims = len(first) - 1
    start, end = np.full(claims, -1), np.full(claims, -1)
    best = np.zeros(claims, np.int64)
    if not count:
        return Chosen(start, end, best.astype(np.int32))
    inside = np.concatenate(([0], np.cumsum(scores[:, 2], dtype=np.int64)))
    owner = np.repeat(np.arange(claims), np.diff(first))
    begins = scores[:, 0] - inside[:-1]
    stops = scores[:, 1] + inside[1:]
    value = np.full(count, np.iinfo(np.int64).min)
    length = np.zeros(count, np.int64)
    for size in range(min(longest, count)):
        fits = owner[size:] == owner[: count - size]
        total = np.where(fits, begins[: count - size] + stops[size:], np.iinfo(np.int64).min)
        better = total > value[: count - size]
        value[: count - size][better] = total[better]
        length[: count - size][better] = size + 1
    full = np.flatnonzero(np.diff(first) > 0)
    highest = np.maximum.reduceat(value, first[full])
    rows = np.flatnonzero(value == highest[np.searchsorted(full, owner)])
    taken, at = np.unique(owner[rows], return_index=True)
    chosen = rows[at]
    good = value[chosen] > 0
    start[taken[good]] = chosen[good]
    end[taken[good]] = chosen[good] + length[chosen[good]]
    best[taken] = value[chosen]
    return Chosen(start, end, np.clip(best, -(2**31), 2**31 - 1).astype(np.int32))
