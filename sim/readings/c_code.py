"""Writes the step of a model as C from its graph: a function an equation, members innermost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.core.axes import POSITION
from sim.core.model import Model
from sim.core.vocabulary import Stock
from sim.readings.c_body import Body, Index
from sim.readings.c_words import HEAD, TAIL
from sim.readings.graph import CALLED, Node, Shape, Tracing


@dataclass(frozen=True)
class Code:
    """A step in C and how its one array of (rows, member) is laid out.

    `rows`: the first row and the lengths by label of each variable. `exponents`: for each exponent the names
    that it hangs on; `wide[k]` tells `step` whether any of them differs between members.
    """

    text: str
    rows: Mapping[str, tuple[int, Shape]]
    length: int
    exponents: tuple[tuple[str, ...], ...]


@dataclass
class _Writer:
    """Collects functions and gives every stored node its rows."""

    tracing: Tracing
    rows: dict[str, tuple[int, Shape]] = field(default_factory=dict)
    stored: dict[int, int] = field(default_factory=dict)
    length: int = 0
    functions: list[str] = field(default_factory=list)
    once: list[str] = field(default_factory=list)
    step: list[str] = field(default_factory=list)
    exponents: list[tuple[str, ...]] = field(default_factory=list)

    def place(self, name: str, shape: Shape) -> int:
        """Rows for a named variable."""
        self.rows[name] = (self.length, shape)
        self.length += math.prod(shape)
        return self.rows[name][0]

    def keep(self, node: Node) -> None:
        """Give a node that others read rows of its own and write what fills them."""
        if id(node) in self.stored:
            return
        at = self.length
        self.length += math.prod(node.shape)
        self.fill(node, at)
        self.stored[id(node)] = at

    def fill(self, node: Node, at: int) -> None:
        """Write what puts a node's values into rows from `at` on, and before it all that it needs."""
        self.prepare(node, top=True)
        if node.word in CALLED:
            self.add(node, self.called(node, at))
        elif node.word in ("total", "cells_total"):
            self.add(node, self.summed(node, at))
        else:
            self.fill_as(node, at, node.shape)

    def fill_as(self, node: Node, at: int, shape: Shape) -> None:
        """Write what puts a node's values, spread over a shape, into rows from `at` on."""
        self.add(node, Body(self).nest(shape, lambda body, index: body.store(node, index, at, shape)))

    def add(self, node: Node, body: str) -> None:
        """A function, called once where nothing in it moves."""
        name = f"f{len(self.functions)}"
        self.functions.append(
            f"static void {name}(double *A, long n, const words *w, const char *wide) {{\n{body}}}\n"
        )
        (self.once if node.steady else self.step).append(f"    {name}(A, n, w, wide);\n")

    def prepare(self, node: Node, *, top: bool = False) -> None:
        """Keep what a node reads and cannot work out label by label itself."""
        if node.word in ("leaf", "number") or id(node) in self.stored:
            return
        hoisted = node.steady and not (node.narrow or node.is_condition or top)
        if hoisted or (node.word in (*CALLED, "total", "cells_total") and not top):
            self.keep(node)
            return
        for it in node.inputs:
            apart = node.word in CALLED or (node.word == "spread" and not it.narrow)
            if apart and it.word not in ("leaf", "number"):
                self.keep(it)
            else:
                self.prepare(it)

    def called(self, node: Node, at: int) -> str:
        """One of numpy's own loops over all rows, or row by row where it has two arguments."""
        if node.word != "power":
            size, (x,) = math.prod(node.shape), node.inputs
            source = self.source(x)
            return f"    call(w->{node.word}, w->{node.word}_data, {source}, A + {at}L * n, {size}L * n);\n"
        self.exponents.append(tuple(sorted(set(_names(node.inputs[1])))))
        number = len(self.exponents) - 1

        def row(body: Body, index: Index) -> None:
            x, y = (body.pointer(it, index) for it in node.inputs)
            out = body.row(at, node.shape, index)
            body.say(f"call2(w->power, w->power_data, {x}, {y}, A + ({out}) * n, n, wide[{number}]);")

        return Body(self).nest(node.shape, row)

    def source(self, node: Node) -> str:
        """Where a node's rows begin."""
        if node.word == "leaf" and not node.narrow:
            return f"A + {self.rows[node.detail][0]}L * n"
        if id(node) not in self.stored:
            raise ValueError(f"the step in C calls a function on a {node.word}")
        return f"A + {self.stored[id(node)]}L * n"

    def summed(self, node: Node, at: int) -> str:
        """A sum in the order of the labels: from the first two on, or for cells from zero on."""
        (x,) = node.inputs
        if node.word == "total":
            labels = x.shape[POSITION[node.detail]]
            return Body(self).nest(
                node.shape, lambda body, index: body.total(x, index, at, node.shape, node.detail, labels)
            )
        return Body(self).cells_total(x, at, node.shape, node.detail)


def _names(node: Node) -> Iterable[str]:
    if node.word == "leaf":
        yield node.detail
    for it in node.inputs:
        yield from _names(it)


def _net(it: Stock, tracing: Tracing) -> Node:
    """What flows in, in its order, and then out: added to zero as the loop does."""
    graph, net = tracing.graph, tracing.graph.number(0.0)
    for flow, word in [(x, "add") for x in it.inflows] + [(x, "subtract") for x in it.outflows]:
        known = tracing.equations.get(flow) or tracing.leaves[flow]
        one = graph.leaf(flow, known.shape, steady=False)
        net = graph.apply(word, (net, one), np.broadcast_shapes(net.shape, known.shape))
    return net


def c_code(model: Model, tracing: Tracing) -> Code:
    """The step of a model in C, equation by equation in their order, with its layout."""
    writer = _Writer(tracing)
    head = [HEAD]
    for name in model.axes.indicators:
        values = ", ".join(repr(float(x)) for x in model.axes.indicator(name).ravel())
        head.append(f"static const double {name}[] = {{{values}}};\n")
    cells = model.axes.cells
    for axis, of_cell in (("place", cells.place), ("segment", cells.segment)):
        head.append(f"static const int {axis}_of[] = {{{', '.join(map(str, of_cell.tolist()))}}};\n")
    stocks = model.of(Stock)
    shapes = {name: model.axes.shape(it.axes)[:-1] for name, it in stocks.items()}
    level = writer.length
    for name, shape in shapes.items():
        writer.place(name, shape)
    net = writer.length
    writer.length += net - level
    for name, leaf in tracing.leaves.items():
        if name not in stocks and not leaf.narrow:
            writer.place(name, leaf.shape)
    for name, node in tracing.equations.items():
        writer.fill(node, writer.place(name, node.shape))
    for name, it in stocks.items():
        flows = _net(it, tracing)
        if flows.word != "number":
            writer.fill_as(flows, net + writer.rows[name][0] - level, shapes[name])
    tail = TAIL % {
        "once": "".join(writer.once), "step": "".join(writer.step), "level": level, "net": net,
        "stocks": net - level,
    }  # fmt: skip
    text = "".join([*head, *writer.functions, tail])
    return Code(text, writer.rows, writer.length, tuple(writer.exponents))
