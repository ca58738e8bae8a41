"""From a case to the events of a block: which reinforcements, which rounds, which switches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.loop import Agenda as Events
from sim.core.valves import Valves
from sim.ensemble.streams import Streams
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.processes.agenda import Agenda, NoEvents, Switches
from sim.processes.board import BoardAlone, Mandate
from sim.processes.connections import MoreCrews
from sim.processes.decisions import Decision
from sim.processes.events import Block
from sim.processes.levers import EFFECTS, Lever
from sim.processes.reinforcement import Release
from sim.processes.rooms import Room
from sim.processes.sales import Together
from sim.processes.sites import Plots
from sim.processes.subsidies import Effect, Round
from sim.processes.tranches import Tranche
from sim.run.policy import in_force
from sim.run.sales import sales_of
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
    queues = _queues(case, axes, settings, inputs, members, valves, mandate)
    if not settings.events["shocks"]:
        return queues
    return Together(queues, sales_of(axes, settings, inputs, members, valves))


def _queues(
    case: Case,
    axes: Axes,
    settings: Settings,
    inputs: Mapping[str, Array],
    members: Sequence[int],
    valves: Valves,
    mandate: Mandate | None,
) -> Events:
    """What waits its turn, and the board."""
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
            moves=_moves(case, settings),
        ),
        releases=[release for it in active for release in releases(it)],
        levers=[lever for it in active for lever in levers(it, axes)],
        decisions=[decision(it, active, inputs, len(members)) for it in active if "decision" in it.delivery],
        rounds=[subsidy_round(it) for it in active if is_round(it)],
        rooms=[room for it in active for room in rooms(it)],
        mandate=mandate,
        tranches=[tranche(it) for it in active if "chance" in it.delivery],
        plots=[plot for it in active for plot in plots(it)],
        crews=[crew for it in active for crew in more_crews(it, axes)],
    )


def tranche(it: Instrument) -> Tranche:
    """The go/no-go of an instrument whose money is conditional."""
    dates = [date for date, _ in it.money]
    amount = sum(rate * (until - since) for (since, rate), until in zip(it.money, dates[1:], strict=False))
    return Tranche(it.name, amount, it.delivery["go_no_go"] + it.delay_award, it.delivery["chance"])


def _priority(case: Case, settings: Settings) -> tuple[tuple[float, str], ...]:
    """The framework by date: first come, first served, until a rule in force."""
    decided = [(_since(it), it.delivery["priority"]) for it in _ruling(in_force(case, settings))]
    return ((-math.inf, "first_come"), *sorted(decided))


def _moves(case: Case, settings: Settings) -> tuple[tuple[float, str], ...]:
    """What the scenario lays over the framework by date; a word without a date holds from known until on."""
    chosen: str | tuple[tuple[float, str], ...] = case.settings.get("grid_priority", ())
    return ((settings.known_until, chosen),) if isinstance(chosen, str) else chosen


def _ruling(active: Sequence[Instrument]) -> list[Instrument]:
    return [it for it in active if "priority" in it.delivery]


def _since(it: Instrument) -> float:
    """When an instrument of the kind "event" begins to act."""
    return float(it.delivery.get("starts", it.decided)) + it.delay_award


def releases(it: Instrument) -> list[Release]:
    """The power that an instrument releases, place by place, firm or flexible; a late award shifts it."""
    if it.channel not in ("grid_capacity", "grid_flexibility"):
        return []
    return [
        Release(
            f"{it.name}/{place}/{number}",
            place,
            date + it.delay_award,
            mw * share,
            it.decided,
            it.effect.get("part"),
            it.channel == "grid_flexibility",
        )
        for number, (date, mw) in enumerate(it.quantity)
        for place, share in it.targets.get("place", {}).items()
        if mw * share > 0
    ]


def more_crews(it: Instrument, axes: Axes) -> list[MoreCrews]:
    """The crews that an instrument adds to those who build connections, from its start on."""
    if it.channel != "grid_capacity" or "crews" not in it.effect:
        return []
    rise, since = it.effect["crews"], _since(it)
    return [MoreCrews(f"{it.name}/{place}", place, since, rise, it.decided) for place in _places(it, axes)]


def _places(it: Instrument, axes: Axes) -> dict[str, float]:
    """The places in which an instrument acts, each with its share; all in the Netherlands unless it names
    some."""
    abroad = axes.indicators["is_abroad"][1]
    everywhere = {place: 1.0 for place in axes.labels["place"] if place not in abroad}
    return {place: share for place, share in it.targets.get("place", everywhere).items() if share > 0}


def levers(it: Instrument, axes: Axes) -> list[Lever]:
    """What an instrument changes in the permit process: procedures and nitrogen from its start, case workers
    at their dates."""
    if it.channel not in ("permit_speed", "nitrogen_room"):
        return []
    places = _places(it, axes)
    effect = {word: name for word, name in it.effect.items() if word in EFFECTS}
    found = [Lever(f"{it.name}/{place}", place, _since(it), effect=effect) for place in places if effect]
    found += [
        Lever(f"{it.name}/{place}/{number}", place, date + it.delay_award, workers=workers * share)
        for number, (date, workers) in enumerate(it.quantity)
        for place, share in places.items()
    ]
    return found


def decision(
    it: Instrument, active: Sequence[Instrument], inputs: Mapping[str, Array], members: int
) -> Decision:
    """A firm's go or no-go on the rooms of an instrument, with what is promised of what it asks."""
    place, segment = (next(iter(it.targets[axis])) for axis in ("place", "segment"))
    date, by = it.delivery["decision"], it.delivery["by"]
    known = [other for other in active if other.decided <= date or other.forced]
    parts = []
    for channel, asked in it.delivery.get("needs", {}).items():
        came = np.zeros(members)
        for other in known:
            if other.channel == channel:
                came = came + promised(other, place, by, inputs)
        parts.append(np.minimum(1.0, came / asked))
    delivered = np.mean(parts, axis=0) if parts else np.ones(members)
    words = ("go_with", "go_without", "hangs", "delay")
    return Decision(it.name, place, segment, date, delivered.tolist(), *(it.effect[word] for word in words))


