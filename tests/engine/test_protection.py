"""Protection: leaks are thinned events, policy removes some and moves none; what they and screening do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, figure, fixed, in_year

Run = Callable[..., Recorded]
MEMBERS = 8
OFTEN = {"leakage_probability": fixed(0.9), "leakage_effect": fixed(1.0), "leak_use_time": fixed(1.0)}
HALF = {"protect_effect": fixed(0.5)}
SHOCKS = {**NO_EVENTS, "shocks": True}


def run(recorded: Run, law: bool, *, shocks: bool = True, often: bool = True) -> Recorded:
    return recorded(
        parameters={**(OFTEN if often else {}), **HALF},
        instruments={"screening_act": {"active": law}},
        members=MEMBERS,
        end=2036.0,
        events=SHOCKS if shocks else NO_EVENTS,
    )


def without_thefts(recorded: Run) -> Recorded:
    """The same run with every other shock as it was."""
    return recorded(
        parameters={**OFTEN, **HALF, "leakage_probability": fixed(0)},
        instruments={"screening_act": {"active": False}},
        members=MEMBERS,
        end=2036.0,
        events=SHOCKS,
    )


def thefts(it: Recorded) -> set[tuple[int, float, str]]:
    found: pd.DataFrame = it.events[it.events["kind"] == "leak"]
    return set(zip(found["member"], found["time"], found["segment"], strict=True))


def test_half_the_chance_removes_some_and_moves_none(recorded: Run) -> None:
    all_, fewer = thefts(run(recorded, False)), thefts(run(recorded, True))
    assert fewer < all_
    late = [{each for each in some if each[1] >= 2027} for some in (all_, fewer)]
    assert {each for each in all_ if each[1] < 2027} == {each for each in fewer if each[1] < 2027}
    part = len(late[1]) / len(late[0])
    assert abs(part - 0.5) < 3 * 0.5 / np.sqrt(len(late[0])), part


def test_as_many_as_the_chance_says(recorded: Run) -> None:
    """0.9 a year over 12 years and 8 members: within 3 deviations."""
    found, expected = len(thefts(run(recorded, False))), 0.9 * 12 * MEMBERS
    assert abs(found - expected) < 3 * np.sqrt(expected), (found, expected)


def test_no_shocks_no_leaks(recorded: Run) -> None:
    quiet = run(recorded, False, shocks=False)
    assert thefts(quiet) == set()
    assert figure(quiet, "leaked").max() == 0


def test_a_leak_carries_the_lead_it_says_and_no_more(recorded: Run) -> None:
    """Nothing before known until; after it, leaks lower the Dutch share in nearly every member."""
    with_, without = run(recorded, False), without_thefts(recorded)
    known = in_year(with_, 2023)
    assert figure(with_, "leaked")[: known + 1].max() == 0
    np.testing.assert_array_equal(figure(with_, "share")[: known + 1], figure(without, "share")[: known + 1])
    hit = sorted({member for member, time, _ in thefts(with_) if time < 2032})
    change = (figure(with_, "share") - figure(without, "share"))[-1]
    assert len(hit) == MEMBERS
    assert np.mean(change < 0) > 0.8, change
    assert -0.004 < change.mean() < 0, change.mean()  # a year of lead every year: tenths of a point


def test_a_theft_shortens_the_lead_by_its_years(recorded: Run) -> None:
    """A year each, turned into knowledge within a year, which then ages as all knowledge does."""
    with_, without = run(recorded, False), without_thefts(recorded)
    at, checked = in_year(with_, 2026), 0
    for segment in ("lithography", "chips"):
        labels = {"seller": "china", "segment": segment}
        change = (figure(with_, "years_of_lead", **labels) - figure(without, "years_of_lead", **labels))[at]
        for place, member in enumerate(with_.members):
            times = [time for who, time, what in thefts(with_) if (who, what) == (member, segment)]
            sure, most = sum(time < 2026 for time in times), sum(time < 2027 for time in times)
            assert -most - 0.01 <= change[place] <= -0.5 * sure + 0.01, (segment, change[place], sure, most)
            checked += sure
    assert checked > 3


def test_the_law_lowers_diffuse_imitation_by_what_it_says(recorded: Run) -> None:
    off, on = run(recorded, False, shocks=False), run(recorded, True, shocks=False)
    at = in_year(off, 2027)
    ratio = figure(on, "imitated")[at] / figure(off, "imitated")[at]
    np.testing.assert_allclose(ratio, 0.5, atol=0.01)


def test_the_checks_are_a_part_of_those_planned_and_cost_what_the_bill_says(recorded: Run) -> None:
    off, on = run(recorded, False, shocks=False), run(recorded, True, shocks=False)
    at = in_year(off, 2028)
    checks = figure(on, "people_checked")[at]
    assert (checks > 0).all()
    assert checks.max() < 8000
    paid = figure(on, "paid") - figure(off, "paid")
    np.testing.assert_allclose(paid[at], 23.4, atol=1e-6)
    np.testing.assert_allclose(paid[in_year(off, 2027)], 23.4 + 32, atol=1e-6)


def test_a_check_of_six_weeks_delays_arrivals_by_as_much(recorded: Run) -> None:
    """People on their way rise by their number a year times the time of a check: what has not arrived."""
    law = {"screening_act": {"active": True}}
    set_to = {"screened_share": fixed(1), "check_refusal": fixed(0), "migrants_per_vacancy": fixed(0.5)}
    off, on = (
        recorded(parameters=set_to, instruments=it, members=4, end=2029.0, events=NO_EVENTS)
        for it in (None, law)
    )
    years = slice(in_year(off, 2027), in_year(off, 2028) + 1)
    missing = (figure(off, "migrants") - figure(on, "migrants"))[years].sum(axis=0)
    checked = figure(on, "people_checked")[years].mean(axis=0)
    weeks = 52.18 * missing / checked
    assert weeks.min() > 1, weeks
    assert weeks.max() < 8, weeks


def test_screening_deters_the_part_of_deals_it_says(recorded: Run) -> None:
    """The act from June 2023 on, its extension from 2027 on the same part again."""
    on = {"wet_vifo_extension": {"active": True}}
    set_to = {"screening_fdi_deterrence": fixed(0.03)}
    it = recorded(parameters=set_to, instruments=on, members=2, end=2029.0, events=NO_EVENTS)
    deterred = figure(it, "deals_deterred")
    for year, part in ((2022, 0.0), (2024, 0.03), (2028, 0.06)):
        np.testing.assert_allclose(deterred[in_year(it, year)], part, atol=1e-9)
