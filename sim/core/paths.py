"""Series in time given as exact integrals, so that a step sees the mean over itself whatever dt is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from sim.core.axes import Array


def held_means(points: Sequence[tuple[float, float]], edges: Array) -> Array:
    """Step means of a path that holds its value from each date until the next; zero before the first.

    `points`: (date in years, value); `edges`: (steps + 1,) moments. Returns (steps,).
    """
    if not points:
        return np.zeros(len(edges) - 1)
    dates = np.array([date for date, _ in points])
    values = np.array([value for _, value in points])
    reached = np.clip(edges[:, None] - dates[None, :], 0.0, None)
    jumps = np.diff(values, prepend=0.0)
    integral = reached @ jumps
    means: Array = np.diff(integral) / np.diff(edges)
    return means


def linear_means(times: Array, values: Array, edges: Array) -> Array:
    """Step means of a path that is linear between `times`; `values` (times, …); returns (steps, …)."""
    widths = np.diff(times)
    areas = 0.5 * (values[1:] + values[:-1]) * widths.reshape(-1, *[1] * (values.ndim - 1))
    integral = np.concatenate([np.zeros_like(values[:1]), np.cumsum(areas, axis=0)])
    place = np.clip(np.searchsorted(times, edges, side="right") - 1, 0, len(times) - 2)
    over = (edges - times[place]).reshape(-1, *[1] * (values.ndim - 1))
    width = widths[place].reshape(over.shape)
    here, there = values[place], values[place + 1]
    at_edges = integral[place] + over * (here + 0.5 * over / width * (there - here))
    means: Array = np.diff(at_edges, axis=0) / np.diff(edges).reshape(-1, *[1] * (values.ndim - 1))
    return means


def season_means(opens: float, length: float, edges: Array) -> Array:
    """Step means of a season: even over a window of each year, zero outside it, 1 in the mean of a year.

    `opens` and `length`: parts of a year, the window within one calendar year. The season begins half a year
    before the middle of a window, with an even 1 until then: so what accumulates from it is, over a year,
    neither above nor below what an even flow leaves. Returns (steps,).
    """
    if not 0 <= opens <= opens + length <= 1 or length <= 0:
        raise ValueError(f"a season from {opens:g} for {length:g} of a year does not lie within one")
    whole = np.floor(edges)
    gone = whole + np.clip((edges - whole - opens) / length, 0.0, 1.0)
    begins = edges[0] + (opens + length / 2 - 0.5 - edges[0]) % 1.0
    before = np.floor(begins) + float(begins % 1.0 > opens)
    integral = np.where(edges < begins, edges, begins + gone - before)
    means: Array = np.diff(integral) / np.diff(edges)
    return means


@dataclass(frozen=True)
class AnnualRecord:
    """A smooth path through yearly figures whose integral over each recorded year is that year's figure.

    `first`: the first year; `figures`: (years,) one a year without gaps. Beyond the record the path holds the
    last value; nobody may read it there but as something that no longer counts.
    """

    first: int
    figures: tuple[float, ...]

    def _integral(self) -> CubicSpline:
        edges = self.first + np.arange(len(self.figures) + 1.0)
        return CubicSpline(edges, np.concatenate([[0.0], np.cumsum(self.figures)]), bc_type="natural")

    def means(self, edges: Array) -> tuple[Array, Array]:
        """Step means of the path and of its slope (per year), each (steps,)."""
        spline = self._integral()
        low, high = float(self.first), float(self.first + len(self.figures))
        inside = np.clip(edges, low, high)
        ahead, behind = edges - inside > 0, edges - inside < 0
        integral = spline(inside) + (edges - inside) * np.where(
            ahead, spline(high, 1), np.where(behind, spline(low, 1), 0.0)
        )
        rate = spline(inside, 1)
        step = np.diff(edges)
        return np.diff(integral) / step, np.diff(rate) / step
