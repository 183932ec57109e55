"""Fitting: weights of linear models by regularised logistic regression over hashed features, rounded to integers."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.optimize
import scipy.sparse

from flows.code.claims.linear import Hashes


class Table(NamedTuple):
    """A row a thing, a column a bucket of the hash."""

    matrix: scipy.sparse.csr_matrix


def table(
    columns: list[Hashes], bags: list[tuple[npt.NDArray[np.int64], Hashes]], count: int, bits: int
) -> scipy.sparse.csr_matrix:
    """Return the features of `count` things as a sparse table; a feature counts as often as it occurs."""
    mask = np.uint32(2**bits - 1)
    rows = [np.tile(np.arange(count), len(columns)), *(owner for owner, _ in bags)]
    cells = [
        np.concatenate([column & mask for column in columns]) if columns else np.zeros(0, np.uint32),
        *(hashes & mask for _, hashes in bags),
    ]
    row, cell = np.concatenate(rows), np.concatenate(cells).astype(np.int64)
    made = scipy.sparse.csr_matrix((np.ones(len(row), np.float64), (row, cell)), shape=(count, 2**bits))
    made.sum_duplicates()
    return made


def fit(
    features: scipy.sparse.csr_matrix,
    wanted: npt.NDArray[np.int64],
    answers: int,
    penalty: float,
    weight: npt.NDArray[np.float64] | None = None,
    steps: int = 100,
) -> npt.NDArray[np.float64]:
    """Return weights: one answer is right of each thing, or each of several by itself where `wanted` has columns."""
    seen = np.asarray((features > 0).sum(0)).ravel()
    kept = np.flatnonzero(seen >= 2)
    used = features[:, kept].tocsr().astype(np.float32)
    turned = used.T.tocsr()
    several = wanted.ndim == 2
    goal = wanted.astype(np.float32) if several else np.eye(answers, dtype=np.float32)[wanted]
    share = (np.ones(len(goal)) if weight is None else weight).astype(np.float32)[:, None]

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(len(kept), answers).astype(np.float32)
        total = used @ weights
        if several:
            chance = 1 / (1 + np.exp(-total))
            cost = float((share * (np.logaddexp(0, total) - total * goal)).sum())
        else:
            total -= total.max(1, keepdims=True)
            grown = np.exp(total)
            whole = grown.sum(1, keepdims=True)
            chance = grown / whole
            cost = float((share * (np.log(whole) - (total * goal).sum(1, keepdims=True))).sum())
        slope = turned @ (share * (chance - goal)) + penalty * weights
        return cost + 0.5 * penalty * float((weights * weights).sum()), slope.ravel().astype(np.float64)

    solved = scipy.optimize.minimize(
        loss, np.zeros(len(kept) * answers), jac=True, method="L-BFGS-B", options={"maxiter": steps}
    )
    found = np.zeros((features.shape[1], answers))
    found[kept] = solved.x.reshape(len(kept), answers)
    return found


def rounded(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Return the weights as small integers."""
    highest = np.quantile(np.abs(weights[weights != 0]), 0.9995) if weights.any() else 1.0
    return np.clip(np.rint(weights * (127 / highest)), -127, 127).astype(np.int8)
