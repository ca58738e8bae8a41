"""Subsidy rounds: call, nomination, approval, award, payment over the years, drop-outs left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.core.axes import Array, Axes
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.tranches import Tranche, chance_of, goes
from sim.processes.waits import around, by_member

UNIT = "MEUR"


@dataclass(frozen=True)
class Effect:
    """Extra R&D per euro, by names of parameters: `additionality`, times `large_to_small` for large firms.

    `large` is the part that goes to large firms. Where the parameter `by_deadweight` is 1 a euro causes one
    less `deadweight` instead: both measure the same gap, so never the one times the other.
    """

    additionality: str
    large_to_small: str | None = None
    deadweight: str | None = None
    by_deadweight: str | None = None
    large: float = 0.0

    def per_euro(self, parameters: Mapping[str, Array], axes: Axes, members: int) -> list[float]:
        """What a euro causes, by member."""

        def values(name: str | None, otherwise: float) -> list[float]:
            if name is None:
                return [otherwise] * members
            return by_member(parameters, name, axes, members)

        found = [
            small * (1 - self.large + self.large * relative)
            for small, relative in zip(
                values(self.additionality, 0.0), values(self.large_to_small, 1.0), strict=True
            )
        ]
        lost, by = values(self.deadweight, 0.0), values(self.by_deadweight, 0.0)
        return [s * (1 - d) + (1 - s) * a for a, d, s in zip(found, lost, by, strict=True)]


@dataclass(frozen=True)
class Round:
    """A round: `amount` (MEUR) in the call, split over segments by `shares` (sum 1), evenly over `projects`.

    Dates are years or None. A dated step counts as known where it lies before known until. A known award is
    `awarded` (MEUR; None: the amount of the call). Else it comes `call_to_award` (a parameter, year) plus
    `delay` after the call, and each project survives with one minus `drop_out` (a parameter). Payments run
    `duration` years. `effect` says what a euro paid causes. With a `condition` nothing is awarded before its
    go/no-go, and nothing at all without a go.
    """

    name: str
    amount: float
    shares: Mapping[str, float]
    projects: int
    duration: float
    call: float
    call_to_award: str
    drop_out: str
    effect: Effect
    nomination: float | None = None
    approval: float | None = None
    award: float | None = None
    awarded: float | None = None
    delay: float = 0.0
    decided: float | None = None
    condition: Tranche | None = None


@dataclass(frozen=True)
class _Plan:
    """A round as it goes for one member: MEUR by segment index, MEUR a year paid and caused."""

    round: Round
    member: int
    order: int
    award: float
    amount: float
    survivors: int
    additionality: float


class Subsidies:
    """All rounds of a block of members, drawn at the start and put on the calendar.

    A round of which nothing is left to happen after the run's start is left out; where payments run on over
    the start, what remains is paid.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        rounds: Sequence[Round],
        known_until: float,
        decided_until: float | None,
    ) -> None:
        self._block = block
        self._segments = block.axes.labels["segment"]
        self._on_called, self._on_awarded, self._on_paid = [self._called], [self._awarded], [self._paid_out]
        # By member: when each round was called and will be awarded, and the segments that it is for.
        self._open: list[list[tuple[float, float, set[int]]]] = [[] for _ in range(block.size)]
        names = sorted(it.name for it in rounds)
        if len(set(names)) < len(names):
            raise ValueError("two subsidy rounds have one name; their draws are keyed by it")
        for it in rounds:
            _check(it, self._segments)
            if decided_until is None or it.decided is None or it.decided <= decided_until:
                self._schedule(it, names.index(it.name), parameters, known_until)

    def _schedule(self, it: Round, number: int, parameters: Mapping[str, Array], known_until: float) -> None:
        block = self._block
        wait, drop_out, spread = (
            by_member(parameters, name, block.axes, block.size)
            for name in (it.call_to_award, it.drop_out, "award_spread")
        )
        additionality = it.effect.per_euro(parameters, block.axes, block.size)
        chances = chance_of(it.condition.chance, parameters, block) if it.condition else []
        for member in range(block.size):
            survivors = it.projects
            if it.award is not None and it.award < known_until:
                award, amount = it.award, it.amount if it.awarded is None else it.awarded
            else:
                u = block.uniform(f"call_to_award/{it.name}", member, 0)
                passed = [
                    date for date in (it.nomination, it.approval) if date is not None and date < known_until
                ]
                award = it.call + around(wait[member], spread[member], u)
                if it.call < known_until:
                    passed.append(known_until)  # an earlier award would stand in the record
                award = max(award, *passed, it.call) + it.delay
                survivors = sum(
                    block.uniform(f"drop_out/{it.name}", member, project) >= drop_out[member]
                    for project in range(it.projects)
                )
                amount = it.amount * survivors / it.projects
            if it.condition is not None:
                award = max(award, it.condition.date)
                if not goes(block.streams, it.name, block.members[member], chances[member]):
                    amount = 0.0
            self._open[member].append((it.call, award, {index for index, _ in self._shares(it)}))
            plan = _Plan(it, member, number, award, amount, survivors, additionality[member])
            if it.call >= block.start:
                block.due(member, plan).at(it.call, rank(Kind.CALLED, 0, number), self._on_called)
            if award + it.duration > block.start and amount > 0.0:
                order = rank(Kind.AWARDED, 0, number)
                block.due(member, plan).at(max(award, block.start), order, self._on_awarded)

    def next_award(self, segment: int, member: int, time: float) -> float | None:
        """When the first of the rounds of the segment is awarded that are open at `time`; None: none is."""
        dates = [
            award
            for called, award, segments in self._open[member]
            if called <= time < award and segment in segments
        ]
        return min(dates, default=None)

    def _called(self, due: Due) -> None:
        plan: _Plan = due.what
        for segment, share in self._shares(plan.round):
            self._pour("aid_budgeted", "called", plan, segment, due.time, plan.round.amount * share)

    def _awarded(self, due: Due) -> None:
        plan: _Plan = due.what
        if plan.award >= self._block.start:
            for segment, share in self._shares(plan.round):
                self._pour("aid_awarded", "awarded", plan, segment, due.time, plan.amount * share)
        self._turn(plan, due.time, 1.0)
        order = rank(Kind.PAID_OUT, 0, plan.order)
        due.at(plan.award + plan.round.duration, order, self._on_paid)

    def _paid_out(self, due: Due) -> None:
        plan: _Plan = due.what
        self._turn(plan, due.time, -1.0)
        for segment, share in self._shares(plan.round):
            self._log("paid_out", plan, segment, due.time, plan.amount * share)

    def _turn(self, plan: _Plan, time: float, sign: float) -> None:
        valves, member = self._block.valves, plan.member
        for segment, share in self._shares(plan.round):
            rate = sign * plan.amount * share / plan.round.duration
            valves.turn("aid_paid", segment, member, time, rate)
            valves.turn("aid_caused", segment, member, time, rate * plan.additionality)

    def _shares(self, it: Round) -> list[tuple[int, float]]:
        return [(index, it.shares[name]) for index, name in enumerate(self._segments) if it.shares.get(name)]

    def _pour(self, valve: str, kind: str, plan: _Plan, segment: int, time: float, amount: float) -> None:
        self._block.valves.pour(valve, segment, plan.member, amount)
        self._log(kind, plan, segment, time, amount)

    def _log(self, kind: str, plan: _Plan, segment: int, time: float, amount: float) -> None:
        name = self._segments[segment]
        self._block.record(plan.member, time, kind, plan.round.name, "", name, amount, UNIT)


def _check(it: Round, segments: Sequence[str]) -> None:
    unknown = sorted(set(it.shares) - set(segments))
    if unknown:
        raise ValueError(f"round '{it.name}': no segment '{unknown[0]}'")
    if abs(sum(it.shares.values()) - 1.0) > 1e-9:
        raise ValueError(f"round '{it.name}': the segments' shares add to {sum(it.shares.values())!r}, not 1")
    if it.projects < 1 or it.duration <= 0.0 or it.amount < 0.0:
        raise ValueError(f"round '{it.name}': needs a project, a duration above 0 and no negative amount")
