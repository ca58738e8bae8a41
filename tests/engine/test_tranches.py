"""Conditional money: paid and acting for the members whose go/no-go it passes, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.inputs.scenarios import Case
from sim.run.block import BlockResult, simulate
from sim.run.settings import Settings
from tests.engine.conftest import NO_EVENTS

NAME = "ngf_photondelta_phase_2"
ONLY = {**NO_EVENTS, "subsidies": True}
MEMBERS = range(16)


def run(case: Case, events: Any = ONLY, members: Any = MEMBERS) -> BlockResult:
    return simulate(case, Settings(events=events, end=2032), members)


def decided(result: BlockResult) -> dict[int, str]:
    return {row[0]: row[2] for row in result.events if row[3] == NAME and row[2].startswith("tranche")}


@pytest.fixture(scope="module")
def runs(case: Callable[..., Case]) -> dict[str, BlockResult]:
    """As the files say, released for sure, and refused for sure."""
    sure = {str(chance): {NAME: {"delivery": {"chance": chance}}} for chance in (0, 1)}
    return {"drawn": run(case()), **{key: run(case(instruments=change)) for key, change in sure.items()}}


def test_each_member_draws_its_own_go_at_its_date(runs: dict[str, BlockResult]) -> None:
    found = decided(runs["drawn"])
    assert set(found) == set(MEMBERS)
    assert set(found.values()) == {"tranche_released", "tranche_refused"}
    assert set(decided(runs["1"]).values()) == {"tranche_released"}
    assert set(decided(runs["0"]).values()) == {"tranche_refused"}
    assert {row[1] for row in runs["drawn"].events if row[3] == NAME} == {2026.5}


def test_payment_and_effect_follow_only_where_it_goes(runs: dict[str, BlockResult]) -> None:
    go = np.array([kind == "tranche_released" for _, kind in sorted(decided(runs["drawn"]).items())])
    for name in ("paid", "rd_caused", "share"):
        drawn, yes, no = (runs[key].values[name] for key in ("drawn", "1", "0"))
        np.testing.assert_array_equal(drawn, np.where(go, yes, no))
    paid = (runs["1"].values["paid"] - runs["0"].values["paid"]).reshape(22, -1)
    np.testing.assert_allclose(paid.sum(axis=0), 150.8, rtol=1e-9)
    assert not paid[: 2026 - 2010].any()
    caused = (runs["1"].values["rd_caused"] - runs["0"].values["rd_caused"])[2027 - 2010]
    assert (caused.reshape(-1, len(MEMBERS)).sum(axis=0) > 0).all()


def test_the_money_stands_under_its_instrument_for_those_who_get_it(runs: dict[str, BlockResult]) -> None:
    go = np.array([kind == "tranche_released" for _, kind in sorted(decided(runs["drawn"]).items())])
    paid = runs["drawn"].money[NAME].amounts["paid"].sum(axis=0)
    np.testing.assert_allclose(paid, 150.8 * go, rtol=1e-9)


def test_without_its_event_nothing_is_released(
    case: Callable[..., Case], runs: dict[str, BlockResult]
) -> None:
    off = run(case(), events=NO_EVENTS, members=range(2))
    assert decided(off) == {}
    assert (
        not off.values["paid"][-1].any()
        or (off.values["paid"][-2] < runs["1"].values["paid"][-2][..., :2]).all()
    )


def test_a_conditional_round_is_awarded_only_after_a_go(case: Callable[..., Case]) -> None:
    later = {
        "ipcei_ast": {
            "money": [[2028, 50], [2031, 0]],
            "delivery": {"go_no_go": 2027.8, "chance": "ngf_go_chance"},
        }
    }
    events = run(case(instruments=later)).events
    went = {row[0] for row in events if row[3] == "ipcei_ast" and row[2] == "tranche_released"}
    awards = [row for row in events if row[3] == "ipcei_ast" and row[2] == "awarded"]
    assert 0 < len(went) < len(MEMBERS)
    assert {row[0] for row in awards} <= went  # every project may drop out
    assert min(row[1] for row in awards) >= 2027.8


def test_a_government_that_retreats_releases_nothing(case: Callable[..., Case]) -> None:
    assert NAME in case().instruments
    assert NAME not in case("austerity").instruments
