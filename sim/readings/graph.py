"""Reads equations as graphs of operations on labelled arrays, so that a step can be compiled.

Each node is made once: an expression that stands in two equations is one node. Shapes are the lengths of the
label axes; the member axis is no part of the graph. A function on a graph gives what it gives on arrays, bit
for bit, because nothing is re-ordered and nothing worked out beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.axes import AXES, DIMENSIONS, POSITION, Cells
from sim.core.model import CELLS, Model
from sim.core.vocabulary import Curve, Driver, Stock, Valve

Shape = tuple[int, ...]
ONE: Shape = (1,) * len(AXES)
COMPARISONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "==",
               "not_equal": "!="}  # fmt: skip
WORDS = {"add", "subtract", "multiply", "divide", "power", "minimum", "maximum", "exp", "log", "sqrt"}
CALLED = ("exp", "log", "power")
"""Words whose last bits hang on who works them out; numpy's own loops do."""


class Untraceable(Exception):
    """An equation uses what a graph cannot hold; the text says what."""


@dataclass(frozen=True, eq=False)
class Node:
    """A value: `word` applied to `inputs`; `detail` is a leaf's name, a number, or the axis of a sum.

    `steady`: the same at every step. `narrow`: the same for every member, and known beforehand.
    """

    word: str
    inputs: tuple[Node, ...]
    shape: Shape
    detail: Any
    steady: bool
    narrow: bool

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false and not a number."""
        return self.word in COMPARISONS


class Graph:
    """The nodes of one model, each made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Node] = {}

    def leaf(self, name: str, shape: Shape, *, steady: bool, narrow: bool = False) -> Node:
        """A named value that is given."""
        return self._once(("leaf", name), Node("leaf", (), shape, name, steady, narrow))

    def number(self, value: float) -> Node:
        """A number."""
        number = float(value)
        return self._once(("number", repr(number)), Node("number", (), ONE, number, True, True))

    def apply(self, word: str, inputs: tuple[Node, ...], shape: Shape, detail: Any = None) -> Node:
        """A word applied to nodes."""
        steady, narrow = all(it.steady for it in inputs), all(it.narrow for it in inputs)
        key = (word, tuple(id(it) for it in inputs), detail)
        return self._once(key, Node(word, inputs, shape, detail, steady, narrow))

    def _once(self, key: tuple[Any, ...], node: Node) -> Node:
        return self._made.setdefault(key, node)

    def each(self, word: str, *values: Any) -> Traced:
        """A word applied label by label, with the shapes spread over each other as numpy does."""
        nodes = tuple(self.node(value) for value in values)
        if word in ("add", "subtract") and all(it.is_condition for it in nodes):
            raise Untraceable("adds conditions")
        if word in CALLED and any(it.narrow for it in nodes):
            raise Untraceable(f"takes {word} of what is the same for every member")
        return Traced(self, self.apply(word, nodes, np.broadcast_shapes(*(it.shape for it in nodes))))

    def node(self, value: Any) -> Node:
        """The node of a traced value or a number."""
        if isinstance(value, Traced):
            return value.node
        if np.ndim(value) == 0 and not isinstance(value, Curve):
            return self.number(value)
        raise Untraceable(f"holds a {type(value).__name__}")


def _forward(word: str) -> Callable[[Any, Any], Any]:
    return lambda self, other: self.graph.each(word, self, other)


def _backward(word: str) -> Callable[[Any, Any], Any]:
    return lambda self, other: self.graph.each(word, other, self)


