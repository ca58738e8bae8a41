"""Levers of the permit process: exact dates, nobody later for the same applications, no step seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from sim.processes.levers import Lever
from sim.processes.permitting import _end
from tests.processes.books import Books, parameters

MEMBERS = 24
DATE = 2016.3
CALM: dict[str, Any] = {"patience_time": 1e7, "patience_spread": 0.0, "nitrogen_stop_share": 0.0}
Permits = dict[tuple[int, str], float]


def permits(levers: Sequence[Lever], applications: int = 60, gap: float = 0.25, **changed: Any) -> Permits:
    """When each of the same applications gets its permit, by member and project."""
    books = Books(range(MEMBERS), given=parameters(**{**CALM, **changed}), levers=levers)
    for member in range(MEMBERS):
        visits = [(2010.0 + gap * number, 0, 1) for number in range(applications)]
        books.agenda._visit(member, visits, math.inf)
    return {(row[0], row[3]): row[1] for row in books.agenda.log if row[2] == "permitted"}


LEVERS = {
    "case worker": (Lever("more", "brainport", DATE, workers=1), {"case_workers": 1}),
    "procedures": (
        Lever("faster", "brainport", DATE, effect={"time_saved": "permit_speed_effect"}),
        {"case_workers": 3, "appeal_share": 0.5},
    ),
    "nitrogen room": (
        Lever("room", "brainport", DATE, effect={"permit_rate": "nitrogen_room_effect"}),
        {"case_workers": 9, "nitrogen_stop_share": 0.5, "nitrogen_since": 2010.0},
    ),
    "stops avoided": (
        Lever("no stops", "brainport", DATE, effect={"stops_avoided": "shrink_to"}),
        {"case_workers": 9, "nitrogen_stop_share": 0.5, "nitrogen_since": 2010.0},
    ),
}


@pytest.mark.parametrize("what", LEVERS)
def test_nobody_is_later_and_somebody_sooner_in_every_member(what: str) -> None:
    """The first effect: permits granted by a date for the same applications, member by member."""
    lever, given = LEVERS[what]
    before, after = permits([], **given), permits([lever], **given)
    assert before.keys() == after.keys()
    gain = np.zeros(MEMBERS)
    for key, time in before.items():
        assert after[key] <= time + 1e-9
        assert time >= DATE or after[key] == time, "a lever acts on nothing that was before it"
        gain[key[0]] += time - after[key]
    assert (gain > 0).all()
    by = DATE + 2.0
    granted = [sum(time < by for time in times.values()) for times in (before, after)]
    assert granted[1] > granted[0]


def test_what_is_left_of_a_procedure_shrinks_from_the_date_on() -> None:
    """One worker, one application in hand at the date: what was left of it goes by the factor."""
    given: dict[str, Any] = {"case_workers": 1, "permit_handling_time": 40.0}
    lever = LEVERS["procedures"][0]
    before, after = permits([], applications=1, **given), permits([lever], applications=1, **given)
    part = 1.0 - 1.0 / 1.8
    for key, time in before.items():
        expected = time if time <= DATE else DATE + part * (time - DATE)
        assert after[key] == pytest.approx(expected, abs=1e-9)


def test_a_procedure_keeps_its_shortest_part() -> None:
    given: dict[str, Any] = {"permit_speed_effect": 9.0, "case_workers": 9}
    lever = Lever("at once", "brainport", 2010.0, effect={"time_saved": "permit_speed_effect"})
    before, after = permits([], **given), permits([lever], **given)
    since = {key: 2010.0 + 0.25 * int(key[1].rpartition("/")[2]) for key in before}
    for key, time in before.items():
        assert after[key] - since[key] == pytest.approx(0.25 * (time - since[key]), abs=1e-9)


def test_one_who_becomes_known_late_began_before_the_change() -> None:
    assert _end(2010.0, 0.5, 2011.0, 0.25) == pytest.approx(2011.25)  # two years at the old pace, one done
    assert _end(2010.0, 0.1, 2011.0, 0.25) == pytest.approx(2010.4)  # over before the change
    assert _end(2011.5, 0.5, 2011.0, 0.25) == 2012.0


def test_levers_know_no_step() -> None:
    """The same dates whatever the step in which the lever falls: applications by exact time."""
    lever, given = LEVERS["procedures"]
    found = []
    for dt in (1 / 16, 1 / 64):
        books = Books(range(6), given=parameters(**{**CALM, **given}), levers=[lever], dt=dt)
        for member in range(6):
            books.agenda._visit(member, [(2015.0 + 0.125 * number, 0, 1) for number in range(9)], 2015.0)
        books.until(2022.0)
        found.append({(row[0], row[3]): row[1] for row in books.events("permitted")})
    assert found[0] == found[1]
    assert found[0]


def test_an_unknown_effect_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown effect magic"):
        permits([Lever("odd", "brainport", DATE, effect={"magic": "shrink_to"})])


def test_a_lever_decided_later_is_left_out() -> None:
    from sim.processes.agenda import Switches

    lever = Lever("late", "brainport", DATE, workers=1, decided=2026.0)
    books = Books((0,), levers=[lever], switches=Switches(decided_until=2024.0))
    books.until(2018.0)
    assert not books.events("permit_rule")
