"""Records a block: a flow's mean over each period, a level's value at each period's end (design law 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.core.loop import Clock
from sim.core.model import Model
from sim.core.vocabulary import Stock


def is_level(model: Model, name: str) -> bool:
    """Whether a variable is an amount at a moment (stock, person, MW) and not a rate or a ratio."""
    it = model.declarations[name]
    return isinstance(it, Stock) or not ("/year" in it.unit or it.unit == "1")


class Recorder:
    """Means and end values of the named variables, period by period; periods are `per_year` to the year."""

    def __init__(
        self, model: Model, names: Sequence[str], clock: Clock, members: int, per_year: int = 1
    ) -> None:
        self._steps = round(1 / (clock.dt * per_year))
        self.periods = clock.steps // self._steps
        shape = {
            name: model.axes.shape(model.declarations[_owner(model, name)].axes, members) for name in names
        }
        self.values: dict[str, Array] = {name: np.zeros((self.periods, *shape[name])) for name in names}
        level = {name: is_level(model, _owner(model, name)) for name in names}
        self._levels = [name for name in names if level[name]]
        self._means = [name for name in names if not level[name]]

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """Add a step to its period's means; at a period's first moment take the levels that end the last."""
        period, within = divmod(step, self._steps)
        if within == 0 and period > 0:
            for name in self._levels:
                self.values[name][period - 1] = values[name]
            for name in self._means:
                self.values[name][period - 1] /= self._steps
        if period < self.periods:
            for name in self._means:
                self.values[name][period] += values[name]


def _owner(model: Model, name: str) -> str:
    """The declaration that holds `name`: itself, or the measurement that yields it among others."""
    if name in model.declarations:
        return name
    for owner, it in model.of("measure").items():
        if name in it.names:
            return owner
    raise KeyError(name)