def promised(it: Instrument, place: str, by: float, inputs: Mapping[str, Array]) -> Array:
    """What an instrument brings to `place` until the year `by`: homes or MW, else money (MEUR); (member,)
    or (1,)."""
    share = float(it.targets.get("place", {}).get(place, 0.0))
    part = inputs[it.effect["part"]].reshape(-1) if "part" in it.effect else np.ones(1)
    if it.channel in ("housing", "grid_capacity", "grid_flexibility"):
        amount = sum(each for date, each in it.quantity if date + it.delay_award < by)
    else:
        dates = [min(date + it.delay_award, by) for date, _ in it.money] + [by]
        amount = sum(
            rate * (until - since)
            for (_, rate), (since, until) in zip(it.money, pairwise(dates), strict=True)
        )
    result: Array = share * amount * part
    return result


def rooms(it: Instrument) -> list[Room]:
    """The sites with permit and power that an instrument opens, cell by cell."""
    if it.channel != "land" or "capacity_per_workplace" not in it.effect:
        return []
    return [
        Room(
            f"{it.name}/{place}.{segment}/{number}",
            f"{place}.{segment}",
            date + it.delay_award,
            workplaces * in_place * in_segment,
            it.effect["capacity_per_workplace"],
            it.decided,
            it.name if "decision" in it.delivery else None,
        )
        for number, (date, workplaces) in enumerate(it.quantity)
        for place, in_place in it.targets.get("place", {}).items()
        for segment, in_segment in it.targets.get("segment", {}).items()
        if workplaces * in_place * in_segment > 0
    ]


def plots(it: Instrument) -> list[Plots]:
    """The land that an instrument issues beyond what places issue anyway, place by place."""
    if it.channel != "land" or "land" not in it.effect:
        return []
    return [
        Plots(
            f"{it.name}/{place}/{number}",
            place,
            date + it.delay_award,
            workplaces * share,
            it.effect["land"],
            it.decided,
        )
        for number, (date, workplaces) in enumerate(it.quantity)
        for place, share in it.targets.get("place", {}).items()
        if workplaces * share > 0
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
        condition=tranche(it) if "chance" in it.delivery else None,
    )
