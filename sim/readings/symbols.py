"""Reads every equation on symbols instead of numbers: out comes the equation itself, label by label."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.core.axes import DIMENSIONS, POSITION, Cells

Objects = npt.NDArray[np.object_]
Expression = float | str
"""A number where the value is known beforehand, and a text of XMILE otherwise."""


def text(it: Expression) -> str:
    """An expression as XMILE writes it; ValueError for a number that is not finite."""
    if isinstance(it, str):
        return it
    if not math.isfinite(it):
        raise ValueError(f"an equation contains {it}")
    number = repr(abs(float(it))).removesuffix(".0")
    return number if it >= 0 else f"(0 - {number})"


def _known(*values: Expression) -> bool:
    return not any(isinstance(value, str) for value in values)


# Nothing but what holds for every finite number is worked out here: x + 0, 1 x, 0 x, 0 / x. It is worth it
# because indicators are zeros and ones: most of what they multiply falls away.


def _add(a: Any, b: Any) -> Expression:
    if _known(a, b):
        return float(a + b)
    return b if a == 0 else a if b == 0 else f"({text(a)} + {text(b)})"


def _subtract(a: Any, b: Any) -> Expression:
    if _known(a, b):
        return float(a - b)
    return a if b == 0 else f"({text(a)} - {text(b)})"


def _multiply(a: Any, b: Any) -> Expression:
    if _known(a, b):
        return float(a * b)
    if a == 0 or b == 0:
        return 0.0
    return b if a == 1 else a if b == 1 else f"({text(a)} * {text(b)})"


def _divide(a: Any, b: Any) -> Expression:
    if _known(a, b):
        return float(a / b)
    if a == 0:
        return 0.0
    return a if b == 1 else f"({text(a)} / {text(b)})"


def _power(a: Any, b: Any) -> Expression:
    if _known(a, b):
        return float(a**b)
    return 1.0 if b == 0 else a if b == 1 else f"({text(a)} ^ {text(b)})"


def _where(condition: Expression, a: Expression, b: Expression) -> Expression:
    if _known(condition):
        return a if condition else b
    return f"(IF {condition} <> 0 THEN {text(a)} ELSE {text(b)})"


def _ratio(a: Any, b: Any, otherwise: Any) -> Expression:
    if _known(b):
        return _divide(a, b) if b else otherwise
    return f"(IF {b} = 0 THEN {text(otherwise)} ELSE {text(_divide(a, b))})"


def _compare(sign: str, numbers: Callable[[float, float], Any]) -> np.ufunc:
    def rule(a: Any, b: Any) -> Expression:
        if _known(a, b):
            return float(numbers(a, b))
        return f"(IF {text(a)} {sign} {text(b)} THEN 1 ELSE 0)"

    word: np.ufunc = np.frompyfunc(rule, 2, 1)
    return word


def _call(name: str, numbers: Callable[..., Any], inputs: int) -> np.ufunc:
    def rule(*values: Any) -> Expression:
        if _known(*values):
            return float(numbers(*values))
        return f"{name}({', '.join(text(value) for value in values)})"

    word: np.ufunc = np.frompyfunc(rule, inputs, 1)
    return word


_RULES: dict[str, np.ufunc] = {
    "add": np.frompyfunc(_add, 2, 1),
    "subtract": np.frompyfunc(_subtract, 2, 1),
    "multiply": np.frompyfunc(_multiply, 2, 1),
    "divide": np.frompyfunc(_divide, 2, 1),
    "power": np.frompyfunc(_power, 2, 1),
    "where": np.frompyfunc(_where, 3, 1),
    "ratio": np.frompyfunc(_ratio, 3, 1),
    "less": _compare("<", lambda a, b: a < b),
    "less_equal": _compare("<=", lambda a, b: a <= b),
    "greater": _compare(">", lambda a, b: a > b),
    "greater_equal": _compare(">=", lambda a, b: a >= b),
    "equal": _compare("=", lambda a, b: a == b),
    "not_equal": _compare("<>", lambda a, b: a != b),
    "minimum": _call("MIN", min, 2),
    "maximum": _call("MAX", max, 2),
    "exp": _call("EXP", math.exp, 1),
    "log": _call("LN", math.log, 1),
    "sqrt": _call("SQRT", math.sqrt, 1),
}


def objects(value: Any) -> Objects:
    """An array of expressions in all axes, of a symbol, an array or a number."""
    if isinstance(value, Symbol):
        return value.each
    array: Objects = np.asarray(value, dtype=object)
    return array.reshape((1,) * DIMENSIONS) if array.ndim == 0 else array


def _apply(word: str, *values: Any) -> Symbol:
    return Symbol(np.asarray(_RULES[word](*[objects(value) for value in values]), dtype=object))


def _forward(word: str) -> Callable[[Any, Any], Any]:
    return lambda self, other: _apply(word, self, other)


def _backward(word: str) -> Callable[[Any, Any], Any]:
    return lambda self, other: _apply(word, other, self)


class Symbol:
    """An array of expressions in all axes, with a member axis of length 1."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, each: Objects) -> None:
        self.each = each

    def __bool__(self) -> bool:
        raise TypeError("an equation may not branch on a value: use np.where")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        if ufunc.__name__ not in _RULES or method != "__call__" or options:
            raise TypeError(f"np.{ufunc.__name__} is not a word of the vocabulary")
        return _apply(ufunc.__name__, *inputs)

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Symbol:
        if function is not np.where or len(arguments) != 3 or options:
            raise TypeError(f"np.{function.__name__} is not a word of the vocabulary")
        return _apply("where", *arguments)

    __add__, __radd__ = _forward("add"), _backward("add")
    __sub__, __rsub__ = _forward("subtract"), _backward("subtract")
    __mul__, __rmul__ = _forward("multiply"), _backward("multiply")
    __truediv__, __rtruediv__ = _forward("divide"), _backward("divide")
    __pow__, __rpow__ = _forward("power"), _backward("power")
    __lt__, __le__ = _forward("less"), _forward("less_equal")
    __gt__, __ge__ = _forward("greater"), _forward("greater_equal")
    __eq__, __ne__ = _forward("equal"), _forward("not_equal")

    def __neg__(self) -> Symbol:
        return _apply("subtract", 0, self)

    def reading_total(self, axes: tuple[str, ...]) -> Symbol:
        """`total`: one sum over the labels in their order, zeros left out."""
        each = self.each
        for axis in axes:
            each = np.apply_along_axis(_sum, POSITION[axis], each)
        return Symbol(each)

    @staticmethod
    def reading_ratio(a: Any, b: Any, otherwise: Any) -> Symbol:
        """`ratio`, as a condition: 0 / 0 is never evaluated."""
        return _apply("ratio", a, b, otherwise)

    def reading_table(self, curve: Any) -> Symbol:
        """`table`: a call of the graphical function of that name, times its scale."""
        call = np.frompyfunc(lambda x: f"{curve.name}({text(x)})", 1, 1)
        read: Symbol = Symbol(np.asarray(call(self.each), dtype=object)) * curve.scale
        return read


