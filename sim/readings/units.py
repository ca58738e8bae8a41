"""Reads every equation on units instead of numbers: dimensions and axes are checked in one pass."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from sim.core.axes import AXES
from sim.core.base_units import BASE
from sim.core.model import CELLS, Model, kind_of
from sim.core.vocabulary import Equation, Stock

Declared = tuple[str, tuple[str, ...]] | tuple[str, tuple[str, ...], str]
"""What is known of a parameter: unit, axes, and for a curve the unit of its x."""


class UnitError(ValueError):
    """Units or axes do not fit; the text says which."""


def parse(text: str) -> Unit:
    """The unit that a text says, read left to right: 'MEUR/year*year' is MEUR. UnitError: no such unit."""
    dimensions: dict[str, Fraction] = {}
    parts = re.split(r"\s*(\*\*|\^|\*|/)\s*", text.strip())
    sign, last = 1, ""
    for operator, word in zip(["*", *parts[1::2]], parts[::2], strict=True):
        if operator in ("**", "^"):
            if not re.fullmatch(r"-?[1-9]", word) or not last:
                raise UnitError(f"'{text}': a power is a whole number after a unit, not '{word}'")
            dimensions[last] += sign * (int(word) - 1)
            last = ""
            continue
        sign, last = (1 if operator == "*" else -1), ""
        if word == "1":
            continue
        if word not in BASE:
            near = difflib.get_close_matches(word, BASE, 1, cutoff=0.5)
            hint = f"; did you mean '{near[0]}'?" if near else f"; known are 1, {', '.join(BASE)}"
            raise UnitError(f"'{text}': '{word}' is no unit{hint}")
        dimensions[word] = dimensions.get(word, Fraction(0)) + sign
        last = word
    return Unit(dimensions)


def axes_text(axes: frozenset[str]) -> str:
    """Axes in the fixed order, as an error quotes them."""
    return ", ".join(axis for axis in AXES if axis in axes) or "none"


def _operator(rule: Callable[[Unit, Any], Unit]) -> Callable[[Unit, Any], Unit]:
    return lambda self, other: rule(self, other)


class Unit:
    """A value known only by its dimensions (base unit → power) and by the axes over which it varies."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, dimensions: Mapping[str, Fraction], axes: frozenset[str] = frozenset()) -> None:
        self.dimensions = {base: power for base, power in dimensions.items() if power}
        self.axes = axes

    def __str__(self) -> str:
        def powers(sign: int) -> list[str]:
            return [
                base if abs(power) == 1 else f"{base}**{abs(power)}"
                for base, power in self.dimensions.items()
                if power * sign > 0
            ]

        return "/".join(["*".join(powers(1)) or "1", *powers(-1)])

    __repr__ = __str__

    def __bool__(self) -> bool:
        raise UnitError("an equation may not branch on a value: use np.where")

    def over(self, axes: frozenset[str]) -> Unit:
        """The same dimensions over other axes."""
        return Unit(self.dimensions, axes)

    def _times(self, other: Unit, sign: int) -> Unit:
        result = dict(self.dimensions)
        for base, power in other.dimensions.items():
            result[base] = result.get(base, Fraction(0)) + sign * power
        return Unit(result, self.axes | other.axes)

    def _power(self, exponent: Any) -> Unit:
        if isinstance(exponent, int | float) and exponent in (0, 1, 2):
            return Unit({base: power * int(exponent) for base, power in self.dimensions.items()}, self.axes)
        exponent = _unit(exponent)
        _plain(self, "the base of a power")
        _plain(exponent, "an exponent")
        return self.over(self.axes | exponent.axes)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Unit:
        rule = _UFUNCS.get(ufunc.__name__)
        if rule is None or method != "__call__" or options:
            raise UnitError(f"np.{ufunc.__name__} is not a word of the vocabulary")
        return rule(*inputs)

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Unit:
        if function is not np.where or len(arguments) != 3 or options:
            raise UnitError(f"np.{function.__name__} is not a word of the vocabulary")
        condition, chosen = _unit(arguments[0]), _alike("np.where", *arguments[1:])
        _plain(condition, "a condition")
        return chosen.over(chosen.axes | condition.axes)

    def __neg__(self) -> Unit:
        return self

    __add__ = __radd__ = _operator(lambda one, other: _alike("+", one, other))
    __sub__ = __rsub__ = _operator(lambda one, other: _alike("-", one, other))
    __mul__ = __rmul__ = _operator(lambda one, other: one._times(_unit(other), 1))
    __truediv__ = _operator(lambda one, other: one._times(_unit(other), -1))
    __rtruediv__ = _operator(lambda one, other: _unit(other)._times(one, -1))
    __pow__ = _operator(lambda one, other: one._power(other))
    __rpow__ = _operator(lambda one, other: _unit(other)._power(one))
    __lt__ = __le__ = __gt__ = __ge__ = _operator(lambda one, other: _compared(one, other))
    __eq__ = __ne__ = __lt__  # type: ignore[assignment]

    def reading_total(self, axes: tuple[str, ...]) -> Unit:
        """`total`: the axes are gone afterwards."""
        for axis in axes:
            if axis not in self.axes:
                raise UnitError(f"total over '{axis}' of a value that has the axes {axes_text(self.axes)}")
        return self.over(self.axes - set(axes))

    @staticmethod
    def reading_ratio(a: Any, b: Any, otherwise: Any) -> Unit:
        """`ratio`: a / b; `otherwise` must have the unit of that."""
        return _alike("the last argument of ratio", _unit(a)._times(_unit(b), -1), otherwise)

    def reading_table(self, curve: Any) -> Unit:
        """`table`: x in the curve's x unit gives the curve's unit."""
        if not isinstance(curve, CurveUnit):
            raise UnitError("table wants a curve as its second argument")
        return curve.y.over(curve.y.axes | _alike("the x of a curve", curve.x, self).axes)


