"""Firms: sales abroad, public stakes, whose sales count, experience: directions and magnitudes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import Array
from sim.ensemble.draws import draw
from sim.inputs.scenarios import Case, Evidence
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, figure, fixed, in_year
from tests.engine.test_extremes import holds

Run = Callable[..., Recorded]
Make = Callable[..., Case]
EQUITY = {"deep_tech_fund": {"money": [[2025, 100], [2031, 0]]}}
SHOCKS = {**NO_EVENTS, "shocks": True}


@pytest.fixture(scope="module")
def firms(recorded: Run) -> Callable[..., Recorded]:
    """Runs in which nothing happens but sales of firms."""

    def run(scenario: str = "baseline", **how: Any) -> Recorded:
        return recorded(scenario, events=SHOCKS, **how)

    return run


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


def test_without_retention_equity_removes_no_sale(firms: Run) -> None:
    none = {"equity_scaleup_retention": fixed(0), "equity_growth": fixed(0)}
    base, more = firms(parameters=none), firms(parameters=none, instruments=EQUITY)
    np.testing.assert_array_equal(figure(base, "firms_sold"), figure(more, "firms_sold"))


@pytest.mark.parametrize("scenario", ["diversify", "diversify.grants", "diversify.equipment"])
def test_diversify_moves_the_headline_by_hundredths_of_a_point(firms: Run, scenario: str) -> None:
    moved = 100 * (figure(firms(scenario), "share") - figure(firms(), "share"))
    assert np.abs(moved).max() < 0.1
    assert moved[in_year(firms(), 2035)].mean() > 0


# sales


def test_sales_are_whole_few_and_in_the_log(firms: Run) -> None:
    run = firms()
    log = run.events[run.events["kind"] == "scaleup_sold"]
    assert len(log) == round(float(figure(run, "firms_sold").sum()))
    assert (log["amount"] == 1).all()
    per_year = len(log) / 32 / 29
    assert 1 < per_year < 6


def test_other_rates_remove_sales_and_move_none(firms: Run) -> None:
    half = firms(parameters={"scaleup_sale_rate": 0.0175})
    kept, all_ = (
        set(zip(run.events["member"], run.events["identity"], run.events["time"], strict=True))
        for run in (half, firms())
    )
    assert len(kept) < 0.75 * len(all_)
    # fewer sales leave more firms, so a few later candidates happen that did not; their dates are candidates'
    assert len(kept - all_) < 0.1 * len(kept)


def test_a_lead_firm_is_sold_only_where_the_switch_lets_it(recorded: Run, firms: Run) -> None:
    live = {"lead_sales_live": 1, "lead_sale_rate": fixed({"chips": 0.1})}
    base, sold = firms(), firms(parameters=live)
    log = sold.events[sold.events["kind"] == "lead_firm_sold"]
    first = log[log["segment"] == "chips"].set_index("member")["time"]
    assert 8 < len(first) <= 32
    assert (first >= 2024).all()
    gap = figure(sold, "share_chips") / figure(base, "share_chips")
    for position, member in enumerate(base.members):
        before = base.years + 1 <= first.get(member, np.inf)
        np.testing.assert_allclose(gap[before, position], 1.0, atol=1e-9)
        assert (gap[base.years > first.get(member, np.inf), position] < 0.4).all()
    np.testing.assert_array_equal(figure(sold, "jobs_nl"), figure(base, "jobs_nl"))


# whose sales count


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


def test_learning_that_stays_parts_sellers_more_than_learning_that_spills(case: Make) -> None:
    spread = []
    for spills in (0, 1):
        watch = Watch("experience_standing")
        block(case(parameters={"learning_spills": spills}), 4, events=NO_EVENTS).run(watch)
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

EMPTY: dict[str, dict[str, Any]] = {
    "no entry": {"firm_entry": fixed(dict.fromkeys(("metrology", "design", "photonics"), 0))},
    "all for sale": {"scaleup_sale_rate": fixed(2), "sold_exit_rate": fixed(2)},
    "lead firms for sale": {
        "lead_sales_live": 1,
        "lead_sale_rate": fixed({"chips": 0.2, "lithography": 0.2}),
    },
    "learning to the full": {"learning_rate": fixed(0.9), "learning_carried": fixed(1), "learning_spills": 0},
    "cluster": {"cluster_effect": 1, "cluster_inventor_elasticity": fixed(1)},
}


@pytest.mark.parametrize("what", EMPTY)
def test_nothing_is_negative(case: Make, what: str) -> None:
    holds(case(parameters=EMPTY[what]))


def test_parts_are_parts_under_plenty_of_equity(case: Make) -> None:
    watch = Watch("equity_coverage", "headquartered")
    many = {"deep_tech_fund": {"money": [[2024, 100000]]}}
    block(case(instruments=many), 4, events=SHOCKS).run(watch)
    for name in ("equity_coverage", "headquartered"):
        assert watch[name].min() >= 0
        assert watch[name].max() <= 1 + 1e-12
    assert watch["equity_coverage"].max() == 1
