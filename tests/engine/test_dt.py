"""Answers do not hang on dt: Euler's error halves with the step, with noise and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.inputs.scenarios import Case
from tests.engine.conftest import NO_EVENTS, QUIET, Watch, block

STOCKS = ("knowledge", "backlog", "experienced", "homes", "volume_capacity", "chip_trend")


def ends(case: Case, dt: float) -> dict[str, Any]:
    """The stocks at the end of 2027, with events off."""
    stocks = block(case, 2, dt=dt, end=2028.0, events=NO_EVENTS).run(Watch())
    return {name: stocks[name].copy() for name in STOCKS}


@pytest.mark.parametrize("noise", [False, True])
def test_halving_dt_halves_the_error(case: Callable[..., Case], noise: bool) -> None:
    """The change from dt to dt/2 is about twice that from dt/2 to dt/4: first order, as Euler is.

    Kinks (a limit that begins to bind) cross a step at another moment, so single cells leave the ratio; it
    is taken over all cells and members of a stock.
    """
    chosen = case(parameters={} if noise else QUIET)
    coarse, middle, fine = (ends(chosen, dt) for dt in (1 / 32, 1 / 64, 1 / 128))
    for name in STOCKS:
        first = np.abs(coarse[name] - middle[name]).sum()
        second = np.abs(middle[name] - fine[name]).sum()
        assert 1.8 <= first / second <= 2.2, (name, first / second)
