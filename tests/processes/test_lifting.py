"""Limits lifted from a date: who waits is served at that moment, who asks later at once, in one place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes.books import Books, parameters

SINCE = 2014.3
CALM: dict[str, Any] = {
    "patience_time": 1e7, "patience_spread": 0.0, "speculative_share": 0.0, "case_workers": 1.0,
    "nitrogen_since": 2010.0, "nitrogen_permit_rate": 0.05, "appeal_share": 0.5,
}  # fmt: skip
ONE_PLACE = {"brainport": 1.0, "twente": 0.0, "abroad": 0.0}
TOLERANCE = 1e-9


def economy(dt: float = 0.0625, **changed: Any) -> Books:
    """Projects in two places and other users who ask for more power than there ever is."""
    given = parameters(**{**CALM, "relief_reaches": ONE_PLACE, **changed})
    ordering = [[300.0], [200.0], [200.0], [0.0], [0.0]]
    books = Books((0, 1), given=given, ordering=ordering, filing=[[40.0], [20.0], [0.0]], dt=dt)
    books.until(2020.0)
    return books


def waiting(books: Books, place: int, *names: str) -> float:
    cells = {0: (0, 1), 1: (2,)}[place]
    return sum(
        float(books.stocks[name][list(cells) if name.startswith("waiting") else place].sum())
        for name in names
    )


def test_lifted_power_serves_all_who_wait_and_then_everyone_at_once() -> None:
    books = economy(power_lifted_from=SINCE)
    assert waiting(books, 0, "mw_queued_chips", "mw_queued_other") < TOLERANCE
    assert waiting(books, 1, "mw_queued_chips", "mw_queued_other") > 0
    asked = {(row[0], row[3]): row[1] for row in books.events("requested") if row[4] == "brainport"}
    got = {(row[0], row[3]): row[1] for row in books.events("granted") if row[4] == "brainport"}
    assert asked.keys() == got.keys()
    assert {got[key] for key, time in asked.items() if time < SINCE} <= {SINCE}
    assert all(got[key] == time for key, time in asked.items() if time >= SINCE)
    for row in books.events("released"):
        assert row[4] == "brainport"
        assert row[1] >= SINCE


def test_lifted_permits_come_to_all_who_wait_and_then_at_once() -> None:
    books = economy(permits_lifted_from=SINCE)
    assert waiting(books, 0, "waiting_permit") < TOLERANCE < waiting(books, 1, "waiting_permit")
    proposed = {(row[0], row[3]): row[1] for row in books.events("proposed") if row[4] == "brainport"}
    permitted = {(row[0], row[3]): row[1] for row in books.events("permitted") if row[4] == "brainport"}
    assert proposed.keys() == permitted.keys()
    for key, time in proposed.items():
        assert permitted[key] <= max(time, SINCE)
    assert any(permitted[key] == SINCE for key in permitted)


@pytest.mark.parametrize("limit", ["power", "permits"])
def test_the_step_does_not_show_and_the_books_balance(limit: str) -> None:
    """Exact times at half the step too; what the lists hold is what the stocks hold."""
    whole, half = (economy(dt, **{f"{limit}_lifted_from": SINCE}) for dt in (0.0625, 0.03125))
    kinds = ("permitted", "granted")
    for one, other in zip(whole.events(*kinds), half.events(*kinds), strict=True):
        assert (one[0], *one[2:4]) == (other[0], *other[2:4])
        assert one[1] == pytest.approx(other[1], abs=1e-9)
    for name, held in whole.agenda.holdings().items():
        assert held == pytest.approx(whole.stocks[name], abs=1e-6), name
