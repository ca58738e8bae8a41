"""What a step works out: equations into values, net flows into stocks; here with numpy, the reference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.core.axes import Array
from sim.core.model import Model
from sim.core.vocabulary import Stock

Call = tuple[tuple[str, ...], Callable[..., Any], tuple[str, ...]]


class Stepping(Protocol):
    """Holds the stocks of a block and moves them; the loop tells it when.

    `stocks`: the levels by name, all-axes, in place of which nothing else may be put.
    """

    stocks: dict[str, Array]

    def begin(self, values: Mapping[str, Any], drivers: Mapping[str, Array]) -> None:
        """Take inputs and constants as they are in `values`, and the series (steps, …, member) by name."""

    def equations(self, step: int, values: dict[str, Any]) -> None:
        """Work out every equation at the drivers of `step` and the valves in `values`, into `values`."""

    def flows(self, values: Mapping[str, Any]) -> bool:
        """Add up what flows in and out of each stock; False where a sum is not finite."""

    def move(self, dt: float) -> None:
        """Stocks += dt × (inflows − outflows)."""


Faster = Callable[[Model, int], "Stepping | None"]
"""Makes another stepping for a model and a number of members, or None where it cannot."""


def calls_of(model: Model, names: Iterable[str]) -> list[Call]:
    """What to call for these equations: the names that receive the result, the function, its arguments."""
    chosen = [(name, model.equation(name)) for name in names]
    return [(it.names or (name,), it.function, it.arguments) for name, it in chosen]


def evaluate(calls: Iterable[Call], values: dict[str, Any]) -> None:
    """Evaluate equations into `values`, in order."""
    for names, function, arguments in calls:
        result = function(*[values[need] for need in arguments])
        if len(names) == 1:
            values[names[0]] = result
        else:
            values.update(zip(names, result, strict=True))


@dataclass(frozen=True)
class _Buffers:
    """All stocks in one buffer (rows, member), with a view for each stock and one for its net flow."""

    level: Array
    net: Array
    views: dict[str, Array]
    nets: dict[str, Array]

    @staticmethod
    def make(model: Model, members: int) -> _Buffers:
        shapes = {name: model.axes.shape(it.axes, members) for name, it in model.of(Stock).items()}
        rows = sum(math.prod(shape[:-1]) for shape in shapes.values())
        level, net = np.zeros((rows, members)), np.zeros((rows, members))
        views, nets, at = {}, {}, 0
        for name, shape in shapes.items():
            length = math.prod(shape[:-1])
            views[name] = level[at : at + length].reshape(shape)
            nets[name] = net[at : at + length].reshape(shape)
            at += length
        return _Buffers(level, net, views, nets)


class NumpyStep:
    """Calls every equation on arrays."""

    def __init__(self, model: Model, members: int) -> None:
        self._buffers = _Buffers.make(model, members)
        self.stocks = self._buffers.views
        self._calls = calls_of(model, model.steps)
        self._wiring = [
            (self._buffers.nets[name], it.inflows, it.outflows) for name, it in model.of(Stock).items()
        ]
        self._drivers: Mapping[str, Array] = {}

    def begin(self, values: Mapping[str, Any], drivers: Mapping[str, Array]) -> None:
        """Remember the series."""
        self._drivers = drivers

    def equations(self, step: int, values: dict[str, Any]) -> None:
        """Every equation in its order."""
        evaluate(self._calls, values)

    def flows(self, values: Mapping[str, Any]) -> bool:
        """Inflows in their order, then outflows."""
        for net, inflows, outflows in self._wiring:
            net[...] = 0.0
            for flow in inflows:
                net += values[flow]
            for flow in outflows:
                net -= values[flow]
        return bool(np.isfinite(self._buffers.net).all())

    def move(self, dt: float) -> None:
        """In place."""
        np.multiply(self._buffers.net, dt, out=self._buffers.net)
        np.add(self._buffers.level, self._buffers.net, out=self._buffers.level)
