"""The loop on models small enough to know the answer, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.loop import Clock, NonFinite, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import Stock, Valve, auxiliary, correction, delay, driver, flow, smooth, stock, valve
from tests.small import AXES, Happenings, Recording, sector

SCALAR = AXES.shape(())


def scalar(number: float) -> np.ndarray:
    return np.full(SCALAR, float(number))


def series(clock: Clock, *numbers: float) -> np.ndarray:
    """One number for all steps, or one a step."""
    each = np.broadcast_to(np.array(numbers, dtype=float), (clock.steps,))
    return each.reshape(-1, *SCALAR)


def run(
    declared: Mapping[str, Any],
    inputs: Mapping[str, float],
    clock: Clock,
    drivers: Mapping[str, np.ndarray] | None = None,
    events: Any = None,
) -> dict[str, np.ndarray]:
    """Series of all stocks and running equations of a model without axes, (steps + 1,)."""
    model = Model.build(sector(**declared), axes=AXES, parameters=inputs)
    valves = Valves(model.of(Valve), AXES, 1)
    seen = Recording(*model.of(Stock), *model.steps, *model.of(Valve))
    happenings = Happenings(*(events(valves) if events else ()))
    values = {name: scalar(number) for name, number in inputs.items()}
    integrate(model, values, drivers or {}, clock, 1, happenings, valves, seen)
    return {name: each.ravel() for name, each in seen.series.items()}


@flow("1/year")
def growth(level, rate):
    """Grows by a rate."""
    return level * rate


level = stock("1", "A level.", initial="begin", inflows=[growth])


def test_growth_is_compound() -> None:
    clock = Clock(2010.0, 2012.0, 1 / 4)
    found = run({"growth": growth, "level": level}, {"rate": 0.2, "begin": 3.0}, clock)["level"]
    assert np.allclose(found, 3.0 * 1.05 ** np.arange(9), rtol=1e-14, atol=0)


def test_the_error_of_the_loop_is_of_order_one_in_dt() -> None:
    exact = 3.0 * np.exp(0.2 * 10)
    errors = [
        abs(
            run({"growth": growth, "level": level}, {"rate": 0.2, "begin": 3.0}, Clock(0.0, 10.0, dt))[
                "level"
            ][-1]
            - exact
        )
        for dt in (1 / 16, 1 / 32, 1 / 64)
    ]
    assert 1.9 < errors[0] / errors[1] < 2.1
    assert 1.9 < errors[1] / errors[2] < 2.1


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_delay_starts_steady_keeps_what_is_under_way_and_gives_it_all_back(order: int) -> None:
    clock = Clock(0.0, 40.0, 1 / 16)
    pace = np.where(np.arange(clock.steps) < 160, 5.0, 0.0)
    declared = {
        "pace": driver("person/year", "Inflow, stops after ten years."),
        "inflow": flow("person/year")(_inflow),
        "kept": stock("person", "All that came in.", initial="nothing", inflows=["inflow"]),
        "late": delay("inflow", time="lag", order=order),
        "arrived": stock("person", "All that came out.", initial="nothing", inflows=["late"]),
    }
    found = run(declared, {"lag": 2.0, "nothing": 0.0}, clock, {"pace": series(clock, *pace)})
    assert np.allclose(found["late"][:160], 5.0, rtol=1e-12)
    under_way = sum(found[f"late__{k}"] for k in range(1, order + 1))
    assert under_way[0] == pytest.approx(5.0 * 2.0)
    assert np.allclose(under_way + found["arrived"], 10.0 + found["kept"], rtol=1e-12)
    assert found["arrived"][-1] == pytest.approx(60.0, rel=1e-5)
    mean_wait = (
        (found["late"][160:-1] * np.arange(clock.steps - 160)).sum() / found["late"][160:-1].sum() / 16
    )
    assert 0.0 < mean_wait < 2.0  # what is left of a wait that has begun


def _inflow(pace):
    return 1 * pace


def test_a_perception_closes_its_gap_exponentially() -> None:
    clock = Clock(0.0, 3.0, 1 / 16)
    demand = series(clock, 1.0, *np.full(clock.steps - 1, 2.0))
    declared = {"demand": driver("1", "A step."), "felt": smooth("demand", time="lag")}
    found = run(declared, {"lag": 0.5}, clock, {"demand": demand})["felt"]
    assert found[0] == found[1] == 1.0
    assert np.allclose(2.0 - found[1:], (1 - clock.dt / 0.5) ** np.arange(clock.steps), rtol=1e-12)


def test_a_correction_reaches_the_record_and_fades_by_its_half_life() -> None:
    clock = Clock(0.0, 20.0, 1 / 64)
    observing = np.where(np.arange(clock.steps) < 640, 1.0, 0.0)
    needed = np.linspace(2.0, 4.0, clock.steps)
    declared = {
        "observing": driver("1", "1 for ten years."),
        "plain": driver("1", "What the model has."),
        "needed": driver("1", "What the record has."),
        "residual": correction("plain", needed="needed"),
    }
    inputs = {"correction_time": 0.25, "correction_floor": 0.01, "correction_half_life": 3.0}
    given = {
        "observing": series(clock, *observing),
        "plain": series(clock, 2.0),
        "needed": series(clock, *needed),
    }
    found = run(declared, inputs, clock, given)["residual"]
    assert found[0] == 0.0
    assert found[640] == pytest.approx(np.log(needed[640] / 2.0), rel=0.06)
    half = (1 - np.log(2) / 3.0 / 64) ** 192
    assert half == pytest.approx(0.5, rel=1e-2)
    assert found[640 + 192] / found[640] == pytest.approx(half, rel=1e-12)


def test_a_correction_where_the_model_has_nothing_stands_still() -> None:
    clock = Clock(0.0, 2.0, 1 / 16)
    declared = {
        "observing": driver("1", "1."),
        "plain": driver("1", "Nothing."),
        "needed": driver("1", "Nothing."),
        "residual": correction("plain", needed="needed"),
    }
    inputs = {"correction_time": 0.25, "correction_floor": 0.01, "correction_half_life": 3.0}
    given = {name: series(clock, number) for name, number in (("observing", 1), ("plain", 0), ("needed", 0))}
    assert not run(declared, inputs, clock, given)["residual"].any()


POOL = {
    "poured": valve("MW/year", "Power released.", kind="quantity"),
    "pool": stock("MW", "Power.", initial="nothing", inflows=["poured"]),
}
TAP = {
    "turned": valve("MW/year", "A rate.", kind="switch"),
    "pool": stock("MW", "Power.", initial="nothing", inflows=["turned"]),
}


@pytest.mark.parametrize("dt", [1 / 4, 1 / 16, 1 / 256])
def test_a_quantity_is_used_once_whatever_dt_is(dt: float) -> None:
    def events(valves: Valves) -> list[Any]:
        return [(time, lambda time: valves.pour("poured", 0, 0, 7.0)) for time in (0.0, 1.03, 1.04)]

    found = run(POOL, {"nothing": 0.0}, Clock(0.0, 2.0, dt), events=events)
    assert found["pool"][-1] == pytest.approx(21.0, rel=1e-14)
    assert found["pool"][1] == pytest.approx(7.0, rel=1e-14)


@pytest.mark.parametrize("dt", [1 / 4, 1 / 16, 1 / 256])
def test_a_switch_gives_exactly_its_rate_times_its_time(dt: float) -> None:
    def events(valves: Valves) -> list[Any]:
        return [
            (0.41, lambda time: valves.turn("turned", 0, 0, time, 10.0)),
            (1.37, lambda time: valves.turn("turned", 0, 0, time, -10.0)),
        ]

    found = run(TAP, {"nothing": 0.0}, Clock(0.0, 2.0, dt), events=events)
    assert found["pool"][-1] == pytest.approx(9.6, rel=1e-12)


def test_a_switch_found_late_delivers_what_it_owes() -> None:
    def events(valves: Valves) -> list[Any]:
        return [(1.0, lambda time: valves.turn("turned", 0, 0, 0.3, 10.0))]

    found = run(TAP, {"nothing": 0.0}, Clock(0.0, 2.0, 1 / 4), events=events)
    assert found["pool"][-1] == pytest.approx(17.0, rel=1e-12)


def test_valves_refuse_the_wrong_hand() -> None:
    valves = Valves({"poured": POOL["poured"], "turned": TAP["turned"]}, AXES, 1)  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="valve 'turned' is a switch: turn it, do not pour"):
        valves.pour("turned", 0, 0, 1.0)
    with pytest.raises(ValueError, match="valve 'poured' carries a quantity: pour it, do not turn"):
        valves.turn("poured", 0, 0, 0.0, 1.0)


def test_a_value_that_is_no_number_stops_the_run_and_is_named() -> None:
    @flow("1/year")
    def bursting(level, rate):
        return level * np.exp(rate)

    pool = stock("1", "A level.", initial="begin", inflows=[bursting])
    with np.errstate(over="ignore"), pytest.raises(NonFinite) as caught:
        run(
            {"bursting": bursting, "level": pool},
            {"rate": 1000.0, "begin": 1.0},
            Clock(2010.0, 2011.0, 1 / 16),
        )
    assert str(caught.value) == (
        f"bursting is inf at 2010.0000 (no axes; member 0 of the block; test_loop.py:{bursting.line})"
    )


def test_a_stock_that_starts_with_no_number_is_named_though_no_flow_reads_it() -> None:
    pool = stock("MW", "Power.", initial="begin", inflows=["poured"])
    with pytest.raises(NonFinite) as caught:
        run({**POOL, "pool": pool}, {"begin": np.nan}, Clock(2010.0, 2011.0, 1 / 16))
    assert str(caught.value) == (
        f"pool is nan at 2010.0000 (no axes; member 0 of the block; test_loop.py:{pool.line})"
    )


def test_an_equation_that_yields_other_axes_than_it_declares_is_refused() -> None:
    @auxiliary("1", axes=("place",))
    def flat(level):
        return 2 * level

    with pytest.raises(ValueError, match=r"auxiliary 'flat' \(test_loop.py:\d+\) declares axes \('place',\)"):
        run(
            {"flat": flat, "level": level, "growth": growth},
            {"begin": 1.0, "rate": 0.0},
            Clock(0.0, 1.0, 1 / 16),
        )
