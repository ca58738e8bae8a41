"""The agenda of a block of members: brings projects, grid, subsidies and the board to the loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.valves import Valves
from sim.processes.board import Board, Mandate
from sim.processes.connections import MoreCrews
from sim.processes.decisions import Decision
from sim.processes.events import Block, Kind, Row, decided_before
from sim.processes.financing import Awards, no_awards
from sim.processes.grid_queue import GridQueue
from sim.processes.levers import Lever
from sim.processes.projects import Projects
from sim.processes.reinforcement import Release
from sim.processes.rooms import Room
from sim.processes.sites import Plots
from sim.processes.subsidies import Round, Subsidies
from sim.processes.tranches import Tranche, Tranches
from sim.processes.waits import Streams


@dataclass(frozen=True)
class Switches:
    """Which events happen, and what they may know.

    projects False: nothing is proposed. grid False: every request gets its MW at once. subsidies False: no
    rounds. `priority`: (year, rule of priority.RULES) from which each framework holds, `moves`: (year, word
    of priority.MOVES) what policy lays over it; years as in `Agenda`.
    """

    projects: bool = True
    grid: bool = True
    subsidies: bool = True
    priority: tuple[tuple[float, str], ...] = ((-np.inf, "first_come"),)
    moves: tuple[tuple[float, str], ...] = ()
    known_until: float = 2024.0
    decided_until: float | None = None


class NoEvents:
    """An agenda on which nothing stands."""

    @property
    def log(self) -> list[Row]:
        """No events."""
        return []

    def advance(self, start: float, end: float, state: Mapping[str, Array]) -> None:
        """Nothing happens."""

    def holdings(self) -> dict[str, Array]:
        """Nothing waits."""
        return {}


class Agenda:
    """The events of a block of members, one SimPy environment each.

    `members` are the members' numbers; their position is the index of valves and arrays. `parameters` maps
    names to all-axes arrays, member last (length 1 where constant). `start` is the run's start, a
    year. Events in [start, end) happen in the order (time, kind, identity): an environment is stepped while
    its next event lies before `end`, never "until" a time: an event at `end` waits for the next step.
    """

    def __init__(
        self,
        axes: Axes,
        members: Sequence[int],
        parameters: Mapping[str, Array],
        valves: Valves,
        streams: Streams,
        start: float,
        switches: Switches,
        releases: Sequence[Release] = (),
        rounds: Sequence[Round] = (),
        rooms: Sequence[Room] = (),
        levers: Sequence[Lever] = (),
        decisions: Sequence[Decision] = (),
        mandate: Mandate | None = None,
        tranches: Sequence[Tranche] = (),
        plots: Sequence[Plots] = (),
        crews: Sequence[MoreCrews] = (),
    ) -> None:
        self._block = block = Block(axes, tuple(members), valves, streams, start)
        known, decided = switches.known_until, switches.decided_until
        to_come = [it.rule for it in mandate.agreed if it.rule] if mandate else []
        self._grid = GridQueue(
            block, parameters, releases, switches.priority, known, decided, limited=switches.grid,
            moves=switches.moves, to_come=to_come, crews=crews,
        )  # fmt: skip
        awards: Awards = no_awards
        if switches.subsidies:
            # But for those who wait for an award, nothing but their events holds on to them.
            awards = Subsidies(block, parameters, rounds, known, decided).next_award
            Tranches(block, parameters, tranches)
        self._projects: Projects | None = None
        if switches.projects:
            chosen = (
                decided_before(rooms, decided),
                decided_before(levers, decided),
                decided_before(plots, decided),
            )
            self._projects = Projects(block, parameters, self._grid, *chosen, decisions, known, awards)
        self._board = Board(block, mandate, self._grid.change_rule) if mandate else None
        self._next_due = np.array([env.peek() for env in block.environments])
        self._begun = False

    def advance(self, start: float, end: float, state: Mapping[str, Array]) -> None:
        """Run the events of [start, end) and set valves; `state` holds stocks at `start` and what the
        equations gave in the step before, by name.

        ArithmeticError where a ledger and its stock differ.
        """
        visits: dict[int, list[tuple[float, Kind, int]]] = {}
        if self._board is not None:
            self._board.read(start, state)
        if not self._begun:
            self._begun = True
            self._grid.begin(state)
            if self._projects is not None:
                self._projects.begin(state)
            visits = {member: [] for member in range(self._block.size)}
        else:
            self._grid.check(start, state)
            moved = self._projects.share_trades(start, state) if self._projects is not None else set()
            visits = {member: [] for member in {*np.flatnonzero(self._next_due < end).tolist(), *moved}}
        if self._projects is not None:
            for time, cell, member in self._projects.crossings(start, state):
                visits.setdefault(member, []).append((time, Kind.PROPOSED, cell))
        for time, place, member in self._grid.crossings(start, state):
            visits.setdefault(member, []).append((time, Kind.REQUESTED, place))
        for member, arrivals in visits.items():
            self._visit(member, sorted(arrivals) if len(arrivals) > 1 else arrivals, end)

    def _visit(self, member: int, arrivals: list[tuple[float, Kind, int]], end: float) -> None:
        """Merge what the stocks brought with what stands on the calendar, in time."""
        env = self._block.environments[member]
        peek, step = env.peek, env.step
        for time, kind, label in arrivals:
            while peek() < time:
                step()
            if kind is Kind.REQUESTED:
                self._grid.file(time, label, member)
            elif self._projects is not None:
                self._projects.propose(time, label, member)
        while peek() < end:
            step()
        self._next_due[member] = peek()

    def holdings(self) -> dict[str, Array]:
        """What waits, summed over the lists, by stock: (label, member); equal to it after the step."""
        held = self._grid.holdings()
        return {**held, **self._projects.holdings()} if self._projects is not None else held

    @property
    def log(self) -> list[Row]:
        """All events so far by (member, time, kind, identity)."""
        return sorted(self._block.rows)