@dataclass(frozen=True)
class CurveUnit:
    """A curve, by the units of its x and its y."""

    x: Unit
    y: Unit


class CellUnits:
    """`cells` read on units: `total` moves the cell axis to place or segment, `spread` the other way."""

    def _moved(self, word: str, x: Any, source: str, target: str) -> Unit:
        axes = _unit(x).axes
        if source not in axes or target in axes:
            wanted = f"cells.{word} wants the axis '{source}' and not '{target}'"
            raise UnitError(f"{wanted}, on a value that has the axes {axes_text(axes)}")
        return _unit(x).over(axes - {source} | {target})

    def total(self, x: Any, axis: str) -> Unit:
        """cell → `axis`."""
        return self._moved("total", x, "cell", axis)

    def spread(self, x: Any, axis: str) -> Unit:
        """`axis` → cell."""
        return self._moved("spread", x, axis, "cell")


def _unit(value: Any) -> Unit:
    if isinstance(value, Unit):
        return value
    if isinstance(value, int | float):
        return Unit({})
    raise UnitError(f"a {type(value).__name__} cannot be used as a value here")


def _plain(value: Unit, what: str) -> None:
    if value.dimensions:
        raise UnitError(f"{what} must be dimensionless, not {value}")


def _alike(word: str, *values: Any) -> Unit:
    """The one unit of all values over all their axes; a literal zero fits every unit."""
    units = [_unit(value) for value in values]
    telling = [
        unit for unit, value in zip(units, values, strict=True) if isinstance(value, Unit) or value != 0
    ]
    for unit in telling[1:]:
        if unit.dimensions != telling[0].dimensions:
            raise UnitError(f"{word}: {telling[0]} and {unit} do not go together")
    axes: frozenset[str] = frozenset().union(*(unit.axes for unit in units))
    return (telling or units)[0].over(axes)


def _compared(one: Any, other: Any) -> Unit:
    return Unit({}, _alike("a comparison", one, other).axes)


def _dimensionless(word: str) -> Callable[[Any], Unit]:
    def rule(x: Any) -> Unit:
        _plain(_unit(x), f"the argument of np.{word}")
        return _unit(x)

    return rule


