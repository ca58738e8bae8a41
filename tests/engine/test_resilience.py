"""Resilience: what a stock covers, what is lost without one, at any dt; how often outages come; extremes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.core.axes import Array
from sim.inputs.scenarios import Case, Evidence
from sim.results.binding import lost_by_cause
from sim.results.headline import by_place
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, figure, fixed, in_year

Run = Callable[..., Recorded]

STOP = {
    "material_stop_2026": {
        "effect": {"chance": "certain"},
        "delivery": {"starts": 2026.8},
        "targets": {"node": {"materials": 1.0}, "seller": {"dutch": 1.0, "eu_rest": 0.0, "others": 0.0}},
    }
}
"""A stop of materials in the autumn of 2026 that hits Dutch firms alone."""
SIXTY = {
    "material_stop": fixed(60),
    "cover_usual": fixed({"materials": 20, "back_end": 20, "foundry": 40}),
    "pillar3_effect": fixed(0),
}


def stock(days: float) -> dict[str, Any]:
    """A stock of so many days, a second before the stop as in the years before it."""
    return {"chip_input_stock": {"active": True, "quantity": [[2010, days]]}}


def lost(run: Recorded, **labels: str) -> Array:
    """Output that missing inputs took in the two years of the stop, (member,)."""
    here = [in_year(run, 2026), in_year(run, 2027)]
    result: Array = figure(run, "output_lost_inputs", **labels)[here].sum(axis=0)
    return result


@pytest.fixture(scope="module")
def stopped(recorded: Run) -> Callable[..., Recorded]:
    """A run with the stop of 60 days and what else is given, without chance."""

    def run(**instruments: Any) -> Recorded:
        return recorded(
            parameters=SIXTY, instruments=STOP | instruments, events=NO_EVENTS, members=8, end=2028
        )

    return run


def test_a_stock_of_ninety_days_covers_sixty_days(stopped: Callable[..., Recorded]) -> None:
    covered = lost(stopped(**stock(90)))
    assert (covered <= 1e-9 * figure(stopped(), "output")[-1].max()).all()


def test_without_a_stock_the_output_of_chips_falls(stopped: Callable[..., Recorded]) -> None:
    """In every member, in the year of the stop."""
    bare, covered = stopped(), stopped(**stock(90))
    assert (lost(bare, cell="brainport.chips") > 0).all()
    year = in_year(bare, 2026)  # the stop ends in it: what is made up comes later
    made = [figure(run, "output", cell="brainport.chips")[year] for run in (bare, covered)]
    assert (made[0] < made[1]).all()


def test_days_lost_are_what_stock_and_second_source_do_not_cover(stopped: Callable[..., Recorded]) -> None:
    run = stopped()
    here = [in_year(run, 2026), in_year(run, 2027)]
    found = figure(run, "days_lost", segment="chips")[here].sum(axis=0)

    def drawn(name: str) -> Array:
        return np.asarray(run.inputs[name])

    missed = (60 * (1 - drawn("second_source[materials]")) - 20) * drawn("material_stop_part")
    expected = missed * drawn("output_needs_node[chips/materials]")
    # of a year's mean desired output; where something else takes output too, inputs take less
    assert (found <= 1.15 * expected).all()
    assert np.median(found / expected) > 0.6


def test_the_nexperia_stop_is_booked_once_with_its_length_on_record(recorded: Run) -> None:
    log = recorded().events
    mine = log[log["identity"] == "nexperia_order/back_end"]
    assert len(mine) == 32
    np.testing.assert_allclose(mine["amount"], 36, atol=0.6)  # dates of two days, in parts of a year


def loss_at(dt: float, evidence_case: Case) -> tuple[Array, float]:
    """What a stop of 60 days takes of the supply, in days, and the least stock, at a step."""
    watch = Watch("short_of", "cover")
    prepared = block(evidence_case, 2, dt=dt, end=2028.0, events=NO_EVENTS)
    prepared.run(watch)
    days: Array = watch["short_of"].sum(axis=0) * dt * 365
    return days, float(watch["cover"].min())


def test_the_loss_does_not_depend_on_dt(case: Callable[..., Case]) -> None:
    stops = case(parameters=SIXTY, instruments=STOP | {"nexperia_order": {"active": False}})
    coarse, low = loss_at(1 / 16, stops)
    fine, lower = loss_at(1 / 32, stops)
    assert coarse.max() > 10
    np.testing.assert_allclose(fine, coarse, rtol=1e-6, atol=1e-9)
    assert min(low, lower) >= -1e-12


def test_disruptions_come_as_often_as_the_evidence_says(evidence: Evidence, recorded: Run) -> None:
    """0.27 a year (0.20 to 0.35) over 15 years: within three standard errors of a count."""
    run = recorded()
    mine = run.events["identity"].str.startswith("disruption/")
    found = mine.sum() / (len(run.members) * (2039 - 2024))
    middle = evidence.parameters["disruption_frequency"].centre.item()
    error = np.sqrt(middle / (len(run.members) * 15))
    assert abs(found - middle) < 3 * error, f"{found:.3f} a year"
    off = recorded(end=2026, members=16, events=NO_EVENTS).events
    assert not off["identity"].str.startswith(("disruption/", "taiwan", "ownership")).any()


def test_the_expected_loss_is_small_and_there(recorded: Run) -> None:
    """MGI: 0.42 of a year's profit in ten years; at 10 to 40 % profit on value added, 0.1 to 2 % of it."""
    run = recorded()
    late = run.years >= 2026
    part = figure(run, "expected_loss")[late].mean() / figure(run, "value_added_nl")[late].mean()
    assert 0.0005 < part < 0.02, f"{100 * part:.3f} %"


