"""Queues against theory: permits as M/M/c and M/G/1, building as M/G/∞, grid room as a random walk.

Members are independent repetitions, so a mean over members has a standard error of its own. Each test allows
three of them, and says how narrow that is: a test that allows anything shows nothing.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from sim.processes.agenda import Switches
from sim.processes.events import Kind
from sim.processes.permits import Authority
from sim.processes.reinforcement import Release
from sim.processes.waits import around, exponential
from tests.processes.books import Books, parameters

MEMBERS = 60
BRAINPORT = 0
ONLY_HANDLING = {
    "nitrogen_stop_share": 0.0,
    "patience_time": 1e7,
    "patience_spread": 0.0,
    "construction_spread": 0.0,
}


def agrees(found: np.ndarray, expected: float, within: float) -> bool:
    """Whether the mean over members is three standard errors at most from `expected`, and these tell: they
    are at most the part `within` of it."""
    allowed = 3 * found.std(ddof=1) / math.sqrt(len(found))
    assert allowed < within * expected
    return bool(abs(found.mean() - expected) < allowed)


def erlang_c(servers: int, load: float) -> float:
    """Chance of waiting in M/M/c with `load` = arrival rate × mean service time."""
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)


def waits(workers: int, arrivals: Sequence[float], handling: Sequence[float]) -> np.ndarray:
    """How long each case waits for a case worker, by the authority's own queue."""
    authority: Authority[int] = Authority(workers, since=0.0)
    starts = np.zeros(len(arrivals))
    busy: list[float] = []

    def begin(case: int, time: float) -> None:
        starts[case] = time
        heapq.heappush(busy, time + handling[case])

    for case, time in enumerate(arrivals):
        while busy and busy[0] <= time:
            if following := authority.free(heapq.heappop(busy)):
                begin(*following)
        if (now := authority.apply(case, time)) is not None:
            begin(case, now)
    while authority.waiting:
        if following := authority.free(heapq.heappop(busy)):
            begin(*following)
    return starts - np.asarray(arrivals)


def poisson(generator: np.random.Generator, rate: float, count: int) -> np.ndarray:
    """Moments of `count` arrivals at `rate` a year from 0 on."""
    return np.cumsum(generator.exponential(1 / rate, count))


def test_permits_with_case_workers_are_an_m_m_c_queue() -> None:
    """In the whole process of permits: mean stay = C(c, a) / (c/handling − arrivals) + handling."""
    workers, load, handling, warm, counted = 2, 1.5, 0.5, 300, 1000
    rate = load / handling
    given = parameters(case_workers=workers, permit_handling_time=handling, **ONLY_HANDLING)
    books = Books(range(MEMBERS), given=given)
    generator = np.random.default_rng(7)
    for member in range(MEMBERS):
        times = 2010.0 + poisson(generator, rate, warm + counted)
        books.agenda._visit(member, [(float(time), Kind.PROPOSED, 0) for time in times], math.inf)

    log = books.agenda.log
    permitted = {(row[0], row[3]): row[1] for row in log if row[2] == "permitted"}
    stays = np.array([permitted[row[0], row[3]] - row[1] for row in log if row[2] == "proposed"])
    stays = stays.reshape(MEMBERS, warm + counted)[:, warm:].mean(axis=1)
    expected = erlang_c(workers, load) / (workers / handling - rate) + handling
    assert agrees(stays, expected, within=0.1)


@pytest.mark.parametrize(("workers", "load"), [(1, 0.6), (3, 2.4)])
def test_how_long_a_case_waits_has_the_law_of_m_m_c(workers: int, load: float) -> None:
    """P(wait > t) = C(c, a) exp(−(c/handling − arrivals) t), tried at t = 0, 1/4 and 3/4 year."""
    handling, warm, counted = 0.5, 300, 2000
    rate = load / handling
    generator = np.random.default_rng(8)
    found = []
    for _ in range(MEMBERS):
        arrivals = poisson(generator, rate, warm + counted).tolist()
        takes = [exponential(handling, u) for u in generator.random(warm + counted)]
        found.append(waits(workers, arrivals, takes)[warm:])
    for t in (0.0, 0.25, 0.75):
        expected = erlang_c(workers, load) * math.exp(-(workers / handling - rate) * t)
        assert agrees((np.array(found) > t).mean(axis=1), expected, within=0.15)