class Traced:
    """A node that takes part in arithmetic as an array does."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, graph: Graph, node: Node) -> None:
        self.graph, self.node = graph, node

    def __bool__(self) -> bool:
        raise TypeError("an equation may not branch on a value: use np.where")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Traced:
        if method != "__call__" or options or ufunc.__name__ not in WORDS | set(COMPARISONS):
            raise Untraceable(f"uses np.{ufunc.__name__}")
        return self.graph.each(ufunc.__name__, *inputs)

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Traced:
        if function is not np.where or len(arguments) != 3 or options:
            raise Untraceable(f"uses np.{function.__name__}")
        return self.graph.each("where", *arguments)

    __add__, __radd__ = _forward("add"), _backward("add")
    __sub__, __rsub__ = _forward("subtract"), _backward("subtract")
    __mul__, __rmul__ = _forward("multiply"), _backward("multiply")
    __truediv__, __rtruediv__ = _forward("divide"), _backward("divide")
    __rpow__ = _backward("power")
    __lt__, __le__ = _forward("less"), _forward("less_equal")
    __gt__, __ge__ = _forward("greater"), _forward("greater_equal")
    __eq__, __ne__ = _forward("equal"), _forward("not_equal")

    def __pow__(self, other: Any) -> Traced:
        if isinstance(other, int | float):  # what numpy does with a bare exponent
            if other == 2:
                return self.graph.each("multiply", self, self)
            if other == 1:
                return self
            raise Untraceable(f"raises to the power {other}")
        return self.graph.each("power", self, other)

    def __neg__(self) -> Traced:
        return self.graph.each("negative", self)

    def reading_total(self, axes: tuple[str, ...]) -> Traced:
        """`total`: a sum in the order of the labels, an axis at a time."""
        node = self.node
        for axis in axes:
            if node.shape[POSITION[axis]] > 1:
                node = self.graph.apply("total", (node,), _with(node.shape, axis, 1), axis)
        return Traced(self.graph, node)

    def reading_ratio(self, a: Any, b: Any, otherwise: Any) -> Traced:
        """`ratio`, which never divides by zero."""
        each = self.graph.each
        zero = each("equal", b, 0)
        return each("where", zero, otherwise, each("divide", a, each("where", zero, 1, b)))

    def reading_table(self, curve: Any) -> Traced:
        """`table`: not compiled."""
        raise Untraceable("reads a curve")


class TracedCells:
    """`cells` on a graph."""

    def __init__(self, graph: Graph, cells: Cells) -> None:
        self._graph = graph
        self._length = {"place": cells.places, "segment": cells.segments}
        self._cells = len(cells.place)

    def total(self, x: Any, axis: str) -> Traced:
        """cell → `axis`."""
        node = self._graph.node(x)
        if node.shape[POSITION["cell"]] != self._cells or node.shape[POSITION[axis]] != 1:
            raise Untraceable(f"totals over cells what has the shape {node.shape}")
        shape = _with(_with(node.shape, "cell", 1), axis, self._length[axis])
        return Traced(self._graph, self._graph.apply("cells_total", (node,), shape, axis))

    def spread(self, x: Any, axis: str) -> Traced:
        """`axis` → cell."""
        node = self._graph.node(x)
        if node.shape[POSITION["cell"]] != 1:
            raise Untraceable(f"spreads over cells what has the shape {node.shape}")
        if node.shape[POSITION[axis]] == 1:
            return Traced(self._graph, node)
        shape = _with(_with(node.shape, "cell", self._cells), axis, 1)
        return Traced(self._graph, self._graph.apply("spread", (node,), shape, axis))


def _with(shape: Shape, axis: str, length: int) -> Shape:
    at = POSITION[axis]
    return (*shape[:at], length, *shape[at + 1 :])


@dataclass(frozen=True)
class Tracing:
    """The equations of a step as nodes, by name in order of evaluation, and the leaves that they stand on."""

    graph: Graph
    equations: Mapping[str, Node]
    leaves: Mapping[str, Node]


def trace(model: Model, inputs: Mapping[str, Any]) -> Tracing:
    """Every equation that is evaluated at each step, as a graph; `Untraceable` names the one that cannot be.

    `inputs`: parameters as arrays in all axes; only their label axes count.
    """
    graph = Graph()
    leaves: dict[str, Node] = {}
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.ndim == DIMENSIONS:
            narrow = name in model.axes.indicators
            leaves[name] = graph.leaf(name, value.shape[:-1], steady=True, narrow=narrow)
    for name in model.constants:
        shape = model.axes.shape(model.equation(name).axes)[:-1]
        leaves[name] = graph.leaf(name, shape, steady=True)
    for name, it in (model.of(Stock) | model.of(Driver) | model.of(Valve)).items():
        leaves[name] = graph.leaf(name, model.axes.shape(it.axes)[:-1], steady=False)
    known: dict[str, Any] = {name: value for name, value in inputs.items() if isinstance(value, Curve)}
    known[CELLS] = TracedCells(graph, model.axes.cells)
    known |= {name: Traced(graph, node) for name, node in leaves.items()}
    found: dict[str, Node] = {}
    for name in model.steps:
        equation = model.equation(name)
        names = equation.names or (name,)
        shape = model.axes.shape(equation.axes)[:-1]
        try:
            result = equation.function(*[known[need] for need in equation.arguments])
            nodes = [graph.node(it) for it in (result if equation.names else (result,))]
        except (Untraceable, KeyError) as fault:
            raise Untraceable(f"'{name}' ({equation.where}) {fault}") from None
        for each, node in zip(names, nodes, strict=True):
            if node.shape != shape or node.is_condition:
                raise Untraceable(
                    f"'{each}' ({equation.where}) is not a number with the axes that it declares"
                )
            found[each] = node
            known[each] = Traced(graph, graph.leaf(each, shape, steady=False))
    return Tracing(graph, found, leaves)
