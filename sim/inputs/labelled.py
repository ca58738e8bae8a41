"""Values by label: nested mappings as files write them, checked for completeness and turned into arrays."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.core.axes import AXES, Array, Axes
from sim.inputs.checks import Reader, shown_value
from sim.inputs.faults import hint

Labels = tuple[str, ...]


def label_paths(axes: Axes, over: tuple[str, ...]) -> list[Labels]:
    """All label paths of an array over `over`, in the order of its flat array; a cell's path is (place,
    segment).
    """
    lists = [[tuple(label.split(".")) for label in axes.labels[axis]] for axis in over]
    return [tuple(itertools.chain(*path)) for path in itertools.product(*lists)]


def read_axes(reader: Reader, value: Any) -> tuple[str, ...]:
    """The `axes:` of an entry, in the order of the engine."""
    over = reader.texts(value, "axes")
    for axis in over:
        if axis not in AXES:
            reader.complain(f"unknown axis '{axis}'.{hint(axis, AXES)}", "axes")
    if list(over) != sorted(set(over), key=lambda axis: AXES.index(axis) if axis in AXES else -1):
        reader.complain(f"must stand in the order {', '.join(AXES)}, each once", "axes")
    return tuple(axis for axis in over if axis in AXES)


def leaves(
    reader: Reader,
    value: Any,
    axes: Axes,
    over: tuple[str, ...],
    path: tuple[str, ...],
    *,
    complete: bool,
    is_leaf: Callable[[Any], bool] = lambda one: not isinstance(one, Mapping),
) -> dict[Labels, Any]:
    """What is given for each label path. `complete`: every label must be there, one by one; otherwise a
    leaf may stand for all labels below it. Unknown labels and missing ones are noted with their names.
    """
    known = label_paths(axes, over)
    found: dict[Labels, Any] = {}

    def visit(one: Any, at: Labels) -> None:
        below = [labels for labels in known if labels[: len(at)] == at]
        depth = len(at)
        if is_leaf(one):
            if complete and depth < len(known[0]):
                names = ", ".join(dict.fromkeys(labels[depth] for labels in below))
                reader.complain(f"must give a value for each of {names}", *path, *at, equals=one)
            else:
                found.update(dict.fromkeys(below, one))
            return
        if depth == len(known[0]):
            reader.complain(f"must be one value, not {shown_value(one)}", *path, *at)
            return
        choices = list(dict.fromkeys(labels[depth] for labels in below))
        for label in one:
            if label in choices:
                visit(one[label], (*at, label))
            else:
                reader.complain(f"unknown label.{hint(str(label), choices)}", *path, *at, label)
        missing = [label for label in choices if label not in one]
        if complete and missing:
            reader.complain(f"lacks {', '.join(missing)}", *path, *at)

    visit(value, ())
    return found


def as_array(axes: Axes, over: tuple[str, ...], given: Mapping[Labels, float]) -> Array:
    """The array in all axes (member axis of length 1) that holds a number for each label path."""
    numbers = [given[labels] for labels in label_paths(axes, over)]
    array = np.array(numbers, dtype=np.float64).reshape(axes.shape(over))
    array.setflags(write=False)
    return array
