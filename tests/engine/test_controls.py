"""Export controls: direction, size, what comes back, what is ordered ahead, who joins, how China answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.core.axes import POSITION, Array
from sim.inputs.scenarios import Case
from sim.run import shocks
from sim.run.block import sampled
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from tests.engine.conftest import NO_EVENTS, Watch, block, figure, fixed, in_year

Run = Callable[..., Recorded]
STILL: dict[str, Any] = {"events": NO_EVENTS, "members": 8}
"""Without chance, so that the decided step stands alone."""
LITHO = {"segment": "lithography"}


def found(run: Run, scenario: str, name: str, year: int, **labels: str) -> Array:
    """An outcome of a scenario in a year, by member."""
    with_ = run(scenario, **STILL)
    result: Array = figure(with_, name, **labels)[in_year(with_, year)]
    return result


def change(run: Run, name: str, year: int, scenario: str = "export_shock", **labels: str) -> Array:
    """What the scenario does to an outcome, by member."""
    result: Array = found(run, scenario, name, year, **labels) - found(run, "baseline", name, year, **labels)
    return result


@pytest.mark.parametrize("name", ["sales_china", "service_china"])
@pytest.mark.parametrize("year", [2028, 2035])
def test_sales_and_service_in_china_fall(recorded: Run, name: str, year: int) -> None:
    assert (change(recorded, name, year, **LITHO) < 0).all()


def test_a_part_is_won_back_elsewhere(recorded: Run) -> None:
    """After three years 10 to 60 % of what is lost, and never all of it."""
    back = found(recorded, "export_shock", "orders_won_back", 2030, **LITHO)
    lost = found(recorded, "export_shock", "orders_lost_to_controls", 2030, **LITHO)
    assert (change(recorded, "orders_won_back", 2028, **LITHO) > 0).all()
    assert 0.1 < float(np.median(back / lost)) < 0.6
    assert (change(recorded, "sales", 2030, **LITHO) < 0).all()


def test_the_size_is_that_of_the_rule_of_thumb(recorded: Run) -> None:
    """20 % × 60 % = about 12 % of ASML's sales, EUR 4 bn a year; over the ranges 6–30 %.

    In 2030: before, what was ordered ahead is still being delivered, up to two years of sales in a member.
    """
    before = found(recorded, "baseline", "sales_with_service", 2030, **LITHO)
    lost = -change(recorded, "sales_with_service", 2030, **LITHO)
    part = 100 * lost / before
    assert 8 <= float(np.median(part)) <= 18, part
    assert 3e3 <= float(np.median(lost)) <= 8e3, lost
    assert part.min() > 3, part
    assert part.max() < 30, part


def test_it_costs_value_added_and_research_here(recorded: Run) -> None:
    assert float(change(recorded, "value_added_nl", 2029).mean()) < 0
    assert (change(recorded, "rd", 2031, **LITHO) < 0).all()


def test_it_is_put_down_to_access_and_not_to_demand(recorded: Run) -> None:
    """As long as it lasts: orders that may not be delivered stay wanted when firms plan without them.

    Demand takes no more in any member. It takes less where firms planned for more than was ordered: barred,
    they plan for less.
    """
    cells = {"cell": "brainport.lithography"}
    for years in ((2027, 2028), (2033, 2034)):
        access, demand = (
            sum(change(recorded, f"output_lost_{cause}", year, **cells) for year in years)
            for cause in ("access", "demand")
        )
        assert (access > 0).all(), access
        assert (demand < 0.02 * access).all(), (demand, access)
        assert access.mean() > abs(demand.mean())


def test_rivals_gain_alone_and_less_with_allies(recorded: Run) -> None:
    """What Dutch firms may not sell others sell, where they are not barred as well."""
    at = {"segment": "lithography", "seller": "others"}
    alone, allied = (
        change(recorded, "years_of_lead", 2038, f"export_shock.{one}", **at)
        for one in ("dutch_only", "allied")
    )
    assert (alone < 0).all(), alone
    assert (alone < allied).all(), (alone, allied)


def test_chinese_share_at_home_rises_by_no_more_than_four_points_a_year(recorded: Run) -> None:
    for year in (2029, 2032):
        more = change(recorded, "chinese_share_at_home", year, **LITHO)
        assert (more > 0).all()
    assert float(np.median(more)) < 0.3


def test_the_switch_of_chinese_research_turns_the_lead(case: Callable[..., Case]) -> None:
    at = {}
    for switch in (-1, 0, 1):
        watch = Watch("lead_in_years")
        chosen = case("export_shock", {"chinese_rd_after_controls": fixed(switch)})
        prepared = block(chosen, 4, events=NO_EVENTS, end=2033.0)
        prepared.run(watch)
        axes = prepared.model.axes
        last = watch["lead_in_years"][-1]
        at[switch] = np.take(
            np.take(last, axes.index("seller", "china"), 0), axes.index("segment", "lithography"), 2
        )
    assert (at[1] < at[0]).all()
    assert (at[0] < at[-1]).all()


def test_orders_come_before_the_date_and_are_missed_after_it(case: Callable[..., Case]) -> None:
    """More orders in the half year before; what was placed ahead is missed later or still to be missed."""
    events = {"events": STILL["events"], "end": 2033.0}
    names = ("orders", "brought_forward", "ahead_used", "ordered_ahead")
    runs = {}
    for name in ("baseline", "export_shock"):
        runs[name] = Watch(*names)
        prepared = block(case(name), 6, **events)
        prepared.run(runs[name])
    axes, dt = prepared.model.axes, prepared.settings.dt

    def dutch(series: Array) -> Array:
        mine = np.take(series, axes.index("seller", "dutch"), 1 + POSITION["seller"])
        mine = np.take(mine, axes.index("market", "china"), POSITION["market"])
        result: Array = np.take(mine, axes.index("segment", "lithography"), POSITION["segment"] - 1)
        return result.reshape(len(series), -1)

    def step(date: float) -> int:
        return round((date - prepared.settings.start) / dt)

    before = slice(step(2026.5), step(2027.0))
    more = dutch(runs["export_shock"]["orders"]) - dutch(runs["baseline"]["orders"])
    assert (more[before] > 0).all()
    assert (more[: step(2026.5)] == 0).all()
    assert (more[step(2027.5) : step(2032)] < 0).all()
    ahead = runs["export_shock"]
    came = dutch(ahead["brought_forward"])[:-1].sum(axis=0) * dt
    missed = dutch(ahead["ahead_used"])[:-1].sum(axis=0) * dt
    np.testing.assert_allclose(came, missed + dutch(ahead["ordered_ahead"])[-1], rtol=1e-9)
    assert (missed > 0.5 * came).all()


def test_steps_by_chance_come_at_their_rate_once_and_never_move(case: Callable[..., Case]) -> None:
    """Another rate removes some or adds some and moves none; a decided step leaves none after it."""
    settings, members = Settings(), range(256)

    def dates(rate: float, until: float = np.inf) -> Array:
        chosen = case(parameters={"export_shock_rate": fixed(rate)})
        inputs = sampled(chosen, settings, members)
        return shocks.major_steps(chosen, settings, inputs, members, until)

    often, seldom = dates(0.2), dates(0.1)
    here = np.isfinite(seldom)
    assert (often[here] <= seldom[here]).all()
    came, expected = np.isfinite(often).mean(), 1 - np.exp(-0.2 * 12.5)
    assert abs(came - expected) < 3.5 * np.sqrt(expected * (1 - expected) / 256)
    assert (often[np.isfinite(often)] >= 2026.5).all()
    assert not np.isfinite(dates(0.2, until=2026.5)).any()
    quiet = Settings(events={**settings.events, "shocks": False})
    assert not np.isfinite(
        shocks.major_steps(case(), quiet, sampled(case(), quiet, members), members, np.inf)
    ).any()


def test_what_is_on_record_does_not_know_of_controls(recorded: Run) -> None:
    """Steps before known until act from there on: the years before are the same without them."""
    steps = ("export_control_2023", "euv_licence_2019", "export_licence_revoked")
    without = recorded(instruments={name: {"active": False} for name in steps}, **STILL)
    with_ = recorded(**STILL)
    for name in ("share", "sales", "sales_with_service"):
        np.testing.assert_allclose(figure(with_, name)[:14], figure(without, name)[:14], rtol=1e-9)
    lost = figure(with_, "sales_china", **LITHO)[15] / figure(without, "sales_china", **LITHO)[15] - 1
    assert (lost < -0.03).all()
    assert (lost > -0.16).all()
