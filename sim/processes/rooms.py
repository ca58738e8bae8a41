"""Sites with permit and power: room for expansion that asks nobody, opened at a date (a campus)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array, Axes
from sim.processes.waits import by_member

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Room:
    """Room in `cell` for `workplaces` (persons) from `date` (year) on, with a permit and power of its own.

    `capacity_per_workplace` names a parameter (MUSD2023/year/person); `decided` is a year or None. Room that
    hangs on a firm's decision names it, and opens later where the firm said no.
    """

    name: str
    cell: str
    date: float
    workplaces: float
    capacity_per_workplace: str
    decided: float | None = None
    decision: str | None = None


class Rooms:
    """How much room each cell has left, (cell, member), in MUSD2023/year of capacity."""

    def __init__(self, rooms: Sequence[Room], parameters: Mapping[str, Array], axes: Axes, size: int) -> None:
        self._free = np.zeros((axes.size("cell"), size))
        self.planned = [
            (it, axes.index("cell", it.cell), [it.workplaces * each for each in worth])
            for it in sorted(rooms, key=lambda it: it.name)
            for worth in [by_member(parameters, it.capacity_per_workplace, axes, size)]
        ]

    def open(self, cell: int, member: int, capacity: float) -> None:
        """More room from now on."""
        self._free[cell, member] += capacity

    def take(self, cell: int, member: int, size: float) -> bool:
        """Take room for a project of `size` if there is enough."""
        if self._free[cell, member] < size - TOLERANCE:
            return False
        self._free[cell, member] -= size
        return True
