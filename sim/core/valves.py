"""Valves: the only door from events to stocks; a quantity is used once, a switch is seen as its mean."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.vocabulary import Valve


class Valves:
    """The valves of one block of members, filled by events and read by the loop once a step.

    Arrays are (labels, member) inside and all-axes where the loop reads them. Quantities are in the
    valve's unit times a year; rates in the valve's unit.
    """

    def __init__(self, declared: Mapping[str, Valve], axes: Axes, members: int) -> None:
        self._shape = {name: axes.shape(it.axes, members) for name, it in declared.items()}
        self._rows = {name: (math.prod(shape[:-1]), members) for name, shape in self._shape.items()}
        self._kind = {name: it.kind for name, it in declared.items()}
        self._members = members
        self._memory: dict[str, memoryview[float]] = {}
        self._poured: dict[str, memoryview[float]] = {}
        self._rate = {
            name: np.zeros(self._rows[name]) for name, kind in self._kind.items() if kind == "switch"
        }
        self._turned: list[tuple[str, int, int, float, float]] = []
        self._zero = {name: np.zeros(shape) for name, shape in self._shape.items()}

    def pour(self, name: str, index: int, member: int, quantity: float) -> None:
        """Let `quantity` through valve `name` in the coming step."""
        # a view of memory: plain numbers in and out, where an array makes an object of each
        poured = self._poured.get(name)
        if poured is None:
            poured = self._opened(name)
        poured[index * self._members + member] += quantity

    def _opened(self, name: str) -> memoryview[float]:
        if self._kind[name] != "quantity":
            raise ValueError(f"valve '{name}' is a switch: turn it, do not pour")
        if name not in self._memory:
            empty: Any = np.zeros(math.prod(self._rows[name])).data  # of floats, which its type does not say
            self._memory[name] = empty
        return self._poured.setdefault(name, self._memory[name])

    def turn(self, name: str, index: int, member: int, time: float, rate: float) -> None:
        """Add `rate` to the switch `name` from `time` on; a negative rate ends it."""
        if self._kind[name] != "switch":
            raise ValueError(f"valve '{name}' carries a quantity: pour it, do not turn")
        self._turned.append((name, index, member, time, rate))

    def means(self, start: float, end: float) -> dict[str, Array]:
        """What the equations see over [start, end): quantities over the step's length, mean rates."""
        step = end - start
        seen = dict(self._zero)
        for name, poured in self._poured.items():
            quantities = np.asarray(poured)
            seen[name] = (quantities / step).reshape(self._shape[name])
            quantities.fill(0.0)
        self._poured.clear()
        extra: dict[str, Array] = {}
        later = []
        for turn in self._turned:
            name, index, member, time, rate = turn
            if time >= end:
                later.append(turn)
                continue
            if name not in extra:
                extra[name] = np.zeros(self._rows[name])
            # A turn found late (its exact time lies in an earlier step) delivers what it owes in this one.
            extra[name][index, member] += rate * (end - time) / step
        for name, rate_now in self._rate.items():
            mean = rate_now + extra[name] if name in extra else rate_now
            seen[name] = mean.reshape(self._shape[name]).copy()
        for name, index, member, time, rate in self._turned:
            if time < end:
                self._rate[name][index, member] += rate
        self._turned = later
        return seen
