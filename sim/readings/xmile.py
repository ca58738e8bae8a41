"""Writes a model as XMILE, one variable a label, so that another program can run the same equations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from sim.core.axes import AXES, Axes
from sim.core.model import CELLS, Model
from sim.core.vocabulary import Curve, Declaration, Driver, Equation, Stock, Valve
from sim.readings.symbols import CellSymbols, CurveSymbol, Objects, Symbol, objects, text

START = "__at_start"


def label_paths(axes: Axes, over: tuple[str, ...]) -> list[str]:
    """'__brainport__chips' for each element of an array over `over`, in the order of its flat array."""
    lists = [axes.labels[axis] for axis in AXES if axis in over]
    return ["".join(f"__{label.replace('.', '__')}" for label in each) for each in itertools.product(*lists)]


def scalar_names(model: Model, name: str, over: tuple[str, ...]) -> list[str]:
    """The exported names of a variable over its axes, in the order of its flat array."""
    return [f"{name}{path}" for path in label_paths(model.axes, over)]


def reference(name: str) -> str:
    """A name as an equation quotes it: one that begins with the word 'not' would be read as a negation."""
    return f'"{name}"' if name.startswith("not") else name


def scalar_values(model: Model, name: str, over: tuple[str, ...], value: Any) -> dict[str, float]:
    """The numbers of an array for one member (or of a broadcastable one) under their exported names."""
    flat = np.broadcast_to(value, model.axes.shape(over)).ravel()
    return dict(zip(scalar_names(model, name, over), flat.tolist(), strict=True))


def axes_of(array: Any) -> tuple[str, ...]:
    """The axes along which a parameter's array has more than one label."""
    return tuple(axis for axis, length in zip(AXES, np.shape(array), strict=False) if length > 1)


def _variable(kind: str, name: str, eqn: str, it: Declaration | None = None, inside: str = "") -> str:
    doc = f"<doc>{escape(it.words)}</doc>" if it and it.words else ""
    units = f"<units>{escape(it.unit)}</units>" if it and it.unit else ""
    return f"<{kind} name={quoteattr(name)}>{doc}<eqn>{escape(eqn)}</eqn>{inside}{units}</{kind}>"


