"""A firm's go or no-go, and what becomes of a project whose patience ends."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.processes.agenda import Switches
from sim.processes.decisions import Decision
from sim.processes.rooms import Room
from tests.processes.books import Books, parameters

ROOM = Room("campus/0", "brainport.chips", 2027.0, 600.0, "capacity_per_workplace", decision="campus")


def campus(delivered: float, known_until: float = 2024.0, members: int = 200, **changed: Any) -> Books:
    chances = {"go_with": 0.9, "go_without": 0.2, "hangs": 1.0, "delay": 5.0, "capacity_per_workplace": 0.5}
    decision = Decision(
        "campus",
        "brainport",
        "chips",
        2026.2,
        [delivered] * members,
        "go_with",
        "go_without",
        "hangs",
        "delay",
    )
    books = Books(
        range(members),
        given=parameters(**{**chances, **changed}),
        rooms=[ROOM],
        decisions=[decision],
        switches=Switches(known_until=known_until),
        start=2025.0,
    )
    books.until(2034.0)
    return books


def went(books: Books) -> set[int]:
    return {row[0] for row in books.events("decided_go")}


def test_the_chance_is_what_the_delivered_part_makes_it() -> None:
    for delivered, chance in ((1.0, 0.9), (0.5, 0.55), (0.0, 0.2)):
        part = len(went(campus(delivered))) / 200
        assert abs(part - chance) < 4 * np.sqrt(chance * (1 - chance) / 200)


def test_more_delivered_turns_no_go_into_a_no() -> None:
    goes = [went(campus(delivered)) for delivered in (0.0, 0.3, 0.7, 1.0)]
    for less, more in pairwise(goes):
        assert less < more


def test_where_it_hangs_on_nothing_delivery_does_not_matter() -> None:
    assert went(campus(0.0, hangs=0.0)) == went(campus(1.0))


def test_after_a_no_the_rooms_come_later() -> None:
    books = campus(0.5)
    goes = went(books)
    opened = {row[0]: row[1] for row in books.events("room_opened")}
    assert len(opened) == 200
    assert {time for member, time in opened.items() if member in goes} == {2027.0}
    assert {time for member, time in opened.items() if member not in goes} == {2032.0}


def test_a_decision_on_record_is_no_chance() -> None:
    assert len(went(campus(0.0, known_until=2027.0, members=20))) == 20


def test_a_project_that_shrinks_goes_on_with_what_the_site_carries() -> None:
    """Every one shrinks once, to half; nothing is lost but by the named outflow; the books close."""
    given = parameters(
        shrink_share=1.0, shrink_to=0.5, patience_time=2.0, patience_spread=0.0, nitrogen_stop_share=0.0,
        permit_handling_time=0.1, case_workers=9,
    )  # fmt: skip
    ordering = [0.0, 80.0, 0.0, 0.0, 0.0]
    books = Books(range(4), given=given, ordering=ordering, stocks={"mw_free": np.zeros((3, 1))})
    books.until(2025.0)
    shrunk = books.events("shrunk_at_grid")
    assert shrunk
    assert not books.events("dropped_at_grid", "moved_abroad")
    assert {row[6] for row in shrunk} == {50.0}
    built = {(row[0], row[3]): row[6] for row in books.events("connected")}
    assert built
    assert set(built.values()) == {50.0}
    for name, held in books.agenda.holdings().items():
        np.testing.assert_allclose(held, books.stocks[name], rtol=1e-9, atol=1e-9, err_msg=name)
    assert books.stocks["shrunk"].sum() == pytest.approx(50.0 * len(shrunk))


def test_one_that_shrinks_for_want_of_a_permit_still_asks_for_power() -> None:
    given = parameters(
        shrink_share=1.0, shrink_to=0.5, patience_time=2.0, patience_spread=0.0, permit_handling_time=1e6,
        fits_connection_share=0.0, abroad_share=0.0,
    )  # fmt: skip
    books = Books(range(2), given=given, ordering=[0.0, 80.0, 0.0, 0.0, 0.0], stocks={"mw_free": 0.0})
    books.until(2022.0)
    assert books.events("shrunk_at_permit")
    asked = [row for row in books.events("requested") if row[5] == "chips"]
    assert {round(row[6], 9) for row in asked} == {round(50.0 * 0.05 * 1.2, 9)}
    ends = books.events("dropped_at_grid")  # it shrinks once: at the end of its second patience it is gone
    assert ends
    assert {row[6] for row in ends} == {50.0}
