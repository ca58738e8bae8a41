"""Relief: a lifted limit binds no more from its date on, and lifting what does not bind does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.axes import POSITION, Array, Axes
from sim.inputs.reliefs import Reliefs, instrument, load_reliefs
from sim.inputs.scenarios import Case, Evidence
from sim.results.binding import lost_by_cause
from sim.results.headline import by_place
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from sim.sectors.output import eased
from tests.engine.conftest import NO_EVENTS, Watch, block, fixed

SINCE = 2024.0
LOST = ("people", "power", "capacity", "access")
BRIEF: dict[str, Any] = {"members": 2, "end": 2027.0, "workers": 1}
numbers = st.floats(0, 1e6)
parts = st.floats(0, 1)


@pytest.fixture(scope="module")
def reliefs(evidence: Evidence) -> Reliefs:
    return load_reliefs(evidence)


@pytest.fixture(scope="module")
def bare(case: Callable[..., Case]) -> Recorded:
    return run_case(case(), Settings(**BRIEF))


def lifted(case: Callable[..., Case], *names: str, since: float = SINCE, **more: Any) -> Recorded:
    parameters = {**{f"{name}_lifted_from": since for name in names}, **more}
    return run_case(case("baseline", parameters), Settings(**BRIEF))


def at_home(run: Recorded, name: str) -> Array:
    """(year, cell in the Netherlands, member)."""
    axes: Axes = run.labels
    abroad = axes.indicator("is_abroad").ravel()[axes.cells.place] > 0
    return np.moveaxis(run.values[name], 1 + POSITION["cell"], 1)[:, ~abroad].reshape(
        len(run.years), int((~abroad).sum()), -1
    )


@given(numbers, numbers, parts, parts)
def test_lifting_never_lowers_a_limit(limit: float, desired: float, less: float, more: float) -> None:
    """And lifting it further never lowers it either; wholly lifted it takes nothing of what is desired."""
    low, high = sorted((less, more))
    assert eased(limit, desired, low) <= eased(limit, desired, high) * (1 + 1e-12)
    assert eased(limit, desired, 0.0) == limit
    assert eased(limit, desired, 1.0) >= desired


@given(numbers, parts)
def test_lifting_a_limit_that_does_not_bind_changes_nothing(limit: float, lift: float) -> None:
    assert eased(limit, limit / 2, lift) == pytest.approx(limit, rel=1e-15)


def test_with_every_limit_lifted_only_demand_binds(
    case: Callable[..., Case], reliefs: Reliefs, bare: Recorded
) -> None:
    """From the date on; before it, limits took output, and demand still does."""
    free = lifted(case, *reliefs.limits)
    after = free.years >= SINCE
    for name in LOST:
        assert np.abs(at_home(free, f"output_lost_{name}")[after]).max() == 0, name
        assert at_home(bare, f"output_lost_{name}")[after].sum() > 0 or name == "access"
    assert at_home(free, "output_lost_demand")[after].sum() > 0


def test_before_its_date_nothing_is_lifted(
    case: Callable[..., Case], reliefs: Reliefs, bare: Recorded
) -> None:
    late = lifted(case, *reliefs.limits, since=2026.0)
    earlier = bare.years < 2025  # some figures of a year are what stands at its end
    for name, series in bare.values.items():
        assert np.array_equal(series[earlier], late.values[name][earlier]), name


def test_lifting_homes_does_nothing_where_rents_do_not_answer(case: Callable[..., Case]) -> None:
    """Rents at their reference keep nobody away; then there is nothing to lift."""
    flat = {"rent_response": fixed(0)}
    one, other = lifted(case, **flat), lifted(case, "homes", **flat)
    for name, series in one.values.items():
        assert np.array_equal(series, other.values[name]), name


def test_a_limit_is_lifted_in_one_place_alone(case: Callable[..., Case], evidence: Evidence) -> None:
    places = {label: int(label == "twente") for label in evidence.axes.labels["place"]}
    run = lifted(case, "people", "power", "capacity", relief_reaches=places)
    lost = sum(at_home(run, f"output_lost_{name}") for name in ("people", "power", "capacity"))
    cells = [cell for cell in run.labels.labels["cell"] if not cell.startswith("abroad")]
    mine = np.array([cell.startswith("twente") for cell in cells])
    after = run.years >= SINCE
    assert lost[after][:, mine].max() == 0
    assert lost[after][:, ~mine].max() > 0


def test_lifted_access_lets_all_dutch_orders_through(case: Callable[..., Case], evidence: Evidence) -> None:
    """Rivals stay bound, and no order in the book loses its licence."""
    barred = case("export_shock", {"access_lifted_from": SINCE})
    run = block(barred, 2, end=2030.0, events=NO_EVENTS)
    dutch = evidence.axes.index("seller", "dutch")

    watch = Watch("orders_barred", "orders_revoked")
    run.run(watch)
    after = round((SINCE - run.settings.start) / run.settings.dt)
    assert watch["orders_barred"][after:, dutch].max() == 0 < watch["orders_barred"][after:].max()
    assert watch["orders_revoked"][after:, dutch].max() == 0


def test_people_who_stand_in_are_counted_only_where_people_are_lifted(
    case: Callable[..., Case], bare: Recorded
) -> None:
    assert not bare.values["people_stood_in"].any()
    watch = Watch("people_standing_in")
    block(case("baseline", {"people_lifted_from": SINCE}), 2, end=2027.0).run(watch)
    assert watch["people_standing_in"].sum() > 0


@pytest.mark.parametrize("name", ["power", "people", "homes", "permits", "land", "slots"])
def test_a_small_relief_reaches_what_it_is_for(
    name: str, case: Callable[..., Case], reliefs: Reliefs, evidence: Evidence, bare: Recorded
) -> None:
    """MW free, people who retrain, homes that start, permits, plots, slots: each at its own first effect."""
    from dataclasses import replace

    plain = case()
    it = instrument(reliefs.small[name], reliefs.place, SINCE, evidence)
    run = run_case(replace(plain, instruments={**plain.instruments, it.name: it}), Settings(**BRIEF))

    def events(of: Recorded, kind: str) -> float:
        rows = of.events[of.events["kind"] == kind]
        return float(rows["amount"].sum() if kind == "released" else len(rows))

    if name == "power":
        released = run.events[run.events["identity"].str.startswith(it.name)]
        assert released["amount"].unique().tolist() == [reliefs.small[name].size]
    elif name in ("land", "slots"):
        kind = {"land": "land_issued", "slots": "slots_added"}[name]
        brought = run.events[run.events["identity"].str.startswith(it.name)]
        assert brought["kind"].unique().tolist() == [kind]
        assert len(brought) == BRIEF["members"]
        assert (brought["amount"] > 0).all()
    elif name == "permits":
        assert events(run, "permit_rule") == events(bare, "permit_rule") + BRIEF["members"]
    else:
        outcome = {"people": "jobs_nl", "homes": "homes_short"}[name]
        sign = {"people": 1, "homes": -1}[name]
        change = run.values[outcome][-1].sum(axis=tuple(range(8 - 1))) - bare.values[outcome][-1].sum(
            axis=tuple(range(8 - 1))
        )
        assert (sign * change > 0).all()


@pytest.mark.parametrize(
    ("limit", "scarce", "cause"),
    [
        ("land", {"fits_site_share": 0.0, "land_issued_a_year": 0.02}, "land"),
        ("builders", {"building_crews": 1}, "builders"),
        ("money", {"finance_gap_share": 0.9, "finance_time": 6.0}, "money"),
        ("power", {"connections_a_year": 1}, "slot"),
    ],
)
def test_what_projects_wait_for_takes_output_and_lifting_it_frees_it(
    limit: str, scarce: dict[str, Any], cause: str, case: Callable[..., Case], evidence: Evidence
) -> None:
    """Where it is scarce it takes a part of the gap, in the parts that add up to it cell by cell; lifted, the
    projects that wait go on, and more capacity is in place for it."""
    labels = {name: evidence.parameters[name].labels for name in scarce}
    tight = {
        name: fixed(value) if not any(labels[name]) else dict.fromkeys(labels[name], value)
        for name, value in scarce.items()
    }
    settings = Settings(**{**BRIEF, "end": 2034.0})
    bound, free = (
        run_case(case("baseline", {**tight, **lifted}), settings)
        for lifted in ({}, {f"{limit}_lifted_from": SINCE})
    )
    lost = lost_by_cause(bound)
    assert lost[f"capacity_{cause}"][bound.years >= SINCE].sum() > 0
    gap = by_place(bound, "output_desired") - by_place(bound, "output")
    np.testing.assert_allclose(sum(lost.values()), gap, rtol=1e-9, atol=1e-6)
    waits = f"capacity_waits_{cause}"
    assert at_home(bound, waits)[bound.years > SINCE].max() > 0
    assert at_home(free, waits)[bound.years > SINCE].max() < 1e-9
