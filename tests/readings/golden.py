"""The model of one place and two segments as XMILE, kept in a file so that a review sees a changed equation.

    python -m tests.readings.golden        writes the file anew

A label or two of each axis stand for all, since equations know no label. Each constant is 1: values stand in
configs/parameters and may change without touching this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.axes import Axes
from sim.core.model import Model
from sim.core.vocabulary import Curve
from sim.inputs.axes import load_axes
from sim.inputs.parameter import Parameter
from sim.inputs.scenarios import load_evidence
from sim.readings.xmile import export
from sim.sectors import SECTORS

FILE = Path(__file__).with_name("golden") / "model.xmile"
KEPT = {
    "seller": ("dutch", "china"),
    "market": ("china", "rest"),
    "place": ("brainport",),
    "segment": ("lithography", "chips"),
    "cell": ("brainport.lithography", "brainport.chips"),
    "level": ("mbo", "wo"),
    "origin": ("nl", "other"),
    "node": ("materials",),
}


def restricted(axes: Axes, kept: Mapping[str, tuple[str, ...]]) -> Axes:
    """The axes with the labels in `kept` alone; indicators lose the labels that are gone."""
    unknown = {label for axis, labels in kept.items() for label in labels if label not in axes.labels[axis]}
    if unknown:
        raise ValueError(f"the axes no longer have {', '.join(sorted(unknown))}")
    indicators = {
        name: (axis, chosen & frozenset(kept[axis])) for name, (axis, chosen) in axes.indicators.items()
    }
    return Axes({axis: tuple(kept[axis]) for axis in axes.labels}, indicators)


def ones(parameter: Parameter, axes: Axes) -> Any:
    """1 for every label; a curve keeps its shape, which is a choice of the equation and no value."""
    value = np.ones(axes.shape(parameter.axes))
    if parameter.points is None:
        return value
    x, y = (tuple(float(one) for one in side) for side in parameter.points.T)
    return Curve(x, y, value)


def text() -> str:
    """The document, from the equations as they are."""
    axes = restricted(load_axes(), KEPT)
    parameters = load_evidence().parameters
    model = Model.build(*SECTORS, axes=axes, parameters=parameters)
    values = {name: ones(parameters[name], axes) for name in model.parameters}
    return export(model, values, 1 / 16, 2010.0, 2039.0)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
    print(f"{FILE}: {len(text().splitlines())} lines")
