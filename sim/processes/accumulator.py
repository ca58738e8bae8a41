"""Finds when a continuous stock has gathered enough for one whole thing, exactly within the step."""

from __future__ import annotations

import numpy as np

from sim.core.axes import Array


class Accumulator:
    """A stock (label, member) that events empty by whole lots: each multiple of the lot is a crossing.

    `lot` is (label, member), in the stock's unit, above 0. Within a step the stock moves at a constant rate,
    so the line from its value after the last lots were taken to its value now is exact.
    """

    def __init__(self, lot: Array, words: str) -> None:
        if not (lot > 0).all():
            raise ValueError(f"{words} must be above 0 for every label and member")
        self._lot = lot
        self._left: Array | None = None
        self._time = 0.0

    def crossings(self, start: float, now: Array) -> list[tuple[float, int, int]]:
        """(exact time, label, member) of every lot that the stock holds at `start` with value `now`.

        The caller takes all of them out in the coming step. What stood there before the first look counts as
        reached at `start`.
        """
        before, since = self._left, self._time
        left = np.array(now)
        found: list[tuple[float, int, int]] = []
        for label, member in np.argwhere(left >= self._lot).tolist():
            value, lot = float(left[label, member]), float(self._lot[label, member])
            low = value if before is None else float(before[label, member])
            rise, level = value - low, lot
            while value >= level:
                part = (level - low) / rise if level > low and rise > 0.0 else 1.0
                found.append((since + part * (start - since) if part < 1.0 else start, label, member))
                level += lot
            left[label, member] = value - (level - lot)
        self._left, self._time = left, start
        return found
