"""From instruments to drivers: which are in force, and what their channels bring, as step means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import DIMENSIONS, Array, Axes
from sim.ensemble.streams import Streams
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.processes.tranches import goes
from sim.run import shocks
from sim.run.channels import CHANNELS, SHAPES, Book
from sim.run.outages import RATES, Outages
from sim.run.settings import Settings

NO_ROUND = ("entitlement", "annual_call", "event")


def in_force(case: Case, settings: Settings) -> list[Instrument]:
    """The instruments decided before `decided_until` and those that a scenario makes active, by name."""
    until = [x for x in (case.decided_until, settings.decided_until) if x is not None]
    latest = min(until, default=np.inf)
    return [it for _, it in sorted(case.instruments.items()) if it.forced or it.decided <= latest]


def book_of(
    case: Case, axes: Axes, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int] = ()
) -> Book:
    """What the instruments in force bring, and what comes to these members by chance in the same channels.

    Without `members` nothing comes by chance, and conditional money counts by its chance.
    """
    active = in_force(case, settings)
    until = shocks.scheduled_major(active)
    major = shocks.major_steps(case, settings, inputs, members, until) if members else None
    return _book(active, axes, settings, inputs, members, major)


def outages(
    case: Case, axes: Axes, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int]
) -> Outages:
    """The supply outages of a block, dated and by chance."""
    highest = {name: case.parameters[name].limits[1] or 1.0 for name in RATES}
    active = in_force(case, settings)
    until = shocks.scheduled_major(active)
    major = np.minimum(shocks.major_steps(case, settings, inputs, members, until), until)
    return Outages(axes, settings, inputs, highest, members, active, major)


def brought(
    instruments: Sequence[Instrument], axes: Axes, settings: Settings, inputs: Mapping[str, Array]
) -> dict[str, Array]:
    """What these instruments bring to the drivers that they reach, (steps, …, member or 1)."""
    return _book(instruments, axes, settings, inputs).sums()


def _book(
    instruments: Sequence[Instrument],
    axes: Axes,
    settings: Settings,
    inputs: Mapping[str, Array],
    members: Sequence[int] = (),
    major: Array | None = None,
) -> Book:
    book = Book(axes, settings.clock.edges(), inputs, SHAPES, settings.known_until, major)
    shocks.enter(book, book.major_step)
    for it in instruments:
        channel = CHANNELS.get(it.channel)
        if channel is not None and it.delivery.get("kind") in NO_ROUND:
            book.released = released(it, settings, inputs, members)
            channel(book, it)
    book.released = 1.0
    return book


def released(
    it: Instrument, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int]
) -> Array | float:
    """1 or 0 by member: whether conditional money passes its go/no-go; nothing does without that event."""
    chance = it.delivery.get("chance")
    if chance is None:
        return 1.0
    if not settings.events["subsidies"]:
        return 0.0
    chances = np.asarray(inputs[chance] if isinstance(chance, str) else chance, dtype=float).reshape(-1)
    if not members:
        return float(chances.mean())
    streams = Streams(settings.seed)
    by_member = zip(members, np.broadcast_to(chances, (len(members),)).tolist(), strict=True)
    go = [goes(streams, it.name, member, limit) for member, limit in by_member]
    return np.array(go, dtype=float).reshape(*[1] * (DIMENSIONS - 1), -1)
