"""The loop: the one place that knows dt."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.core.axes import Array
from sim.core.model import CELLS, Model
from sim.core.stepping import Faster, NumpyStep, Stepping, calls_of, evaluate
from sim.core.valves import Valves
from sim.core.vocabulary import Driver, Stock, Valve


class NonFinite(ArithmeticError):
    """A value is not a number or infinite; the text names the first variable, its cell, member and time."""


@dataclass(frozen=True)
class Clock:
    """Time from `start` to `end` in steps of `dt` (a power of one half), in years; never summed up."""

    start: float
    end: float
    dt: float

    @property
    def steps(self) -> int:
        """Number of steps."""
        return round((self.end - self.start) / self.dt)

    def time(self, step: int) -> float:
        """The moment at which `step` begins."""
        return self.start + step * self.dt

    def edges(self) -> Array:
        """The moments between steps, (steps + 1,)."""
        return np.asarray(self.start + np.arange(self.steps + 1) * self.dt, dtype=np.float64)


class Agenda(Protocol):
    """What the loop asks of the events: run those in [start, end), reading the values of the step before."""

    def advance(self, start: float, end: float, state: Mapping[str, Any]) -> None:
        """Run the events of a step and set valves."""


class Observer(Protocol):
    """What the loop hands each step to: whoever records."""

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """Read the values of a step, before stocks move; a last call shows the end, at step `clock.steps`."""


def _start_values(model: Model, inputs: Mapping[str, Any], drivers: Mapping[str, Array]) -> dict[str, Any]:
    """Values at the start: constants, then every stock's initial value with whatever it needs."""
    values: dict[str, Any] = dict(inputs)
    evaluate(calls_of(model, model.constants), values)
    for name in model.of(Driver):
        values[name] = drivers[name][0]
    for name, it in model.of(Valve).items():
        values[name] = np.zeros(model.axes.shape(it.axes))
    for name in model.starts:
        declared = model.declarations[name]
        if isinstance(declared, Stock):
            values[name] = values[declared.initial]
        elif name not in values:
            evaluate(calls_of(model, [name]), values)
    return values


def integrate(
    model: Model,
    inputs: Mapping[str, Any],
    drivers: Mapping[str, Array],
    clock: Clock,
    members: int,
    agenda: Agenda,
    valves: Valves,
    observer: Observer,
    faster: Faster | None = None,
) -> dict[str, Array]:
    """Integrate a block of members and return the stocks at the end.

    `inputs` holds parameters and indicators, all-axes, member last; `drivers` the step means of each
    driver, (steps, …, member). Each step: (1) events in [t, t + dt), reading the step before; (2) drivers and
    valves as their means over the step; (3) equations at t; (4) refuse non-finite values, naming the first;
    (5) record; (6) stocks += dt × (inflows − outflows). At the end the equations are seen once more, with the
    last step's drivers and valves, so that levels are known at the last moment. Euler, because PySD knows
    nothing else and the same equations must be re-run there. NonFinite names the first value that is none.

    `faster` makes what works out a step instead of numpy. It is used where its first evaluation gives every
    bit that numpy gives. What observers and agendas are shown holds for the call alone: buffers are re-used.
    """
    at_start = _start_values(model, {**inputs, CELLS: inputs.get(CELLS, model.axes.cells)}, drivers)
    stepping: Stepping = NumpyStep(model, members)
    values = _shown(stepping, model, at_start)
    seen_once = dict(values)
    stepping.equations(0, seen_once)
    _check_shapes(model, seen_once, members)
    if not all(np.isfinite(level).all() for level in stepping.stocks.values()):
        raise NonFinite(_first_fault(model, at_start, clock.start))
    other = faster(model, members) if faster and clock.steps else None
    if other is not None:
        shown = _shown(other, model, at_start)
        other.begin(shown, drivers)
        tried = dict(shown)
        other.equations(0, tried)
        if _agree(model, seen_once, tried):
            stepping, values = other, shown
    stepping.begin(values, drivers)
    driven = list(model.of(Driver))

    for step in range(clock.steps):
        start, end = clock.time(step), clock.time(step + 1)
        agenda.advance(start, end, values)
        values.update(valves.means(start, end))
        for name in driven:
            values[name] = drivers[name][step]
        stepping.equations(step, values)
        if not stepping.flows(values):
            raise NonFinite(_first_fault(model, values, start))
        observer.see(step, values)
        stepping.move(clock.dt)
    stepping.equations(clock.steps - 1, values)
    observer.see(clock.steps, values)
    return stepping.stocks


def _shown(stepping: Stepping, model: Model, at_start: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a stepping works on, with its stocks at their start."""
    for name, view in stepping.stocks.items():
        view[...] = at_start[name]
    return {**at_start, **stepping.stocks}


def _agree(model: Model, numpy: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether every equation has the same value bit for bit; a warning names the first that has not."""
    for name in model.steps:
        it = model.equation(name)
        for each in it.names or (name,):
            same = np.broadcast_to(numpy[each], other[each].shape)
            if not np.array_equal(same, other[each], equal_nan=True):
                warnings.warn(
                    f"the compiled step gives another {each} ({it.where}) than numpy: numpy does the run",
                    RuntimeWarning,
                    stacklevel=3,
                )
                return False
    return True


def _check_shapes(model: Model, values: Mapping[str, Any], members: int) -> None:
    """Each equation must yield the axes that it declares; found out once, at the start."""
    for name in (*model.constants, *model.steps):
        it = model.equation(name)
        for each in it.names or (name,):
            shape = np.shape(values[each])
            wanted = model.axes.shape(it.axes)
            if shape[:-1] != wanted[:-1] or shape[-1] not in (1, members):
                raise ValueError(
                    f"{it.kind} '{each}' ({it.where}) declares axes {it.axes or '()'}, so the lengths "
                    f"{wanted[:-1]}, but its equation yields {shape[:-1]}"
                )


def _first_fault(model: Model, values: Mapping[str, Any], time: float) -> str:
    for name in (*model.of(Driver), *model.of(Stock), *model.of(Valve), *model.steps):
        it = model.declarations[name]
        for each in getattr(it, "names", ()) or (name,):
            if each not in values:
                continue
            array = np.asarray(values[each], dtype=float)
            bad = np.argwhere(~np.isfinite(np.broadcast_to(array, array.shape)))
            if len(bad):
                where = ", ".join(
                    f"{axis} {model.axes.labels[axis][index]}"
                    for axis, index in zip(model.axes.labels, bad[0], strict=False)
                    if axis in it.axes
                )
                value = array[tuple(bad[0])]
                member = f"member {bad[0][-1]} of the block"
                return f"{each} is {value} at {time:.4f} ({where or 'no axes'}; {member}; {it.where})"
    return f"a sum of flows is not finite at {time:.4f}"
