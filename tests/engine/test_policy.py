"""Policy: each channel's direction at its own first effect, member by member; and how little money moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import Array
from sim.inputs.scenarios import Case
from sim.run.recorded import Recorded
from tests.engine.conftest import NO_EVENTS, Watch, block, by_year, figure, in_year

Run = Callable[..., Recorded]


def change(run: Run, instruments: Mapping[str, Any], name: str, year: int, **labels: str) -> Array:
    """What the instruments do to an outcome in a year, by member."""
    base, with_ = run(), run(instruments=instruments)
    at = in_year(base, year)
    result: Array = (figure(with_, name, **labels) - figure(base, name, **labels))[at]
    return result


UP = {
    "rd_tax_credit": ({"wbso": {"money": [[2010, 200], [2024, 300]]}}, "rd_caused", 2024, {}),
    "direct_rd_support": ({"chips_ju": {"money": [[2023, 35], [2024, 135]]}}, "rd_caused", 2024, {}),
    "training": ({"beethoven_talent": {"money": [[2025, 140.45], [2031, 0]]}}, "graduates", 2035, {}),
    "migration, rate": ({"expat_rule_27": {"active": False}}, "migrants", 2027, {}),
    "migration, invited": (
        {"talent_exchange_korea": {"quantity": [[2024.12, 600]]}}, "migrants", 2024, {"place": "brainport"}
    ),
    "retention": ({"stay_programme": {"active": True}}, "people_trained", 2027, {}),
}  # fmt: skip


@pytest.mark.parametrize("channel", UP)
def test_direction_at_the_first_effect(recorded: Run, channel: str) -> None:
    instruments, name, year, labels = UP[channel]
    found = change(recorded, instruments, name, year, **labels)
    assert (found > 0).all(), f"{name} in {year}: {found.min():.4g} … {found.max():.4g}"


def test_retention_lets_fewer_go(recorded: Run) -> None:
    found = change(recorded, {"stay_programme": {"active": True}}, "leavers", 2027)
    assert (found < 0).all(), f"{found.min():.4g} … {found.max():.4g}"


def test_homes_of_policy_lessen_the_shortage(recorded: Run) -> None:
    more = {"beethoven_housing": {"quantity": [[year + 0.5, 6800] for year in range(2026, 2031)]}}
    found = change(recorded, more, "homes_short", 2027, place="brainport")
    assert (found < 0).all(), f"{found.min():.4g} … {found.max():.4g}"


def test_more_power_is_contracted_where_somebody_waits(recorded: Run) -> None:
    """In the year of the release, which each member has at its own date: the same in both runs."""
    base, more = recorded(), recorded(instruments={"grid_brainport_2028": {"quantity": [[2028, 400]]}})
    log = base.events
    mine = log[(log["kind"] == "released") & log["identity"].str.startswith("grid_brainport_2028")]
    at = (mine.set_index("member")["time"].astype(int) - int(base.years[0])).loc[base.members].to_numpy()
    assert len(at) == len(base.members)
    members = np.arange(len(at))

    def then(run: Recorded, name: str) -> Array:
        result: Array = figure(run, name, place="brainport")[at, members]
        return result

    waits = then(base, "mw_queued") > 1e-9  # a queue served to its end leaves a rounding
    assert waits.mean() > 0.9
    assert (then(more, "mw_contracted") > then(base, "mw_contracted"))[waits].all()
    assert (then(more, "mw_contracted") >= then(base, "mw_contracted")).all()
    assert (then(more, "mw_queued") < then(base, "mw_queued"))[waits].all()


LITHOGRAPHY = {"targets": {"segment": {"lithography": 1.0}}}


@pytest.fixture(scope="module")
def extra(case: Callable[..., Case]) -> tuple[Array, Array]:
    """The Dutch share of lithography sales in 2033, without and with 100 MEUR a year more from 2024 on."""

    def share(money: list[list[float]]) -> Array:
        watch = Watch("sales")
        prepared = block(case(instruments={"chips_ju": {**LITHOGRAPHY, "money": money}}), 32)
        prepared.run(watch)
        axes = prepared.model.axes
        sales = by_year(watch["sales"], prepared.settings.dt)[2033 - 2010]
        at = axes.index("segment", "lithography")
        by_seller = np.take(sales, at, axis=3).reshape(len(axes.labels["seller"]), -1)
        result: Array = by_seller[axes.index("seller", "dutch")] / by_seller.sum(axis=0)
        return result

    return share([[2023, 35]]), share([[2023, 35], [2024, 135]])


def test_magnitude_of_direct_support_on_odds(extra: tuple[Array, Array]) -> None:
    """The elasticity is one of odds: they move by what the rule of thumb says of a share, 0.04–0.6 %."""
    before, after = extra
    found = 100 * float(np.median((after / (1 - after)) / (before / (1 - before)) - 1))
    assert 0.04 <= found <= 0.6, f"{found:.3f} %"


def test_magnitude_of_direct_support_where_there_is_room(recorded: Run) -> None:
    """2.3 % more R&D (100 on 4,350 MEUR) moves a share by 0.04–0.6 % of itself in ten years: on chips.

    Lithography is left out: a share of 0.96 saturates, and the share moves by (1 − share) of what odds do.
    """
    chips = {"targets": {"segment": {"chips": 1.0}}}
    runs = [
        recorded(instruments={"chips_ju": {**chips, "money": money}}, events=NO_EVENTS)
        for money in ([[2023, 35]], [[2023, 35], [2024, 135]])
    ]
    since, until = in_year(runs[0], 2024), in_year(runs[0], 2034)
    share = [figure(run, "share_chips")[until] for run in runs]
    spent = [figure(run, "rd", segment="chips")[since:until].mean(axis=0) for run in runs]
    found = 2.3 * float(np.median((share[1] / share[0] - 1) / (spent[1] / spent[0] - 1)))
    assert 0.04 <= found <= 0.6, f"{found:.3f} %"


@pytest.mark.parametrize(
    "words",
    [{"scenario": "ipcei_boost"}, {"instruments": {"ipcei_me_ct": {"money": 0}}}],
    ids=["ipcei_boost", "no money"],
)
def test_the_ipcei_moves_the_world_share_by_less_than_a_tenth_of_a_point(
    recorded: Run, words: dict[str, Any]
) -> None:
    """In every member and year."""
    moved = 100 * np.abs(figure(recorded(**words), "share") - figure(recorded(), "share"))
    assert moved.max() < 0.1, f"{moved.max():.4f} points"