class CurveSymbol:
    """A curve by its name, and the symbol of its scale."""

    def __init__(self, name: str, scale: Symbol) -> None:
        self.name, self.scale = name, scale


class CellSymbols:
    """`cells` read on symbols."""

    def __init__(self, cells: Cells) -> None:
        self._index = {"place": cells.place, "segment": cells.segment}
        self._length = {"place": cells.places, "segment": cells.segments}

    def total(self, x: Any, axis: str) -> Symbol:
        """cell → `axis`, one sum for each label."""
        each = np.moveaxis(objects(x), POSITION["cell"], 0)
        sums = [
            np.apply_along_axis(_sum, 0, each[self._index[axis] == label]).squeeze(0)
            if (self._index[axis] == label).any()
            else np.zeros(each.shape[1:], dtype=object)
            for label in range(self._length[axis])
        ]
        together = np.expand_dims(np.stack(sums), 1 + POSITION["cell"])
        return Symbol(np.moveaxis(together.squeeze(1 + POSITION[axis]), 0, POSITION[axis]))

    def spread(self, x: Any, axis: str) -> Symbol:
        """`axis` → cell."""
        each = objects(x)
        if each.shape[POSITION[axis]] == self._length[axis]:
            each = each.take(self._index[axis], axis=POSITION[axis])
        return Symbol(each.swapaxes(POSITION[axis], POSITION["cell"]))


def _sum(row: Objects) -> Objects:
    terms = [term for term in row if isinstance(term, str) or term != 0]
    result: Objects = np.empty(1, dtype=object)
    if _known(*terms):
        result[0] = float(sum(terms))
    else:
        result[0] = terms[0] if len(terms) == 1 else f"({' + '.join(text(term) for term in terms)})"
    return result
