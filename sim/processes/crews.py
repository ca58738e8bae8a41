"""Who builds connections: the operator of a place has so many in the works at one time, its slots."""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from sim.core.axes import Array
from sim.processes.events import Block
from sim.processes.priority import Request
from sim.processes.waits import by_label, by_member


class Crews:
    """The slots of one place in one member; works take `takes` years; times are exact years.

    First granted, first built: the rule of the queue for power has decided who comes first, and nobody who
    has power gives it up. So when works begin is known at the grant, and no event is needed for it.
    """

    __slots__ = ("_free", "_part", "_takes")

    def __init__(self, slots: int, takes: float, since: float) -> None:
        if slots < 1:
            raise ValueError(f"an operator needs a slot for a connection at least, not {slots}")
        self._free = [(since, slots)]  # a heap: from when on, and how many
        self._takes, self._part = takes, 0.0

    def begin(self, time: float) -> float:
        """When works begin on a connection granted at `time`."""
        return self._take(time, 1)[0]

    def begin_many(self, time: float, connections: float) -> None:
        """Connections granted together at `time`, each built in a slot of its own; a part of one is kept
        until it is whole."""
        self._part += connections
        left = int(self._part)
        self._part -= left
        while left > 0:
            left -= self._take(time, left)[1]

    def _take(self, time: float, most: int) -> tuple[float, int]:
        """Of the slots that are free first, `most` at the most: when works begin, and in how many."""
        free, slots = self._free[0]
        taken = min(slots, most)
        begins = max(time, free)
        heapq.heapreplace(self._free, (begins + self._takes, taken))
        if slots > taken:
            heapq.heappush(self._free, (free, slots - taken))
        return begins, taken


class Connections:
    """The crews of all places for a block.

    A place has as many slots as keep up `connections_a_year` when each takes `connection_time` (Little's
    law). A request of the sector is one connection. A lot stands for users of `mw_per_request`: those for
    whom power came after a wait ask for crews together. A lot served at the moment of asking takes no
    slots: its users came one by one since the lot before it, not at once.
    """

    def __init__(self, block: Block, parameters: Mapping[str, Array]) -> None:
        axes, size = block.axes, block.size
        takes = by_member(parameters, "connection_time", axes, size)
        self._mw = by_member(parameters, "mw_per_request", axes, size)
        self._crews = [
            [
                Crews(max(1, round(a_year * each)), each, block.start)
                for a_year, each in zip(row, takes, strict=True)
            ]
            for row in by_label(parameters, "connections_a_year", "place", axes, size)
        ]

    def begin(self, request: Request, mw: float, time: float) -> float:
        """`mw` were granted to `request` at `time`: when works begin, for a lot the grant itself."""
        crews = self._crews[request.place][request.member]
        if request.chips:
            return crews.begin(time)
        if request.has_waited:
            crews.begin_many(time, mw / self._mw[request.member])
        return time
