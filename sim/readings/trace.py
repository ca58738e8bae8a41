"""Walks a difference between two runs back through the model: what moved first, and through what it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from sim.core.axes import AXES, Array
from sim.core.model import CELLS, Model, kind_of
from sim.core.vocabulary import Curve, Declaration, Equation, Stock, Valve

LEAST = 0.1
"""Part of what a variable moves by that an input must bring to be shown."""


@dataclass(frozen=True)
class Moved:
    """A variable that differs: from which period on, how far at most beside its own size, and where most."""

    name: str
    first: int
    relative: float
    difference: float
    where: str


@dataclass(frozen=True)
class Via:
    """An input and how much of a difference comes through it: where it is most (`amount`, in the unit of the
    variable that it goes into), and the sum of absolutes over all labels (`size`)."""

    name: str
    amount: float
    size: float
    where: str = ""


@dataclass(frozen=True)
class Pair:
    """Two runs of the same members: every variable and valve by name, (period, …, member), with its inputs.

    The inputs are parameters and indicators by name, as `integrate` takes them; `width` is the length of a
    period in years.
    A mean over a period is not what an equation gives at the means of its inputs, so amounts are near ones.
    """

    model: Model
    run: Mapping[str, Array]
    base: Mapping[str, Array]
    run_inputs: Mapping[str, Any]
    base_inputs: Mapping[str, Any]
    width: float
    _constants: dict[bool, dict[str, Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def periods(self) -> int:
        """How many periods were recorded."""
        return len(next(iter(self.run.values())))

    def declared(self, name: str) -> Declaration | None:
        """What the model says of a name; an outcome comes first only where no variable has its name."""
        return self.model.declarations.get(name) or self.model.outcomes.get(name)

    def value(self, name: str, period: int, *, base: bool) -> Any:
        """A variable in a period, a constant or an input."""
        series = (self.base if base else self.run).get(name)
        if series is not None:
            return series[period]
        return self._fixed(base=base)[name]

    def _fixed(self, *, base: bool) -> dict[str, Any]:
        if base not in self._constants:
            values = {**(self.base_inputs if base else self.run_inputs), CELLS: self.model.axes.cells}
            for name in self.model.constants:
                equation = self.model.equation(name)
                values[name] = equation.function(*[values[need] for need in equation.arguments])
            self._constants[base] = values
        return self._constants[base]

    def differs(self, name: str) -> Array | None:
        """Run minus base, (period, …), mean over members; None where it was not recorded."""
        if name not in self.run or name not in self.base:
            return None
        # the member axis may be one long where all members are alike
        return np.asarray(self.run[name].mean(axis=-1) - self.base[name].mean(axis=-1))


def moved(pair: Pair, threshold: float) -> dict[str, Moved]:
    """The variables whose mean difference passes `threshold` of their own largest size, by name, the earliest
    first, of one period what comes from outside first."""
    found = []
    for name in pair.run:
        changed = pair.differs(name)
        if changed is None:
            continue
        flat = np.abs(changed.reshape(len(changed), -1))
        size = max(
            float(np.abs(one[name]).mean(axis=-1).reshape(len(changed), -1).sum(axis=1).max())
            for one in (pair.run, pair.base)
        )
        relative = flat.sum(axis=1) / size if size > 0 else np.zeros(len(changed))
        beyond = np.flatnonzero(relative > threshold)
        if len(beyond):
            most = int(relative.argmax())
            at = int(flat[most].argmax())
            amount = float(changed[most].ravel()[at])
            where = _labels(pair.model, changed.shape[1:], at)
            found.append(Moved(name, int(beyond[0]), float(relative.max()), amount, where))
    order = {
        name: at for at, name in enumerate(pair.model.steps)
    }  # what comes from outside, and stocks: before
    found.sort(key=lambda one: (one.first, order.get(one.name, -1)))
    return {one.name: one for one in found}


def above(model: Model, outcome: str) -> set[str]:
    """Every name that an outcome hangs on, over any number of links."""
    seen: set[str] = set()
    waiting = [outcome]
    while waiting:
        for need in needs(model, waiting.pop()):
            if need not in seen:
                seen.add(need)
                waiting.append(need)
    return seen


def needs(model: Model, name: str) -> list[str]:
    """What a variable is made of: the arguments of an equation, the flows of a stock."""
    it = model.outcomes.get(name) if name not in model.declarations else model.declarations[name]
    if isinstance(it, Equation):
        return [need for need in it.arguments if need != CELLS]
    return [*it.inflows, *it.outflows] if isinstance(it, Stock) else []


def via(pair: Pair, name: str, period: int) -> list[Via]:
    """Through which inputs the difference of a variable in a period comes, the largest first.

    Of an equation: what it gives with one input of the run and the others of the base, minus the base; what
    inputs do together is in none of them. Of a stock: what each flow has brought up to then.
    """
    it = pair.declared(name)
    if isinstance(it, Stock):
        found = _by_flow(pair, it, period)
    elif isinstance(it, Equation):
        found = _by_argument(pair, it, period)
    else:
        found = []
    return sorted((one for one in found if one.size > 0), key=lambda one: -one.size)


def _by_argument(pair: Pair, it: Equation, period: int) -> list[Via]:
    arguments = [
        need if need == CELLS else (need, pair.value(need, period, base=True)) for need in it.arguments
    ]
    before = [pair.model.axes.cells if one == CELLS else one[1] for one in arguments]
    standing = np.asarray(it.function(*before), dtype=float)
    found = []
    for at, need in enumerate(it.arguments):
        if need == CELLS or need in pair.model.axes.indicators:
            continue
        now = pair.value(need, period, base=False)
        if _same(now, before[at]):
            continue
        after = [*before[:at], now, *before[at + 1 :]]
        change = (np.asarray(it.function(*after), dtype=float) - standing).mean(axis=-1)
        found.append(_via(pair.model, need, change))
    return found


def _by_flow(pair: Pair, it: Stock, period: int) -> list[Via]:
    found = []
    for flows, sign in ((it.inflows, 1), (it.outflows, -1)):
        for flow in flows:
            changed = pair.differs(flow)
            if changed is None:
                raise KeyError(f"the flow '{flow}' was not recorded")
            brought = sign * pair.width * changed[: period + 1].sum(axis=0)
            found.append(_via(pair.model, flow, brought))
    return found


def _via(model: Model, name: str, change: Array) -> Via:
    flat = change.ravel()
    at = int(np.abs(flat).argmax())
    return Via(name, float(flat[at]), float(np.abs(flat).sum()), _labels(model, change.shape, at))


def walk(pair: Pair, outcome: str, period: int, depth: int) -> Iterator[str]:
    """The difference of an outcome back to where it comes in, a line a step.

    Inputs below `LEAST` are left out, and flows that follow from the stock that they drain: what goes out of
    a delay because more went in explains nothing.
    """
    yield from _walk(pair, outcome, period, depth, "", set())


def _walk(pair: Pair, name: str, period: int, depth: int, indent: str, seen: set[str]) -> Iterator[str]:
    found = [one for one in via(pair, name, period) if not _drains(pair.model, one.name, name)]
    seen.add(name)
    whole = sum(one.size for one in found)
    for one in found:
        if one.size < LEAST * whole:
            break
        it = pair.declared(one.name)
        kind = "" if it is None else kind_of(it)
        again = one.name in seen
        part = f"{100 * one.size / whole:.0f} %"
        unit = getattr(pair.declared(name), "unit", "")
        note = " (see above)" if again else ""
        where = f" in {one.where}" if one.where else ""
        told = f"{one.amount:+.4g} {unit}{where}"
        yield f"{indent}{part} via {one.name} ({told}){' · ' + kind if kind else ''}{note}"
        if depth > 1 and not again and it is not None and not isinstance(it, Valve):
            yield from _walk(
                pair, one.name, _when(pair, name, one.name, period), depth - 1, indent + "  ", seen
            )


def _drains(model: Model, flow: str, name: str) -> bool:
    it = model.declarations.get(name)
    return isinstance(it, Stock) and flow in it.outflows and name in needs(model, flow)


def _when(pair: Pair, name: str, need: str, period: int) -> int:
    """The period at which to look at an input: of a flow into a stock, that in which it brought most."""
    changed = pair.differs(need)
    if not isinstance(pair.declared(name), Stock) or changed is None:
        return period
    return int(np.abs(changed[: period + 1].reshape(period + 1, -1)).sum(axis=1).argmax())


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Curve) or isinstance(other, Curve):
        scales = [x.scale if isinstance(x, Curve) else x for x in (one, other)]
        return one is other or (np.array_equal(*scales) and (one.x, one.y) == (other.x, other.y))
    return bool(np.array_equal(np.broadcast_arrays(one, other)[0], np.broadcast_arrays(one, other)[1]))


def _labels(model: Model, shape: Sequence[int], flat: int) -> str:
    """The labels of one element of an array in all axes but the member's."""
    index = np.unravel_index(flat, tuple(shape))
    texts = [
        model.axes.labels[axis][int(at)]
        for axis, at, length in zip(AXES, index, shape, strict=False)
        if length > 1
    ]
    return " ".join(texts)
