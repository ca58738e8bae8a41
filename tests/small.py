"""The small model with labels, inputs, drivers and events, and helpers to run and record it."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from sim.core.axes import Axes
from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import Curve, Valve
from tests import small_sector

AXES = Axes(
    labels={
        "seller": ("dutch", "others"),
        "market": ("china", "rest"),
        "place": ("north", "rest_nl"),
        "segment": ("chips", "design"),
        "cell": ("north.chips", "north.design", "rest_nl.chips"),
        "level": ("mbo", "wo"),
        "origin": ("nl", "eu"),
        "node": ("materials",),
    },
    indicators={
        "is_dutch": ("seller", frozenset({"dutch"})),
        "is_china": ("market", frozenset({"china"})),
        "has_record": ("segment", frozenset({"chips"})),
    },
)


def _row(axes: tuple[str, ...], *numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=float).reshape(AXES.shape(axes))


CENTRE: dict[str, np.ndarray] = {
    "demand_scale": _row((), 0.9),
    "attraction": _row(("seller",), 0.4, 1.1),
    "quality_reference": _row((), 1.0),
    "elasticity": _row((), 1.5),
    "china_part": _row(("segment",), 0.3, 0.2),
    "lead_time": _row(("segment",), 0.7, 0.5),
    "expectation_time": _row((), 1.0),
    "ordering_time": _row((), 1.5),
    "build_time": _row((), 2.0),
    "life": _row((), 12.0),
    "capacity_start": _row(("cell",), 6.0, 3.0, 4.0),
    "enrolment_normal": _row(("place",), 90.0, 60.0),
    "level_part": _row(("level",), 0.6, 0.4),
    "study_time": _row(("level",), 3.0, 5.0),
    "leaving_rate": _row((), 0.08),
    "staff_start": _row(("place", "level"), 500.0, 420.0, 380.0, 260.0),
    "staff_wanted": _row(("place",), 1000.0, 700.0),
    "learning_rate": _row((), 0.05),
    "forgetting_rate": _row((), 0.04),
    "correction_time": _row((), 0.5),
    "correction_half_life": _row((), 2.0),
    "correction_floor": _row((), 0.01),
}
CURVE = Curve((0.0, 0.5, 0.9, 1.0), (1.6, 1.4, 1.1, 1.0))
UNITS: dict[str, Any] = {
    **{
        name: ("1", tuple(a for a, n in zip(AXES.labels, v.shape, strict=False) if n > 1))
        for name, v in CENTRE.items()
    },
    **dict.fromkeys(
        ("expectation_time", "ordering_time", "build_time", "life", "correction_time"), ("year", ())
    ),
    "correction_half_life": ("year", ()),
    "lead_time": ("year", ("segment",)),
    "study_time": ("year", ("level",)),
    "capacity_start": ("MUSD2023/year", ("cell",)),
    "enrolment_normal": ("person/year", ("place",)),
    "staff_start": ("person", ("place", "level")),
    "staff_wanted": ("person", ("place",)),
    "leaving_rate": ("1/year", ()),
    "learning_rate": ("1/year", ()),
    "forgetting_rate": ("1/year", ()),
    "staffing_curve": ("1", (), "1"),
}


def sector(**declared: Any) -> ModuleType:
    """A sector made on the spot."""
    module = ModuleType("sector")
    vars(module).update(declared)
    return module


def build() -> Model:
    """The small model."""
    return Model.build(small_sector, axes=AXES, parameters=UNITS)


def inputs(members: int) -> dict[str, Any]:
    """Parameters and indicators; members differ by some percents in every parameter but the conventions."""
    rng = np.random.default_rng(7)
    fixed = {"correction_floor", "quality_reference"}
    result: dict[str, Any] = {
        name: value
        if name in fixed
        else value * np.exp(0.1 * rng.standard_normal((*value.shape[:-1], members)))
        for name, value in CENTRE.items()
    }
    scale = np.exp(0.1 * rng.standard_normal((*AXES.shape(())[:-1], members)))
    result["staffing_curve"] = Curve(CURVE.x, CURVE.y, scale)
    return result | {name: AXES.indicator(name) for name in AXES.indicators}


def of_member(values: Mapping[str, Any], member: int) -> dict[str, Any]:
    """The inputs of one member alone."""

    def one(value: Any) -> Any:
        if isinstance(value, Curve):
            return Curve(value.x, value.y, one(value.scale))
        return value[..., member : member + 1] if value.shape[-1] > 1 else value

    return {name: one(value) for name, value in values.items()}


def drivers(clock: Clock) -> dict[str, np.ndarray]:
    """Smooth series, as step means by the midpoint; the record ends after two thirds of the time."""
    middle = clock.edges()[:-1] + 0.5 * clock.dt
    waves = 50 * np.exp(0.02 * (middle - clock.start)) * (1 + 0.2 * np.sin(middle))
    shape = (-1, *AXES.shape(("segment",)))
    known = clock.start + 2 * (clock.end - clock.start) / 3
    return {
        "observing": (middle < known).astype(float).reshape(-1, *AXES.shape(())),
        "demand": np.stack([waves, 0.5 * waves], axis=1).reshape(shape),
        "recorded_demand": np.stack([1.3 * waves, 0 * waves], axis=1).reshape(shape),
    }


class Happenings:
    """Events written down beforehand: (time, do) pairs, each done in the step in which its time lies."""

    def __init__(self, *events: tuple[float, Any]) -> None:
        self.events = events

    def advance(self, start: float, end: float, state: Mapping[str, Any]) -> None:
        """Do what falls into [start, end)."""
        for time, do in self.events:
            if start <= time < end:
                do(time)


class Recording:
    """Keeps every step of the names it is asked for: `series[name]` is (steps + 1, …, member)."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.rows: dict[str, list[np.ndarray]] = {name: [] for name in names}

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """Copy, because the loop moves stocks in place."""
        for name in self.names:
            self.rows[name].append(np.array(values[name], dtype=float))

    @property
    def series(self) -> dict[str, np.ndarray]:
        """The series so far."""
        return {name: np.stack(rows) for name, rows in self.rows.items()}


def run(
    model: Model, values: Mapping[str, Any], clock: Clock, members: int, *names: str
) -> dict[str, np.ndarray]:
    """The small model with a few events; the series of `names`."""
    valves = Valves(model.of(Valve), AXES, members)

    def pour(time: float) -> None:
        for member in range(members):
            valves.pour("commissioned", 1, member, 3.0)

    def turn(rate: float) -> Any:
        def do(time: float) -> None:
            for member in range(members):
                valves.turn("campaign", 0, member, time, rate)

        return do

    events = Happenings(
        (clock.start, pour),
        (clock.start + 1.3, pour),
        (clock.start + 2.03, turn(25.0)),
        (clock.start + 4.71, turn(-25.0)),
    )
    seen = Recording(*names)
    integrate(model, values, drivers(clock), clock, members, events, valves, seen)
    return seen.series
