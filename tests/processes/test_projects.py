"""Projects: nitrogen, patience, going abroad, power asked, and places without queues."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.processes.waits import around, exponential
from tests.processes.books import Books, parameters

CHIPS_ONLY = [0.0, 80.0, 0.0, 0.0, 0.0]
AMPLE = {"mw_free": np.full((3, 1), 1e6)}


def run(until: float = 2030.0, members: Any = range(30), stocks: Any = AMPLE, **changed: Any) -> Books:
    books = Books(members, given=parameters(**changed), ordering=CHIPS_ONLY, stocks=stocks)
    books.until(until)
    return books


def stays(books: Books, first: str, last: str) -> list[tuple[float, float]]:
    """(time of `last`, time since `first`) of every project that has both."""
    log = books.agenda.log
    since = {(row[0], row[3]): row[1] for row in log if row[2] == first}
    ends = [row for row in log if row[2] == last and (row[0], row[3]) in since]
    return [(row[1], row[1] - since[row[0], row[3]]) for row in ends]


def test_no_nitrogen_before_the_ruling_and_a_share_after() -> None:
    given = {
        "permit_handling_time": 0.0,
        "nitrogen_permit_rate": 0.5,
        "patience_time": 1e6,
        "case_workers": 9,
    }
    waits = stays(run(2039.0, nitrogen_stop_share=0.4, **given), "proposed", "permitted")
    assert all(wait == 0.0 for time, wait in waits if time < 2019.41)
    later = [wait for time, wait in waits if 2019.41 <= time - wait < 2026.0]
    stopped = [wait for wait in later if wait > 0.0]
    assert abs(len(stopped) / len(later) - 0.4) < 4 * np.sqrt(0.24 / len(later))
    assert 1.2 < np.mean(stopped) < 2.8  # two years, less what the horizon cuts


def test_a_stop_without_an_end_is_left_to_patience() -> None:
    books = run(nitrogen_stop_share=1.0, nitrogen_since=2010.0, nitrogen_permit_rate=0.0, abroad_share=0.0)
    assert not books.events("permitted")
    assert books.events("dropped_at_nitrogen")
    assert books.stocks["moved"].sum() == 0.0


def test_patience_ends_where_the_project_stands_and_not_after_its_grant() -> None:
    no_power = {"mw_free": np.zeros((3, 1))}
    fixed = {"patience_time": 3.0, "patience_spread": 0.0, "nitrogen_stop_share": 0.0, "case_workers": 9}
    books = run(stocks=no_power, abroad_share=0.0, permit_handling_time=0.1, **fixed)
    waits = stays(books, "proposed", "dropped_at_grid")
    assert waits
    np.testing.assert_allclose([wait for _, wait in waits], 3.0, atol=1e-12)
    assert books.stocks["mw_queued_chips"][0].max() < 100.0 * 0.05 * 1.2 * 4

    slow_works = run(connection_time=4.0, permit_handling_time=0.1, **fixed)
    assert not slow_works.events("dropped_at_grid", "moved_abroad")
    np.testing.assert_allclose(
        [wait for _, wait in stays(slow_works, "granted", "connected")], 4.0, atol=1e-12
    )


def test_all_or_none_go_abroad() -> None:
    no_power = {"mw_free": np.zeros((3, 1))}
    away = run(stocks=no_power, abroad_share=1.0)
    assert away.events("moved_abroad")
    assert not away.events("dropped_at_permit", "dropped_at_nitrogen", "dropped_at_grid")
    assert away.stocks["moved"].sum() == pytest.approx(100.0 * len(away.events("moved_abroad")))
    home = run(stocks=no_power, abroad_share=0.0)
    assert not home.events("moved_abroad")


def test_an_applicant_who_gives_up_frees_its_case_worker() -> None:
    """One worker, handling far longer than patience: each who gives up hands the worker to the next."""
    books = run(
        members=(0,),
        case_workers=1,
        permit_handling_time=1e6,
        patience_time=3.0,
        patience_spread=0.0,
        abroad_share=0.0,
    )
    assert len(books.events("dropped_at_permit")) == len(books.events("proposed")) - 2
    projects = books.agenda._projects
    assert projects is not None
    assert projects._permits._authorities[0][0].waiting == 1


def test_power_asked_is_size_times_need_and_margin() -> None:
    books = run(2016.0)
    assert {row[6] for row in books.events("requested")} == {100.0 * 0.05 * 1.2}


def test_abroad_takes_no_queue_and_no_power() -> None:
    books = Books(
        range(8),
        given=parameters(construction_spread=0.0, nitrogen_stop_share=1.0, patience_time=0.01),
        ordering=[0.0, 0.0, 0.0, 500.0, 0.0],
    )
    books.until(2025.0)
    assert books.events("commissioned")
    assert not books.events("requested", "moved_abroad", "dropped_at_permit", "dropped_at_nitrogen")
    waits = [wait for _, wait in stays(books, "permitted", "commissioned")]
    np.testing.assert_allclose(waits, 0.75 + 1.5, atol=1e-12)


def test_a_second_cell_or_a_changed_wait_moves_no_draw() -> None:
    """Draws are keyed by what they are for: the same project builds as long in every run."""
    one, other = run(2024.0), run(2024.0, permit_handling_time=0.2)
    first, second = build(one), build(other)
    both = first.keys() & second.keys()
    assert both
    for name in both:
        assert first[name] == pytest.approx(second[name], abs=1e-11)


def build(books: Books) -> dict[str, float]:
    """Years of construction by project of member 0."""
    log = [row for row in books.agenda.log if row[0] == 0]
    since = {row[3]: row[1] for row in log if row[2] == "connected"}
    return {row[3]: row[1] - since[row[3]] for row in log if row[2] == "commissioned"}


def test_laws_of_waits_have_their_mean() -> None:
    grid = (np.arange(20000) + 0.5) / 20000
    assert np.mean([exponential(2.0, u) for u in grid]) == pytest.approx(2.0, rel=1e-3)
    assert np.mean([around(2.0, 0.4, u) for u in grid]) == pytest.approx(2.0, rel=1e-3)
    assert around(2.0, 0.0, 0.3) == 2.0
    assert around(2.0, 0.4, 0.0) > 0.0
    assert exponential(2.0, 0.0) == 0.0
