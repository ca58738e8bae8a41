"""Slots for connections: first granted, first built; a slot fewer makes nobody sooner and somebody later."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.processes.connections import Connections
from sim.processes.crews import Crews
from sim.processes.events import Row
from sim.processes.reinforcement import Release
from tests.processes.books import Books, parameters

TAKES = 0.75
Moments = dict[tuple[int, str], float]


def world(**changed: Any) -> Books:
    """Full places in which power comes in bursts, for projects and for the lots of others."""
    patient = {"patience_time": 1e6, "nitrogen_stop_share": 0.0, "case_workers": 9, "speculative_share": 0.0}
    releases = [Release(f"burst/{year}", "brainport", year, 40.0) for year in range(2014, 2029, 2)]
    books = Books(
        range(6),
        given=parameters(**{**patient, "connection_time": TAKES, **changed}),
        ordering=[0.0, 80.0, 60.0, 0.0, 0.0],
        filing=[15.0, 0.0, 0.0],
        releases=releases,
    )
    books.until(2032.0)
    return books


def moments(books: Books, kind: str) -> Moments:
    """When it happened to each project, by member and identity; lots of others left out."""
    return {(row[0], row[3]): row[1] for row in books.events(kind) if "other" not in row[3]}


def per_slot(slots: float) -> float:
    """Connections a year that keep up so many slots."""
    return slots / TAKES


@pytest.mark.parametrize("slots", [3, 5, 8])
def test_one_slot_more_makes_nobody_later_and_somebody_sooner(slots: int) -> None:
    """For the same requests: power is granted at the same moments, works begin no later, member by member."""
    few, more = (world(connections_a_year=per_slot(each)) for each in (slots, slots + 1))
    assert moments(few, "granted") == moments(more, "granted")
    less, best = moments(few, "connected"), moments(more, "connected")
    assert less.keys() <= best.keys()
    assert all(best[key] <= less[key] + 1e-9 for key in less)
    gain = np.zeros(6)
    for key, time in less.items():
        gain[key[0]] += time - best[key]
    assert (gain > 0).all()


def test_slots_without_end_leave_only_the_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bit for bit the run in which works begin at the grant."""

    def log(books: Books) -> list[Row]:
        return books.agenda.log

    found = log(world(connections_a_year=1e12))
    limited = log(world(connections_a_year=per_slot(8)))
    monkeypatch.setattr(Connections, "begin", lambda _self, _request, _mw, time: time)
    assert found == log(world(connections_a_year=per_slot(8)))
    assert found != limited


def test_no_more_works_at_one_time_than_slots() -> None:
    """Of the sector alone, asked of the log: what is between grant and connection and not waiting."""
    slots = 2
    books = world(connections_a_year=per_slot(slots), **{"request_lot_size": 1e6})
    granted, connected = moments(books, "granted"), moments(books, "connected")
    waited = 0
    for place in ("brainport", "twente"):
        for member in range(6):
            mine = {key for key in connected if key[0] == member and key[1].startswith(place)}
            ends = sorted(connected[key] for key in mine)
            in_time = [one + TAKES - 1e-9 <= other for one, other in zip(ends, ends[slots:], strict=False)]
            assert all(in_time)
            order = sorted(mine, key=lambda key: (granted[key], connected[key]))
            assert all(connected[one] <= connected[other] + 1e-9 for one, other in pairwise(order))
            waited += sum(connected[key] - granted[key] > TAKES + 1e-9 for key in mine)
    assert waited > 0


def test_works_begin_in_the_slot_that_is_free_first() -> None:
    crews = Crews(2, since=2010.0)
    assert [crews.begin(2012.0, 1.0) for _ in range(5)] == [2012.0, 2012.0, 2013.0, 2013.0, 2014.0]
    assert crews.begin(2020.0, 1.0) == 2020.0
    with pytest.raises(ValueError, match="a slot"):
        Crews(0, since=2010.0)


def test_a_lot_takes_as_many_slots_as_it_has_users() -> None:
    crews = Crews(10, since=2010.0)
    crews.begin_many(2012.0, 1.0, 24.6)
    assert [crews.begin(2012.0, 1.0) for _ in range(7)] == [2014.0] * 6 + [2015.0]
    crews = Crews(1, since=2010.0)
    for _ in range(4):
        crews.begin_many(2012.0, 1.0, 0.5)
    assert crews.begin(2012.0, 1.0) == 2014.0, "parts of a connection add up"
