"""What must hold for the small model, which has every word: members, books, dt."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.loop import Clock, integrate
from sim.core.valves import Valves
from sim.core.vocabulary import Stock, Valve
from tests import small
from tests.small import AXES, Happenings, Recording

CLOCK = Clock(2010.0, 2019.0, 1 / 16)
EVERY = (*small.build().of(Stock), *small.build().steps)


def test_a_member_alone_is_itself_in_the_ensemble_bit_for_bit() -> None:
    model, inputs = small.build(), small.inputs(9)
    together = small.run(model, inputs, CLOCK, 9, *EVERY)
    for member in (0, 4, 8):
        alone = small.run(model, small.of_member(inputs, member), CLOCK, 1, *EVERY)
        for name, found in alone.items():
            assert (found[..., 0] == together[name][..., min(member, together[name].shape[-1] - 1)]).all(), (
                name
            )


def test_the_same_run_twice_is_the_same() -> None:
    model, inputs = small.build(), small.inputs(3)
    one, two = (small.run(model, inputs, CLOCK, 3, *EVERY) for _ in range(2))
    assert all((one[name] == two[name]).all() for name in EVERY)


BOOKS = [
    ("people", ("graduation__1", "graduation__2", "staff"), ("enrolment",), ("leaving",)),
    (
        "capacity",
        ("finished__1", "finished__2", "finished__3", "noted__1", "capacity"),
        ("starts", "commissioned"),
        ("scrapped",),
    ),
    ("orders", ("backlog",), ("orders",), ("shipments",)),
]


@pytest.mark.parametrize(("book", "stocks", "inward", "outward"), BOOKS, ids=[book[0] for book in BOOKS])
def test_nothing_appears_and_nothing_is_lost(
    book: str, stocks: tuple[str, ...], inward: tuple[str, ...], outward: tuple[str, ...]
) -> None:
    found = small.run(small.build(), small.inputs(3), CLOCK, 3, *stocks, *inward, *outward)

    def added(name: str) -> np.ndarray:
        return found[name].sum(axis=tuple(range(1, found[name].ndim - 1)))

    held = sum(added(name) for name in stocks)
    net = sum(added(name) for name in inward) - sum(added(name) for name in outward)
    expected = held[0] + np.concatenate([np.zeros((1, 3)), np.cumsum(net[:-1], axis=0) * CLOCK.dt])
    assert np.abs(held - expected).max() < 1e-9 * held.max()


def test_halving_dt_halves_the_error_of_the_small_model() -> None:
    model, inputs = small.build(), small.inputs(4)
    ends = []
    for dt in (1 / 32, 1 / 64, 1 / 128):
        clock = Clock(2010.0, 2016.0, dt)
        seen = Recording("capacity", "staff", "quality")
        integrate(
            model,
            inputs,
            small.drivers(clock),
            clock,
            4,
            Happenings(),
            Valves(model.of(Valve), AXES, 4),
            seen,
        )
        ends.append({name: each[-1] for name, each in seen.series.items()})
    for name in ends[0]:
        coarse, fine = (np.abs(ends[k][name] - ends[k + 1][name]) for k in (0, 1))
        assert (coarse / fine > 1.8).all(), name
        assert (coarse / fine < 2.2).all(), name
