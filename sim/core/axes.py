"""The fixed order of axes, their labels, and the table of non-empty place × segment cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

AXES = ("seller", "market", "place", "segment", "cell", "level", "origin", "node")
"""Every array carries these axes in this order, length 1 where one does not apply, and members last."""

POSITION = {axis: position for position, axis in enumerate(AXES)}
DIMENSIONS = len(AXES) + 1

_ORDER = range(DIMENSIONS)
_FRONT = {axis: (at, *(i for i in _ORDER if i != at)) for axis, at in POSITION.items()}
_BACK = {axis: tuple(int(i) for i in np.argsort(front)) for axis, front in _FRONT.items()}

Array = npt.NDArray[np.float64]


def add_in_order(x: Array, axis: str) -> Array:
    """Sum `x` over `axis`, keeping it at length 1, label by label.

    numpy adds in an order that depends on the length of the last axis, so a member alone would differ
    from the same member in the ensemble in the last bit; a loop over labels does not.
    """
    if x.shape[POSITION[axis]] == 1:
        return x
    labels = x.transpose(_FRONT[axis])
    result: Array = labels[0] + labels[1]
    for label in labels[2:]:
        result += label
    return result[None].transpose(_BACK[axis])


@dataclass(frozen=True)
class Cells:
    """The table of non-empty cells: for each cell the index of its place and of its segment."""

    place: npt.NDArray[np.intp]
    segment: npt.NDArray[np.intp]
    places: int
    segments: int

    def _index(self, axis: str) -> tuple[npt.NDArray[np.intp], int]:
        if axis == "place":
            return self.place, self.places
        if axis == "segment":
            return self.segment, self.segments
        raise ValueError(f"cells have a place and a segment, not a {axis!r}")

    def total(self, x: Array, axis: str) -> Array:
        """Sum cells into their place or segment: cell axis → length 1, `axis` → full length."""
        index, length = self._index(axis)
        labels = x.swapaxes(POSITION["cell"], POSITION[axis]).transpose(_FRONT[axis])
        result = np.zeros((length, *labels.shape[1:]))
        for label, cell in zip(index.tolist(), labels, strict=True):
            result[label] += cell
        return result.transpose(_BACK[axis])

    def spread(self, x: Array, axis: str) -> Array:
        """Give each cell the value of its place or segment: `axis` → length 1, cell axis → full length."""
        index, length = self._index(axis)
        taken = x.take(index, axis=POSITION[axis]) if x.shape[POSITION[axis]] == length else x
        return taken.swapaxes(POSITION[axis], POSITION["cell"])


@dataclass(frozen=True)
class Axes:
    """Labels by axis, the cells, and the indicators that let data choose a label so that no equation has to.

    `indicators` maps a name to (axis, labels for which it is 1).
    """

    labels: Mapping[str, tuple[str, ...]]
    indicators: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    def size(self, axis: str) -> int:
        """Number of labels of `axis`."""
        return len(self.labels[axis])

    def index(self, axis: str, label: str) -> int:
        """Position of `label` on `axis`; ValueError where it does not exist."""
        return self.labels[axis].index(label)

    def shape(self, axes: tuple[str, ...], members: int = 1) -> tuple[int, ...]:
        """The lengths, an axis each, of an array that varies over `axes`."""
        return (*(self.size(axis) if axis in axes else 1 for axis in AXES), members)

    @cached_property
    def cells(self) -> Cells:
        """The cell table; a cell's label is 'place.segment'."""
        pairs = [label.split(".") for label in self.labels["cell"]]
        return Cells(
            np.array([self.index("place", place) for place, _ in pairs], dtype=np.intp),
            np.array([self.index("segment", segment) for _, segment in pairs], dtype=np.intp),
            self.size("place"),
            self.size("segment"),
        )

    def indicator(self, name: str) -> Array:
        """The 0/1 array of an indicator, in all dimensions."""
        axis, chosen = self.indicators[name]
        row = np.array([1.0 if label in chosen else 0.0 for label in self.labels[axis]])
        return row.reshape(self.shape((axis,)))
