"""What a floor is worth: projects are counted in money, while land and power follow floors."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.core.axes import Array, Axes
from sim.core.prices import PRICES_OF
from sim.processes.waits import by_label


class Floors:
    """The same floor makes more value every year, so output needs less of it and of its power."""

    def __init__(self, parameters: Mapping[str, Array], axes: Axes, size: int) -> None:
        self._growth = by_label(parameters, "capacity_upgrading", "segment", axes, size)

    def value(self, segment: int, member: int, time: float) -> float:
        """What a floor makes at `time` over what it makes in the year of prices; 1 there."""
        return math.exp(self._growth[segment][member] * (time - PRICES_OF))
