"""Grid: known answers an equation a line, books of MW, the gain of the queue, and the record's few dates."""

import numpy as np
import pytest

from sim.core.vocabulary import Equation
from sim.sectors import grid
from tests.sectors.region_model import growing, simulate


@pytest.mark.parametrize(
    ("equation", "arguments", "answer"),
    [
        (grid.electrification, (50, 0.14, 200), 5.25),
        (grid.electrification, (200, 0.14, 200), 0),
        (grid.speculative_filing, (100, 90, 0, 1.2, 3), 0),
        (grid.speculative_filing, (100, 90, 3, 1.2, 3), 54),
        (grid.speculative_filing, (10, 90, 3, 1.2, 3), 6),
        (grid.request_filing_mw, (100, 40, 4000, 0.002), 148),
        (grid.mw_in_queue, (500, 60), 560),
        (grid.grants, (80, 5), 85),
        (grid.grants_expected, (20, 90), 90),
        (grid.grid_wait_now, (540, 90), 6),
        (grid.mw_load, (1000, 45, 1.1), 950),
        (grid.speculative_gain, (300, 100, 100, 0.8, 3, 4), 0.2),
    ],
)
def test_known_answers(equation: Equation, arguments: tuple[float, ...], answer: float) -> None:
    assert float(equation(*arguments)) == pytest.approx(answer)


def test_gain_of_queue_and_requests_is_below_one_over_the_whole_range() -> None:
    """For every queue, need and yearly grants, at the ends of the ranges and at the limits."""
    queue = np.geomspace(0.1, 1e6, 300).reshape(-1, 1)
    balance = np.geomspace(0.01, 100, 50)
    for response, half_wait, patience in ((1.35, 3, 4), (2.4, 2, 8), (3.5, 0.5, 20)):
        gain = grid.speculative_gain(queue, 90, 90 * balance, response, half_wait, patience)
        assert float(gain.max()) < 1
        assert float(gain.min()) >= 0


def test_books_of_power_close() -> None:
    """Free + granted is what was there and was released; queued + granted is what was asked."""
    released = {"brainport": (2027.5, 320.0), "twente": (2029.0, 600.0)}
    _, clock, run = simulate(growing(0.05), released=released)
    first, end = run.closed[0], run.closed[-1]
    later = sum(step["request_filing_mw"].sum() for step in run.seen[1:]) * clock.dt
    moved = sum(
        end[name].sum() - first[name].sum()
        for name in ("requests_pending_mw", "mw_queued_other", "mw_contracted_other")
    )
    assert moved == pytest.approx(later, rel=1e-9)
    power = sum(
        end[name].sum() - first[name].sum()
        for name in ("mw_free", "mw_contracted_other", "mw_contracted_chips")
    )
    assert power == pytest.approx(920.0, abs=1e-6)
    for name in ("requests_pending_mw", "mw_queued_other", "mw_free", "mw_contracted_other"):
        assert min(step[name].min() for step in run.closed) >= -1e-9, name


def test_brabant_fills_in_2022_and_brainport_queues_some_hundreds_of_mw_in_2025() -> None:
    """TenneT: Brabant full in 2022; Hyteps: about 600 MW queued in Brainport, the sector's included."""
    model, clock, run = simulate(growing(0.05))
    brainport = model.axes.index("place", "brainport")
    free = np.array([step["mw_free"].ravel()[brainport] for step in run.closed])
    full = 2010 + (np.argmax(free < 1) + 1) * clock.dt
    assert 2021 <= full <= 2023
    queued = run.closed[round(15 / clock.dt)]["mw_queued_other"].ravel()[brainport]
    assert 400 <= queued <= 650


def test_wait_grows_with_the_queue_and_falls_when_power_is_released() -> None:
    model, clock, without = simulate(growing(0.05))
    _, _, released = simulate(growing(0.05), released={"brainport": (2027.5, 600.0)})
    brainport, step = model.axes.index("place", "brainport"), round(19 / clock.dt)
    waits = [run.seen[step]["grid_wait_perceived"].ravel()[brainport] for run in (without, released)]
    assert waits[1] < waits[0]
