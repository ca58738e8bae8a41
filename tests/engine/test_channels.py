"""Every channel has a test of direction at its own first effect and one of size; those not held elsewhere.

`TESTED` names them, a file and a function each; a channel without both, or a test that is gone, fails here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.core.axes import POSITION, Array
from sim.inputs.channels import CHANNELS
from sim.inputs.scenarios import Case
from sim.run.block import Prepared
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, figure

Make = Callable[..., Case]
Run = Callable[..., Recorded]
TESTS = Path(__file__).resolve().parents[1]
HERE, POLICY, TALENT, TAXES = (
    "engine/test_channels",
    "engine/test_policy",
    "engine/test_talent_policy",
    "engine/test_taxes",
)
SPACE, FIRMS, PROTECT = "engine/test_space", "engine/test_firms", "engine/test_protection"
CONTROLS, FOREIGN, RESILIENCE = (
    "engine/test_controls",
    "engine/test_foreign_support",
    "engine/test_resilience",
)

TESTED = {
    "rd_tax_credit": (
        f"{POLICY}::test_direction_at_the_first_effect",
        f"{TAXES}::test_the_credit_of_large_firms_causes_0_to_410_of_513",
    ),
    "direct_rd_support": (
        f"{POLICY}::test_direction_at_the_first_effect",
        f"{POLICY}::test_magnitude_of_direct_support_where_there_is_room",
    ),
    "profit_box": (
        f"{TAXES}::test_with_the_switch_box_users_leave",
        f"{TAXES}::test_a_euro_of_innovation_box_causes_a_quarter_of_a_euro_of_research",
    ),
    "general_tax_climate": (
        f"{TAXES}::test_lower_corporate_tax_draws_research_profit_and_investment",
        f"{HERE}::test_a_point_of_tax_draws_what_the_evidence_says",
    ),
    "public_research": (
        f"{TAXES}::test_public_research_becomes_knowledge_late",
        f"{TAXES}::test_public_research_becomes_knowledge_late",
    ),
    "investment_support": (
        f"{TAXES}::test_investment_support_orders_capacity",
        f"{TAXES}::test_investment_support_is_money_over_capital_cost",
    ),
    "equity": (
        f"{FIRMS}::test_equity_buys_stakes_and_fewer_firms_are_sold",
        f"{FIRMS}::test_equity_keeps_no_more_than_its_retention",
    ),
    "contingent_demand": (
        f"{FIRMS}::test_the_telescope_brings_orders_where_it_comes_and_nowhere_else",
        f"{FIRMS}::test_the_telescope_brings_orders_where_it_comes_and_nowhere_else",
    ),
    "training": (
        f"{POLICY}::test_direction_at_the_first_effect",
        f"{TALENT}::test_the_price_of_a_trained_person",
    ),
    "migration": (
        f"{POLICY}::test_direction_at_the_first_effect",
        f"{TALENT}::test_the_phase_down_costs_what_the_evaluation_found",
    ),
    "retention": (
        f"{POLICY}::test_retention_lets_fewer_go",
        f"{TALENT}::test_half_in_technical_work_instead_of_45_per_cent",
    ),
    "grid_capacity": (
        f"{POLICY}::test_more_power_is_contracted_where_somebody_waits",
        f"{HERE}::test_a_tenth_to_six_tenths_of_the_megawatts_reach_brainport",
    ),
    "grid_flexibility": (
        f"{SPACE}::test_flexible_contracts_connect_more_in_their_first_year",
        f"{HERE}::test_no_more_is_lent_than_is_offered",
    ),
    "nitrogen_room": (
        f"{SPACE}::test_the_same_projects_get_their_permit_no_later",
        f"{HERE}::test_a_stop_ends_in_one_case_in_ten_a_year",
    ),
    "permit_speed": (
        f"{SPACE}::test_the_same_projects_get_their_permit_no_later",
        f"{HERE}::test_permits_within_a_term_save_months_and_no_more_than_they_say",
    ),
    "accessibility": (
        f"{SPACE}::test_access_brings_more_homes_within_reach",
        f"{SPACE}::test_access_brings_more_homes_within_reach",
    ),
    "housing": (
        f"{POLICY}::test_homes_of_policy_lessen_the_shortage",
        f"{HERE}::test_seventeen_thousand_homes_are_those_that_get_built",
    ),
    "land": (
        "processes/test_rooms::test_without_power_only_the_campus_builds",
        f"{SPACE}::test_the_sites_of_brainport_are_of_the_records_size",
    ),
    "screening": (
        f"{PROTECT}::test_screening_deters_the_part_of_deals_it_says",
        f"{PROTECT}::test_screening_deters_the_part_of_deals_it_says",
    ),
    "knowledge_security": (
        f"{TALENT}::test_direction_at_the_first_effect",
        f"{PROTECT}::test_a_check_of_six_weeks_delays_arrivals_by_as_much",
    ),
    "coordination": (
        f"{TAXES}::test_reversals_wear_credibility_and_investment",
        f"{TAXES}::test_reversals_wear_credibility_and_investment",
    ),
    "market_access": (
        f"{FOREIGN}::test_a_mission_moves_exporters_up_and_the_share_by_next_to_nothing",
        f"{FOREIGN}::test_a_mission_moves_exporters_up_and_the_share_by_next_to_nothing",
    ),
    "export_control": (
        f"{CONTROLS}::test_sales_and_service_in_china_fall",
        f"{CONTROLS}::test_the_size_is_that_of_the_rule_of_thumb",
    ),
    "partnership": (
        f"{HERE}::test_partners_and_pilot_lines_teach_every_member",
        f"{HERE}::test_what_partners_teach_is_a_tenth_of_research_at_home",
    ),
    "resilience": (
        f"{RESILIENCE}::test_a_scheme_shortens_and_a_second_source_replaces",
        f"{RESILIENCE}::test_days_lost_are_what_stock_and_second_source_do_not_cover",
    ),
}  # fmt: skip
"""By channel: its test of direction, and that of size against the evidence; some functions hold both."""


@cache
def functions(file: str) -> frozenset[str]:
    """The test functions of a file under tests/."""
    tree = ast.parse((TESTS / f"{file}.py").read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_direction_and_its_size_tested(channel: str) -> None:
    assert channel in TESTED, "neither a test of direction nor one of size"
    for test in TESTED[channel]:
        file, name = test.split("::")
        assert name in functions(file), f"{channel}: {test} is not there"


def test_no_channel_is_named_that_is_none() -> None:
    assert set(TESTED) == set(CHANNELS)


# Without events ---------------------------------------------------------------------------------------------

WATCHED = ("tax_location", "tax_pull", "homes", "knowledge", "rd_lag_now", "public_matured")
LAST = 2033.0
TOGETHER: dict[str, Any] = {
    "lower_corporate_tax": {"active": True},
    "pilot_line_access": {"active": True},
    "nanoic": {"money": [[2024.4, 380], [2029.4, 100]]},
}
"""Changes whose first effects are apart; NanoIC gets 100 million a year more from 2024 on."""


class Pair:
    """A run as it is and one with `TOGETHER` and without the homes of Beethoven, at the last step."""

    def __init__(self, case: Make) -> None:
        self.base, base = self._run(case())
        self.more, more = self._run(case(instruments={**TOGETHER, "beethoven_housing": {"active": False}}))
        self.prepared: Prepared = base
        self.drivers = (base.drivers, more.drivers)

    @staticmethod
    def _run(case: Case) -> tuple[Watch, Prepared]:
        watch, prepared = Watch(*WATCHED), block(case, 8, events=NO_EVENTS, end=LAST)
        prepared.run(watch)
        return watch, prepared

    def at(self, watch: Watch, name: str, **labels: str) -> Array:
        """The last value at these labels, by member."""
        value = watch[name][-1]
        for axis, label in labels.items():
            value = np.take(value, [self.prepared.model.axes.index(axis, label)], axis=POSITION[axis])
        result: Array = np.broadcast_to(value, (*value.shape[:-1], 8)).reshape(-1, 8).sum(axis=0)
        return result


@pytest.fixture(scope="module")
def pair(case: Make) -> Pair:
    return Pair(case)


def drawn(prepared: Prepared, name: str) -> Array:
    result: Array = np.broadcast_to(prepared.inputs[name], (*prepared.inputs[name].shape[:-1], 8)).reshape(
        -1, 8
    )
    return result


def test_a_point_of_tax_draws_what_the_evidence_says(pair: Pair) -> None:
    """Feld and Heckemeyer: 2.49 % (1.68–3.3) a point; 157 million of relief are some points of the rate."""
    here = {"segment": "lithography"}
    change = pair.at(pair.more, "tax_location", **here) - pair.at(pair.base, "tax_location", **here)
    relief = 157 * 0.86
    per_relief = pair.at(pair.more, "tax_pull", **here) - pair.at(pair.base, "tax_pull", **here)
    profit = per_relief / change
    points = 100 * relief / profit
    per_point = 100 * change / points
    assert (change > 0).all()
    assert ((0.5 < points) & (points < 6)).all(), points
    assert 1.68 <= np.median(per_point) <= 3.3, per_point
    assert (per_point < 5).all(), per_point


def test_seventeen_thousand_homes_are_those_that_get_built(pair: Pair) -> None:
    """425 million for 17,000 homes, of which 5,100 (30 %) are at risk (record): in all members fewer than
    planned, in most more than half. Homes under way at the end and dearer rents without them take a part."""
    extra = pair.at(pair.base, "homes", place="brainport") - pair.at(pair.more, "homes", place="brainport")
    assert (extra > 0).all()
    assert (extra < 17_000).all(), extra
    assert 0.5 * 17_000 < np.median(extra) < 0.9 * 17_000, extra


def test_partners_and_pilot_lines_teach_every_member(pair: Pair) -> None:
    """Photonics gets access to a line: more knowledge. Lithography's partner gets money: more is learnt."""
    for name, segment in (("knowledge", "photonics"), ("public_matured", "lithography")):
        where = {"seller": "dutch", "segment": segment}
        gain = pair.at(pair.more, name, **where) - pair.at(pair.base, name, **where)
        assert (gain > 0).all(), (segment, gain)


