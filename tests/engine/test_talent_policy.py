"""Levers of talent: direction at the first effect, member by member; magnitude against evidence; books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import POSITION, Array
from sim.inputs.scenarios import Case
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, figure, fixed, in_year
from tests.engine.test_conservation import BOOKS, Ledger
from tests.engine.test_extremes import holds

Run = Callable[..., Recorded]
SHORT = {"members": 4, "end": 2030.0, "events": {**NO_EVENTS, "seasons": True}}


def runs(
    recorded: Run, instruments: Mapping[str, Any], parameters: Mapping[str, Any] | None = None
) -> tuple[Recorded, Recorded]:
    """Without and with the instruments, to 2029, without queues."""
    return recorded(parameters=parameters, **SHORT), recorded(
        parameters=parameters, instruments=instruments, **SHORT
    )


def change(pair: tuple[Recorded, Recorded], name: str, year: int, **labels: str) -> Array:
    base, with_ = pair
    result: Array = (figure(with_, name, **labels) - figure(base, name, **labels))[in_year(base, year)]
    return result


ON = {"active": True}
MORE_HOMES = {"beethoven_housing": {"quantity": [[year + 0.5, 6800] for year in range(2026, 2031)]}}
OTHER = {"origin": "other"}
FIRST = {
    "intake restricted": ({"intake_restriction": ON}, "entrants", 2027, OTHER, -1),
    "intake restricted, diplomas": ({"intake_restriction": ON}, "graduates", 2029, {"level": "wo"}, -1),
    "intake restricted, kept away": ({"intake_restriction": ON}, "kept_away_places", 2028, {}, 1),
    "intake restricted, trained": ({"intake_restriction": ON}, "people_trained", 2029, {}, -1),
    "phase-down": ({"expat_phase_down": ON}, "migrants", 2027, {}, -1),
    "retention": ({"technical_retention": ON}, "people_trained", 2027, {}, 1),
    "retention, fewer leave": ({"technical_retention": ON}, "people_to_replace", 2027, {}, -1),
    "exchange Taiwan": (
        {"talent_exchange_taiwan": {"quantity": [[2027.12, 100]]}}, "migrants", 2027, {}, 1,
    ),
    "homes, kept away": (MORE_HOMES, "kept_away_homes", 2029, {"place": "brainport"}, -1),
    "screening, delay": ({"screening_act": ON}, "migrants", 2027, {}, -1),
    "screening, refusals": ({"screening_act": ON}, "kept_away_screening", 2027, {}, 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FIRST)
def test_direction_at_the_first_effect(recorded: Run, what: str) -> None:
    instruments, name, year, labels, sign = FIRST[what]
    found = sign * change(runs(recorded, instruments), name, year, **labels)
    assert (found > 0).all(), f"{name} in {year}: {found.min():.4g} … {found.max():.4g}"


def test_building_more_homes_draws_seekers_away_first(case: Callable[..., Case]) -> None:
    """The trades want the same people: in the first half-year fewer seek and more vacancies stay open; homes
    let people come later."""
    watched = []
    for instruments in ({}, MORE_HOMES):
        prepared = block(case(instruments=instruments), **{**SHORT, "end": 2028.0})
        watch = Watch("seekers", "vacancies_in_place")
        prepared.run(watch)
        watched.append(watch)
    edges, place = prepared.settings.clock.edges(), prepared.model.axes.index("place", "brainport")
    at = np.flatnonzero((edges > 2026.05) & (edges < 2026.5))
    for name, sign in (("seekers", -1), ("vacancies_in_place", 1)):
        change = sign * np.take((watched[1][name] - watched[0][name])[at], place, 1 + POSITION["place"])
        change = change.sum(axis=tuple(range(1, change.ndim - 1)))
        assert len(change) > 0
        assert (change > 0).all(), (name, change)


MEASURED = {
    "intake_restriction_effect": fixed(-0.2),
    "expat_phase_down_effect": fixed(-0.125),
    "technical_retention_effect": fixed(0.2222),
    "study_places_ratio": fixed(9),
    "talent_additionality": fixed(0),
}
"""Levers at what the evidence says of them, places not short, no extra entrants."""


def test_a_restriction_takes_the_part_it_says(recorded: Run) -> None:
    """A fifth of those from outside Europe, and nobody takes their places where these are not short."""
    base, less = runs(recorded, {"intake_restriction": ON, "expat_phase_down": ON}, MEASURED)
    at = in_year(base, 2028)
    ratio = figure(less, "entrants", **OTHER)[at] / figure(base, "entrants", **OTHER)[at]
    np.testing.assert_allclose(ratio, 0.8, rtol=1e-6)
    dutch = figure(less, "entrants", origin="nl")[at] / figure(base, "entrants", origin="nl")[at]
    np.testing.assert_allclose(dutch, 1, atol=1e-9)


def test_where_places_are_short_others_take_those_that_fall_free(recorded: Run) -> None:
    tight = {"study_places_ratio": fixed(0.5)}
    found = change(runs(recorded, {"intake_restriction": ON}, tight), "entrants", 2028, origin="nl")
    assert (found > 0).all(), found


def test_the_phase_down_costs_what_the_evaluation_found(recorded: Run) -> None:
    """10–15 % fewer who want to come for the same vacancies; those that stay open call a few more."""
    base, less = runs(recorded, {"intake_restriction": ON, "expat_phase_down": ON}, MEASURED)
    at = in_year(base, 2028)
    ratio = figure(less, "migrants")[at] / figure(base, "migrants")[at]
    assert 0.85 <= np.median(ratio) <= 0.90, ratio
    assert (ratio < 0.95).all(), ratio


def test_the_elasticity_of_taxes_gives_the_same(recorded: Run) -> None:
    """Two roads, one of which is used: 1.5 on net pay, a tenth less of it free of 49.5 % tax on average."""
    elasticity = recorded(**SHORT).inputs["migrant_wage_elasticity"].median()
    net = {free: 1 - 0.495 * (1 - free) for free in (0.3, 0.27, 0.2)}
    phase_down = (net[0.2] / net[0.3]) ** elasticity - 1
    assert -0.15 <= phase_down <= -0.10, phase_down
    assert -0.04 <= (net[0.27] / net[0.3]) ** elasticity - 1 <= 0.0


def test_half_in_technical_work_instead_of_45_per_cent(recorded: Run) -> None:
    """Odds 1.00 over 0.82: in the yearly number who choose the sector at once, in those who quit too."""
    base, more = runs(recorded, {"technical_retention": ON}, MEASURED)
    first = in_year(base, 2027)
    gained = {
        name: np.median(
            (figure(more, name)[first + 1] - figure(more, name)[first])
            / (figure(base, name)[first + 1] - figure(base, name)[first])
        )
        for name in ("people_trained", "people_to_replace")
    }
    assert 1.1 <= gained["people_trained"] <= 1.2222, gained
    assert 1 / 1.2222 <= gained["people_to_replace"] <= 0.97, gained


def test_the_price_of_a_trained_person(case: Callable[..., Case]) -> None:
    """450 million at 13,600 a head are 33,000 places, of which half would have been filled anyway."""
    set_to = {"talent_cost_per_head": fixed(0.0136), "talent_additionality": fixed(0.5)}
    prepared = block(case(parameters=set_to), 2, end=2031.0)
    dt = prepared.settings.dt
    places = sum(
        prepared.drivers[name].reshape(len(prepared.drivers[name]), -1, 2).sum(axis=(0, 1)) * dt
        for name in ("training_places", "retraining_places")
    )
    np.testing.assert_allclose(places / 0.5, 450 / 0.0136, rtol=1e-6)
    assert places[0] / 0.5 == pytest.approx(33_000, rel=0.01)


def test_the_book_of_people_closes_under_all_levers(case: Callable[..., Case]) -> None:
    on = dict.fromkeys(("intake_restriction", "expat_phase_down", "screening_act"), ON)
    prepared = block(case("talent_push", instruments=on), 2, end=2031.0)
    ledger = Ledger(prepared)
    prepared.run(ledger)
    ledger.close()
    how, through = BOOKS["people"], ledger.through
    start = sum(ledger.first[name] for name in how["stocks"])
    end = sum(ledger.last[name] for name in how["stocks"])
    came = sum(through[name] for name in how["in"]) + through["hiring"] - through["hired_locally"]
    lost = through["novices_lost"] + through["experienced_lost"] - through["quits"] - through["laid_off"]
    went = sum(through[name] for name in how["out"]) + lost
    np.testing.assert_allclose(end - start, came - went, atol=1e-9 * float(np.max(end)), rtol=0)
    assert {name: low for name, low in ledger.lowest.items() if low < -1e-9} == {}


EXTREME: dict[str, dict[str, Any]] = {
    "shut": {
        "intake_restriction_effect": fixed(-0.95), "screened_share": fixed(1), "check_refusal": fixed(0.5),
        "intake_length": fixed(0.01), "graduation_length": fixed(0.1), "study_places_ratio": fixed(0),
    },
    "open": {
        "leakage_probability": fixed(1), "leakage_effect": fixed(5), "technical_retention_effect": fixed(2),
        "study_places_ratio": fixed(9), "trades_response": fixed(2),
    },
}  # fmt: skip


@pytest.mark.parametrize("what", EXTREME)
def test_extremes_of_talent_and_protection(case: Callable[..., Case], what: str) -> None:
    on = dict.fromkeys(("intake_restriction", "screening_act", "technical_retention"), ON)
    holds(case(parameters=EXTREME[what], instruments=on))
