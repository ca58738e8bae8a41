"""A lead firm's go or no-go on a campus: a date, and a chance that hangs on what policy has promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.waits import by_member


@dataclass(frozen=True)
class Decision:
    """The firm decides at `date` (year) on the rooms that carry `name` as their decision.

    `delivered` is the part, 0 to 1, of what it asked of policy that was promised by then (homes, access,
    power, talent), a number a member. `place` and `segment` are for the log. The chance of a go is
    `go_with` when all is there; where the switch `hangs` is 1 it falls to `go_without` when nothing is. After
    a no the rooms come `delay` (years) later. All four name parameters.
    """

    name: str
    place: str
    segment: str
    date: float
    delivered: Sequence[float]
    go_with: str
    go_without: str
    hangs: str
    delay: str


def opened_by(
    block: Block, parameters: Mapping[str, Array], decisions: Sequence[Decision], known_until: float
) -> dict[str | None, list[float]]:
    """By decision, how many years later each member's rooms open: 0 after a go; each goes on the calendar.

    A decision dated before `known_until` is on record and went as planned. KeyError and ValueError as in
    `waits`.
    """
    later: dict[str | None, list[float]] = {}
    for number, it in enumerate(sorted(decisions, key=lambda each: each.name)):
        with_, without, hangs, delay = (
            by_member(parameters, name, block.axes, block.size)
            for name in (it.go_with, it.go_without, it.hangs, it.delay)
        )
        shifts = []
        for member in range(block.size):
            lost = hangs[member] * (with_[member] - without[member]) * (1.0 - it.delivered[member])
            u = block.uniform(f"decision/{it.name}", member, 0)
            go = it.date < known_until or u < with_[member] - lost
            shifts.append(0.0 if go else delay[member])
            if it.date >= block.start:
                decided = block.due(member, (block, it, member, go))
                decided.at(it.date, rank(Kind.DECIDED, 0, number), [_decided])
        later[it.name] = shifts
    return later


def _decided(due: Due) -> None:
    block, it, member, go = due.what
    kind = "decided_go" if go else "decided_no"
    block.record(member, due.time, kind, it.name, it.place, it.segment, it.delivered[member], "1")
