"""Firms: sales abroad, public stakes, whose sales count, experience: directions and magnitudes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.core.axes import POSITION, Array
from sim.ensemble.draws import draw
from sim.inputs.record import load_record
from sim.inputs.scenarios import Case, Evidence
from sim.run.block import Prepared
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, figure, fixed, in_year
from tests.engine.test_extremes import Sound

Run = Callable[..., Recorded]
Make = Callable[..., Case]
EQUITY = {"deep_tech_fund": {"money": [[2025, 100], [2031, 0]]}}
SHOCKS = {**NO_EVENTS, "shocks": True}
MEMBERS = 8


@pytest.fixture(scope="module")
def firms(recorded: Run) -> Callable[..., Recorded]:
    """Runs in which nothing happens but sales of firms."""

    def run(scenario: str = "baseline", **how: Any) -> Recorded:
        return recorded(scenario, events=SHOCKS, members=MEMBERS, **how)

    return run


def step_of(prepared: Prepared, year: float) -> int:
    return round((year - prepared.settings.start) / prepared.settings.dt)


# public stakes


def test_equity_buys_stakes_and_fewer_firms_are_sold(firms: Run) -> None:
    base, more = firms(), firms(instruments=EQUITY)
    at = in_year(base, 2025)
    assert (figure(more, "public_equity")[at] > figure(base, "public_equity")[at]).all()
    sold = [figure(run, "firms_sold").sum(axis=0) for run in (base, more)]
    assert (sold[1] <= sold[0]).all()
    assert sold[1].mean() < sold[0].mean()
    value = [figure(run, "firm_value")[in_year(base, 2035)] for run in (base, more)]
    assert (value[1] > value[0]).all()


def test_equity_keeps_no_more_than_its_retention(case: Make) -> None:
    """At the same firms the rate of sales falls, and by no more than the retention that was drawn."""
    rates = []
    for instruments in ({}, EQUITY):
        made = case(parameters={"equity_growth": fixed(0)}, instruments=instruments)
        prepared = block(made, 4, events=NO_EVENTS, end=2028.0)
        watch = Watch("sale_rate")
        prepared.run(watch)
        rates.append(watch["sale_rate"][step_of(prepared, 2027.5)])
    there = rates[0] > 0
    left = np.where(there, rates[1], 1.0) / np.where(there, rates[0], 1.0)
    assert (left[there] < 1).all()
    assert (left >= 1 - prepared.inputs["equity_scaleup_retention"] - 1e-12).all()


def test_diversify_moves_the_headline_by_hundredths_of_a_point(firms: Run) -> None:
    moved = 100 * (figure(firms("diversify"), "share") - figure(firms(), "share"))
    assert np.abs(moved).max() < 0.1
    assert moved[in_year(firms(), 2035)].mean() > 0


# sales


class OneSale:
    """An agenda on which one sale of a photonics scale-up stands, or none."""

    def __init__(self, prepared: Prepared, year: float, firms: float) -> None:
        self.valves, self.year, self.firms = prepared.valves, year, firms
        self.at = prepared.model.axes.index("segment", "photonics")
        self.members = len(prepared.members)

    def advance(self, start: float, end: float, state: Mapping[str, Any]) -> None:
        if self.firms and start <= self.year < end:
            for member in range(self.members):
                self.valves.pour("scaleups_sold", self.at, member, self.firms)


def test_a_sale_takes_sales_out_of_the_headline_and_leaves_the_work(case: Make) -> None:
    perimeter = "dutch_sales_constant_perimeter"
    names = ("dutch_sales", "shipments", "staff", "scaleups", "sold_since", perimeter)
    seen = []
    for number in (0.0, 1.0):
        made = case(parameters={"sold_exit_rate": fixed(0)})
        prepared = block(made, 4, events=NO_EVENTS, end=2027.0)
        watch = Watch(*names)
        replace(prepared, agenda=OneSale(prepared, 2026.01, number)).run(watch)
        seen.append({name: watch[name] for name in names})
    without, with_ = seen
    axes = prepared.model.axes
    after = step_of(prepared, 2026.0) + 1

    def photonics(run: Mapping[str, Array], name: str) -> Array:
        result: Array = np.take(run[name], axes.index("segment", "photonics"), axis=1 + POSITION["segment"])
        return result.reshape(len(result), -1)

    loss = (photonics(with_, "dutch_sales") / photonics(without, "dutch_sales") - 1)[after:]
    assert (loss < 0).all()
    assert (loss > -0.5).all()
    np.testing.assert_allclose(with_["shipments"][after], without["shipments"][after], rtol=1e-12)
    people = [run["staff"][after:].reshape(len(loss), -1, 4).sum(axis=1) for run in seen]
    np.testing.assert_allclose(people[1], people[0], rtol=1e-5)
    np.testing.assert_allclose(with_[perimeter][after:], without[perimeter][after:], rtol=1e-3)
    fewer = photonics(without, "scaleups")[after] - photonics(with_, "scaleups")[after]
    np.testing.assert_allclose(fewer, 1.0, atol=1e-9)
    more = photonics(with_, "sold_since")[after] - photonics(without, "sold_since")[after]
    np.testing.assert_allclose(more, 1.0, atol=1e-9)


def test_sales_are_whole_few_and_in_the_log(firms: Run) -> None:
    run = firms()
    log = run.events[run.events["kind"] == "scaleup_sold"]
    assert len(log) == round(float(figure(run, "firms_sold").sum()))
    assert (log["amount"] == 1).all()
    per_year = len(log) / MEMBERS / len(run.years)
    assert 1 < per_year < 6


def test_other_rates_remove_sales_and_move_none(firms: Run) -> None:
    short = {"known_until": 2016.0, "end": 2018.0}
    half = firms(parameters={"scaleup_sale_rate": 0.0175}, **short)
    kept, all_ = (
        set(zip(run.events["member"], run.events["identity"], run.events["time"], strict=True))
        for run in (half, firms(**short))
    )
    assert len(kept) < 0.75 * len(all_)
    # fewer sales leave more firms, so a few later candidates happen that did not; their dates are candidates'
    assert len(kept - all_) < 0.1 * len(kept)


def test_a_lead_firm_is_sold_only_where_the_switch_lets_it(recorded: Run, firms: Run) -> None:
    live = {"lead_sales_live": 1, "lead_sale_rate": fixed({"chips": 0.1})}
    base, sold = firms(), firms(parameters=live)
    log = sold.events[sold.events["kind"] == "lead_firm_sold"]
    first = log[log["segment"] == "chips"].set_index("member")["time"]
    assert 2 < len(first) <= MEMBERS
    assert (first >= 2024).all()
    gap = figure(sold, "share_chips") / figure(base, "share_chips")
    for position, member in enumerate(base.members):
        before = base.years + 1 <= first.get(member, np.inf)
        np.testing.assert_allclose(gap[before, position], 1.0, atol=1e-9)
        assert (gap[base.years > first.get(member, np.inf), position] < 0.4).all()
    np.testing.assert_array_equal(figure(sold, "jobs_nl"), figure(base, "jobs_nl"))


# whose sales count


def test_without_nexperia_the_record_without_it_is_met(firms: Run) -> None:
    base, without = firms(), firms(parameters={"nexperia_counts_as_dutch": 0})
    known = load_record()
    for year in (2010, 2016):
        at = in_year(base, year)
        np.testing.assert_array_equal(figure(base, "share")[at], figure(without, "share")[at])
    for year in range(2017, 2024):
        gap = (figure(base, "share_chips") - figure(without, "share_chips"))[in_year(base, year)]
        recorded = known["nexperia_sales"].figures[year] / known["world_chip_sales"].figures[year]
        np.testing.assert_allclose(np.median(gap), recorded, rtol=0.05)


def test_constant_perimeter_takes_the_purchase_of_2015_out(firms: Run) -> None:
    run = firms()
    plain, perimeter = (100 * figure(run, name) for name in ("share", "share_constant_perimeter"))
    early, late = run.years < 2016, (run.years >= 2016) & (run.years < 2024)
    np.testing.assert_allclose(perimeter[early], plain[early], rtol=1e-12)
    assert (perimeter[late] < plain[late]).all()
    jump = [
        np.median(series[in_year(run, 2016)] - series[in_year(run, 2015)]) for series in (plain, perimeter)
    ]
    assert jump[0] > 0.9
    assert abs(jump[1]) < 0.3


# experience, cluster, and the joint gain of what reinforces


def test_what_firms_and_experience_add_begins_at_known_until(case: Make) -> None:
    """The memory of a cluster lags by its time while observing; the others are exact."""
    bounds = {"firm_standing": 1e-12, "experience_standing": 1e-12, "cluster_gain": 5e-3}
    prepared = block(case(parameters={"cluster_effect": 1}), 4, end=2026.0)
    watch = Watch(*bounds)
    prepared.run(watch)
    known = step_of(prepared, 2024.0)
    for name, bound in bounds.items():
        assert np.abs(watch[name][: known + 1]).max() < bound, name
        assert np.abs(watch[name][-1]).max() > 1e-6, name
        step = np.abs(np.diff(watch[name][known - 1 : known + 2], axis=0)).max()
        assert step < 1e-3, (name, step)  # and nothing jumps there


def test_learning_that_stays_parts_sellers_more_than_learning_that_spills(case: Make) -> None:
    spread = []
    for spills in (0, 1):
        watch = Watch("experience_standing")
        block(case(parameters={"learning_spills": spills}), 4, events=NO_EVENTS, end=2027.0).run(watch)
        spread.append(watch["experience_standing"][-1].std(axis=0).mean())
    assert spread[0] > 1.5 * spread[1] > 0


def gain(drawn: Mapping[str, Array]) -> Array:
    """Log-odds that a per cent more sales bring back, in the end: R&D, experience, cluster, together."""
    knowledge, carried, response, cluster, rate = (
        np.asarray(drawn[name], dtype=float).reshape(-1)
        for name in (
            "share_elasticity_rd_stock", "learning_carried", "price_sensitivity",
            "cluster_inventor_elasticity", "learning_rate",
        )
    )  # fmt: skip
    learning = np.log2(1 / (1 - rate)) * carried * response
    result: Array = knowledge * (1 + cluster) + learning
    return result


def test_the_joint_gain_of_reinforcing_loops_is_below_one(evidence: Evidence) -> None:
    """At every draw, with the cluster switch on and a share so small that nothing saturates."""
    parameters = evidence.parameters
    drawn = draw(parameters, 1, range(512))
    assert gain(drawn).max() < 1, gain(drawn).max()
    names = (
        "share_elasticity_rd_stock", "learning_carried", "price_sensitivity", "cluster_inventor_elasticity",
        "learning_rate",
    )  # fmt: skip
    ends = {name: np.asarray(parameters[name].high) for name in names}
    assert gain(ends).max() < 1, gain(ends)  # all five at their high ends at once


# contingent demand


def test_the_telescope_brings_orders_where_it_comes_and_nowhere_else(case: Make) -> None:
    def demand(chance: float, active: bool = True) -> Array:
        made = case(
            parameters={"einstein_award_chance": fixed(chance)},
            instruments={"ngf_einstein_construction": {"active": active}},
        )
        drivers = block(made, 32, end=2030.0, events=NO_EVENTS).drivers["project_demand"]
        result: Array = np.broadcast_to(drivers, (*drivers.shape[:-1], 32))[-1].sum(
            axis=(0, 1, 2, 3, 4, 5, 6)
        )
        return result

    none, some, more = demand(0.4, active=False), demand(0.4), demand(0.6)
    assert (none == 0).all()
    assert ((more > 0) >= (some > 0)).all()
    assert 0.2 < (some > 0).mean() < 0.6 < (demand(0.9) > 0).mean()
    assert more.max() < 109 * 0.3


# extreme conditions

EXTREME: dict[str, dict[str, Any]] = {
    "all for sale and none founded": {
        "scaleup_sale_rate": fixed(2), "sold_exit_rate": fixed(2), "lead_sales_live": 1,
        "lead_sale_rate": fixed({"chips": 0.2, "lithography": 0.2}),
        "firm_entry": fixed(dict.fromkeys(("metrology", "design"), 0)),
    },
    "learning and cluster to the full, plenty of equity": {
        "learning_rate": fixed(0.9), "learning_carried": fixed(1), "learning_spills": 0, "cluster_effect": 1,
        "cluster_inventor_elasticity": fixed(1),
    },
}  # fmt: skip


@pytest.mark.parametrize("what", EXTREME)
def test_nothing_is_negative_and_parts_are_parts(case: Make, what: str) -> None:
    plenty = {"deep_tech_fund": {"money": [[2024, 100000]]}} if "plenty" in what else {}
    prepared = block(case(parameters=EXTREME[what], instruments=plenty), 4, events=SHOCKS)
    sound, most = Sound(prepared), {"equity_coverage": 0.0, "headquartered": 0.0}

    def see(step: int, values: Mapping[str, Any]) -> None:
        sound.see(step, values)
        for name in most:
            assert np.min(values[name]) >= 0, name
            most[name] = max(most[name], float(np.max(values[name])))

    prepared.run(Watch(call=see))
    assert sound.faults[:5] == []
    assert max(most.values()) <= 1 + 1e-12
    assert most["equity_coverage"] == 1 or not plenty
