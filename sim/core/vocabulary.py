"""The words in which a sector is written: small, closed, and the same for arrays, units and symbols.

A sector is a module of plain functions. A function's parameter names are the variables it depends on; its
decorator holds unit, axes and source. In an equation only these may stand: `+ - * / **`, comparisons,
`np.minimum`, `np.maximum`, `np.where`, `np.exp`, `np.log`, `np.sqrt`, and `total`, `ratio`, `table` and the
argument `cells` of this module. No number but 0, 1 and 2.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.axes import add_in_order


@dataclass(frozen=True, kw_only=True, eq=False)
class Declaration:
    """What every declared name has: unit, axes, words, source, and the place where it stands."""

    unit: str
    axes: tuple[str, ...] = ()
    words: str = ""
    source: str = ""
    file: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """File and line, as an error quotes them."""
        return f"{Path(self.file).name}:{self.line}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Equation(Declaration):
    """A function of named variables. `kind`: auxiliary, flow, initial, outcome or measure."""

    kind: str
    function: Callable[..., Any]
    arguments: tuple[str, ...]
    names: tuple[str, ...] = ()

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self.function(*arguments, **named)


@dataclass(frozen=True, kw_only=True, eq=False)
class Stock(Declaration):
    """An accumulation: changes only by its inflows and outflows, given as declarations or as names."""

    initial: str
    inflows: tuple[Any, ...] = ()
    outflows: tuple[Any, ...] = ()
    signed: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Driver(Declaration):
    """A series given from outside; a step sees its mean over the step."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Valve(Declaration):
    """The only door from events to stocks. A quantity is used once; a switch stays until turned."""

    kind: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Delay(Declaration):
    """A material delay; the bound name is its outflow, what is under way stands in its stocks."""

    inflow: str
    time: str
    order: int
    initial: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Smooth(Declaration):
    """A perception: an exponential average, a signed stock with the bound name."""

    of: str
    time: str
    initial: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Correction(Declaration):
    """The log residual that puts an observed flow on its record and fades after known until."""

    model: str
    needed: str
    mask: str = ""
    half_life: str = "correction_half_life"
    observing: str = "observing"


def _here(depth: int = 2) -> dict[str, Any]:
    frame = sys._getframe(depth)
    return {"file": frame.f_code.co_filename, "line": frame.f_lineno}


def _equation(kind: str) -> Callable[..., Callable[[Callable[..., Any]], Equation]]:
    def decorator(
        unit: str, axes: Sequence[str] = (), source: str = "", names: Sequence[str] = ()
    ) -> Callable[[Callable[..., Any]], Equation]:
        def declare(function: Callable[..., Any]) -> Equation:
            return Equation(
                kind=kind,
                unit=unit,
                axes=tuple(axes),
                source=source,
                words=inspect.getdoc(function) or "",
                function=function,
                arguments=tuple(inspect.signature(function).parameters),
                names=tuple(names),
                file=function.__code__.co_filename,
                line=function.__code__.co_firstlineno,
            )

        return declare

    decorator.__name__ = kind
    decorator.__doc__ = (
        f"Declare {kind} equation: unit, axes, source; the function's arguments are its inputs."
    )
    return decorator


auxiliary = _equation("auxiliary")
flow = _equation("flow")
initial = _equation("initial")
outcome = _equation("outcome")
measure = _equation("measure")
"""A measurement outside the model: any numpy, several results by `names`; only outcomes may depend on it."""


def stock(
    unit: str,
    words: str,
    axes: Sequence[str] = (),
    *,
    initial: str,
    inflows: Sequence[Any] = (),
    outflows: Sequence[Any] = (),
    signed: bool = False,
    source: str = "",
) -> Stock:
    """Declare a stock; `initial` names a parameter or an equation; `signed` allows values below zero."""
    return Stock(
        unit=unit,
        words=words,
        axes=tuple(axes),
        initial=initial,
        inflows=tuple(inflows),
        outflows=tuple(outflows),
        signed=signed,
        source=source,
        **_here(),
    )


def driver(unit: str, words: str, axes: Sequence[str] = (), source: str = "") -> Driver:
    """Declare a series that is given, not computed."""
    return Driver(unit=unit, words=words, axes=tuple(axes), source=source, **_here())


def valve(unit: str, words: str, axes: Sequence[str] = (), *, kind: str) -> Valve:
    """Declare a valve that events set; `kind` is "quantity" or "switch"; the unit is a rate."""
    if kind not in ("quantity", "switch"):
        raise ValueError(f"a valve is a 'quantity' or a 'switch', not {kind!r}")
    return Valve(unit=unit, words=words, axes=tuple(axes), kind=kind, **_here())


def delay(inflow: str, time: str, order: int, initial: str = "", words: str = "") -> Delay:
    """A material delay: `order` stages of time/order each; starts in the steady state of its input.

    `initial` names another rate to start from, where the input itself needs what is under way.
    """
    return Delay(unit="", inflow=inflow, time=time, order=order, initial=initial, words=words, **_here())


def smooth(of: str, time: str, initial: str = "", words: str = "") -> Smooth:
    """A perception of `of` that adjusts within `time`; starts at its input, or at `initial`."""
    return Smooth(unit="", of=of, time=time, initial=initial, words=words, **_here())


def correction(
    model: str,
    needed: str,
    where: str = "",
    half_life: str = "correction_half_life",
    words: str = "",
    observing: str = "observing",
) -> Correction:
    """Residual log(needed/model) while `observing`, where `where` is 1; afterwards it fades, never cut."""
    return Correction(
        unit="1",
        model=model,
        needed=needed,
        mask=where,
        half_life=half_life,
        words=words,
        observing=observing,
        **_here(),
    )


@dataclass(frozen=True)
class Curve:
    """A curve by points, with a scale that may differ between members."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    scale: Any = 1.0


def total(x: Any, *axes: str) -> Any:
    """Sum over axes, in the order of their labels."""
    if hasattr(x, "reading_total"):
        return x.reading_total(axes)
    for axis in axes:
        x = add_in_order(x, axis)
    return x


def ratio(a: Any, b: Any, otherwise: Any) -> Any:
    """a / b, or `otherwise` where b is zero."""
    for value in (a, b, otherwise):
        if hasattr(value, "reading_ratio"):
            return value.reading_ratio(a, b, otherwise)
    if np.asarray(b).all():
        return a / b
    zero = b == 0
    return np.where(zero, otherwise, a / np.where(zero, 1.0, b))


def table(x: Any, curve: Any) -> Any:
    """Read a curve by linear interpolation, flat beyond its ends, times its scale."""
    if hasattr(x, "reading_table"):
        return x.reading_table(curve)
    return np.interp(x, curve.x, curve.y) * curve.scale
