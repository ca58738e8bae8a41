"""The loop: the one place that knows dt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sim.core.axes import Array
from sim.core.model import CELLS, Model
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


@dataclass(frozen=True)
class _Stocks:
    """All stocks in one buffer (rows, member), with a view for each stock and one for its net flow."""

    level: Array
    net: Array
    views: dict[str, Array]
    nets: dict[str, Array]

    @staticmethod
    def make(model: Model, members: int) -> _Stocks:
        shapes = {name: model.axes.shape(it.axes, members) for name, it in model.of(Stock).items()}
        rows = sum(math.prod(shape[:-1]) for shape in shapes.values())
        level, net = np.zeros((rows, members)), np.zeros((rows, members))
        views, nets, at = {}, {}, 0
        for name, shape in shapes.items():
            length = math.prod(shape[:-1])
            views[name] = level[at : at + length].reshape(shape)
            nets[name] = net[at : at + length].reshape(shape)
            at += length
        return _Stocks(level, net, views, nets)


Call = tuple[tuple[str, ...], Callable[..., Any], tuple[str, ...]]


def _calls(model: Model, names: Iterable[str]) -> list[Call]:
    """What to call for these equations: the names that receive the result, the function, its arguments."""
    chosen = [(name, model.equation(name)) for name in names]
    return [(it.names or (name,), it.function, it.arguments) for name, it in chosen]


def _evaluate(calls: Iterable[Call], values: dict[str, Any]) -> None:
    """Evaluate equations into `values`, in order."""
    for names, function, arguments in calls:
        result = function(*[values[need] for need in arguments])
        if len(names) == 1:
            values[names[0]] = result
        else:
            values.update(zip(names, result, strict=True))


def _start_values(model: Model, inputs: Mapping[str, Any], drivers: Mapping[str, Array]) -> dict[str, Any]:
    """Values at the start: constants, then every stock's initial value with whatever it needs."""
    values: dict[str, Any] = dict(inputs)
    _evaluate(_calls(model, model.constants), values)
    for name in model.of(Driver):
        values[name] = drivers[name][0]
    for name, it in model.of(Valve).items():
        values[name] = np.zeros(model.axes.shape(it.axes))
    for name in model.starts:
        declared = model.declarations[name]
        if isinstance(declared, Stock):
            values[name] = values[declared.initial]
        elif name not in values:
            _evaluate(_calls(model, [name]), values)
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
) -> dict[str, Array]:
    """Integrate a block of members and return the stocks at the end.

    `inputs` holds parameters and indicators, all-axes, member last; `drivers` the step means of each
    driver, (steps, …, member). Each step: (1) events in [t, t + dt), reading the step before; (2) drivers and
    valves as their means over the step; (3) equations at t; (4) refuse non-finite values, naming the first;
    (5) record; (6) stocks += dt × (inflows − outflows). At the end the equations are seen once more, with the
    last step's drivers and valves, so that levels are known at the last moment. Euler, because PySD knows
    nothing else and the same equations must be re-run there. NonFinite names the first value that is none.
    """
    stocks = _Stocks.make(model, members)
    at_start = _start_values(model, {**inputs, CELLS: inputs.get(CELLS, model.axes.cells)}, drivers)
    for name, view in stocks.views.items():
        view[...] = at_start[name]
    values = {**at_start, **stocks.views}
    equations = _calls(model, model.steps)
    wiring = [(stocks.nets[name], it.inflows, it.outflows) for name, it in model.of(Stock).items()]
    driven = list(model.of(Driver))
    seen_once = dict(values)
    _evaluate(equations, seen_once)
    _check_shapes(model, seen_once, members)
    if not np.isfinite(stocks.level).all():
        raise NonFinite(_first_fault(model, at_start, clock.start))

    for step in range(clock.steps):
        start, end = clock.time(step), clock.time(step + 1)
        agenda.advance(start, end, values)
        values.update(valves.means(start, end))
        for name in driven:
            values[name] = drivers[name][step]
        _evaluate(equations, values)
        for net, inflows, outflows in wiring:
            net[...] = 0.0
            for flow in inflows:
                net += values[flow]
            for flow in outflows:
                net -= values[flow]
        if not np.isfinite(stocks.net).all():
            raise NonFinite(_first_fault(model, values, start))
        observer.see(step, values)
        np.multiply(stocks.net, clock.dt, out=stocks.net)
        np.add(stocks.level, stocks.net, out=stocks.level)
    _evaluate(equations, values)
    observer.see(clock.steps, values)
    return stocks.views


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
