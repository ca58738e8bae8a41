"""Money, land, slots and builders: what a project waits for, exactly, and what lifting each frees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.processes.connections import MoreCrews
from sim.processes.crews import Crews
from sim.processes.events import Row
from sim.processes.project import Stage
from sim.processes.sites import Plots
from sim.processes.subsidies import Effect, Round
from tests.processes.books import Books, parameters

SINCE = 2020.3
CALM: dict[str, Any] = {
    "patience_time": 1e7,
    "patience_spread": 0.0,
    "nitrogen_stop_share": 0.0,
    "case_workers": 50,
}
SCARCE: dict[str, dict[str, Any]] = {
    "money": {"finance_gap_share": 0.7, "finance_time": 2.0},
    "land": {"fits_site_share": 0.2, "land_issued_a_year": {"brainport": 0.3, "twente": 0.2, "abroad": 0.0}},
    "builders": {"building_crews": 1.0},
    "power": {"connections_a_year": 0.5, "connection_time": 2.0},
}
HOLDS = {
    "money": "waiting_money",
    "land": "waiting_land",
    "builders": "waiting_builders",
    "power": "waiting_slot",
}
LEAVES = {"money": "financed", "land": "sited", "builders": "building_begun", "power": "connected"}


def economy(dt: float = 0.0625, until: float = 2026.0, free: float = 1e6, **changed: Any) -> Books:
    """Projects in two places with power in plenty, unless `free` MW are fewer."""
    trades = changed.pop("trades", ())
    own = {key: changed.pop(key) for key in ("plots", "crews", "rounds") if key in changed}
    given = parameters(**{**CALM, **changed})
    books = Books(
        (0, 1, 2),
        given=given,
        ordering=[0.0, 90.0, 60.0, 0.0, 0.0],
        stocks={"mw_free": np.full((3, 3), free)},
        dt=dt,
        **own,
    )
    for date, demand in trades:
        books.until(date)
        books.trades_demand = demand
    books.until(until)
    return books


def moments(books: Books, kind: str) -> dict[tuple[int, str], float]:
    return {(row[0], row[3]): row[1] for row in books.events(kind)}


@pytest.mark.parametrize("limit", SCARCE)
def test_what_is_scarce_holds_projects_and_its_stock_is_its_queue(limit: str) -> None:
    """At every step to 1e-9; where it is not scarce nobody waits for it."""
    books, held = economy(until=2010.0, **SCARCE[limit]), 0.0
    for _ in range(256):
        books.advance()
        for name, queue in books.agenda.holdings().items():
            np.testing.assert_allclose(queue, books.stocks[name], rtol=1e-9, atol=1e-9, err_msg=name)
        held = max(held, float(books.stocks[HOLDS[limit]].max()))
    assert held > 100.0
    assert min(stock.min() for stock in books.stocks.values()) > -1e-9
    assert economy(until=2016.0).stocks[HOLDS[limit]].max() < 1e-9


@pytest.mark.parametrize("limit", SCARCE)
def test_a_lifted_limit_frees_who_waits_at_that_moment_and_then_everyone(limit: str) -> None:
    """In the one place where it is lifted; before its date nothing differs."""
    one_place = {"brainport": 1.0, "twente": 0.0, "abroad": 0.0}
    plain = economy(**SCARCE[limit])
    free = economy(**SCARCE[limit], relief_reaches=one_place, **{f"{limit}_lifted_from": SINCE})
    assert free.stocks[HOLDS[limit]][:2].max() < 1e-9 < free.stocks[HOLDS[limit]][2].max()
    before = [row for row in plain.agenda.log if row[1] < SINCE]
    assert before == [row for row in free.agenda.log if row[1] < SINCE]
    left, sooner = moments(plain, LEAVES[limit]), moments(free, LEAVES[limit])
    mine = {key for key in sooner if key[1].startswith("brainport") and sooner[key] == SINCE}
    assert mine
    assert all(left.get(key, np.inf) > SINCE for key in mine)
    if limit == "power":  # works that were under way are done too, and afterwards a grant is a connection
        granted = moments(free, "granted")
        late = {key for key in granted if key[1].startswith("brainport") and granted[key] >= SINCE}
        assert all(sooner[key] == granted[key] for key in late)
        assert late


@pytest.mark.parametrize("limit", SCARCE)
def test_no_wait_is_rounded_to_a_step(limit: str) -> None:
    whole, half = (
        economy(dt, until=2022.0, **SCARCE[limit], **{f"{limit}_lifted_from": SINCE})
        for dt in (0.125, 0.03125)
    )
    kinds = ("permitted", "connected", "building_begun", "commissioned", LEAVES[limit])

    def seen(books: Books) -> list[Row]:
        return [row for row in books.events(*kinds) if row[1] < 2021.8]

    assert len(seen(whole)) > 10
    for one, other in zip(seen(whole), seen(half), strict=True):
        assert (one[0], *one[2:4]) == (other[0], *other[2:4])
        assert one[1] == pytest.approx(other[1], abs=1e-9)


@pytest.mark.parametrize("limit", ["money", "land"])
def test_whose_patience_ends_leaves_by_the_cause_that_it_waits_for(limit: str) -> None:
    hasty = {**SCARCE[limit], "patience_time": 0.8, "patience_spread": 0.1, "shrink_share": 0.4}
    books = economy(**hasty)
    gone = {row[2] for row in books.agenda.log}
    assert {f"dropped_at_{limit}", f"shrunk_at_{limit}", "moved_abroad"} <= gone
    for name, queue in books.agenda.holdings().items():
        np.testing.assert_allclose(queue, books.stocks[name], rtol=1e-9, atol=1e-9, err_msg=name)


def test_land_of_who_leaves_goes_to_who_waits_and_none_is_lost() -> None:
    """Issued and given back is taken, sold to others or free; who drops out at the grid gives it back."""
    hasty = {"patience_time": 3.0, "patience_spread": 0.1, "fits_site_share": 0.0, "shrink_share": 0.3}
    hasty["land_issued_a_year"] = {"brainport": 1.1, "twente": 2.9, "abroad": 0.0}
    books = economy(free=10.0, **hasty)
    assert books.events("dropped_at_grid", "shrunk_at_grid")
    assert books.stocks["land_returned"].min() >= 0 < books.stocks["land_returned"].sum()
    issued, free = books.stocks["land_brought"], books.stocks["land_free"]
    out = books.stocks["land_gone"] - books.stocks["land_returned"]
    np.testing.assert_allclose(issued, free + out, atol=1e-9)
    assert free.min() > -1e-9


def test_land_that_policy_issues_is_there_at_its_date() -> None:
    """4,000 workplaces at 0.0025 hectare: ten projects of a hectare each that waited go at that moment."""
    none = {**SCARCE["land"], "fits_site_share": 0.0, "land_issued_a_year": 0.0, "plot": 0.0025}
    books = economy(**none, plots=(Plots("park", "brainport", 2022.1, 4000.0, "plot"),))
    assert len(books.events("proposed", member=0)) > 10
    sited = [row for row in books.events("sited", member=1) if row[4] == "brainport"]
    assert [row[1] for row in sited[:10]] == [2022.1] * 10
    assert len(sited) == 10


def test_more_crews_serve_those_who_wait_and_make_nobody_later() -> None:
    """Five slots for one: those who have their power move up in their order, at the date and not before."""
    crews = (MoreCrews("school", "brainport", SINCE, "rise"),)
    few, more = (economy(**SCARCE["power"], rise=4.0, crews=it) for it in ((), crews))
    late, soon = moments(few, "connected"), moments(more, "connected")
    assert late.keys() <= soon.keys()
    assert all(soon[key] <= late[key] for key in late)
    assert {key for key in late if soon[key] < late[key]}
    assert all(late[key] == soon[key] for key in late if late[key] < SINCE or key[1].startswith("twente"))


def test_added_slots_take_the_first_who_wait() -> None:
    heard: list[tuple[str, float]] = []
    crews = Crews(1, 2010.0, lambda owner, begins: heard.append((owner, begins)))
    assert [crews.begin(2011.0, 2.0, name) for name in "abcd"] == [2011.0, 2013.0, 2015.0, 2017.0]
    crews.more(2012.0, 1)
    assert heard == [("b", 2012.0), ("c", 2013.0), ("d", 2014.0)]
    assert crews.begin(2012.5, 2.0, "e") == 2015.0
    assert [crews.begin(2030.0, 1.0) for _ in range(3)] == [2030.0, 2030.0, 2031.0]


def test_slots_that_go_have_no_successor_and_put_those_who_wait_back() -> None:
    heard: list[tuple[str, float]] = []
    crews = Crews(3, 2010.0, lambda owner, begins: heard.append((owner, begins)))
    begins = [
        crews.begin(asked, 2.0, name) for asked, name in zip((2011.0, 2011.5, 2012.0), "abc", strict=True)
    ]
    assert begins == [2011.0, 2011.5, 2012.0]
    assert [crews.begin(2012.2, 2.0, name) for name in "de"] == [2013.0, 2013.5]
    crews.resize(2012.5, 1)  # the slots of a and b end with their works; that of c is left
    assert heard == [("d", 2014.0), ("e", 2016.0)]
    crews.resize(2014.5, 3)
    assert heard[2:] == [("e", 2014.5)]
    assert [crews.begin(2015.0, 1.0) for _ in range(2)] == [2015.0, 2016.0]


def test_builders_are_as_many_as_homes_and_grids_leave() -> None:
    """Works at hand go on; from then on no more are at work at one time than the crews that are left."""
    date, usual, wanted = 2020.0, 6, 6.0
    few, plenty = (economy(building_crews=usual, trades=((date, demand),)) for demand in (wanted, 1.0))
    late, soon = begun(few), begun(plenty)
    assert late.keys() <= soon.keys()
    assert all(late[key] == soon[key] for key in soon if soon[key] < date)
    assert all(late[key] >= soon[key] for key in late)
    assert sum(late[key] > soon[key] for key in late) >= 3
    ended = moments(few, "commissioned")
    for member in range(3):
        works = [key for key in late if key[0] == member and key[1].startswith("brainport")]
        busy = [
            sum(late[key] <= at < ended.get(key, np.inf) for key in works)
            for at in np.arange(date + 3.0, 2026.0, 0.1)  # what was at hand at the date is built by then
        ]
        assert max(busy) == usual / wanted
    back = begun(economy(building_crews=usual, trades=((date, wanted), (2023.0, 1.0))))
    assert all(back[key] <= late[key] for key in late)
    assert any(back[key] < late[key] for key in late)


def begun(books: Books) -> dict[tuple[int, str], float]:
    """When building began; at the connection for those who did not wait for a crew."""
    found = {**moments(books, "connected"), **moments(books, "building_begun")}
    held = books.agenda._projects
    assert held is not None
    waiting = {
        (member, name)
        for member, active in enumerate(held._active)
        for name, project in active.items()
        if project.stage is Stage.BUILDERS
    }
    return {key: time for key, time in found.items() if key not in waiting}


def test_who_waits_for_an_award_goes_on_at_the_award() -> None:
    """Whatever comes of it; a project proposed outside a round does not wait."""
    rounds = (
        Round(
            "round", 120.0, {"chips": 1.0}, 6, 4.0, 2015.0, "ipcei_call_to_award", "ipcei_drop_out",
            Effect("direct_subsidy_additionality"),
        ),
    )  # fmt: skip
    books = economy(rounds=rounds, award_wait_share=1.0)
    awarded = {row[0]: row[1] for row in books.events("awarded")}
    financed = books.events("financed")
    assert {row[0] for row in financed} == {0, 1, 2}
    assert all(row[1] == awarded[row[0]] for row in financed)
    proposed = moments(books, "proposed")
    assert all(2015.0 <= proposed[row[0], row[3]] < awarded[row[0]] for row in financed)
