"""Noise: mean-reverting paths drawn beforehand on their own clock, the same whatever dt is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.core.axes import Array
from sim.ensemble.draws import key
from sim.ensemble.generators import generators

CLOCK = 1 / 16
"""Years between the points of a path; between points a path is linear."""


def path(
    seed: int,
    name: str,
    members: Sequence[int],
    years: float,
    spread: Array,
    memory: Array,
    period: Array | None = None,
) -> tuple[Array, Array]:
    """Paths that start at zero and grow to a stationary spread; (times from 0, (points, member) values).

    `spread`, `memory` (correlation time, years) and `period` (years; None: no cycle) are (member,). The
    transition is exact: with h the clock, z ← z·exp((−1/memory + 2πi/period)·h) + noise; the real part is the
    path. A path belongs to (seed, name, member) and does not depend on who else runs.
    """
    points = round(years / CLOCK) + 1
    turn = np.zeros_like(memory) if period is None else 2 * np.pi / period
    step = np.exp((-1 / memory + 1j * turn) * CLOCK)
    kick = spread * np.sqrt(1 - np.exp(-2 * CLOCK / memory))
    shocks = np.empty((points - 1, len(members)), dtype=complex)
    for column, generator in enumerate(generators(seed, key(name), list(members))):
        draws = generator.standard_normal((points - 1, 2))
        shocks[:, column] = draws[:, 0] + 1j * draws[:, 1]
    values = np.zeros((points, len(members)), dtype=complex)
    for point in range(1, points):
        values[point] = values[point - 1] * step + kick * shocks[point - 1]
    times = np.arange(points, dtype=np.float64) * CLOCK
    return times, np.ascontiguousarray(values.real)
