"""The text of one C function of a step: loops over labels, in them one over members."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sim.core.axes import POSITION
from sim.readings.graph import COMPARISONS, Node, Shape

Index = tuple[str, ...]
"""For each axis the C expression of the label's number; "0" where the axis has one label."""
SHORT = 4
"""Sums over this many labels or fewer are written out."""


class Layout(Protocol):
    """Where values stand: the first row and the shape of a name, the first row of a node that is kept."""

    @property
    def rows(self) -> Mapping[str, tuple[int, Shape]]: ...
    @property
    def stored(self) -> Mapping[int, int]: ...


class Body:
    """The text of one function."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.depth = layout, 1
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append("    " * self.depth + text + "\n")

    def nest(self, shape: Shape, inside: Any) -> str:
        """Loops over the labels of a shape around what `inside` writes."""
        index = tuple("0" if length == 1 else f"i{at}" for at, length in enumerate(shape))
        loops = [(at, length) for at, length in enumerate(shape) if length > 1]
        for at, length in loops:
            self.say(f"for (int i{at} = 0; i{at} < {length}; i{at}++) {{")
            self.depth += 1
        inside(self, index)
        for _ in loops:
            self.depth -= 1
            self.say("}")
        return "".join(self.lines)

    def row(self, at: int, shape: Shape, index: Index) -> str:
        """The row of a label: an expression of the labels' numbers."""
        terms, stride = [f"{at}L"], 1
        for length, number in reversed(list(zip(shape, index, strict=True))):
            if length > 1 and number != "0":
                terms.append(number if stride == 1 else f"{number} * {stride}")
            stride *= length
        return " + ".join(terms)

    def pointer(self, node: Node, index: Index) -> str:
        """The values of all members of a stored node at a label."""
        layout = self.layout
        at = layout.stored.get(id(node))
        if at is None:
            at = layout.rows[node.detail][0]
        return f"A + ({self.row(at, node.shape, index)}) * n"

    def lanes(self, out: str, nodes: Sequence[tuple[Node, Index]], how: str) -> None:
        """One loop over members: the values of `nodes`, then `how`, in which they stand as {0}, {1}, …"""
        values = Values(self)
        names = [values.number(node, index) for node, index in nodes]
        self.say("{")
        self.depth += 1
        for line in values.before:
            self.say(line)
        self.say(f"vec *r = (vec *)(A + ({out}) * n);")
        self.say(f"LANES {{ {' '.join(values.inside)} {how.format(*names)} }}")
        self.depth -= 1
        self.say("}")

    def store(self, node: Node, index: Index, at: int, shape: Shape) -> None:
        """The values of a node at a label of a shape."""
        self.lanes(self.row(at, shape, index), [(node, index)], "r[m] = {0};")

    def total(self, x: Node, index: Index, at: int, shape: Shape, axis: str, labels: int) -> None:
        """Labels added one after another."""
        out, along = self.row(at, shape, index), POSITION[axis]

        def label(number: str) -> tuple[Node, Index]:
            return x, (*index[:along], number, *index[along + 1 :])

        first = labels if labels <= SHORT else 2
        added = " + ".join(f"{{{number}}}" for number in range(first))
        self.lanes(out, [label(str(number)) for number in range(first)], f"r[m] = {added};")
        if first < labels:
            self.say(f"for (int k = {first}; k < {labels}; k++)")
            self.lanes(out, [label("k")], "r[m] += {0};")

    def cells_total(self, x: Node, at: int, shape: Shape, axis: str) -> str:
        """Cells added to the row of their place or segment in the order of cells."""
        self.say(f"memset(A + {at}L * n, 0, sizeof(double) * {math.prod(shape)}L * n);")

        def add(body: Body, index: Index) -> None:
            target = list(index)
            target[POSITION["cell"]] = "0"
            target[POSITION[axis]] = f"{axis}_of[{index[POSITION['cell']]}]"
            body.lanes(body.row(at, shape, tuple(target)), [(x, index)], "r[m] += {0};")

        return self.nest(x.shape, add)


class Values:
    """The values of nodes within one loop over members, each worked out once."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.before: list[str] = []
        self.inside: list[str] = []
        self._known: dict[tuple[int, Index], str] = {}
        self._names = 0

    def of(self, node: Node, index: Index) -> str:
        """The C name of a node's value at a label, and for every member what works it out."""
        at = tuple("0" if length == 1 else number for length, number in zip(node.shape, index, strict=True))
        known = self._known.get((id(node), at))
        if known is None:
            known = self._known[id(node), at] = self._new(node, at)
        return known

    def _new(self, node: Node, index: Index) -> str:
        if node.word == "number":
            return f"ALL({node.detail!r})"
        layout = self.body.layout
        if node.word == "leaf" and node.narrow:
            name = self._name()
            self.before.append(
                f"const vec {name} = ALL({node.detail}[{self.body.row(0, node.shape, index)}]);"
            )
            return name
        if node.word == "leaf" or id(node) in layout.stored:
            name = self._name()
            self.before.append(f"const vec *{name} = (const vec *)({self.body.pointer(node, index)});")
            return f"{name}[m]"
        if node.word == "spread":
            (x,) = node.inputs
            inner = list(index)
            inner[POSITION[node.detail]] = f"{node.detail}_of[{index[POSITION['cell']]}]"
            inner[POSITION["cell"]] = "0"
            return self.of(x, tuple(inner))
        type_ = "mask" if node.is_condition else "vec"
        text = self._text(node, index)
        name = self._name()
        text = f"const {type_} {name} = {text};"
        (self.before if node.narrow else self.inside).append(text)
        return name

    def _name(self) -> str:
        self._names += 1
        return f"t{self._names}"

    def number(self, node: Node, index: Index) -> str:
        """A value as a number: a condition counts as 0 or 1."""
        value = self.of(node, index)
        return f"pick({value}, ALL(1.0), ALL(0.0))" if node.is_condition else value

    def _text(self, node: Node, index: Index) -> str:
        if node.word == "where":
            condition, yes, no = node.inputs
            test = self.of(condition, index)
            test = test if condition.is_condition else f"({test} != ALL(0.0))"
            return f"pick({test}, {self.number(yes, index)}, {self.number(no, index)})"
        values = [self.number(it, index) for it in node.inputs]
        signs = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", **COMPARISONS}
        if node.word in signs:
            return f"{values[0]} {signs[node.word]} {values[1]}"
        if node.word in ("minimum", "maximum"):
            return f"{'least' if node.word == 'minimum' else 'most'}({values[0]}, {values[1]})"
        return {"negative": f"-{values[0]}", "sqrt": f"root({values[0]})"}[node.word]
