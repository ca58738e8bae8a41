"""Crews: a place has so many at one time, its slots; who asks first is built first."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Booking:
    """`slots` taken for `takes` years from `begins` (a year) on by works that were asked for at `asked`."""

    asked: float
    begins: float
    takes: float
    slots: int
    owner: Any = None


class Crews:
    """The slots of one place in one member; times are exact years.

    First asked, first built, and nobody gives up who has got so far. So when works begin is known when they
    are asked for; where slots come or go, those who wait are told their new moment by `moved(owner, begins)`.
    """

    __slots__ = ("_booked", "_free", "_moved", "_part", "_slots")

    def __init__(
        self, slots: int, since: float, moved: Callable[[Any, float], None] = lambda _owner, _begins: None
    ) -> None:
        if slots < 1:
            raise ValueError(f"works need a slot at least, not {slots}")
        self._slots = slots
        self._free = [(since, slots)]  # a heap: from when on, and how many
        self._booked: list[Booking] = []
        self._moved, self._part = moved, 0.0

    def begin(self, time: float, takes: float, owner: Any = None) -> float:
        """When works of `takes` years begin that are asked for at `time`."""
        return self._take(time, takes, 1, owner).begins

    def begin_many(self, time: float, takes: float, works: float) -> None:
        """Works asked for together at `time`, each in a slot of its own; a part of one is kept until it is
        whole."""
        self._part += works
        left = int(self._part)
        self._part -= left
        while left > 0:
            left -= self._take(time, takes, left).slots

    def more(self, time: float, slots: int) -> None:
        """So many slots more from `time` on: those who wait move up, in their order."""
        self.resize(time, self._slots + slots)

    def resize(self, time: float, slots: int) -> None:
        """`slots`, one at least, from `time` on: those who wait move up or back, in their order.

        Works at hand go on; where there are more of them than slots, the first to end have no successor.
        """
        waiting = [it for it in self._booked if it.begins > time]
        at_work = [it for it in self._booked if it.begins <= time < it.begins + it.takes]
        self._slots, self._free = slots, []
        idle = slots - sum(it.slots for it in at_work)
        for it in sorted(at_work, key=lambda one: one.begins + one.takes):
            gone = min(it.slots, max(0, -idle))
            idle += gone
            if it.slots > gone:
                self._free.append((it.begins + it.takes, it.slots - gone))
        if idle > 0:
            self._free.append((time, idle))
        heapq.heapify(self._free)
        self._booked = at_work
        for it in waiting:
            left = it.slots
            while left > 0:
                now = self._take(it.asked, it.takes, left, it.owner)
                left -= now.slots
                if it.owner is not None and now.begins != it.begins:
                    self._moved(it.owner, now.begins)

    def _take(self, time: float, takes: float, most: int, owner: Any = None) -> Booking:
        """Of the slots that are free first, `most` at the most: all on which works begin at one moment."""
        free, taken = self._free, 0
        begins = max(time, free[0][0])
        while taken < most and free and free[0][0] <= begins:
            since, slots = heapq.heappop(free)
            taken += slots
        if taken > most:
            heapq.heappush(free, (since, taken - most))
            taken = most
        it = Booking(time, begins, takes, taken, owner)
        heapq.heappush(free, (begins + takes, taken))
        booked = self._booked
        while booked and booked[0].begins + booked[0].takes <= time:
            del booked[0]  # one that ended behind it is passed over by all who look, and goes with it
        booked.append(it)
        return it
