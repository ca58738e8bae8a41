"""Outside shocks as thinned candidates: a policy that halves the rate removes some and moves none.

Candidates come at the highest rate of any range, each with a date and a mark between 0 and 1. A candidate
happens where its mark is below the actual rate over the highest one; so two runs with other rates share the
dates of all that happens in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.core.axes import Array
from sim.ensemble.draws import key
from sim.ensemble.generators import generators


def thinned(
    seed: int, name: str, member: int, start: float, end: float, highest_rate: float
) -> list[tuple[float, float]]:
    """Candidates (time, mark) in [start, end), in order of time, at `highest_rate` a year.

    Each calendar year has a generator of its own, so a candidate depends on (seed, name, member) and on the
    highest rate alone: neither `start` nor `end` moves any.
    """
    times, marks = thinned_each(seed, name, [member], start, end, highest_rate)[0]
    return list(zip(times.tolist(), marks.tolist(), strict=True))


def thinned_each(
    seed: int, name: str, members: Sequence[int], start: float, end: float, highest_rate: float
) -> list[tuple[Array, Array]]:
    """Times and marks of the candidates of each member, as `thinned` gives them."""
    years = range(math.floor(start), math.ceil(end))
    owners = [member for member in members for _ in years]
    found: list[tuple[list[Array], list[Array]]] = [([], []) for _ in members]
    for number, generator in enumerate(generators(seed, key(name), owners, [*years] * len(members))):
        count = generator.poisson(highest_rate)
        if count:
            owner, year = divmod(number, len(years))
            found[owner][0].append(years[year] + generator.random(count))
            found[owner][1].append(generator.random(count))
    return [_in_order(*each, start, end) for each in found]


def _in_order(times: list[Array], marks: list[Array], start: float, end: float) -> tuple[Array, Array]:
    time, mark = (np.concatenate([np.zeros(0), *each]) for each in (times, marks))
    inside = (start <= time) & (time < end)
    order = np.argsort(time[inside], kind="stable")
    return time[inside][order], mark[inside][order]


def happen(candidates: list[tuple[float, float]], rate: float, highest_rate: float) -> list[float]:
    """The dates of those candidates that happen at an actual rate; raises ValueError above the highest."""
    if not 0 <= rate <= highest_rate:
        raise ValueError(f"a rate of {rate:.4g} a year lies outside 0 … {highest_rate:.4g}, the highest rate")
    return [time for time, mark in candidates if mark < rate / highest_rate]