def test_what_partners_teach_is_a_tenth_of_research_at_home(pair: Pair) -> None:
    """100 million a year at a partner is 0 to 15 of own R&D, at home 15 to 120; a line saves up to 18 months,
    for the part of R&D that uses it."""
    taught = [each["public_research"][-1].sum(axis=tuple(range(7))) for each in pair.drivers]
    more = taught[1] - taught[0]
    assert ((more >= 0) & (more < 25)).all(), more
    assert 2 <= np.median(more) <= 10, more
    where = {"seller": "dutch", "segment": "photonics"}
    saved = pair.at(pair.base, "rd_lag_now", **where) - pair.at(pair.more, "rd_lag_now", **where)
    assert (saved >= 0).all()
    assert 0.01 < np.median(saved) < 0.2, saved  # half a year, for a tenth of R&D
    assert saved.max() < 1.5


# By events --------------------------------------------------------------------------------------------------

SHORT: dict[str, Any] = {"members": 16, "end": 2030}


def events(run: Recorded, kind: str) -> pd.DataFrame:
    found: pd.DataFrame = run.events[run.events["kind"] == kind]
    return found


@pytest.mark.parametrize("part", [0.1, 0.3, 0.6])
def test_a_tenth_to_six_tenths_of_the_megawatts_reach_brainport(recorded: Run, part: float) -> None:
    """405 MW in three parts of Brabant (record), of which 30 % (10 or 60) reach Brainport: a switch."""
    parameters = {} if part == 0.3 else {"brabant_release_part": part}
    run = recorded(parameters=parameters, **SHORT)
    mine = events(run, "released")
    mine = mine[mine["identity"].str.startswith("grid_brabant_release")]
    assert len(mine) > 0
    np.testing.assert_allclose(mine.groupby("member")["amount"].sum() / 405, part, rtol=1e-9)


