"""What the board's decisions do in the whole model: paid and caused as if decided by date, nothing before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.core.paths import held_means
from sim.inputs.channels import BY_EVENTS, COMBINED
from sim.inputs.scenarios import Case, Evidence, compose
from sim.inputs.triggers import INDICATORS
from sim.run import policy
from sim.run.block import BlockResult, build_model, simulate
from sim.run.board import both, sooner
from sim.run.channels import CHANNELS, SHAPES, Book
from sim.run.channels.book import only_money
from sim.run.settings import Settings
from tests.engine.conftest import ALL_EVENTS, NO_EVENTS

FIRST = 2025 + 28 / 365
"""29 January 2025"""
ALWAYS = "when: {variable: share, above: 0}"
BOARD_ONLY = {**NO_EVENTS, "board": True}
Make = Callable[..., Case]


@pytest.fixture
def board(tmp_path: Path, evidence: Evidence) -> Make:
    """The case of a scenario with one trigger."""

    def make(then: str, when: str = ALWAYS) -> Case:
        path = tmp_path / "mine.yaml"
        head = 'title: {en: "Mine"}\nwhy: "a hypothesis"\ntriggers:\n  - name: act\n    why: "a hypothesis"\n'
        path.write_text(f"{head}    {when}\n    then: {then}\n", encoding="utf-8")
        return compose(str(path), evidence=evidence).run

    return make


def run(case: Case, members: Any = range(2), events: Any = BOARD_ONLY) -> BlockResult:
    return simulate(case, Settings(events=events, end=2036), members)


@pytest.fixture(scope="module")
def base(case: Callable[..., Case]) -> BlockResult:
    return run(case())


def meetings(result: BlockResult) -> list[tuple[float, str, str]]:
    """Time, kind and name of what the board did."""
    return [row[1:4] for row in result.events if row[2] == "board_acted"]


def test_extra_money_is_what_the_same_path_by_date_is(
    board: Make, case: Callable[..., Case], base: BlockResult
) -> None:
    acted = run(board("{delay: 0.5, instruments: {chips_ju: {extra_money: 40, years: 3}}}"))
    before = case().instruments["chips_ju"].money
    path = both(before, ((FIRST + 0.5, 40.0), (FIRST + 3.5, 0.0)))
    dated = run(case(instruments={"chips_ju": {"money": [list(one) for one in path]}}))
    for name in ("paid", "rd_caused", "share"):
        np.testing.assert_allclose(acted.values[name], dated.values[name], rtol=1e-12)
    assert meetings(acted) == [(FIRST, "board_acted", "act")] * 2
    more = (acted.values["paid"] - base.values["paid"]).reshape(26, -1)
    np.testing.assert_allclose(more.sum(axis=0), 120.0, rtol=1e-9)
    assert not more[:15].any()
    mine, theirs = (one.money["chips_ju"].amounts["paid"] for one in (acted, base))
    np.testing.assert_allclose(mine - theirs, more, atol=1e-9)
    caused = (acted.values["rd_caused"] - base.values["rd_caused"])[16]
    assert (caused.reshape(-1, 2).sum(axis=0) > 0).all()


def test_an_instrument_out_of_force_starts_at_the_decision(board: Make, base: BlockResult) -> None:
    acted = run(board("{instruments: {chipnl_ask: {active: true}}}"))
    more = (acted.values["paid"] - base.values["paid"]).reshape(26, -1)
    np.testing.assert_allclose(more.sum(axis=0), 750.0, rtol=1e-9)
    np.testing.assert_allclose(acted.money["chipnl_ask"].amounts["paid"], more, atol=1e-9)
    np.testing.assert_allclose(more[15], 125 * (2026 - FIRST), rtol=1e-9)
    stay = run(board("{instruments: {stay_programme: {active: true}}}"))
    leave = (stay.values["leavers"] - base.values["leavers"]).sum(axis=tuple(range(1, 9)))
    assert not leave[:15].any()
    assert (leave[16] < 0).all()


def test_money_brought_forward_is_the_same_money(board: Make, base: BlockResult) -> None:
    acted = run(board("{instruments: {ngf_photondelta: {forward: 1}}}"))
    more = (acted.values["paid"] - base.values["paid"]).reshape(26, -1)
    np.testing.assert_allclose(more.sum(axis=0), 0.0, atol=1e-9)
    assert (more[15] > 0).all()
    assert (more[18] < 0).all()


def test_a_condition_that_never_holds_changes_no_bit(board: Make, base: BlockResult) -> None:
    never = board(
        "{instruments: {chips_ju: {extra_money: 40, years: 3}}}",
        "when: {variable: unfilled_share, place: delft, above: 1}",
    )
    idle = run(never)
    for name, series in base.values.items():
        np.testing.assert_array_equal(idle.values[name], series)
    assert meetings(idle) == []


def test_members_decide_for_themselves_and_alone_as_in_the_ensemble(board: Make) -> None:
    chosen = board(
        "{settings: {grid_priority: chips_first}, instruments: {chips_ju: {extra_money: 40, years: 3}}}",
        "when: {variable: unfilled_share, place: brainport, above: 0.05, years: 0.5}",
    )
    every = run(chosen, range(4), ALL_EVENTS)
    acted = [row for row in every.events if row[2] == "board_acted"]
    assert len({row[1] for row in acted}) > 1
    alone = run(chosen, [2], ALL_EVENTS)
    for name in ("paid", "share", "mw_queued", "unfilled_share"):
        np.testing.assert_array_equal(alone.values[name][..., 0], every.values[name][..., 2])
    assert alone.events == [row for row in every.events if row[0] == 2]


def test_the_board_changes_who_goes_first(board: Make, case: Callable[..., Case]) -> None:
    events = {**BOARD_ONLY, "grid": True, "projects": True}
    acted, base = (
        run(one, range(4), events) for one in (board("{settings: {grid_priority: chips_first}}"), case())
    )
    granted = [[row for row in one.events if row[2] == "granted" and row[1] < FIRST] for one in (acted, base)]
    assert granted[0] == granted[1] != []
    waits = [one.values["mw_queued_sector"][16:].sum() for one in (acted, base)]
    assert waits[0] < waits[1]


def test_without_the_board_no_trigger_acts(board: Make, base: BlockResult) -> None:
    then = "{instruments: {chips_ju: {extra_money: 40, years: 3}}}"
    off = run(board(then), events=NO_EVENTS)
    np.testing.assert_array_equal(off.values["paid"], base.values["paid"])
    early = simulate(board(then), Settings(events=BOARD_ONLY, decided_until=2024.0, end=2027), range(2))
    assert early.events == []


def test_paths_add_and_shift() -> None:
    assert both(((2020, 1.0), (2030, 0.0)), ((2025, 2.0),)) == ((2020, 1.0), (2025, 3.0), (2030, 2.0))
    path = ((2020.0, 10.0), (2024.0, 30.0), (2030.0, 0.0))
    edges = np.array([2020.0, 2022.0, 2026.0, 2030.0])
    shifted = sooner(path, 2022.0, 2.0)
    assert shifted[-1] == (2028.0, 0.0)
    sums = [held_means(one, edges) @ np.diff(edges) for one in (path, shifted)]
    assert sums[0] == pytest.approx(sums[1])
    assert sooner(path, 2029.0, 2.0) == path


def test_the_board_reads_outcomes_in_their_own_units(evidence: Evidence, case: Callable[..., Case]) -> None:
    outcomes = build_model(case(), evidence.axes).outcomes
    assert {name: (outcomes[name].unit, outcomes[name].axes) for name in INDICATORS} == INDICATORS


def test_channels_whose_effects_do_not_add_up_are_said_to(evidence: Evidence) -> None:
    centres = {name: it.centre for name, it in evidence.parameters.items()}
    settings = Settings()
    found = set()
    for it in evidence.instruments.values():
        if it.channel in CHANNELS and it.delivery.get("kind") in policy.NO_ROUND:
            book = Book(evidence.axes, settings.clock.edges(), centres, SHAPES, settings.known_until)
            CHANNELS[it.channel](book, it)
            found |= {it.channel} if book.combined else set()
    assert found <= set(COMBINED)


def test_channels_that_act_by_events_are_said_to() -> None:
    assert {name for name, channel in CHANNELS.items() if channel is only_money} <= set(BY_EVENTS)