def test_the_tail_is_off_unless_switched_on(case: Callable[..., Case]) -> None:
    off, on = block(case(), 32), block(case(parameters={"taiwan_tail": 1, "taiwan_probability": 0.15}), 32)
    assert not any(row[3].startswith("taiwan") for row in off.dated)
    assert any(row[3].startswith("taiwan") for row in on.dated)
    assert on.drivers["downturn"].min() < -0.05
    # what else happens keeps its dates
    others = [row for row in on.dated if not row[3].startswith("taiwan")]
    assert others == list(off.dated)


def test_a_counter_measure_follows_a_major_step(case: Callable[..., Case]) -> None:
    sure = {"retaliation_probability": fixed(1)}
    rows = block(case(parameters=sure, instruments={"match_step": {"active": True}}), 8).dated
    dates = [row[1] for row in rows if row[3] == "counter_measure/materials"]
    assert len(dates) == 8
    assert all(2027 <= date < 2028 for date in dates)
    none = block(case(parameters={"retaliation_probability": fixed(0)}), 8).dated
    assert not any(row[3].startswith("counter") for row in none)


def test_a_scheme_shortens_and_a_second_source_replaces(stopped: Callable[..., Recorded]) -> None:
    shorter = {"eu_crisis_tool": {"active": True, "delivery": {"starts": 2025}}}
    second = {
        "second_back_end": {
            "active": True,
            "delivery": {"starts": 2025},
            "targets": {"node": {"materials": 1.0, "back_end": 0}},
        }
    }
    bare = lost(stopped())
    less = lost(stopped(**shorter))
    assert (less <= bare).all()
    assert (less < bare).mean() > 0.8
    assert (lost(stopped(**second)) < bare).all()


@pytest.mark.parametrize("cover", [0, 1000])
def test_extremes(case: Callable[..., Case], cover: float) -> None:
    """No stock or one of years, every outage whole and long, the tail on: nothing is negative."""
    worst = {
        "cover_usual": fixed({"materials": cover, "back_end": cover, "foundry": cover}),
        "second_source": fixed({"materials": 0, "back_end": 0, "foundry": 0}),
        "disruption_frequency": fixed(1),
        "disruption_part": fixed(1),
        "disruption_beyond": fixed(400),
        "taiwan_tail": 1,
        "taiwan_probability": fixed(0.2),
        "taiwan_part": fixed(1),
    }

    def see(_: int, values: Any) -> None:
        assert (values["cover"] >= -1e-9).all()
        for name in ("supplied", "short_of", "not_replaced", "filled"):
            assert ((values[name] >= 0) & (values[name] <= 1 + 1e-12)).all(), name
        assert (values["output_lost_inputs"] >= 0).all()

    block(case(parameters=worst), 2).run(Watch(call=see))


def test_what_binds_still_adds_up_in_an_outage(stopped: Callable[..., Recorded]) -> None:
    run = stopped()
    causes = ("demand", "people", "power", "capacity", "access")
    parts = sum(run.values[f"output_lost_{cause}"] for cause in causes)
    gap = run.values["output_desired"] - run.values["output"]
    np.testing.assert_allclose(parts, gap, atol=1e-6 * run.values["output"].max())
    assert (figure(run, "output_lost_inputs").sum(axis=0) > 0).all()
    told = sum(lost_by_cause(run).values(), np.zeros(1))
    here = by_place(run, "output_desired") - by_place(run, "output")
    np.testing.assert_allclose(told, here, atol=1e-6 * here.max())


def test_partners_teach_only_what_is_new(case: Callable[..., Case]) -> None:
    """More money of a partner from 2024 on adds to knowledge; what ran before known until adds nothing."""

    def knowledge(**given: Any) -> Array:
        watch = Watch("knowledge")
        block(case(instruments={"nanoic": given}), 2, events=NO_EVENTS, end=2029.0).run(watch)
        result: Array = watch["knowledge"][-1]
        return result

    none = knowledge(money=0)
    assert (knowledge(money=[[2015, 500]]) == none).all()
    assert (knowledge(money=[[2024.5, 500]]) > none).any()


def test_money_of_the_eu_is_no_dutch_public_money(recorded: Run) -> None:
    line = {"eu_semiconductor_line": {"active": True}}
    base, more = recorded(end=2030, members=2), recorded(instruments=line, end=2030, members=2)
    at = in_year(base, 2029)
    np.testing.assert_allclose(figure(more, "paid")[at], figure(base, "paid")[at])
    paid = (figure(more, "paid_by_others") - figure(base, "paid_by_others"))[at]
    np.testing.assert_allclose(paid, 142.857)
    assert (figure(more, "rd_caused")[at] > figure(base, "rd_caused")[at]).all()


def test_the_share_of_the_eu_is_near_the_figure_of_2022(recorded: Run) -> None:
    """9.8 % of value added (ECA); by head office and sales the engine may lie above, not at twice that."""
    run = recorded()
    found = float(np.median(figure(run, "eu_share")[in_year(run, 2022)]))
    assert 0.07 < found < 0.17, f"{100 * found:.1f} %"
