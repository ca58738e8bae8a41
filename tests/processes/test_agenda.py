"""The agenda: exact times, order at equal times, books that close, members alone, switches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.processes.accumulator import Accumulator
from sim.processes.agenda import NoEvents, Switches
from sim.processes.events import Due, Kind, rank
from sim.processes.project import STOCKS
from sim.processes.reinforcement import Release
from sim.processes.subsidies import Effect, Round
from tests.processes.books import AXES, Books, parameters

ORDERING = [260.0, 80.0, 50.0, 20.0, 20.0]
FILING = [19.0, 7.0, 0.0]
FREE = {"mw_free": np.array([[50.0], [20.0], [0.0]])}
RELEASES = (
    Release("first", "brainport", 2018.3, 100.0),
    Release("second", "brainport", 2028.0, 200.0),
    Release("third", "twente", 2029.0, 50.0),
)
ROUND = Round(
    name="round",
    amount=120.0,
    shares={"lithography": 0.75, "chips": 0.25},
    projects=6,
    duration=4.0,
    call=2025.0,
    call_to_award="ipcei_call_to_award",
    drop_out="ipcei_drop_out",
    effect=Effect("direct_subsidy_additionality"),
)


def busy(members: Any = range(4), **changed: Any) -> Books:
    given: dict[str, Any] = {
        "ordering": ORDERING,
        "filing": FILING,
        "stocks": FREE,
        "releases": RELEASES,
        "rounds": (ROUND,),
        **changed,
    }
    return Books(members, **given)


def assert_closed(books: Books) -> None:
    for name, held in books.agenda.holdings().items():
        np.testing.assert_allclose(held, books.stocks[name], rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("rule", ["first_come", "societal", "chips_first", "flexible_first"])
def test_what_queues_is_the_stock_at_every_step(rule: str) -> None:
    books = busy(switches=Switches(priority=((2010.0, rule), (2026.3, "first_come"))))
    for _ in range(464):
        books.advance()
        assert_closed(books)
    assert min(stock.min() for stock in books.stocks.values()) > -1e-9
    kinds = {row[2] for row in books.agenda.log}
    assert {"moved_abroad", "dropped_at_grid", "withdrawn", "commissioned", "released", "paid_out"} <= kinds


def test_capacity_asked_for_is_somewhere() -> None:
    books = busy()
    books.until(2039.0)
    asked = np.array(ORDERING).sum() * 29.0
    names = (
        "investment_pending",
        *STOCKS,
        "capacity",
        "dropped",
        "moved",
    )
    total = sum(books.stocks[name].sum(axis=0) for name in names)
    np.testing.assert_allclose(total, asked, rtol=1e-12)


def test_what_is_under_way_at_the_start_is_in_the_lists() -> None:
    under_way = {
        "waiting_permit": np.array([[0.0], [250.0], [30.0], [0.0], [0.0]]),
        "waiting_nitrogen": np.array([[0.0], [170.0], [0.0], [0.0], [0.0]]),
        "waiting_grid": np.array([[500.0], [0.0], [0.0], [0.0], [0.0]]),
        "under_construction": np.array([[1200.0], [0.0], [0.0], [0.0], [90.0]]),
        "mw_queued_other": np.array([[33.0], [0.0], [0.0]]),
    }
    books = busy(stocks={**FREE, **under_way})
    for _ in range(100):
        books.advance()
        assert_closed(books)
    first = [row for row in books.events("commissioned") if row[1] < 2011.5]
    assert first


def test_a_crossing_lies_where_the_line_meets_the_lot() -> None:
    accumulator = Accumulator(np.array([[10.0, 4.0]]), "lot")
    assert accumulator.crossings(2010.0, np.array([[8.0, 0.0]])) == []
    # 8 → 12: half-way; 0 → 12 in the same quarter: three lots of 4, the last at its very end.
    found = accumulator.crossings(2010.25, np.array([[12.0, 12.0]]))
    assert found == [
        (2010.125, 0, 0),
        (2010.0 + 0.25 / 3, 0, 1),
        (2010.0 + 0.25 * 2 / 3, 0, 1),
        (2010.25, 0, 1),
    ]
    # 2 and 0 were left; the line starts there.
    assert accumulator.crossings(2010.5, np.array([[18.0, 1.0]])) == [(2010.375, 0, 0)]


def test_a_chain_adds_its_waits_to_the_exact_crossing_at_any_dt() -> None:
    """100 gathered at 80 a year: proposed at 2011.25 and 2012.5; no wait is rounded to a step."""
    given = parameters(
        permit_handling_time=0.7,
        nitrogen_stop_share=0.0,
        construction_spread=0.0,
        patience_time=1e6,
        case_workers=50.0,
    )
    logs = []
    for dt in (0.0625, 0.25):
        books = Books(
            (3,),
            given=given,
            ordering=[0.0, 80.0, 0.0, 0.0, 0.0],
            stocks={"mw_free": np.full((3, 1), 1e6)},
            dt=dt,
        )
        books.until(2030.0)
        logs.append({(row[2], row[3]): row[1] for row in books.agenda.log if row[1] < 2028.0})
    fine, coarse = logs
    assert fine.keys() == coarse.keys()
    for what, time in fine.items():
        assert coarse[what] == pytest.approx(time, abs=1e-11)
    assert fine["proposed", "brainport.chips/0"] == 2011.25
    assert fine["proposed", "brainport.chips/1"] == 2012.5
    granted = fine["granted", "brainport.chips/0"]
    assert fine["permitted", "brainport.chips/0"] == granted > 2011.25
    assert fine["connected", "brainport.chips/0"] == granted + 0.75
    assert fine["commissioned", "brainport.chips/0"] == granted + 0.75 + 1.5


def test_events_at_one_moment_go_by_kind_then_identity_whenever_they_were_made() -> None:
    books = Books((0,))
    env, seen = books.agenda._block.environments[0], []
    for kind, label, ordinal in [(9, 0, 0), (3, 1, 0), (3, 0, 7), (3, 0, 2), (0, 4, 1)]:
        due = Due(env, (kind, label, ordinal))
        due.at(2010.03125, rank(Kind(kind), label, ordinal), [lambda event: seen.append(event.what)])
    books.agenda._visit(0, [], 2010.0625)
    assert seen == [(0, 4, 1), (3, 0, 2), (3, 0, 7), (3, 1, 0), (9, 0, 0)]


def test_an_event_at_the_end_of_a_step_waits_for_the_next() -> None:
    books = Books((0,), releases=(Release("edge", "brainport", 2010.125, 7.0),))
    books.until(2010.125)
    assert books.events("released") == []
    books.advance()
    assert [row[1] for row in books.events("released")] == [2010.125]
    assert books.stocks["mw_free"][0, 0] == pytest.approx(7.0)


def test_served_at_the_moment_at_which_patience_ends() -> None:
    """A release at the very end of patience: what makes room goes before what gives up."""
    given = parameters(
        permit_handling_time=0.0, nitrogen_stop_share=0.0, patience_time=2.0, patience_spread=0.0
    )
    releases = (Release("just in time", "brainport", 2013.25, 6.0),)
    books = Books((0,), given=given, ordering=[0.0, 80.0, 0.0, 0.0, 0.0], releases=releases)
    books.until(2013.5)
    assert [row[1] for row in books.events("granted")] == [2013.25]
    assert not books.events("dropped_at_grid", "moved_abroad")


def test_a_member_alone_equals_itself_in_any_block() -> None:
    together = busy(range(6))
    together.until(2039.0)
    for block in ((4,), (5, 4), (2, 4, 0)):
        books = busy(block)
        books.until(2039.0)
        assert books.events(member=4) == together.events(member=4)
        at = block.index(4)
        for name, stock in books.stocks.items():
            np.testing.assert_array_equal(stock[:, at], together.stocks[name][:, 4], err_msg=name)


def test_the_log_is_sorted_and_says_what_where_how_much() -> None:
    books = busy(range(3))
    books.until(2030.0)
    log = books.agenda.log
    assert log == sorted(log)
    row = books.events("proposed", member=0)[0]
    assert row[3:] == ("brainport.chips/0", "brainport", "chips", 100.0, "MUSD2023/year")


def test_projects_off_proposes_nothing_and_leaves_the_grid_to_others() -> None:
    books = busy(switches=Switches(projects=False))
    books.until(2039.0)
    assert not books.events("proposed", "permitted", "commissioned")
    assert books.events("requested", "granted")
    assert books.stocks["investment_pending"][0, 0] == pytest.approx(260.0 * 29.0)


def test_grid_off_connects_when_permitted() -> None:
    books = busy(switches=Switches(grid=False))
    for _ in range(464):
        books.advance()
        assert_closed(books)
    permitted = {(row[0], row[3]): row[1] for row in books.events("permitted") if row[4] != "abroad"}
    connected = {(row[0], row[3]): row[1] for row in books.events("connected") if row[4] != "abroad"}
    assert permitted == connected
    assert permitted
    assert not books.events("dropped_at_grid", "withdrawn")
    assert books.stocks["mw_queued_other"].max() == 0.0
    assert books.stocks["mw_contracted"][0].min() > 500.0


def test_subsidies_off_awards_nothing() -> None:
    books = busy(switches=Switches(subsidies=False))
    books.until(2039.0)
    assert not books.events("called", "awarded", "paid_out")
    assert all(not sums.any() for sums in books.aid.values())


def test_no_events() -> None:
    agenda = NoEvents()
    agenda.advance(2010.0, 2010.0625, {})
    assert agenda.holdings() == {}
    assert agenda.log == []


def test_a_stock_that_leaves_its_ledger_is_told() -> None:
    books = busy((7,))
    books.until(2012.0)
    books.stocks["mw_free"][1, 0] += 0.5
    with pytest.raises(ArithmeticError, match=r"free MW in twente at 2012\.0000, member 7"):
        books.advance()


def test_a_missing_or_misshapen_parameter_is_named() -> None:
    given = parameters()
    del given["patience_time"]
    with pytest.raises(KeyError, match="patience_time"):
        Books((0,), given=given)
    given = parameters(connection_time={"lithography": 1.0, "chips": 1.0})
    with pytest.raises(ValueError, match="connection_time"):
        Books((0,), given=given)
    assert AXES.size("place") == 3
