"""Subsidy rounds: amounts, dates on record and drawn, drop-outs, and what is caused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.processes.agenda import Switches
from sim.processes.subsidies import Effect, Round
from tests.processes.books import Books, parameters

IPCEI = Round(
    name="ipcei_me_ct",
    amount=330.75,
    awarded=220.5,
    shares={"lithography": 0.5, "chips": 0.5},
    projects=6,
    duration=8.25,
    call=2021.3,
    nomination=2022.3,
    approval=2023.44,
    award=2023.85,
    call_to_award="ipcei_call_to_award",
    drop_out="ipcei_drop_out",
    effect=Effect("direct_subsidy_additionality"),
)


def run(
    *rounds: Round, members: Any = range(24), until: float = 2039.0, given: Any = None, **switches: Any
) -> Books:
    books = Books(members, rounds=rounds, given=given, switches=Switches(**switches))
    books.until(until)
    return books


def test_a_round_on_record_is_paid_as_awarded_to_the_cent() -> None:
    books = run(IPCEI)
    np.testing.assert_allclose(books.aid["aid_awarded"], 110.25, rtol=1e-13)
    np.testing.assert_allclose(books.aid["aid_paid"], 110.25, rtol=1e-12)
    np.testing.assert_allclose(books.aid["aid_caused"], 110.25 * 1.1, rtol=1e-12)
    np.testing.assert_allclose(books.aid["aid_budgeted"], 330.75 / 2, rtol=1e-13)
    assert {row[1] for row in books.events("awarded")} == {2023.85}
    assert {row[1] for row in books.events("paid_out")} == {2023.85 + 8.25}


def test_paid_half_way_is_the_part_of_its_time() -> None:
    books = run(IPCEI, until=2028.0)
    np.testing.assert_allclose(books.aid["aid_paid"], 110.25 * (2028.0 - 2023.85) / 8.25, rtol=1e-12)


def test_an_award_after_known_until_is_drawn_from_the_call() -> None:
    books = run(IPCEI, known_until=2022.0)
    awards = [row[1] for row in books.events("awarded") if row[5] == "chips"]
    assert len(set(awards)) > 10
    assert min(awards) >= 2022.0
    assert abs(np.mean(awards) - (2021.3 + 2.55)) < 0.4
    paid = books.aid["aid_paid"]
    np.testing.assert_allclose(paid, books.aid["aid_awarded"], rtol=1e-12)
    survivors = paid.sum(axis=0) / (330.75 / 6)
    np.testing.assert_allclose(survivors, np.round(survivors), atol=1e-9)
    assert len(set(np.round(survivors).tolist())) > 2


def test_drop_outs_get_nothing_and_are_the_part_said() -> None:
    planned = replace(IPCEI, award=None, awarded=None, call=2025.0, nomination=None, approval=None)
    everyone = run(planned, given=parameters(ipcei_drop_out=0.0))
    np.testing.assert_allclose(everyone.aid["aid_awarded"].sum(axis=0), 330.75, rtol=1e-13)
    nobody = run(planned, given=parameters(ipcei_drop_out=1.0))
    assert not nobody.aid["aid_awarded"].any()
    assert not nobody.aid["aid_paid"].any()
    some = run(planned, members=range(128)).aid["aid_awarded"].sum(axis=0) / 330.75
    assert abs(some.mean() - 2 / 3) < 4 * np.sqrt(2 / 9 / (6 * 128))


def test_delay_moves_every_award_by_itself() -> None:
    planned = replace(IPCEI, award=None, call=2025.0, nomination=None, approval=None)
    on_time, late = run(planned), run(replace(planned, delay=1.0))
    first, second = ([row[1] for row in it.events("awarded")] for it in (on_time, late))
    np.testing.assert_allclose(np.subtract(second, first), 1.0, atol=1e-12)


def test_a_known_nomination_bounds_the_award() -> None:
    books = run(replace(IPCEI, call=2021.3, nomination=2022.9, award=None), known_until=2023.0)
    assert min(row[1] for row in books.events("awarded")) >= 2023.0


def test_payments_that_run_over_the_start_are_paid_from_there() -> None:
    old = replace(IPCEI, call=2007.0, nomination=None, approval=None, award=2008.0, duration=4.0)
    books = run(old, until=2014.0)
    assert not books.aid["aid_awarded"].any()
    np.testing.assert_allclose(books.aid["aid_paid"], 110.25 / 2, rtol=1e-12)


def test_another_round_moves_nothing() -> None:
    planned = replace(IPCEI, award=None, call=2025.0, nomination=None, approval=None)
    alone = run(planned).events("awarded")
    both = run(replace(planned, name="aaa"), planned).events("awarded")
    assert [row for row in both if row[3] == planned.name] == alone


def test_undecided_rounds_are_left_out() -> None:
    assert not run(replace(IPCEI, decided=2025.0), decided_until=2024.0).events("called")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shares": {"lithography": 0.5}}, "the segments' shares add to 0.5, not 1"),
        ({"shares": {"litography": 1.0}}, "no segment 'litography'"),
        ({"projects": 0}, "needs a project"),
    ],
)
def test_a_round_that_cannot_be_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        run(replace(IPCEI, **change), members=(0,), until=2010.0)


APART = Effect(
    "direct_subsidy_additionality",
    large_to_small="direct_subsidy_large_to_small",
    deadweight="ipcei_deadweight",
    by_deadweight="ipcei_effect_by_deadweight",
    large=0.75,
)


@pytest.mark.parametrize(("by_deadweight", "per_euro"), [(0.0, 1.1 * (0.75 * 0.6 + 0.25)), (1.0, 0.3)])
def test_a_euro_causes_by_size_of_firm_and_by_one_road(by_deadweight: float, per_euro: float) -> None:
    given = {
        "direct_subsidy_large_to_small": 0.6,
        "ipcei_deadweight": 0.7,
        "ipcei_effect_by_deadweight": by_deadweight,
    }
    books = run(replace(IPCEI, effect=APART), given=parameters(**given))
    np.testing.assert_allclose(books.aid["aid_caused"], 110.25 * per_euro, rtol=1e-12)
