"""Conditional money: a go/no-go at a date with a chance, one for each member, before anything is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.waits import Streams, by_member

UNIT = "MEUR"


@dataclass(frozen=True)
class Tranche:
    """`amount` (MEUR) of an instrument that is released at `date` (year) with `chance`, a parameter's name.

    Where it is decided, `chance` is 1 or 0.
    """

    name: str
    amount: float
    date: float
    chance: str | float


def goes(streams: Streams, name: str, member: int, chance: float) -> bool:
    """Whether the money of instrument `name` is released for this member (its number)."""
    return streams.uniform(f"go/{name}", member, 0) < chance


class Tranches:
    """Writes down each go/no-go at its date; the same draw decides what the money path pays."""

    def __init__(self, block: Block, parameters: Mapping[str, Array], tranches: Sequence[Tranche]) -> None:
        self._block = block
        self._on_decision = [self._decide]
        for number, it in enumerate(sorted(tranches, key=lambda it: it.name)):
            chances = chance_of(it.chance, parameters, block)
            for member in range(block.size):
                if it.date >= block.start:
                    due = block.due(member, (it, member, chances[member]))
                    due.at(it.date, rank(Kind.GO_NO_GO, 0, number), self._on_decision)

    def _decide(self, due: Due) -> None:
        it, member, chance = due.what
        go = goes(self._block.streams, it.name, self._block.members[member], chance)
        kind = "tranche_released" if go else "tranche_refused"
        self._block.record(member, due.time, kind, it.name, "", "", it.amount, UNIT)


def chance_of(chance: str | float, parameters: Mapping[str, Array], block: Block) -> list[float]:
    """The chance by member: a parameter's, or one number for all."""
    if isinstance(chance, str):
        return by_member(parameters, chance, block.axes, block.size)
    return [float(chance)] * block.size
