"""Sales of firms abroad: thinned candidates that happen where the rate of the moment lets them.

A sale takes one whole firm and needs no queue: nothing waits, so nothing stands on a SimPy calendar. A
scale-up is sold through a quantity valve; a lead firm through a switch, once for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.core.axes import Array
from sim.core.loop import Agenda
from sim.processes.events import Block, Row

WHOLE = 1.0
"""firm; what a sale takes"""


@dataclass(frozen=True)
class Candidate:
    """A moment (year) at which a firm of a segment could be sold in a member, and its mark in [0, 1).

    `segment` and `member` are positions, `ordinal` counts the candidates of a segment and member.
    """

    time: float
    segment: int
    member: int
    ordinal: int = 0
    mark: float = 0.0


@dataclass(frozen=True)
class Candidates:
    """Many candidates, a column each, in order of time."""

    time: Array
    segment: npt.NDArray[np.intp]
    member: npt.NDArray[np.intp]
    ordinal: npt.NDArray[np.intp]
    mark: Array

    @staticmethod
    def of(found: Sequence[tuple[int, int, Array, Array]]) -> Candidates:
        """Those of each segment and member, given with their times and marks in order of time."""
        sizes = [len(times) for *_, times, _ in found]
        segment = np.repeat(np.array([each[0] for each in found], dtype=np.intp), sizes)
        member = np.repeat(np.array([each[1] for each in found], dtype=np.intp), sizes)
        ordinal = np.concatenate([np.zeros(0, np.intp), *(np.arange(size) for size in sizes)])
        time, mark = (np.concatenate([np.zeros(0), *(each[at] for each in found)]) for at in (2, 3))
        order = np.lexsort((ordinal, member, segment, time))
        return Candidates(time[order], segment[order], member[order], ordinal[order], mark[order])

    def __getitem__(self, at: int) -> Candidate:
        return Candidate(
            float(self.time[at]), int(self.segment[at]), int(self.member[at]), int(self.ordinal[at]),
            float(self.mark[at]),
        )  # fmt: skip


class FirmSales:
    """The sales of a block of members: `candidates` of scale-ups, and `lead` firms that are sold."""

    def __init__(
        self,
        block: Block,
        candidates: Candidates,
        highest_rate: float,
        lead: Sequence[Candidate] = (),
    ) -> None:
        self._block = block
        self._candidates = candidates
        self._rates = candidates.mark * highest_rate
        for it in lead:
            block.valves.turn("lead_firm_sold", it.segment, it.member, it.time, 1.0)
            self._record(it, "lead_firm_sold")

    def advance(self, start: float, end: float, state: Mapping[str, Array]) -> None:
        """Sell what is sold in [start, end); `state` holds the rate and the firms of the step before.

        A segment keeps one whole firm: the last is not sold, so that no stock falls below zero.
        """
        if "sale_rate" not in state:
            return
        first, last = np.searchsorted(self._candidates.time, [start, end])
        if first == last:
            return
        at = self._candidates.segment[first:last], self._candidates.member[first:last]
        happens = self._rates[first:last] < self._by_member(state["sale_rate"])[at]
        if not happens.any():
            return
        left = self._by_member(state["scaleups"]).copy()
        for position in np.flatnonzero(happens).tolist():
            it = self._candidates[int(first) + position]
            if left[it.segment, it.member] >= 2 * WHOLE:
                left[it.segment, it.member] -= WHOLE
                self._block.valves.pour("scaleups_sold", it.segment, it.member, WHOLE)
                self._record(it, "scaleup_sold")

    def _by_member(self, values: Array) -> Array:
        """(segment, member) of an array on all axes, whose last may have length 1."""
        flat = np.reshape(values, (-1, np.shape(values)[-1]))
        return np.broadcast_to(flat, (len(flat), self._block.size))

    def _record(self, it: Candidate, kind: str) -> None:
        name = self._block.axes.labels["segment"][it.segment]
        self._block.record(it.member, it.time, kind, f"{kind}/{name}/{it.ordinal}", "", name, WHOLE, "firm")

    @property
    def log(self) -> list[Row]:
        """The sales so far."""
        return sorted(self._block.rows)

    def holdings(self) -> dict[str, Array]:
        """Nothing waits."""
        return {}


class Together:
    """Agendas side by side that share no stock and no queue."""

    def __init__(self, *agendas: Agenda) -> None:
        self._agendas = agendas

    def advance(self, start: float, end: float, state: Mapping[str, Array]) -> None:
        """Each in turn."""
        for agenda in self._agendas:
            agenda.advance(start, end, state)

    @property
    def log(self) -> list[Row]:
        """All events so far by (member, time, kind, identity)."""
        rows: list[Row] = []
        for agenda in self._agendas:
            rows += getattr(agenda, "log", [])
        rows.sort()  # runs that are in order already are only merged
        return rows

    def holdings(self) -> dict[str, Array]:
        """What waits in any of them."""
        return {
            name: held
            for agenda in self._agendas
            for name, held in getattr(agenda, "holdings", dict)().items()
        }
