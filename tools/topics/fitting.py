"""What a row of words is worth: logistic regression that stays near what its author held it worth."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

WORTH = {4: 3.2, 3: 2.4, 2: 1.3, 1: 0.5, 0: 0.0, -2: -1.0, -3: -1.5, -4: -2.0}
"""Log odds that a strength stands for, before any claim is seen."""
LEVELS = np.array([-14, -10, -7, -5, -3, 0, 1, 2, 3, 4, 5, 6, 8, 10, 14])
"""The weights that a row can have: few, so that the table stays readable."""
UNIT = 0.28
"""Log odds that a weight of 1 stands for."""
LIKELY = -0.6
"""Log odds from which a topic is given: below 0, since a missing topic is as bad as one too many."""
HELD = 1.0
"""How strongly a worth is held to what it was: weights are pulled less, the more claims there are."""
STEPS = 30


class Weights(NamedTuple):
    """The worth of each row in log odds, and as the table has it."""

    worth: Floats
    level: Numbers


def fit(present: Floats, asked: Numbers, right: npt.NDArray[np.bool_], prior: Floats) -> Weights:
    """Return the weights of the rows of one topic.

    `present` has a row for each claim and a column for each row of words, 1 where the claim has it; `asked` is the sum
    of weights that would give each claim the topic, `right` whether it has it. The best worth is found by Newton's
    method.
    """
    offset = LIKELY - UNIT * asked
    worth = prior.copy()
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(present @ worth + offset, -30, 30)))
        slope = present.T @ (right - likely) - 2 * HELD * (worth - prior)
        bend = (present * (likely * (1 - likely))[:, None]).T @ present + 2 * HELD * np.eye(len(worth))
        step = np.linalg.solve(bend, slope)
        worth += step
        if np.abs(step).max(initial=0) < 1e-6:
            break
    return Weights(worth, leveled(worth))


def leveled(worth: Floats) -> Numbers:
    """Return the level nearest to each worth."""
    level: Numbers = LEVELS[np.abs(LEVELS[None, :] - worth[:, None] / UNIT).argmin(1)]
    return level
