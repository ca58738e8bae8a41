"""Benchmarks with a band: what a forecaster without a model would say, from what was known at the origin.

Each is a normal law of the logarithm, whose spread is that of the series' own changes. Where the exchange
rate, the world market or a purchase is given, the same benchmarks are made of the series without it, and the
given path is put back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

LEAST_CHANGES = 2
"""Changes that must be known before a spread can be taken from them."""
LAST = 3
"""Years in the mean of the last years."""


@dataclass(frozen=True)
class Band:
    """A lognormal forecast: centre and spread of the logarithm."""

    centre: float
    spread: float


Offset = Callable[[int], float]
"""What is given of a series in a year, in log; taken out before and put back afterwards."""


def bands(known: Mapping[int, float], year: int, offset: Offset = lambda _: 0.0) -> dict[str, Band]:
    """The random walk, that with drift, and the mean of the last three years, for `year`; by name.

    `known`: figures by year, all before `year`, gaps possible. Nothing where fewer than `LEAST_CHANGES` can
    be seen or the series never changed.
    """
    years = sorted(known)
    if len(years) <= LEAST_CHANGES:
        return {}
    logs = np.array([log(known[one]) - offset(one) for one in years])
    gaps = np.diff(years).astype(float)
    steps = np.diff(logs)
    ahead = float(year - years[-1])
    last, back = float(logs[-1]), offset(year)
    spread = sqrt(float(np.mean(steps**2 / gaps)))
    if spread == 0:
        return {}
    span = float(years[-1] - years[0])
    drift = float(logs[-1] - logs[0]) / span
    around = sqrt(float(np.sum((steps - drift * gaps) ** 2 / gaps)) / (len(steps) - 1))
    tail = years[-LAST:]
    mean = float(np.mean(logs[-LAST:]))
    # the mean of past years lags the last one: its error is that of the walk and of the lag
    lag = float(np.mean([(years[-1] - one) for one in tail]))
    return {
        "walk": Band(last + back, spread * sqrt(ahead)),
        "drift": Band(last + drift * ahead + back, max(around, 1e-6) * sqrt(ahead + ahead**2 / span)),
        "mean": Band(mean + back, spread * sqrt(ahead + lag * (2 * len(tail) - 1) / (3 * len(tail)))),
    }
