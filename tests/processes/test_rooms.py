"""Rooms: a site with permit and power takes those who wait, then new ones, until it is full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import Array
from sim.processes.agenda import Switches
from sim.processes.rooms import Room
from tests.processes.books import AXES, Books, parameters

NO_POWER = {"mw_free": np.zeros((3, 1))}
CELL = "brainport.chips"


def given(**changed: Any) -> Mapping[str, Array]:
    fixed = {"nitrogen_stop_share": 0.0, "patience_time": 1e6, "capacity_per_workplace": 0.5}
    return parameters(**{**fixed, **changed})


def campus(workplaces: float, date: float = 2015.0, decided: float | None = None) -> Room:
    return Room("campus", CELL, date, workplaces, "capacity_per_workplace", decided)


def books_with(*rooms: Room, decided_until: float | None = None, **changed: Any) -> Books:
    ordering = [80.0 if label == CELL else 0.0 for label in AXES.labels["cell"]]
    books = Books(
        range(4),
        given=given(**changed),
        ordering=ordering,
        stocks=NO_POWER,
        rooms=rooms,
        switches=Switches(decided_until=decided_until),
    )
    books.until(2020.0)
    return books


def test_without_power_only_the_campus_builds() -> None:
    assert not books_with().events("connected")
    connected = books_with(campus(600.0)).events("connected")
    assert {row[4] for row in connected} == {"brainport"}
    assert min(row[1] for row in connected) == 2015.0


def test_no_more_is_built_than_there_is_room() -> None:
    """600 workplaces carry 300 of capacity: three projects of 100 and not a fourth."""
    connected = books_with(campus(600.0)).events("connected")
    assert sorted(row[0] for row in connected) == sorted([0, 1, 2, 3] * 3)
    assert sum(row[6] for row in connected) == pytest.approx(4 * 300.0)


def test_those_who_wait_longest_come_first() -> None:
    log = books_with(campus(400.0)).agenda.log
    for member in range(4):
        proposed = [row[3] for row in log if row[0] == member and row[2] == "proposed"]
        taken = [row[3] for row in log if row[0] == member and row[2] == "connected"]
        assert taken == proposed[:2]


def test_a_large_campus_takes_new_projects_without_a_wait() -> None:
    log = books_with(campus(1e6)).agenda.log
    proposed = {(row[0], row[3]): row[1] for row in log if row[2] == "proposed"}
    late = [row for row in log if row[2] == "connected" and proposed[row[0], row[3]] > 2015.1]
    assert late
    assert all(row[1] == proposed[row[0], row[3]] for row in late)


def test_a_campus_decided_later_is_left_out() -> None:
    assert not books_with(campus(600.0, decided=2026.0), decided_until=2024.0).events("connected")


def test_lists_and_stocks_agree_while_rooms_open() -> None:
    books = books_with(campus(250.0, 2013.0), Room("second", CELL, 2016.5, 700.0, "capacity_per_workplace"))
    for name, held in books.agenda.holdings().items():
        if name in books.stocks:
            np.testing.assert_allclose(books.stocks[name], held, atol=1e-9, err_msg=name)
