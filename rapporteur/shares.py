"""A share corrected by the measured error: design-based supervised learning for a proportion.

Counts of coded claims carry the error of the coding, which no number of claims makes smaller. Where some of the texts,
drawn at random, were also read by people, the mean difference between reading and coding in the sample corrects the
count over all texts: the result is unbiased however good or bad the coding is, and its interval holds what is not
known. A good coding only makes the interval narrow.

Egami, Hinck, Stewart and Wei (2023), "Using Imperfect Surrogates for Downstream Inference: Design-based Supervised
Learning for Social Science Applications of Large Language Models", NeurIPS 36. For a share over excerpts that were
drawn at random within strata it is the difference estimator of survey sampling (Särndal, Swensson and Wretman 1992,
chapter 6), whose variance is taken by linearisation here.
"""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

_NORMAL = 1.959963984540054  # 97.5 % of a normal distribution lie below


class Stratum(NamedTuple):
    """All texts of a stratum: how many excerpts could have been drawn, and what is coded in all of them."""

    name: str
    excerpts: int
    claims: int
    having: int  # claims with what is counted


class Excerpt(NamedTuple):
    """An excerpt that was drawn at random: what is coded in it, and what people read in it."""

    stratum: str
    claims: int
    having: int
    claims_read: int
    having_read: int


class Share(NamedTuple):
    """A corrected share with its 95 % interval, and the share as coded."""

    share: float
    low: float
    high: float
    coded: float


def corrected_share(strata: Iterable[Stratum], sample: Iterable[Excerpt]) -> Share:
    """Return the share of claims that have something, corrected by an annotated sample.

    Excerpts are drawn within each stratum at random, without replacement. Raises ValueError for a stratum with fewer
    than two excerpts in the sample, more than it has, or for an excerpt of no stratum.
    """
    frame = list(strata)
    drawn: dict[str, list[Excerpt]] = {one.name: [] for one in frame}
    for excerpt in sample:
        if excerpt.stratum not in drawn:
            raise ValueError(f"{excerpt.stratum!r} is none of the strata")
        drawn[excerpt.stratum].append(excerpt)
    for one in frame:
        if not 2 <= len(drawn[one.name]) <= one.excerpts:
            raise ValueError(
                f"stratum {one.name!r}: the sample has {len(drawn[one.name])} of its {one.excerpts} excerpts"
            )
    claims = sum(
        one.claims + one.excerpts * _mean([e.claims_read - e.claims for e in drawn[one.name]]) for one in frame
    )
    having = sum(
        one.having + one.excerpts * _mean([e.having_read - e.having for e in drawn[one.name]]) for one in frame
    )
    share = having / claims
    error = sqrt(sum(_variance(one, drawn[one.name], share) for one in frame)) / claims
    coded = sum(one.having for one in frame) / sum(one.claims for one in frame)
    return Share(share, max(0.0, share - _NORMAL * error), min(1.0, share + _NORMAL * error), coded)


def _variance(stratum: Stratum, drawn: Sequence[Excerpt], share: float) -> float:
    """Return the variance that a stratum's sample adds to the total, by the residuals of the ratio."""
    residuals = [(e.having_read - e.having) - share * (e.claims_read - e.claims) for e in drawn]
    mean = _mean(residuals)
    spread = sum((one - mean) ** 2 for one in residuals) / (len(drawn) - 1)
    return stratum.excerpts**2 * (1 - len(drawn) / stratum.excerpts) * spread / len(drawn)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
