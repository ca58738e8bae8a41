"""With the events of the finest run replayed the error halves with the step: events add none of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.inputs.scenarios import Case
from sim.run.block import Prepared
from tests.engine.conftest import Watch, block

STOCKS = ("knowledge", "backlog", "experienced", "homes", "chip_trend", "site_power")
FINEST, END = 1 / 128, 2026.0
Poured = list[tuple[float, str, int, int, float]]
Turned = list[tuple[str, int, int, float, float]]


def overheard(prepared: Prepared) -> tuple[Poured, Turned]:
    """Run a block and keep what its events poured, with the step in which they did, and turned."""
    poured: Poured = []
    turned: Turned = []
    now = [prepared.settings.start]
    valves, agenda = prepared.valves, prepared.agenda
    pour, turn, advance = valves.pour, valves.turn, agenda.advance

    def hear_pour(name: str, index: int, member: int, quantity: float) -> None:
        poured.append((now[0], name, index, member, quantity))
        pour(name, index, member, quantity)

    def hear_turn(name: str, index: int, member: int, time: float, rate: float) -> None:
        turned.append((name, index, member, time, rate))
        turn(name, index, member, time, rate)

    def hear_advance(start: float, end: float, state: Mapping[str, Any]) -> None:
        now[0] = start
        advance(start, end, state)

    object.__setattr__(valves, "pour", hear_pour)
    object.__setattr__(valves, "turn", hear_turn)
    object.__setattr__(agenda, "advance", hear_advance)
    prepared.run(Watch())
    return poured, turned


class Replay:
    """An agenda that does what was overheard, in the step that holds its moment."""

    def __init__(self, prepared: Prepared, poured: Poured, turned: Turned) -> None:
        self._valves, self._poured, self._next = prepared.valves, poured, 0
        for name, index, member, time, rate in turned:
            prepared.valves.turn(name, index, member, time, rate)

    def advance(self, start: float, end: float, state: Mapping[str, Any]) -> None:
        """Pour what was poured in [start, end)."""
        while self._next < len(self._poured) and self._poured[self._next][0] < end:
            _, name, index, member, quantity = self._poured[self._next]
            self._valves.pour(name, index, member, quantity)
            self._next += 1


def test_halving_dt_halves_the_error_with_events_replayed(case: Callable[..., Case]) -> None:
    """First order as without events: 1.8–2.2 over all cells and members of a stock."""
    chosen = case()
    poured, turned = overheard(block(chosen, 2, dt=FINEST, end=END))
    assert len(poured) > 100

    def ends(dt: float) -> dict[str, Any]:
        prepared = block(chosen, 2, dt=dt, end=END)
        replayed = replace(prepared, agenda=Replay(prepared, poured, turned))
        stocks = replayed.run(Watch())
        return {name: stocks[name].copy() for name in STOCKS}

    coarse, middle, fine = (ends(dt) for dt in (1 / 32, 1 / 64, FINEST))
    for name in STOCKS:
        first = np.abs(coarse[name] - middle[name]).sum()
        second = np.abs(middle[name] - fine[name]).sum()
        assert 1.8 <= first / second <= 2.2, (name, first / second)
