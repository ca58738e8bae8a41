"""Outside shocks as thinned candidates: a policy that halves the rate removes some and moves none.

Candidates come at the highest rate of any range, each with a date and a mark between 0 and 1. A candidate
happens where its mark is below the actual rate over the highest one; so two runs with other rates share the
dates of all that happens in both.
"""

from __future__ import annotations

import math

import numpy as np

from sim.ensemble.draws import key


def thinned(
    seed: int, name: str, member: int, start: float, end: float, highest_rate: float
) -> list[tuple[float, float]]:
    """Candidates (time, mark) in [start, end), in order of time, at `highest_rate` a year.

    Each calendar year has a generator of its own, so a candidate depends on (seed, name, member) and on the
    highest rate alone: neither `start` nor `end` moves any.
    """
    found: list[tuple[float, float]] = []
    for year in range(math.floor(start), math.ceil(end)):
        generator = np.random.default_rng([seed, key(name), member, year])
        number = generator.poisson(highest_rate)
        times = year + generator.random(number)
        marks = generator.random(number)
        found += [(float(t), float(m)) for t, m in zip(times, marks, strict=True) if start <= t < end]
    return sorted(found)


def happen(candidates: list[tuple[float, float]], rate: float, highest_rate: float) -> list[float]:
    """The dates of those candidates that happen at an actual rate; raises ValueError above the highest."""
    if not 0 <= rate <= highest_rate:
        raise ValueError(f"a rate of {rate:.4g} a year lies outside 0 … {highest_rate:.4g}, the highest rate")
    return [time for time, mark in candidates if mark < rate / highest_rate]
