"""When reinforcements of the grid come: their dates as planned, and how they slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.core.axes import Array
from sim.processes.events import Block
from sim.processes.waits import around, by_member


@dataclass(frozen=True)
class Release:
    """A reinforcement: `mw` (MW) that become free in `place` at `date` (year); `decided` is a year or None.

    Those dated after known until may slip (parameters reinforcement_*), keyed by `name`. Reinforcements dated
    before the run's start are in the stock mw_free already and are left out. `part` names the parameter that
    says which part of the MW reaches the place, all of them where it is None. `flexible`: room outside the
    peak, for flexible and group contracts alone; it needs no building and does not slip.
    """

    name: str
    place: str
    date: float
    mw: float
    decided: float | None = None
    part: str | None = None
    flexible: bool = False


def dates(
    block: Block, parameters: Mapping[str, Array], releases: Sequence[Release], known_until: float
) -> list[tuple[Release, list[float]]]:
    """Each reinforcement with its year for every member, by name; KeyError and ValueError as in `waits`."""
    chance, delay, spread = (
        by_member(parameters, f"reinforcement_{what}", block.axes, block.size)
        for what in ("delay_chance", "delay", "delay_spread")
    )
    ordered = sorted(releases, key=lambda it: it.name)
    if len({it.name for it in ordered}) < len(ordered):
        raise ValueError("two reinforcements have one name; their delays are keyed by it")

    def date(it: Release, member: int) -> float:
        if (
            it.flexible
            or it.date <= known_until
            or block.uniform(f"slip/{it.name}", member, 0) >= chance[member]
        ):
            return it.date
        u = block.uniform(f"slip_time/{it.name}", member, 0)
        return it.date + around(delay[member], spread[member], u)

    return [(it, [date(it, member) for member in range(block.size)]) for it in ordered]


def amounts(block: Block, parameters: Mapping[str, Array], it: Release) -> list[float]:
    """The MW of a reinforcement for every member; KeyError and ValueError as in `waits`."""
    if it.part is None:
        return [it.mw] * block.size
    return [it.mw * part for part in by_member(parameters, it.part, block.axes, block.size)]
