"""Place: known answers an equation a line, books of homes, and the links to rents."""

import numpy as np
import pytest

from sim.core.vocabulary import Equation
from sim.sectors import place
from tests.sectors.region_model import growing, simulate


@pytest.mark.parametrize(
    ("equation", "arguments", "answer"),
    [
        (place.homes_base_need_initial, (98500, 0.015), 100000),
        (place.homes_base_need_growth, (4350,), 4350),
        (place.homes_needed, (100000, 15000, 5000, 0.4, 0), 104000),
        (place.homes_needed, (100000, 15000, 5000, 0.4, 1), 100000),
        (place.homes_started, (4000, 1, 0.05, 1000, 0.7), 4700),
        (place.homes_started, (4000, 2, 1, 0, 0.7), 8000),
        (place.homes_short, (100000, 95000), 5000),
        (place.homes_short, (95000, 100000), 0),
        (place.rent_pressure, (1500, 100000, 0.015, 5, 1, 0, 0), 1),
        (place.rent_pressure, (5500, 100000, 0.015, 5, 1, 0, 0), np.exp(0.2)),
        (place.rent_pressure, (0, 100000, 0.02, 5, 1, 0, 0), np.exp(-0.1)),
        (place.rent_pressure, (5500, 100000, 0.015, 5, 1, 1, 0), 1),
        (place.rent_pressure, (5500, 100000, 0.015, 5, 1.1, 0, 0), np.exp(0.175)),
        (place.rent_pressure, (5500, 100000, 0.015, 5, 1, 0, 1), 1),
        (place.rent_pressure, (0, 100000, 0.02, 5, 1, 0, 1), np.exp(-0.1)),
        (place.homes_needed_a_year, (4350, 18000, 6), 7350),
    ],
)
def test_known_answers(equation: Equation, arguments: tuple[float, ...], answer: float) -> None:
    assert float(equation(*arguments)) == pytest.approx(answer)


def test_books_of_homes_close() -> None:
    _, clock, run = simulate(
        growing(0.05), drivers={"homes_policy": lambda t: np.where(t > 2024, 500.0, 0.0)}
    )
    started = sum(step["homes_started"].sum() for step in run.seen) * clock.dt
    names = ("homes", "homes_completed__1", "homes_completed__2")
    start, end = (sum(values[name].sum() for name in names) for values in (run.seen[0], run.closed[-1]))
    assert end - start == pytest.approx(started, rel=1e-9)


def test_brainport_builds_four_thousand_and_needs_about_eight() -> None:
    """Metropoolregio Eindhoven (2025): about 4,000 built, 8,000 needed a year; range 7,000–10,000."""
    model, clock, run = simulate(growing(0.068))
    brainport, step = model.axes.index("place", "brainport"), round(15 / clock.dt)
    assert run.seen[step]["homes_completed"].ravel()[brainport] == pytest.approx(4000, rel=0.05)
    assert 7000 <= run.seen[step]["homes_needed_a_year"].ravel()[brainport] <= 10000


def test_homes_bring_rents_down_and_people_in() -> None:
    model, _, base = simulate(growing(0.07))
    _, _, homes = simulate(growing(0.07), drivers={"homes_policy": lambda t: np.where(t > 2018, 2000.0, 0.0)})
    brainport = model.axes.index("place", "brainport")
    assert (
        homes.seen[-1]["rent_pressure"].ravel()[brainport] < base.seen[-1]["rent_pressure"].ravel()[brainport]
    )
    assert homes.seen[-1]["staff"].sum() > base.seen[-1]["staff"].sum()
    assert homes.seen[-1]["kept_away_by_homes"].sum() < base.seen[-1]["kept_away_by_homes"].sum()
