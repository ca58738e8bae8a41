"""The permit queue: waiting times against theory, first come first served, exact starts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.processes.permits import Authority
from tests.processes.books import Books, parameters


def erlang_c(servers: int, load: float) -> float:
    """Chance of waiting in M/M/c with `load` = arrival rate × mean service time."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)


@pytest.mark.parametrize(("workers", "load"), [(1, 0.6), (2, 1.5), (4, 3.2)])
def test_waiting_time_is_that_of_erlang_c(workers: int, load: float) -> None:
    """Mean wait = C(c, a) / (c/handling − arrivals); within 3 standard errors over independent members."""
    handling, members, warm, counted = 0.5, 60, 400, 1200
    rate = load / handling
    books = Books(
        range(members),
        given=parameters(
            case_workers=workers,
            permit_handling_time=handling,
            nitrogen_stop_share=0.0,
            patience_time=1e7,
            patience_spread=0.0,
            construction_spread=0.0,
        ),
    )
    generator = np.random.default_rng(7)
    for member in range(members):
        times = 2010.0 + np.cumsum(generator.exponential(1 / rate, warm + counted))
        visits = [(float(time), 0, 0) for time in times]
        books.agenda._visit(member, visits, math.inf)

    log = books.agenda.log
    proposed = [(row[0], row[1], row[3]) for row in log if row[2] == "proposed"]
    permitted = {(row[0], row[3]): row[1] for row in log if row[2] == "permitted"}
    waits = np.array([permitted[member, name] - time for member, time, name in proposed])
    stays = waits.reshape(members, warm + counted)[:, warm:].mean(axis=1)
    expected = erlang_c(workers, load) / (workers / handling - rate) + handling
    assert abs(stays.mean() - expected) < 3 * stays.std(ddof=1) / math.sqrt(members)


def test_handling_starts_when_it_would_have_for_one_known_late() -> None:
    authority: Authority[str] = Authority(1, since=2010.0)
    assert authority.apply("first", 2011.0) == 2011.0
    assert authority.free(2011.5) is None
    assert authority.apply("known late", 2011.4) == 2011.5


def test_first_come_first_served_and_leaving() -> None:
    authority: Authority[str] = Authority(1, since=0.0)
    assert authority.apply("a", 1.0) == 1.0
    assert authority.apply("b", 1.1) is None
    assert authority.apply("c", 1.2) is None
    assert authority.apply("d", 1.3) is None
    authority.leave("b")
    assert authority.waiting == 2
    assert authority.free(1.25) == ("c", 1.25)
    assert authority.free(1.28) == ("d", 1.3)
    with pytest.raises(ValueError, match="does not wait"):
        authority.leave("b")


def test_an_authority_has_a_worker() -> None:
    with pytest.raises(ValueError, match="a case worker at least, not 0"):
        Authority(0, since=0.0)