@pytest.mark.parametrize("spread", [0.0, 0.4, 1.0])
def test_one_case_worker_is_an_m_g_1_queue(spread: float) -> None:
    """Pollaczek–Khinchine: mean wait = arrivals × E[S²] / 2(1 − load); E[S²] = mean² exp(spread²)."""
    handling, load, warm, counted = 0.7, 0.6, 300, 1500
    rate = load / handling
    generator = np.random.default_rng(9)
    found = []
    for _ in range(2 * MEMBERS):
        arrivals = poisson(generator, rate, warm + counted).tolist()
        takes = [around(handling, spread, u) for u in generator.random(warm + counted)]
        found.append(waits(1, arrivals, takes)[warm:].mean())
    expected = rate * handling**2 * math.exp(spread**2) / (2 * (1 - load))
    assert agrees(np.array(found), expected, within=0.2)


def test_what_is_being_built_is_poisson_whatever_the_law_of_building() -> None:
    """M/G/∞: building does not queue, so the number under way is Poisson with mean arrivals × mean time."""
    rate, takes, spread, seen_at = 6.0, 1.5, 0.6, 2010.0 + 10.0
    given = parameters(
        **ONLY_HANDLING | {"construction_spread": spread},
        case_workers=500,
        permit_handling_time=0.3,
        connection_time=0.0,
        construction_time=takes,
    )
    members = 5 * MEMBERS
    books = Books(range(members), given=given, switches=Switches(grid=False))
    generator = np.random.default_rng(10)
    for member in range(members):
        times = 2010.0 + poisson(generator, rate, 90)
        books.agenda._visit(member, [(float(time), Kind.PROPOSED, 0) for time in times], seen_at)
    number = np.zeros(members)
    for member, _, kind, *_ in books.agenda.log:
        number[member] += (kind == "connected") - (kind == "commissioned")
    assert agrees(number, rate * takes, within=0.07)
    assert agrees((number - rate * takes) ** 2, rate * takes, within=0.3)


def test_the_grid_queue_is_what_asking_is_ahead_of_releases() -> None:
    """First come, first served, one lot a request and a release: the j-th is granted at the later of its own
    moment (Gamma, shape j) and the j-th release. Its mean wait = E max(0, release − asking)."""
    rate, every, lots, mw = 4.0, 0.3, 30, 5.0
    given = parameters(speculative_share=0.0, request_lot_size={"brainport": mw, "twente": mw, "abroad": mw})
    due = 2010.0 + every * np.arange(1, lots + 1)
    releases = [Release(f"r{j:03}", "brainport", float(date), mw) for j, date in enumerate(due)]
    members = 10 * MEMBERS
    books = Books(range(members), given=given, releases=releases, switches=Switches(known_until=2100.0))
    generator = np.random.default_rng(11)
    for member in range(members):
        asked = 2010.0 + poisson(generator, rate, lots)
        visits = [(float(time), Kind.REQUESTED, BRAINPORT) for time in asked]
        books.agenda._visit(member, visits, math.inf)

    log = books.agenda.log
    granted = {(row[0], row[3]): row[1] for row in log if row[2] == "granted"}
    waited = np.zeros((members, lots))
    for member, time, kind, identity, *_ in log:
        if kind == "requested":
            waited[member, int(identity.rpartition("/")[2])] = granted[member, identity] - time
    asking = [stats.gamma(j, scale=1 / rate) for j in range(1, lots + 1)]
    ahead = [
        when * law.cdf(when) - law.mean() * stats.gamma(j + 1, scale=1 / rate).cdf(when)
        for j, (law, when) in enumerate(zip(asking, due - 2010.0, strict=True), start=1)
    ]
    for j in (0, 9, 29):
        assert agrees(waited[:, j], ahead[j], within=0.15)
    assert agrees(waited.mean(axis=1), float(np.mean(ahead)), within=0.1)
