"""The Semiconductor Board NL: meets each quarter, reads indicators, acts where a condition holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank

YEAR = 1.0
"""years; the span of a growth rate"""
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Agreed:
    """What the board has agreed to do, and when: a trigger in the board's own terms.

    `reading` gives the indicator of the state before, (member,). The condition: the reading (or, with
    `growth`, its relative change over a year) is above `level` (or below it), without a break for `years`.
    """

    name: str
    reading: Callable[[Mapping[str, Array]], Array]
    level: float
    above: bool
    growth: bool
    years: float
    delay: float
    rule: str | None = None
    place: str = ""
    segment: str = ""
    unit: str = "1"


@dataclass(frozen=True)
class Mandate:
    """The board's triggers, the moments at which it meets (years), and what enacts a decision.

    `enact(trigger, member, time)` is called with the trigger's position, the member's position in the block
    and the exact time from which the decision takes effect.
    """

    agreed: Sequence[Agreed]
    meetings: Sequence[float]
    enact: Callable[[int, int, float], None]


class Board:
    """The meetings of a block of members; each trigger acts once a member."""

    def __init__(
        self, block: Block, mandate: Mandate, change_rule: Callable[[int, str, float], None] | None
    ) -> None:
        self._block, self._mandate, self._change_rule = block, mandate, change_rule
        self._meetings = list(mandate.meetings)
        count = len(mandate.agreed)
        self._since = np.full((count, block.size), np.inf)
        self._value = np.full((count, block.size), np.nan)
        self._before = np.full((count, block.size), np.nan)
        self._past: list[deque[tuple[float, Array]]] = [deque() for _ in mandate.agreed]
        self._time = -np.inf
        longest = max((it.years for it in mandate.agreed), default=0.0)
        self._from = min(self._meetings, default=np.inf) - longest - 2 * YEAR
        self._open = [list(range(count)) for _ in range(block.size)]
        self._on_meeting = [self._meet]
        if self._meetings:
            for member in range(block.size):
                self._call(block.due(member, (member, 0)), 0)

    def _call(self, due: Due, meeting: int) -> None:
        due.at(self._meetings[meeting], rank(Kind.BOARD_MET, 0, 0), self._on_meeting)

    def read(self, start: float, state: Mapping[str, Array]) -> None:
        """Note the indicators of the last full step, known at `start`, and since when conditions hold."""
        if start < self._from or start <= self._block.start:
            return
        for number, it in enumerate(self._mandate.agreed):
            seen = np.broadcast_to(it.reading(state), (self._block.size,)).astype(float)
            self._value[number] = seen
            if it.growth:
                seen = self._growth(number, start, seen)
            before = self._before[number]
            holds = seen > it.level if it.above else seen < it.level
            held = before > it.level if it.above else before < it.level
            with np.errstate(invalid="ignore", divide="ignore"):
                part = (it.level - before) / (seen - before)
            crossed = np.where(np.isfinite(part), self._time + part * (start - self._time), start)
            since = np.where(held, self._since[number], crossed)
            self._since[number] = np.where(holds, since, np.inf)
            self._before[number] = seen
        self._time = start

    def _growth(self, number: int, start: float, seen: Array) -> Array:
        past = self._past[number]
        past.append((start, seen.copy()))
        while len(past) > 1 and past[1][0] <= start - YEAR + TOLERANCE:
            past.popleft()
        if past[0][0] > start - YEAR + TOLERANCE:
            return np.full_like(seen, np.nan)
        result: Array = seen / past[0][1] - 1.0
        return result

    def _meet(self, due: Due) -> None:
        member, meeting = due.what
        for number in list(self._open[member]):
            it = self._mandate.agreed[number]
            if due.time - self._since[number, member] >= it.years - TOLERANCE:
                self._open[member].remove(number)
                self._act(number, member, due.time)
        if self._open[member] and meeting + 1 < len(self._meetings):
            due.what = (member, meeting + 1)
            self._call(due, meeting + 1)

    def _act(self, number: int, member: int, time: float) -> None:
        it = self._mandate.agreed[number]
        seen = float(self._value[number, member])
        self._block.record(member, time, "board_acted", it.name, it.place, it.segment, seen, it.unit)
        self._mandate.enact(number, member, time + it.delay)
        if it.rule is not None and self._change_rule is not None:
            self._change_rule(member, it.rule, time + it.delay)


class BoardAlone:
    """An agenda on which nothing stands but the board's meetings."""

    def __init__(self, block: Block, mandate: Mandate) -> None:
        self._block, self._board = block, Board(block, mandate, None)

    @property
    def log(self) -> list[tuple[int, float, str, str, str, str, float, str]]:
        """What the board did."""
        return sorted(self._block.rows)

    def advance(self, start: float, end: float, state: Mapping[str, Array]) -> None:
        """Hold the meetings of [start, end)."""
        self._board.read(start, state)
        for env in self._block.environments:
            while env.peek() < end:
                env.step()

    def holdings(self) -> dict[str, Array]:
        """Nothing waits."""
        return {}
