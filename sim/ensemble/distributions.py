"""Quantile functions of the parameters' distributions: from a uniform number to a value.

A split normal is two halves of a normal, on the identity, log or logit scale: its median is the value, 5 %
lie below `low` and 5 % above `high`, each half with its own scale. What is impossible is cut off by drawing
only between the distribution function's values at the limits.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from sim.core.axes import Array

Limits = tuple[float | None, float | None]

TAIL = float(ndtri(0.95))
SCALES = {
    "split_normal": (lambda x: np.asarray(x, dtype=np.float64), lambda x: x),
    "split_lognormal": (np.log, np.exp),
    "split_logit": (logit, expit),
}


def quantile(distribution: str, u: Array, centre: Array, low: Array, high: Array, limits: Limits) -> Array:
    """Values at the uniform numbers `u`; all arrays broadcast, `limits` are two numbers or None.

    Where low equals high the value is the centre exactly. Raises KeyError for an unknown distribution.
    """
    u, centre, low, high = np.broadcast_arrays(u, centre, low, high)
    if distribution == "fixed":
        return np.array(centre)
    if distribution == "uniform":
        drawn = low + (high - low) * u
    else:
        drawn = _split(distribution, u, centre, low, high, limits)
    return np.where(low == high, centre, drawn)


def _split(distribution: str, u: Array, centre: Array, low: Array, high: Array, limits: Limits) -> Array:
    there, back = SCALES[distribution]
    constant = low == high
    # a constant label may stand at 0 or 1, where the scale has no value; it is put back afterwards
    safe = [np.where(constant, 0.5, x) for x in (centre, low, high)]
    middle, bottom, top = (there(x) for x in safe)
    below, above = (middle - bottom) / TAIL, (top - middle) / TAIL
    with np.errstate(divide="ignore"):
        ends = [None if limit is None else np.asarray(there(np.float64(limit))) for limit in limits]
    least = 0.0 if ends[0] is None else _part_below(ends[0], middle, below, above, 0.0)
    most = 1.0 if ends[1] is None else _part_below(ends[1], middle, below, above, 1.0)
    z = ndtri(least + (most - least) * u)
    drawn = back(np.where(z < 0, middle + below * z, middle + above * z))
    # rounding at a limit may pass it by a last bit, and what is impossible is impossible
    drawn = drawn if limits[0] is None else np.maximum(drawn, limits[0])
    drawn = drawn if limits[1] is None else np.minimum(drawn, limits[1])
    result: Array = drawn
    return result


def _part_below(end: Array, middle: Array, below: Array, above: Array, without: float) -> Array:
    """The distribution function at a limit; `without` where that half has no width and nothing to cut."""
    distance = end - middle
    width = np.where(distance < 0, below, above)
    width = np.where(distance == 0, below if without == 0.0 else above, width)
    with np.errstate(divide="ignore", invalid="ignore"):
        part: Array = np.where(width > 0, ndtr(distance / width), without)
    return part
