"""Shows the values behind a number at one moment, for one member, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from sim.core.axes import AXES, POSITION, Array
from sim.core.model import CELLS, Model, kind_of
from sim.core.vocabulary import Curve, Declaration, Equation, Stock


class Known(Protocol):
    """What the tree tells of a parameter."""

    @property
    def unit(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def source(self) -> str: ...


def tree(
    model: Model,
    values: Mapping[str, Any],
    name: str,
    depth: int = 3,
    *,
    labels: Mapping[str, str] | None = None,
    parameters: Mapping[str, Known] | None = None,
) -> str:
    """The tree of values behind `name`, a variable or a parameter, `depth` levels deep, as text.

    `values`: every variable and parameter at one moment, all-axes, member axis of length 1.
    `labels`: axis → label, to look at one place or segment; over axes that are not chosen the range is shown.
    `parameters`: unit, words and source of each. A stock shows its flows and ends the branch, so there is no
    circle; what was shown above is not repeated. KeyError for an unknown name, ValueError for a label.
    """
    chosen = {}
    for axis, label in (labels or {}).items():
        if label not in model.axes.labels[axis]:
            raise ValueError(f"'{label}' is no {axis}; known are {', '.join(model.axes.labels[axis])}")
        chosen[axis] = model.axes.index(axis, label)
    teller = _Teller(model, values, chosen, parameters or {})
    return "\n".join(teller.lines(name, depth))


@dataclass
class _Teller:
    model: Model
    values: Mapping[str, Any]
    chosen: Mapping[str, int]
    parameters: Mapping[str, Known]
    shown: set[str] = field(default_factory=set)

    def lines(
        self, name: str, depth: int, prefix: str = "", branch: str = "", way: str = ""
    ) -> Iterator[str]:
        repeated = name in self.shown
        self.shown.add(name)
        again = " (see above)" if repeated and self.below(name) else ""
        yield f"{branch}{way}{self.line(name)}{again}"
        below = self.below(name) if depth > 0 and not repeated else []
        # A stock that is not asked for itself ends the branch: its flows would lead back here.
        if isinstance(self.model.declarations.get(name), Stock) and branch:
            below = [(each, sign) for each, sign in below if sign]
            for index, (each, sign) in enumerate(below):
                yield f"{prefix}{'└' if index == len(below) - 1 else '├'} {sign}{self.line(each)}"
            return
        for index, (each, sign) in enumerate(below):
            last = index == len(below) - 1
            yield from self.lines(
                each, depth - 1, prefix + ("  " if last else "│ "), f"{prefix}{'└' if last else '├'} ", sign
            )

    def declared(self, name: str) -> Declaration | None:
        """What the model says of a name: a variable, or one of the results of a measurement."""
        measures = (it for it in self.model.of("measure").values() if name in it.names)
        return self.model.declarations.get(name) or next(measures, None)

    def below(self, name: str) -> list[tuple[str, str]]:
        """The names a value comes from, with the sign of a flow."""
        it = self.declared(name)
        if isinstance(it, Equation):
            return [(need, "") for need in it.arguments if need != CELLS]
        if isinstance(it, Stock):
            return [(each, "+ ") for each in it.inflows] + [(each, "− ") for each in it.outflows]
        return []

    def line(self, name: str) -> str:
        it = self.declared(name)
        if it is not None:
            source = f" · {it.source}" if it.source else ""
            words = f"{kind_of(it)}: {_first(it.words)}{source} ({it.where})"
            return f"{name} = {self.value(name)} {it.unit} · {words}"
        if name in self.model.axes.indicators:
            return f"{name} = {self.value(name)} · indicator"
        known = self.parameters.get(name)
        if known is None:
            return f"{name} = {self.value(name)} · parameter"
        return f"{name} = {self.value(name)} {known.unit} · parameter: {_first(known.words)} · {known.source}"

    def value(self, name: str) -> str:
        """The number at the chosen labels; its range where an axis is left open."""
        value = self.values[name]
        if isinstance(value, Curve):
            return f"a curve × {float(np.mean(value.scale)):.4g}"
        array = np.asarray(value, dtype=float)
        picked = self.pick(array) if array.ndim > 1 else array
        low, high = float(picked.min()), float(picked.max())
        if np.isnan(low):
            return "not recorded,"
        axes = zip(AXES, picked.shape[:-1], strict=True) if array.ndim > 1 else ()
        open_axes = [axis for axis, length in axes if length > 1]
        if low == high:
            return f"{low:.6g}"
        return f"{low:.6g} … {high:.6g} over {', '.join(open_axes)}"

    def pick(self, array: Array) -> Array:
        for axis, index in self.chosen.items():
            if array.shape[POSITION[axis]] > 1:
                array = array.take([index], axis=POSITION[axis])
        if array.shape[POSITION["cell"]] > 1 and "cell" not in self.chosen:
            cells = self.model.axes.cells
            inside = np.ones(len(cells.place), dtype=bool)
            for axis, of_cell in (("place", cells.place), ("segment", cells.segment)):
                if axis in self.chosen:
                    inside &= of_cell == self.chosen[axis]
            if inside.any():
                array = array.compress(inside, axis=POSITION["cell"])
        return array


def _first(words: str) -> str:
    return words.split("\n", 1)[0]