def test_no_more_is_lent_than_is_offered(recorded: Run) -> None:
    """Time-bound rights: 2,000 MW by 2030 (the low end of the record); only flexible requests take them."""
    run = recorded(**SHORT)
    lent, offered = figure(run, "mw_connected_flexibly")[-1], sum((300, 400, 500, 500))
    assert (lent > 0).mean() > 0.8  # where nobody waits nobody takes them
    assert (lent <= offered + 1e-9).all(), lent.max()


def test_a_stop_ends_in_one_case_in_ten_a_year(recorded: Run) -> None:
    """talent_grid_parameters.csv nitrogen_permit_probability: 10 % a year (2–30). Permits after a stop over
    the years that projects stood still, outside Brainport, which has its own money from 2028 on."""
    run = recorded(**SHORT)
    log = run.events[run.events["place"] != "brainport"]
    keys = ["member", "identity"]
    stopped = log[log["kind"] == "stopped_by_nitrogen"].set_index(keys)["time"]
    assert len(stopped) > 50
    leaves = log[
        log["kind"].isin(
            ["permitted", "moved_abroad", "dropped_at_nitrogen", "shrunk_at_nitrogen", "connected"]
        )
    ]
    ended = leaves.groupby(keys)["time"].min().reindex(stopped.index).fillna(2030.0)
    permitted = log[log["kind"] == "permitted"].set_index(keys)["time"]
    given_up = log[log["kind"] == "shrunk_at_nitrogen"].set_index(keys).index
    freely = permitted.index.intersection(stopped.index).difference(given_up)
    rate = len(freely) / float((ended - stopped).sum())
    assert 0.02 <= rate <= 0.36, f"{rate:.3f} a year"


def test_permits_within_a_term_save_months_and_no_more_than_they_say(recorded: Run) -> None:
    """A year (0–2) off a full procedure of 22 months with an appeal: of all that were not stopped, less."""
    base, more = recorded(**SHORT), recorded(instruments={"permit_terms": {"active": True}}, **SHORT)
    took = []
    for run in (base, more):
        proposed = events(run, "proposed").set_index(["member", "identity"])["time"]
        permitted = events(run, "permitted").set_index(["member", "identity"])["time"]
        stopped = events(run, "stopped_by_nitrogen").set_index(["member", "identity"]).index
        late = proposed[(proposed >= 2027) & (proposed < 2028.5)].index.difference(stopped)
        took.append((permitted - proposed).reindex(late).dropna())
    both = took[0].index.intersection(took[1].index)
    saved = float((took[0][both] - took[1][both]).mean())
    assert len(both) > 50
    assert 0.05 < saved < 1.0, f"{saved:.2f} years"
