"""What policy changes in the permit process from a date on: case workers, procedures, room for nitrogen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.core.axes import Array, Axes
from sim.processes.waits import by_member

EFFECTS = ("time_saved", "permit_rate", "stops_avoided")


@dataclass(frozen=True)
class Lever:
    """From `date` (year) on in `place`: `workers` (persons) more, and what the parameters in `effect` do.

    `effect` maps words of EFFECTS to parameters: `time_saved` (years off a procedure of the length
    permit_time_full), `permit_rate` (relative rise of the rate at which stopped projects get their permit),
    `stops_avoided` (part of the stops that no longer happen). `decided` is a year or None.
    """

    name: str
    place: str
    date: float
    workers: float = 0.0
    effect: Mapping[str, str] | None = None
    decided: float | None = None


@dataclass(frozen=True)
class Change:
    """A lever as the process applies it: workers to add, and factors by member."""

    name: str
    date: float
    place: int
    workers: int
    time: list[float]
    rate: list[float]
    stops: list[float]


def changes(levers: Sequence[Lever], parameters: Mapping[str, Array], axes: Axes, size: int) -> list[Change]:
    """The levers in the order (date, name), numbers in place of names; ValueError for a worker's part."""
    return [
        _change(it, parameters, axes, size) for it in sorted(levers, key=lambda each: (each.date, each.name))
    ]


def _change(it: Lever, parameters: Mapping[str, Array], axes: Axes, size: int) -> Change:
    effect = dict(it.effect or {})
    unknown = sorted(set(effect) - set(EFFECTS))
    if unknown:
        raise ValueError(f"lever {it.name}: unknown effect {unknown[0]}; there are {', '.join(EFFECTS)}")

    def of(word: str) -> list[float]:
        return by_member(parameters, effect[word], axes, size) if word in effect else [0.0] * size

    time = [1.0] * size
    if "time_saved" in effect:
        full = by_member(parameters, "permit_time_full", axes, size)
        shortest = by_member(parameters, "permit_time_shortest", axes, size)
        time = [
            max(least, 1.0 - saved / whole)
            for least, saved, whole in zip(shortest, of("time_saved"), full, strict=True)
        ]
    return Change(
        it.name,
        it.date,
        axes.index("place", it.place),
        round(it.workers),
        time,
        [1.0 + rise for rise in of("permit_rate")],
        [1.0 - part for part in of("stops_avoided")],
    )
