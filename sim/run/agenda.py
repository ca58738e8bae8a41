"""From a case to the events of a block: which reinforcements, which rounds, which switches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.core.axes import Array, Axes
from sim.core.loop import Agenda as Events
from sim.core.valves import Valves
from sim.ensemble.streams import Streams
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.processes.agenda import Agenda, NoEvents, Switches
from sim.processes.board import BoardAlone, Mandate
from sim.processes.events import Block
from sim.processes.reinforcement import Release
from sim.processes.rooms import Room
from sim.processes.subsidies import Effect, Round
from sim.run.policy import in_force
from sim.run.settings import Settings


def agenda_for(
    case: Case,
    axes: Axes,
    settings: Settings,
    inputs: Mapping[str, Array],
    members: Sequence[int],
    valves: Valves,
    mandate: Mandate | None = None,
) -> Events:
    """The agenda of a block; with every event switched off, one on which nothing stands."""
    events = settings.events
    if not any(events[name] for name in ("projects", "grid", "subsidies")):
        if mandate is None:
            return NoEvents()
        block = Block(axes, tuple(members), valves, Streams(settings.seed), settings.start)
        return BoardAlone(block, mandate)
    active = in_force(case, settings)
    return Agenda(
        axes,
        members,
        inputs,
        valves,
        Streams(settings.seed),
        settings.start,
        Switches(
            projects=events["projects"],
            grid=events["grid"],
            subsidies=events["subsidies"],
            known_until=settings.known_until,
            priority=_priority(case, settings),
        ),
        releases=[release for it in active for release in releases(it)],
        rounds=[subsidy_round(it) for it in active if is_round(it)],
        rooms=[room for it in active for room in rooms(it)],
        mandate=mandate,
    )


def _priority(case: Case, settings: Settings) -> tuple[tuple[float, str], ...]:
    """First come, first served, until a scenario's rule takes over at known until."""
    chosen = case.settings.get("grid_priority", "first_come")
    return ((-math.inf, "first_come"), (settings.known_until, chosen))


def releases(it: Instrument) -> list[Release]:
    """The power that an instrument releases, place by place; a late award shifts it."""
    if it.channel != "grid_capacity":
        return []
    return [
        Release(f"{it.name}/{place}/{number}", place, date + it.delay_award, mw * part, it.decided)
        for number, (date, mw) in enumerate(it.quantity)
        for place, part in it.targets.get("place", {}).items()
        if mw * part > 0
    ]


def rooms(it: Instrument) -> list[Room]:
    """The sites with permit and power that an instrument opens, cell by cell."""
    if it.channel != "land":
        return []
    return [
        Room(
            f"{it.name}/{place}.{segment}/{number}",
            f"{place}.{segment}",
            date + it.delay_award,
            workplaces * in_place * in_segment,
            it.effect["capacity_per_workplace"],
            it.decided,
        )
        for number, (date, workplaces) in enumerate(it.quantity)
        for place, in_place in it.targets.get("place", {}).items()
        for segment, in_segment in it.targets.get("segment", {}).items()
        if workplaces * in_place * in_segment > 0
    ]


def is_round(it: Instrument) -> bool:
    """Whether an instrument has money that goes through a subsidy round."""
    return it.channel == "direct_rd_support" and it.delivery.get("kind") == "project_round" and bool(it.money)


def subsidy_round(it: Instrument) -> Round:
    """The round of an instrument: the money path is what is awarded, spread evenly until the round's end.

    Where more projects were nominated than awarded, the call held money for all of them; what dropped out on
    record must not drop out again.
    """
    how = it.delivery
    awarded = sum(
        rate * (until - since) for (since, rate), (until, _) in zip(it.money, it.money[1:], strict=False)
    )
    nominated = float(how.get("nominated_projects", 1))
    survived = float(how.get("awarded_projects", nominated))
    return Round(
        name=it.name,
        amount=awarded * nominated / survived,
        shares=it.targets.get("segment", {}),
        projects=int(nominated),
        duration=max(it.money[-1][0] - it.money[0][0], 1.0),
        call=how["call"],
        call_to_award=how["call_to_award"],
        drop_out=how["drop_out"],
        effect=Effect(large=float(it.targets.get("large_firms", 0.0)), **it.effect),
        nomination=how.get("nominated"),
        approval=how.get("approved"),
        award=how.get("awarded"),
        awarded=awarded if "awarded" in how else None,
        delay=it.delay_award,
        decided=it.decided,
    )