def _halved(x: Any) -> Unit:
    return Unit({base: power / 2 for base, power in _unit(x).dimensions.items()}, _unit(x).axes)


_UFUNCS: dict[str, Callable[..., Unit]] = {
    "minimum": lambda a, b: _alike("np.minimum", a, b),
    "maximum": lambda a, b: _alike("np.maximum", a, b),
    "exp": _dimensionless("exp"),
    "log": _dimensionless("log"),
    "sqrt": _halved,
}


def _parameter(unit: str, axes: tuple[str, ...], x_unit: str | None = None) -> Unit | CurveUnit:
    value = parse(unit).over(frozenset(axes))
    return value if x_unit is None else CurveUnit(parse(x_unit), value)


def check(model: Model, unit_of_parameter: Mapping[str, Declared]) -> list[str]:
    """All faults in units and axes, in words with file and line; an empty list means that all fit.

    `unit_of_parameter`: name → (unit, axes), of a curve (unit, axes, unit of x). A result must have exactly
    the unit and axes that its equation declares; a flow its stock's unit per year, over no more axes than it.
    """
    faults: list[str] = []
    known: dict[str, Any] = {CELLS: CellUnits()}
    known |= {name: Unit({}, frozenset({axis})) for name, (axis, _) in model.axes.indicators.items()}
    for name in model.parameters:
        try:
            known[name] = _parameter(*unit_of_parameter[name])
        except KeyError:
            faults.append(f"parameter '{name}' is given no unit")
        except UnitError as fault:
            faults.append(f"parameter '{name}': {fault}")
    for name, it in model.declarations.items():
        try:
            names = it.names if isinstance(it, Equation) and it.names else (name,)
            known |= dict.fromkeys(names, parse(it.unit).over(frozenset(it.axes)))
        except UnitError as fault:
            if not isinstance(it, Equation) or it.kind == "measure":
                faults.append(f"{kind_of(it)} '{name}' ({it.where}): {fault}")

    for name, it in (*model.declarations.items(), *model.outcomes.items()):
        said = f"{kind_of(it)} '{name}' ({it.where})"
        if isinstance(it, Equation) and it.kind != "measure":
            faults += [f"{said}{fault}" for fault in _of_equation(it, known)]
        elif isinstance(it, Stock):
            faults += [f"{said}{fault}" for fault in _of_stock(name, it, known)]
    return faults


def _of_equation(it: Equation, known: Mapping[str, Any]) -> list[str]:
    if any(need not in known for need in it.arguments):
        return []  # the fault is said where the unit could not be read
    try:
        declared = parse(it.unit).over(frozenset(it.axes))
        result = it.function(*[known[need] for need in it.arguments])
        if isinstance(result, int | float) and result == 0:
            return []
        result = _unit(result)
    except UnitError as fault:
        return [f": {fault}"]
    except Exception as fault:
        return [f" cannot be read on units: {type(fault).__name__}: {fault}"]
    faults = []
    if result.dimensions != declared.dimensions:
        faults.append(f" declares {it.unit}, but its equation yields {result}")
    if result.axes != declared.axes:
        found = axes_text(result.axes)
        faults.append(f" declares the axes {axes_text(declared.axes)}, but its equation yields {found}")
    return faults


def _of_stock(name: str, it: Stock, known: Mapping[str, Any]) -> list[str]:
    faults = []
    flows = [(flow, f"flow '{flow}'", parse("year")) for flow in (*it.inflows, *it.outflows)]
    for need, what, per in [(it.initial, f"initial value '{it.initial}'", Unit({})), *flows]:
        if name not in known or need not in known:
            continue
        wanted, found = known[name] / per, known[need]
        if found.dimensions != wanted.dimensions:
            faults.append(f" wants {wanted}, but its {what} has {found}")
        if not found.axes <= wanted.axes:
            faults.append(
                f" has the axes {axes_text(wanted.axes)}, but its {what} has {axes_text(found.axes)}"
            )
    return faults
