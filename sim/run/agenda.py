"""From a case to the events of a block: which reinforcements, which rounds, which switches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.core.axes import Array, Axes
from sim.core.loop import Agenda as Events
from sim.core.valves import Valves
from sim.ensemble.streams import Streams
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.processes.agenda import Agenda, NoEvents, Switches
from sim.processes.reinforcement import Release
from sim.processes.subsidies import Round
from sim.run.policy import in_force
from sim.run.settings import Settings


def agenda_for(
    case: Case,
    axes: Axes,
    settings: Settings,
    inputs: Mapping[str, Array],
    members: Sequence[int],
    valves: Valves,
) -> Events:
    """The agenda of a block; with every event switched off, one on which nothing stands."""
    events = settings.events
    if not any(events.values()):
        return NoEvents()
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
        ),
        releases=[release for it in active for release in releases(it)],
        rounds=[subsidy_round(it) for it in active if is_round(it)],
    )


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


def is_round(it: Instrument) -> bool:
    """Whether an instrument's money goes through a subsidy round."""
    return it.channel == "direct_rd_support" and it.delivery.get("kind") == "project_round"


def subsidy_round(it: Instrument) -> Round:
    """The round of an instrument: the money path is its total, spread evenly until the round's end."""
    how = it.delivery
    begin, end = it.money[0][0], it.money[-1][0]
    amount = sum(
        rate * (until - since) for (since, rate), (until, _) in zip(it.money, it.money[1:], strict=False)
    )
    return Round(
        name=it.name,
        amount=amount,
        shares=it.targets.get("segment", {}),
        projects=int(how.get("awarded_projects") or how.get("nominated_projects") or 1),
        duration=max(end - begin, 1.0),
        call=how["call"],
        call_to_award=how["call_to_award"],
        drop_out=how["drop_out"],
        additionality=it.effect["additionality"],
        nomination=how.get("nominated"),
        approval=how.get("approved"),
        award=how.get("awarded"),
        delay=it.delay_award,
        decided=it.decided,
    )
