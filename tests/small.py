"""A small but complete model: every word of the vocabulary at least once, on two or three labels an axis."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np

from sim.core.axes import Axes
from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import (
    Curve,
    Declaration,
    Valve,
    auxiliary,
    correction,
    delay,
    driver,
    flow,
    initial,
    outcome,
    ratio,
    smooth,
    stock,
    table,
    total,
    valve,
)

AXES = Axes(
    labels={
        "seller": ("dutch", "others"),
        "market": ("china", "rest"),
        "place": ("north", "rest_nl"),
        "segment": ("chips", "design"),
        "cell": ("north.chips", "north.design", "rest_nl.chips"),
        "level": ("mbo", "wo"),
        "origin": ("nl", "eu"),
    },
    indicators={
        "is_dutch": ("seller", frozenset({"dutch"})),
        "is_china": ("market", frozenset({"china"})),
        "has_record": ("segment", frozenset({"chips"})),
    },
)

observing = driver("1", "1 while the record is used.")
demand = driver("MUSD2023/year", "World demand.", axes=("segment",))
recorded_demand = driver("MUSD2023/year", "World demand as recorded.", axes=("segment",))
commissioned = valve("MUSD2023/year/year", "Capacity taken into use.", axes=("cell",), kind="quantity")
campaign = valve("person/year", "Extra students.", axes=("place",), kind="switch")

residual = correction("demand_plain", needed="recorded_demand", where="has_record")


@auxiliary("MUSD2023/year", axes=("segment",))
def demand_plain(demand, demand_scale):
    """Demand as the model has it."""
    return demand * demand_scale


@auxiliary("MUSD2023/year", axes=("segment",))
def demand_corrected(demand_plain, residual):
    """Demand on the record."""
    return demand_plain * np.exp(residual)


@auxiliary("1", axes=("seller",))
def pull(attraction, is_dutch, quality, quality_reference, elasticity):
    """What draws buyers."""
    return attraction * (1 - is_dutch + is_dutch * (quality / quality_reference) ** elasticity)


@flow("MUSD2023/year", axes=("seller", "market", "segment"))
def orders(demand_corrected, pull, is_china, china_part):
    """Orders by seller and market."""
    market = is_china * china_part + (1 - is_china) * (1 - china_part)
    return demand_corrected * market * ratio(pull, total(pull, "seller"), 0)


@flow("MUSD2023/year", axes=("seller", "market", "segment"))
def shipments(backlog, lead_time, dutch_limit, is_dutch):
    """Shipments: what stands in the backlog, the Dutch no more than they can make."""
    wanted = backlog / lead_time
    dutch_wanted = total(is_dutch * wanted, "seller", "market")
    return wanted * np.minimum(1, is_dutch * ratio(dutch_limit, dutch_wanted, 0) + (1 - is_dutch))


@initial("MUSD2023", axes=("seller", "market", "segment"))
def backlog_initial(orders, lead_time):
    """Steady state."""
    return orders * lead_time


backlog = stock(
    "MUSD2023",
    "Orders not yet shipped.",
    axes=("seller", "market", "segment"),
    initial="backlog_initial",
    inflows=[orders],
    outflows=[shipments],
)


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_orders(orders, is_dutch):
    """Orders of Dutch firms."""
    return total(is_dutch * orders, "seller", "market")


@auxiliary("MUSD2023/year", axes=("segment",))
def dutch_limit(capacity, staffing, cells):
    """What Dutch firms can make."""
    return cells.total(capacity * cells.spread(staffing, "place"), "segment")


expected_orders = smooth("dutch_orders", time="expectation_time")


@auxiliary("1", axes=("cell",))
def cell_share(capacity, cells):
    """A cell's part of its segment."""
    return ratio(capacity, cells.spread(cells.total(capacity, "segment"), "segment"), 0)


@flow("MUSD2023/year/year", axes=("cell",))
def starts(expected_orders, capacity, cell_share, ordering_time, cells):
    """New capacity begun where the gap is."""
    gap = expected_orders - cells.total(capacity, "segment")
    return cells.spread(np.maximum(0, gap), "segment") * cell_share / ordering_time