class _Writer:
    """Collects the variables of one export while it reads the equations in their order."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.lines: list[str] = []
        self.known: dict[str, Any] = {CELLS: CellSymbols(model.axes.cells)}
        self.flows = {flow for it in model.of(Stock).values() for flow in (*it.inflows, *it.outflows)}

    def named(self, name: str, over: tuple[str, ...]) -> Symbol:
        """The symbol of a variable that stands for itself."""
        names = np.array([reference(each) for each in scalar_names(self.model, name, over)], dtype=object)
        return Symbol(names.reshape(self.model.axes.shape(over)))

    def parameter(self, name: str, value: Any) -> None:
        """A constant by label; of a curve its graphical function and its scale."""
        if isinstance(value, Curve):
            points = (",".join(repr(float(each)) for each in side) for side in (value.x, value.y))
            xpts, ypts = points
            self.lines.append(
                f'<gf name={quoteattr(name)} type="continuous"><xpts>{xpts}</xpts><ypts>{ypts}</ypts></gf>'
            )
            self.parameter(f"{name}__scale", value.scale)
            self.known[name] = CurveSymbol(name, self.known[f"{name}__scale"])
            return
        over = axes_of(value)
        for each, number in scalar_values(self.model, name, over, value).items():
            self.lines.append(_variable("aux", each, text(number)))
        self.known[name] = self.named(name, over)

    def given(self, name: str, it: Driver | Valve) -> None:
        """A series, to be given when the model is run; 0 where it is not."""
        kind = "flow" if name in self.flows else "aux"
        self.lines += [_variable(kind, each, "0", it) for each in scalar_names(self.model, name, it.axes)]
        self.known[name] = self.named(name, it.axes)

    def equation(self, name: str, it: Equation, known: Mapping[str, Any], suffix: str = "") -> Symbol:
        """Write an equation; its symbol is its name, or a number where that is all it is."""
        result = objects(it.function(*[known[need] for need in it.arguments]))
        each: Objects = np.broadcast_to(result, self.model.axes.shape(it.axes)).ravel()
        kind = "flow" if name in self.flows and not suffix else "aux"
        names = scalar_names(self.model, name + suffix, it.axes)
        self.lines += [_variable(kind, n, text(e), it) for n, e in zip(names, each, strict=True)]
        read = [reference(n) if isinstance(e, str) else e for n, e in zip(names, each, strict=True)]
        return Symbol(np.array(read, dtype=object).reshape(self.model.axes.shape(it.axes)))

    def at_start(self) -> dict[str, Any]:
        """Initial equations. No event has happened yet: what hangs on a valve is written again without."""
        known = dict(self.known)
        shape = self.model.axes.shape
        known |= {
            name: Symbol(np.full(shape(it.axes), 0.0, object)) for name, it in self.model.of(Valve).items()
        }
        changed = set(self.model.of(Valve))
        for name in self.model.starts:
            it = self.model.declarations[name]
            if not isinstance(it, Equation) or (name in self.known and not changed & set(it.arguments)):
                continue
            initial = it.kind == "initial"
            known[name] = self.equation(name, it, known, "" if initial else START)
            changed |= set() if initial else {name}
        return known

    def stock(self, name: str, it: Stock, starts: Mapping[str, Any]) -> None:
        """A stock with its flows by name and its initial value."""
        shape = self.model.axes.shape(it.axes)
        first = np.broadcast_to(objects(starts[it.initial]), shape).ravel()
        ways = [
            (way, np.broadcast_to(self.named(flow, self.model.declarations[flow].axes).each, shape).ravel())
            for way, flows in (("inflow", it.inflows), ("outflow", it.outflows))
            for flow in flows
        ]
        for index, each in enumerate(scalar_names(self.model, name, it.axes)):
            inside = "".join(f"<{way}>{names[index]}</{way}>" for way, names in ways)
            self.lines.append(_variable("stock", each, text(first[index]), it, inside))


def export(model: Model, parameters: Mapping[str, Any], dt: float, start: float, end: float) -> str:
    """The model as an XMILE document that integrates by Euler with `dt` from `start` to `end`, in years.

    `parameters`: name → all-axes array with a member axis of length 1, or a `Curve`: one member's
    values. They stand in the document as constants, drivers and valves as variables of value 0: both are
    meant to be given anew for each run. Outcomes and measurements, which no stock reads, are left out.
    ValueError where two names are the same to a reader that takes several underscores for one.
    """
    writer = _Writer(model)
    for name in model.parameters:
        writer.parameter(name, parameters[name])
    for name in model.axes.indicators:
        writer.known[name] = Symbol(model.axes.indicator(name).astype(object))
    for name, it in (model.of(Driver) | model.of(Valve)).items():
        writer.given(name, it)
    for name, it in model.of(Stock).items():
        writer.known[name] = writer.named(name, it.axes)
    for name in (*model.constants, *model.steps):
        equation = model.equation(name)
        if equation.kind != "measure":
            writer.known[name] = writer.equation(name, equation, writer.known)
    starts = writer.at_start()
    for name, it in model.of(Stock).items():
        writer.stock(name, it, starts)
    _check_collisions(writer.lines)
    body = "\n".join(writer.lines)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">\n'
        '<header><vendor>sim</vendor><product version="1">sim</product></header>\n'
        f'<sim_specs method="euler" time_units="year"><start>{start!r}</start><stop>{end!r}</stop>'
        f"<dt>{dt!r}</dt></sim_specs>\n<model><variables>\n{body}\n</variables></model>\n</xmile>\n"
    )


def _check_collisions(lines: list[str]) -> None:
    seen: dict[str, str] = {}
    for line in lines:
        name = line.split('name="', 1)[1].split('"', 1)[0]
        other = seen.setdefault(re.sub("_+", "_", name.lower()), name)
        if other != name:
            raise ValueError(f"'{other}' and '{name}' are one name to programs that read XMILE")
