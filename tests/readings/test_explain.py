"""The tree of values behind a number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from sim.core.axes import DIMENSIONS
from sim.core.loop import Clock
from sim.readings.explain import tree
from tests import small

CLOCK = Clock(2010.0, 2013.0, 1 / 16)


@dataclass(frozen=True)
class Told:
    """A parameter as the tree wants it."""

    unit: str
    words: str
    source: str


@pytest.fixture(scope="module")
def moment() -> dict[str, object]:
    model = small.build()
    inputs = small.of_member(small.inputs(3), 1)
    names = [name for name in model.declarations if name not in model.of("initial")]
    series = small.run(model, inputs, CLOCK, 1, *names)
    return {**inputs, **{name: each[20] for name, each in series.items()}}


def test_a_number_with_its_inputs(moment: dict[str, object]) -> None:
    model = small.build()
    told = {"staff_wanted": Told("person", "Staff that firms want.", "a survey")}
    labels = {"place": "north", "level": "wo"}
    staff, wanted = (float(moment[name].flat[index]) for name, index in (("staff", 1), ("staff_wanted", 0)))  # type: ignore[attr-defined]
    lines = tree(model, moment, "staffing", 2, labels=labels, parameters=told).splitlines()
    line = {name: model.declarations[name].where for name in ("staffing", "staff")}
    number = float(moment["staffing"].flat[0])  # type: ignore[attr-defined]
    assert lines[0] == (
        f"staffing = {number:.6g} 1 · auxiliary: Staff there is for staff wanted, at most 1. "
        f"({line['staffing']})"
    )
    assert lines[1] == f"├ staff = {staff:.6g} person · stock: Staff. ({line['staff']})"
    assert lines[2].startswith("│ ├ + graduation = ")
    assert lines[3].startswith("│ └ − leaving = ")
    assert lines[4] == f"└ staff_wanted = {wanted:.6g} person · parameter: Staff that firms want. · a survey"
    assert len(lines) == 5


def test_every_loop_ends_at_a_stock(moment: dict[str, object]) -> None:
    model = small.build()
    lines = tree(model, moment, "shipments", 50).splitlines()
    assert len(lines) < 120
    assert any("curve" in line for line in tree(model, moment, "enrolment", 1).splitlines())
    assert any("capacity = " in line and "over cell" in line for line in lines)
    assert any(line.endswith("· indicator") for line in lines)


def test_a_place_picks_its_cells(moment: dict[str, object]) -> None:
    model = small.build()
    capacity = moment["capacity"].ravel()  # type: ignore[attr-defined]
    first = tree(model, moment, "capacity", 0, labels={"place": "rest_nl"})
    assert first.startswith(f"capacity = {capacity[2]:.6g} MUSD2023/year · stock: Capacity.")
    both = tree(model, moment, "capacity", 0, labels={"segment": "chips"})
    low, high = sorted((capacity[0], capacity[2]))
    assert both.startswith(f"capacity = {low:.6g} … {high:.6g} over cell")


def test_an_unknown_name_or_label_is_refused(moment: dict[str, object]) -> None:
    model = small.build()
    with pytest.raises(KeyError, match="stafing"):
        tree(model, moment, "stafing")
    with pytest.raises(ValueError, match="'south' is no place; known are north, rest_nl"):
        tree(model, moment, "staffing", labels={"place": "south"})


def test_what_no_step_records_is_said_to_be_so(moment: dict[str, object]) -> None:
    line = tree(small.build(), {**moment, "commissioned": np.full((1,) * DIMENSIONS, np.nan)}, "commissioned")
    assert line.startswith(
        "commissioned = not recorded, MUSD2023/year/year · valve: Capacity taken into use."
    )