finished = delay("starts", time="build_time", order=3)
noted = delay("commissioned", time="build_time", order=1)


@flow("MUSD2023/year/year", axes=("cell",))
def scrapped(capacity, life):
    """Capacity at the end of its life."""
    return capacity / life


@auxiliary("MUSD2023/year/year", axes=("cell",))
def pace(commissioned, capacity_start, life):
    """What hangs on a valve within the moment, and is wanted at the start."""
    return commissioned + capacity_start / life


@initial("MUSD2023/year", axes=("cell",))
def capacity_initial(pace, life):
    """Capacity that its own pace would keep."""
    return pace * life


capacity = stock(
    "MUSD2023/year",
    "Capacity.",
    axes=("cell",),
    initial="capacity_initial",
    inflows=[finished, noted],
    outflows=[scrapped],
)


@flow("person/year", axes=("place", "level"))
def enrolment(enrolment_normal, campaign, level_part, staffing, staffing_curve):
    """Students who start; more where staff is short."""
    return (enrolment_normal + campaign) * level_part * table(staffing, staffing_curve)


graduation = delay("enrolment", time="study_time", order=2)


@flow("person/year", axes=("place", "level"))
def leaving(staff, leaving_rate):
    """Staff that leaves."""
    return np.where(staff > 0, staff * leaving_rate, 0)


staff = stock(
    "person",
    "Staff.",
    axes=("place", "level"),
    initial="staff_start",
    inflows=["graduation"],
    outflows=[leaving],
)


@auxiliary("1", axes=("place",))
def staffing(staff, staff_wanted):
    """Staff there is for staff wanted, at most 1."""
    return np.minimum(1, total(staff, "level") / staff_wanted)


@flow("1/year")
def learning(capacity, capacity_start, learning_rate):
    """Quality grows with the root of capacity."""
    return learning_rate * np.sqrt(total(capacity, "cell") / total(capacity_start, "cell"))


@flow("1/year")
def forgetting(quality, quality_reference, forgetting_rate):
    """Quality fades the faster the higher it is."""
    return forgetting_rate * np.log(1 + (quality / quality_reference) ** 2)


quality = stock(
    "1", "Quality of Dutch products.", initial="quality_reference", inflows=[learning], outflows=[forgetting]
)


@outcome("1")
def share(shipments, is_dutch):
    """The Dutch part of all shipments."""
    everything = total(shipments, "seller", "market", "segment")
    return total(is_dutch * shipments, "seller", "market", "segment") / everything


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
    **{name: ("1", tuple(a for a, n in zip(AXES.labels, v.shape, strict=False) if n > 1)) for name, v in CENTRE.items()},
    **{name: ("year", ()) for name in ("expectation_time", "ordering_time", "build_time", "life", "correction_time")},
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
    own = {name: it for name, it in globals().items() if isinstance(it, Declaration)}
    return Model.build(sector(**own), axes=AXES, parameters=UNITS)


def inputs(members: int) -> dict[str, Any]:
    """Parameters and indicators; members differ by some percents in every parameter but the conventions."""
    rng = np.random.default_rng(7)
    fixed = {"correction_floor", "quality_reference"}
    result: dict[str, Any] = {
        name: value if name in fixed else value * np.exp(0.1 * rng.standard_normal((*value.shape[:-1], members)))
        for name, value in CENTRE.items()
    }
    scale = np.exp(0.1 * rng.standard_normal((1,) * 7 + (members,)))
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


def run(model: Model, values: Mapping[str, Any], clock: Clock, members: int, *names: str) -> dict[str, np.ndarray]:
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
        (clock.start, pour), (clock.start + 1.3, pour), (clock.start + 2.03, turn(25.0)), (clock.start + 4.71, turn(-25.0))
    )
    seen = Recording(*names)
    integrate(model, values, drivers(clock), clock, members, events, valves, seen)
    return seen.series
