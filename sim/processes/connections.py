"""Who builds connections: the operator of a place has so many in the works at one time, its slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.core.axes import Array
from sim.processes.crews import Crews
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.priority import Request
from sim.processes.waits import by_label, by_member


@dataclass(frozen=True)
class MoreCrews:
    """From `date` (year) on the operators of `place` build more connections a year, by the part that the
    parameter `rise` names. `decided` is a year or None."""

    name: str
    place: str
    date: float
    rise: str
    decided: float | None = None


class Connections:
    """The crews of all places for a block; `sooner(owner, begins)` tells who waits that a slot comes sooner.

    A place has as many slots as keep up `connections_a_year` when each takes `connection_time` (Little's
    law). A request of the sector is one connection. A lot stands for users of `mw_per_request`: those for
    whom power came after a wait ask for crews together. A lot served at the moment of asking takes no
    slots: its users came one by one since the lot before it, not at once.
    """

    def __init__(self, block: Block, parameters: Mapping[str, Array], more: Sequence[MoreCrews] = ()) -> None:
        axes, size = block.axes, block.size
        self._block, self._places = block, axes.labels["place"]
        self._takes = by_member(parameters, "connection_time", axes, size)
        self._mw = by_member(parameters, "mw_per_request", axes, size)
        self._a_year = by_label(parameters, "connections_a_year", "place", axes, size)
        self._slots = [
            [max(1, round(a_year * takes)) for a_year, takes in zip(row, self._takes, strict=True)]
            for row in self._a_year
        ]
        self.sooner: Callable[[Any, float], None] = lambda _owner, _begins: None
        self._crews = [[Crews(slots, block.start, self._moved) for slots in row] for row in self._slots]
        calls = [self._raise]
        for number, it in enumerate(sorted(more, key=lambda each: (each.date, each.name))):
            place = axes.index("place", it.place)
            for member, rise in enumerate(by_member(parameters, it.rise, axes, size)):
                due = block.due(member, (member, place, it.name, rise))
                due.at(max(it.date, block.start), rank(Kind.CREWS, place, number), calls)

    def begin(self, request: Request, mw: float, time: float) -> float:
        """`mw` were granted to `request` at `time`: when works begin, for a lot the grant itself."""
        crews, takes = self._crews[request.place][request.member], self._takes[request.member]
        if request.chips:
            return crews.begin(time, takes, request)
        if request.has_waited:
            crews.begin_many(time, takes, mw / self._mw[request.member])
        return time

    def _moved(self, request: Request, begins: float) -> None:
        self.sooner(request.owner, begins)

    def _raise(self, due: Due) -> None:
        member, place, name, rise = due.what
        self._a_year[place][member] *= 1.0 + rise
        slots = max(1, round(self._a_year[place][member] * self._takes[member]))
        added = max(0, slots - self._slots[place][member])
        self._slots[place][member] += added
        if added:
            self._crews[place][member].more(due.time, added)
        self._block.record(member, due.time, "slots_added", name, self._places[place], "", added, "1")
