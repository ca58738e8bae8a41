"""Academic years in the whole model: within a year diplomas and entrants move, over a year hardly any."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.core.axes import Array
from sim.run.recorded import Recorded
from tests.engine.conftest import ALL_EVENTS, figure

Run = Callable[..., Recorded]
SHORT = {"members": 4, "end": 2027.0}
EVEN = {**ALL_EVENTS, "seasons": False}


@pytest.fixture(scope="module")
def quarters(recorded: Run) -> tuple[Recorded, Recorded]:
    every = {"every": "quarter", "variables": "outcomes"}
    return recorded(output=every, **SHORT), recorded(output=every, events=EVEN, **SHORT)


def of_year(run: Recorded, name: str, year: int) -> Array:
    """Its four quarters, each as a part of the year's sum, by member."""
    four = figure(run, name)[4 * (year - 2010) :][:4]
    result: Array = four / four.sum(axis=0)
    return result


def test_students_come_in_the_third_quarter_and_diplomas_in_summer(
    quarters: tuple[Recorded, Recorded],
) -> None:
    on, off = quarters
    entrants = of_year(on, "entrants", 2026)
    assert entrants[2].min() > 0.99
    diplomas = of_year(on, "graduates", 2026)
    assert np.abs(diplomas[[0, 3]]).max() < 1e-9
    assert (diplomas[1] > 0.2).all()
    assert (diplomas[2] > 0.5).all()
    for name in ("entrants", "graduates"):
        assert np.abs(of_year(off, name, 2026) - 0.25).max() < 0.01, name


def test_seekers_and_time_to_fill_swing_within_the_year(quarters: tuple[Recorded, Recorded]) -> None:
    """With seasons vacancies wait longer before summer than after it, in every member; without, neither."""
    on, off = quarters
    swing = np.diff(np.log(of_year(on, "time_to_fill", 2026)), axis=0)
    none = np.diff(np.log(of_year(off, "time_to_fill", 2026)), axis=0)
    assert (np.abs(swing - none).max(axis=0) > 1e-3).all()


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("graduates", 0.01),
        ("people_trained", 0.03),
        ("jobs_nl", 0.005),
        ("value_added_nl", 0.005),
        ("share", 0.0005),
    ],
)
def test_figures_of_a_year_hardly_move(recorded: Run, name: str, most: float) -> None:
    """From 2012 on; the first season begins in the middle of 2010."""
    on, off = figure(recorded(**SHORT), name)[2:], figure(recorded(events=EVEN, **SHORT), name)[2:]
    there = off > 0
    moved = np.abs(on[there] / off[there] - 1)
    assert moved.max() < most, f"{moved.max():.4f}"
