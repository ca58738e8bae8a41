"""The board meets on its dates and acts once, at the first meeting where a condition has held long enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import Array
from sim.core.valves import Valves
from sim.ensemble.streams import Streams
from sim.processes.board import Agreed, BoardAlone, Mandate
from sim.processes.events import Block
from tests.processes.books import AXES

MEETINGS = [2025.08 + 0.25 * number for number in range(48)]
Acts = list[tuple[int, int, float]]


def acts(level: float = 1.0, dt: float = 1 / 16, series: Any = None, **condition: Any) -> Acts:
    """(trigger, member, effect) of a board that reads `series` of time, by member."""
    done: Acts = []
    block = Block(AXES, (0, 1, 2), Valves({}, AXES, 3), Streams(1), 2020.0)
    agreed = Agreed(
        "act",
        lambda state: np.asarray(series(state["time"])),
        level,
        condition.pop("above", True),
        condition.pop("growth", False),
        condition.pop("years", 0.0),
        condition.pop("delay", 0.0),
    )
    mandate = Mandate([agreed], MEETINGS, lambda *it: done.append(it))
    board = BoardAlone(block, mandate)
    for step in range(round(17 / dt)):
        start = 2020.0 + step * dt
        state: Mapping[str, Array] = {"time": np.array(start)}
        board.advance(start, start + dt, state)
    assert [row[:3] for row in board.log] == [
        (member, effect - agreed.delay, "board_acted") for _, member, effect in sorted(done)
    ]
    return sorted(done)


def rising(time: Array) -> Array:
    """Crosses 1 at 2026, 2027.3 and never."""
    return np.array([time - 2025.0, (time - 2025.3) / 2.0, 0.0])


@pytest.mark.parametrize("dt", [1 / 16, 1 / 64])
def test_acts_once_at_the_first_meeting_after_the_condition_has_held(dt: float) -> None:
    found = acts(series=rising, years=1.0, dt=dt)
    wanted = [min(time for time in MEETINGS if time >= crossed + 1.0) for crossed in (2026.0, 2027.3)]
    assert [(number, member) for number, member, _ in found] == [(0, 0), (0, 1)]
    np.testing.assert_allclose([time for *_, time in found], wanted, rtol=0, atol=1e-9)


def test_a_break_starts_the_count_again() -> None:
    def broken(time: Array) -> Array:
        return np.array([2.0 if not 2026.0 <= time < 2026.2 else 0.0] * 3)

    ((_, _, first), *_) = acts(series=broken, years=1.5)
    assert first == min(time for time in MEETINGS if time >= 2025.0 + 0.08)
    ((_, _, first), *_) = acts(series=lambda t: broken(t) * (t > 2024.5), years=1.5)
    assert first == min(time for time in MEETINGS if time >= 2026.2 + 1.5 - 1 / 16)


def test_below_and_delay() -> None:
    ((_, _, effect),) = acts(series=lambda t: np.array([2029.0 - t, 9.0, 9.0]), above=False, delay=0.5)
    assert effect == min(time for time in MEETINGS if time >= 2028.0) + 0.5


def test_growth_is_the_change_over_a_year() -> None:
    def market(time: Array) -> Array:
        falls = np.exp(-0.3 * np.clip(time - 2027.0, 0.0, 1.0))
        return np.array([falls, 1.0, 1.02 ** (time - 2020.0)]) * 500.0

    ((_, member, time),) = acts(-0.1, series=market, growth=True, above=False)
    assert member == 0
    crossed = 2027.0 - np.log(0.9) / 0.3
    assert time == min(each for each in MEETINGS if each >= crossed)


def test_nothing_is_read_that_has_not_been_seen_for_a_year() -> None:
    assert acts(10.0, series=lambda t: np.full(3, np.nan), growth=True) == []
