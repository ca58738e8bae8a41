"""What the processes of a block share: the kinds and their order, an environment a member, the log."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol, TypeVar

import simpy

from sim.core.axes import Axes
from sim.core.valves import Valves
from sim.processes.waits import Numbers, Streams


class Decided(Protocol):
    """What somebody decided on a date: a year, or None."""

    @property
    def decided(self) -> float | None:
        """When."""


It = TypeVar("It", bound=Decided)


def decided_before(all_of_them: Sequence[It], until: float | None) -> list[It]:
    """Those decided by `until`; all where it is None, and those without a date."""
    return [it for it in all_of_them if until is None or it.decided is None or it.decided <= until]


Row = tuple[int, float, str, str, str, str, float, str]
"""member's number, time (year), kind, identity, place, segment, amount, unit."""


class Kind(IntEnum):
    """The order of events at one moment: what makes room, then what moves on, then what gives up, then money.

    Someone whose turn comes at the very moment at which patience ends is served: giving up ranks after.
    """

    PROPOSED = 0
    REQUESTED = 1
    RULE_CHANGED = 2
    LEVER = 3
    DECIDED = 4
    ROOM_OPENED = 5
    RELEASED = 6
    LAND_ISSUED = 7
    CREWS = 8
    COMMISSIONED = 9
    CONNECTED = 10
    FINANCED = 11
    SITED = 12
    HANDLED = 13
    APPEALED = 14
    NITROGEN = 15
    WORKS_BEGUN = 16
    BUILDING_BEGUN = 17
    PATIENCE_ENDED = 18
    SPECULATION_ENDED = 19
    CALLED = 20
    AWARDED = 21
    PAID_OUT = 22
    BOARD_MET = 23
    GO_NO_GO = 24


_KIND, _LABEL = 2**48, 2**24


def rank(kind: Kind, label: int, ordinal: int) -> int:
    """Kind and identity (label index, ordinal) as the integer by which SimPy sorts at one time."""
    return kind * _KIND + label * _LABEL + ordinal


class Due(simpy.Event):
    """A re-usable event: what waits (`what`) puts it on the calendar for each of its next moments.

    `time` is the exact moment. The environment's clock may have passed it, by a step at most, where the cause
    was found in a stock; the event then happens at the clock and what it starts still counts from `time`.
    """

    time = -math.inf
    _ok = True
    _value = None

    def __init__(self, env: simpy.Environment, what: Any) -> None:
        # Not Event.__init__: a project in a queue needs no list of its own for callbacks.
        self.env = env
        self.what = what

    def at(self, time: float, order: int, calls: list[Any]) -> None:
        """Happen at `time`, among equals by `order`; `calls` (shared, never changed) take this event.

        The clock meets `time` bit for bit: a difference of two years that lie within a factor of two of each
        other is exact in floating point, and so is adding it again.
        """
        self.time = time
        self.callbacks = calls
        env = self.env
        wait = time - env.now
        env.schedule(self, order, wait if wait > 0.0 else 0.0)  # type: ignore[arg-type] # a name for int


@dataclass(frozen=True)
class Block:
    """One block of members: who they are (their numbers), their environments, valves, streams and common log.

    `member` in all processes is the position in the block; streams and the log use the member's number.
    """

    axes: Axes
    members: Sequence[int]
    valves: Valves
    streams: Streams
    start: float
    environments: list[simpy.Environment] = field(init=False)
    rows: list[Row] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        environments = [simpy.Environment(initial_time=self.start) for _ in self.members]
        object.__setattr__(self, "environments", environments)

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.members)

    def uniform(self, name: str, member: int, ordinal: int) -> float:
        """The number in [0, 1) for `name` and `ordinal` of the member at this position."""
        return self.streams.uniform(name, self.members[member], ordinal)

    def numbers(self, name: str) -> Numbers:
        """The numbers of `name`, for who asks for many of them."""
        return Numbers(self.streams, self.members, name)

    def due(self, member: int, what: Any = None) -> Due:
        """A new event on the calendar of the member at this position, not yet put on it."""
        return Due(self.environments[member], what)

    def record(
        self,
        member: int,
        time: float,
        kind: str,
        identity: str,
        place: str,
        segment: str,
        amount: float,
        unit: str,
    ) -> None:
        """Write down an event with its exact time (year) and amount in `unit`."""
        self.rows.append((self.members[member], time, kind, identity, place, segment, amount, unit))
