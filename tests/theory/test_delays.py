"""A material delay of order n answers a pulse with the Erlang law, and cohorts of students with theirs."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from scipy import stats

from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import delay, driver, flow
from sim.inputs.axes import load_axes
from sim.inputs.parameters import load_parameters
from sim.processes.agenda import NoEvents
from tests.sectors.region_model import simulate
from tests.small import AXES, Recording, sector

TIME = 1.6


def passing() -> ModuleType:
    """One inflow and a delay of it for each order."""
    pulse = driver("person/year", "What is sent in.")

    @flow("person/year")
    def inflow(pulse):
        """What comes in."""
        return pulse

    orders = {f"after_{n}": delay("inflow", time="passing_time", order=n) for n in (1, 2, 3)}
    return sector(pulse=pulse, inflow=inflow, **orders)


def far_from_erlang(order: int, dt: float) -> float:
    """Largest distance between what has left the delay of a pulse and the Erlang law, as a part of it."""
    clock = Clock(0.0, 10.0, dt)
    model = Model.build(passing(), axes=AXES, parameters=["passing_time"])
    pulse = np.zeros((clock.steps, *AXES.shape(())))
    pulse[1] = 1.0 / dt  # not in the first step, whose inflow is also the steady state of the start
    seen = Recording(f"after_{order}")
    given = {"passing_time": np.full(AXES.shape(()), TIME)}
    integrate(model, given, {"pulse": pulse}, clock, 1, NoEvents(), Valves({}, AXES, 1), seen)
    left = dt * np.cumsum(seen.series[f"after_{order}"].reshape(-1)[:-1])
    # the pulse fills its step evenly, so on average it came in at the middle of it
    since = clock.edges()[1:] - 1.5 * dt
    return float(np.abs(left - stats.gamma(order, scale=TIME / order).cdf(since)).max())


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_pulse_leaves_a_delay_by_the_erlang_law(order: int) -> None:
    """Within 1 % at a step of 1/64 year, and halving the step halves the distance (Euler)."""
    coarse, fine, finest = (far_from_erlang(order, dt) for dt in (1 / 16, 1 / 32, 1 / 64))
    assert finest < 0.01
    assert 1.7 < coarse / fine < 2.3
    assert 1.8 < fine / finest < 2.2


def of_three_waits(first: float, half: float, times: np.ndarray) -> np.ndarray:
    """Distribution function of a wait of mean `first` and two of mean `half`, all without memory.

    The two halves are an Erlang law of order 2; the first is folded in by Gauss–Laguerre quadrature.
    """
    nodes, weights = np.polynomial.laguerre.laggauss(60)
    later = np.maximum(times[:, None] - first * nodes, 0.0)
    return np.asarray(stats.gamma(2, scale=half).cdf(later) @ weights)


def test_extra_students_graduate_by_the_sum_of_their_years_of_study() -> None:
    """Entrants of one autumn: those who will finish leave after a first year and two halves of the rest, each
    without memory. Their degrees follow the law of the sum of the three waits, and no more are given.

    Policy's places differ from the base by a pulse, and the pipeline is linear, so the difference is exact.
    """
    dt, begins = 1 / 16, 2015.0

    def graduates(places: float) -> np.ndarray:
        drivers = {"training_places": lambda t: places / dt * ((t >= begins) & (t < begins + dt))}
        model, _, watch = simulate(lambda times, staff: staff * np.ones_like(times), drivers=drivers)
        at = model.axes.index("place", "brainport"), model.axes.index("level", "hbo")
        moved = np.stack([step["graduates"] for step in watch.seen]).sum(axis=7)  # over origins
        return moved[:, 0, 0, at[0], 0, 0, at[1]].reshape(-1)

    extra = dt * np.cumsum(graduates(100.0) - graduates(0.0))
    known = load_parameters(load_axes())
    first = float(known["first_study_time"].centre.ravel()[0])
    half = (known["study_duration"].at("hbo") - first) / 2
    times = 2010.0 + dt * np.arange(1, len(extra) + 1) - begins - 0.5 * dt
    assert np.abs(extra - 100.0 * of_three_waits(first, half, times)).max() < 2.5  # Euler at 1/16 year
    assert abs(extra[-1] - 100.0) < 0.5
