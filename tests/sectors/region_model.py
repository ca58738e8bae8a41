"""The regional sectors as a model of their own: what other sectors give stands here as plain series.

`build` wires them with a small sector that takes staff wanted from a driver; `simulate` runs it for one
member at central values, with a grid that grants what is free.
"""

import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.core.axes import DIMENSIONS, Axes
from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import Driver, Valve, driver
from sim.inputs.axes import load_axes
from sim.inputs.parameters import load_parameters
from sim.sectors import first_job, grid, kept_away, labour_market, migration, place, talent, workforce

SECTORS = (talent, first_job, migration, workforce, labour_market, kept_away, place, grid)


def givers() -> types.ModuleType:
    """What the rest of the model gives to the regional sectors, as drivers."""
    module = types.ModuleType("givers")
    module.staff_wanted = driver("person", "People whom the plan needs.", axes=("cell",))
    module.observing = driver("1", "1 while the record is used.")
    return module


def build(axes: Axes | None = None) -> Model:
    """The regional sectors wired; parameters that other files will hold are given by name."""
    axes = axes or load_axes()
    return Model.build(
        *SECTORS, givers(), axes=axes, parameters=[*load_parameters(axes), "speculative_patience"]
    )


def inputs(model: Model, changes: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Central values of all parameters and the indicators; `changes` sets or scales them."""
    known = load_parameters(model.axes)
    values = {
        name: known[name].centre if name in known else np.full((1,) * DIMENSIONS, 4.0)
        for name in model.parameters
    }
    for name, value in (changes or {}).items():
        values[name] = np.full_like(values[name], value)
    return values | {name: model.axes.indicator(name) for name in model.axes.indicators}


class OpenGrid:
    """An agenda that files all pending requests and grants what is free, for the books of MW."""

    def __init__(self, model: Model, valves: Valves, released: Mapping[str, tuple[float, float]]) -> None:
        self.places = model.axes.labels["place"]
        self.valves = valves
        self.released = released

    def advance(self, start: float, end: float, state: Mapping[str, Any]) -> None:
        """File, release, grant."""
        for index, name in enumerate(self.places):
            at = (0, 0, index)
            pending = float(state["requests_pending_mw"][at].ravel()[0])
            queued = float(state["mw_queued_other"][at].ravel()[0])
            free = float(state["mw_free"][at].ravel()[0])
            self.valves.pour("requested_other", index, 0, pending)
            self.valves.pour("granted_other", index, 0, min(queued, free))
            date, amount = self.released.get(name, (0.0, 0.0))
            if start <= date < end:
                self.valves.pour("mw_released", index, 0, amount)


class Watcher:
    """Keeps copies of every value at every step; the last call of the loop shows the end."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """Copy a step."""
        self.all.append({name: np.array(it) for name, it in values.items() if name != "cells"})

    @property
    def seen(self) -> list[dict[str, Any]]:
        """Values of every step, flows included, with the stocks before they move."""
        return self.all[:-1]

    @property
    def closed(self) -> list[dict[str, Any]]:
        """The stocks after every step."""
        return self.all[1:]


def simulate(
    wanted: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    changes: Mapping[str, float] | None = None,
    drivers: Mapping[str, Callable[[np.ndarray], Any]] | None = None,
    released: Mapping[str, tuple[float, float]] | None = None,
    clock: Clock | None = None,
    observing_until: float = 0.0,
) -> tuple[Model, Clock, Watcher]:
    """Run one member. `wanted(times, staff_2010)` gives staff wanted, (steps, …, cell, …, 1)."""
    clock = clock or Clock(2010.0, 2039.0, 0.0625)
    model = build()
    given = inputs(model, changes)
    times = clock.edges()[:-1]
    series = {
        name: np.zeros((len(times), *model.axes.shape(it.axes))) for name, it in model.of(Driver).items()
    }
    column = times.reshape(-1, *[1] * DIMENSIONS)
    series["staff_wanted"] = wanted(column, given["staff_2010"])
    for season in ("intake_season", "graduation_season"):
        series[season][...] = 1
    series["observing"][...] = column < observing_until
    for name, path in (drivers or {}).items():
        series[name] = np.broadcast_to(path(column), series[name].shape)
    valves = Valves(model.of(Valve), model.axes, 1)
    watcher = Watcher()
    integrate(model, given, series, clock, 1, OpenGrid(model, valves, released or {}), valves, watcher)
    return model, clock, watcher


def growing(rate: float) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Staff wanted that grows by `rate` a year in every cell."""
    return lambda times, staff: staff * np.exp(rate * (times - 2010.0))
