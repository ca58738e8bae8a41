"""Bayes linear adjustment of the draws by the statistics of the record, in steps.

With D the statistics, θ the normal scores of the parameters and R what D misses by chance and error:
E(θ|D) = E θ + Cov(θ, D) Var(D)⁻¹ (d − E D), Var(θ|D) = Var θ − Cov(θ, D) Var(D)⁻¹ Cov(D, θ) (Goldstein &
Wooff 2007), the linear form of approximate Bayesian computation with regression adjustment (Beaumont, Zhang &
Balding 2002). The model is not linear, so the same record is assimilated in n steps with R n times as large,
each step with runs of its own (Emerick & Reynolds 2013). As in history matching (Craig et al. 1997) nothing
is learnt from a statistic that the runs do not come near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.calibration.moments import Moment
from sim.core.axes import Array

SIGNIFICANT = 4.0
"""A correlation below this over the root of the number of draws is taken for chance: of the seven thousand
pairs of a stream and a statistic less than one would pass by chance alone."""
IMPLAUSIBLE = 3.0
"""A statistic further from the mean of the runs than this many standard deviations is not learnt from (three
sigma rule, Pukelsheim 1994): the model does not reach it, and parameters cannot be blamed for that."""
LEAST_VARIANCE = 0.01
"""Of the prior: no parameter is taken as known to better than a tenth of its prior spread."""


@dataclass(frozen=True)
class Belief:
    """Mean (n,) and covariance (n, n) of the normal scores of all streams; prior: 0 and the identity."""

    mean: Array
    covariance: Array

    @classmethod
    def prior(cls, count: int) -> Belief:
        """Nothing learnt yet of `count` streams."""
        return cls(np.zeros(count), np.eye(count))

    @property
    def moved(self) -> npt.NDArray[np.int64]:
        """Positions of the streams that are not as in the prior."""
        apart = np.abs(self.covariance - np.eye(len(self.mean))).max(axis=1, initial=0.0)
        return np.flatnonzero((self.mean != 0) | (apart > 0))

    def factor(self) -> Array:
        """(k, k): the symmetric root of the covariance of the streams that moved."""
        at = self.moved
        values, vectors = np.linalg.eigh(self.covariance[np.ix_(at, at)])
        root: Array = vectors * np.sqrt(np.maximum(values, LEAST_VARIANCE)) @ vectors.T
        return root


def adjust(belief: Belief, scores: Array, found: Sequence[Moment], steps: int) -> Belief:
    """One of `steps` adjustments of a belief by the moments of runs with `scores` (n streams, members).

    Members 2k and 2k + 1 share a draw: what differs between them is chance.
    """
    used = [one for one in found if abs(one.implausibility) <= IMPLAUSIBLE]
    if not used:
        return belief
    data = np.stack([one.members for one in used])
    gap = np.array([one.observed for one in used]) - data.mean(axis=1)
    pairs = 0.5 * (data[:, 0::2] + data[:, 1::2])
    within = (data[:, 0::2] - data[:, 1::2]) / np.sqrt(2)
    draws = pairs.shape[1]
    centred = pairs - pairs.mean(axis=1, keepdims=True)
    chance = within @ within.T / draws
    signal = centred @ centred.T / draws - 0.5 * chance
    signal = _positive(signal)
    z = scores[:, 0::2] - scores[:, 0::2].mean(axis=1, keepdims=True)
    covariance = z @ centred.T / draws
    correlation = covariance / z.std(axis=1)[:, None] / centred.std(axis=1)
    covariance = np.where(np.abs(correlation) < SIGNIFICANT / np.sqrt(draws), 0.0, covariance)
    error = np.diag([one.error**2 for one in used])
    gain = np.linalg.solve(signal + steps * (chance + error), covariance.T).T
    left = belief.covariance - gain @ covariance.T
    return Belief(belief.mean + gain @ gap, 0.5 * (left + left.T))


def _positive(matrix: Array) -> Array:
    """The nearest matrix without negative variances: a difference of two estimates may have some."""
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    result: Array = vectors * np.maximum(values, 0.0) @ vectors.T
    return result
