"""Foreign support by its two signs, the missions abroad, and the switches of a segment's weight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, figure, fixed, in_year

Run = Callable[..., Recorded]
STILL: dict[str, Any] = {"events": NO_EVENTS, "members": 8}


def at(run: Recorded, name: str, year: int, **labels: str) -> Array:
    result: Array = figure(run, name, **labels)[in_year(run, year)]
    return result


def test_demand_comes_now_and_is_missed_later(recorded: Run) -> None:
    race = recorded("foreign_race", **STILL)
    assert (at(race, "support_orders_gained", 2028) > 0).all()
    assert (at(race, "support_orders_gained", 2034) < 0).all()
    world = figure(race, "world_equipment_sales") - figure(recorded(**STILL), "world_equipment_sales")
    assert (world[in_year(race, 2029)] > 0).all()
    assert (world[in_year(race, 2036)] < 0).mean() > 0.9


def test_supported_rivals_take_orders_and_least_where_there_are_none(recorded: Run) -> None:
    """In chips some 3 % of the share (0–9) for 0.3 % of GDP; next to nothing in lithography."""
    race = recorded("foreign_race", **STILL)
    assert (at(race, "support_orders_lost", 2031) > 0).all()
    fell = 1 - at(race, "share_chips", 2032) / at(recorded(**STILL), "share_chips", 2032)
    assert 0.005 < float(np.median(fell)) < 0.09, fell
    litho = at(race, "support_orders_lost", 2031, segment="lithography")
    assert (litho < 0.01 * at(race, "sales", 2031, segment="lithography")).all()


def test_net_is_the_sum_of_the_two_signs(recorded: Run) -> None:
    race = recorded("foreign_race", **STILL)
    two = figure(race, "support_orders_gained") - figure(race, "support_orders_lost")
    np.testing.assert_allclose(figure(race, "support_orders_net"), two, rtol=1e-9, atol=1e-9)


def test_matching_costs_money_and_keeps_orders(recorded: Run) -> None:
    names = ("foreign_race", "foreign_race.half_match", "foreign_race.full_match")
    none, half, full = (recorded(name, **STILL) for name in names)
    lost = [at(run, "support_orders_lost", 2031) for run in (none, half, full)]
    assert (lost[0] > lost[1]).all()
    assert (lost[1] > lost[2]).all()
    given = [at(run, "support_given", 2030, seller="dutch") for run in (none, half, full)]
    assert (given[0] == 0).all()
    np.testing.assert_allclose(2 * given[1], given[2])
    assert (given[2] > 100).all()


def test_a_mission_moves_exporters_up_and_the_share_by_next_to_nothing(recorded: Run) -> None:
    names = ("economic_mission_us", "international_entrepreneurship")
    without = recorded(instruments={name: {"active": False} for name in names}, **STILL)
    with_ = recorded(**STILL)
    assert (
        at(with_, "sales", 2030, segment="photonics") > at(without, "sales", 2030, segment="photonics")
    ).all()
    points = 100 * (at(with_, "share", 2030) - at(without, "share", 2030))
    assert np.abs(points).max() < 0.01, points


def test_what_stays_of_2023_and_what_grows_on_move_the_equipment_share(recorded: Run) -> None:
    """Members differ in the sign of what 2023 had beyond its weight, so sixteen draws and not four."""
    still = {**STILL, "members": 32}
    base = at(recorded(**still), "share_equipment", 2035)
    stays = at(recorded(parameters={"pull_in_fades": fixed(0)}, **still), "share_equipment", 2035)
    assert (stays > base).mean() > 0.8
    assert float(np.median(stays - base)) > 0.002
    stops = at(recorded(parameters={"litho_weight_grows": fixed(0)}, **still), "share_equipment", 2035)
    assert (stops != base).all()
