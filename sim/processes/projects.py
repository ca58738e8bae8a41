"""Expansion projects: from investment gathered to capacity in place: money, land, permit, grid, builders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import Array
from sim.processes.accumulator import Accumulator
from sim.processes.building import Building
from sim.processes.connecting import Connecting
from sim.processes.decisions import Decision, opened_by
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.financing import Awards, Financing, no_awards
from sim.processes.grid_queue import GridQueue
from sim.processes.levers import Lever
from sim.processes.permitting import Permitting
from sim.processes.project import HELD_IN, LEAVES_AT, STOCKS, UNIT, Draws, Project, Stage, Way
from sim.processes.rooms import Room, Rooms
from sim.processes.sites import Plots, Sites
from sim.processes.waits import abroad_cells, around, by_label, by_member, rows


class Projects:
    """All projects of a block of members.

    A project draws every wait under its own name (what, cell, ordinal). Places with is_abroad have no queues,
    only the handling and the works themselves. Where a site with permit and power has room, a project is
    built there as soon as there is a crew. Whose patience ends shrinks to what it has or what the site
    carries, goes abroad or is dropped.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        grid: GridQueue,
        rooms: Sequence[Room] = (),
        levers: Sequence[Lever] = (),
        plots: Sequence[Plots] = (),
        decisions: Sequence[Decision] = (),
        known_until: float = -np.inf,
        awards: Awards = no_awards,
    ) -> None:
        axes, size, cells = block.axes, block.size, block.axes.cells
        self._block = block
        self._labels, self._segment = axes.labels["cell"], cells.segment.tolist()
        self._place_names = [axes.labels["place"][index] for index in cells.place]
        self._segment_names = [axes.labels["segment"][index] for index in self._segment]
        self._abroad = abroad_cells(axes)
        lots = np.array(by_label(parameters, "project_size", "cell", axes, size))
        self._size = lots.tolist()
        self._pending = Accumulator(lots, "project_size")
        self._abroad_share, self._patience_time = (
            by_label(parameters, name, "segment", axes, size) for name in ("abroad_share", "patience_time")
        )
        self._patience_spread, self._shrink_share, self._shrink_to = (
            by_member(parameters, name, axes, size)
            for name in ("patience_spread", "shrink_share", "shrink_to")
        )
        self._ordinals = [[0] * size for _ in self._labels]
        self._active: list[dict[str, Project]] = [{} for _ in range(size)]
        self._draw, self._way = Draws(block), Way(block)
        active = lambda at: self._active[at].values()  # noqa: E731
        self._financing = Financing(block, parameters, self._draw, awards, active, self._financed)
        self._sites = Sites(block, parameters, self._draw, plots, self._sited)
        self._permits = Permitting(
            block, parameters, self._draw, levers, active, self._permitted, self._stopped
        )
        self._building = Building(block, parameters, self._draw, self._way, active, self._built)
        self._power = Connecting(block, parameters, self._draw, self._way, grid, active, self._building.ready)
        grid.on_sooner(self._power.sooner)
        self._on_patience, self._on_room = [self._patience_ended], [self._room_opened]
        self._rooms = Rooms(rooms, parameters, axes, size)
        shifts = opened_by(block, parameters, decisions, known_until)
        for number, (room, cell, capacity) in enumerate(self._rooms.planned):
            later = shifts.get(room.decision, [0.0] * size)
            for position in range(size):
                opened = block.due(position, (cell, position, capacity[position], room.name))
                date = max(room.date + later[position], block.start)
                opened.at(date, rank(Kind.ROOM_OPENED, cell, number), self._on_room)

    def begin(self, state: Mapping[str, Array]) -> None:
        """Make projects of what is under way at the start: whole sizes and a rest, each built in part."""
        start = self._block.start
        count = (len(self._labels), self._block.size)
        self._sites.begin(state)
        for name in STOCKS:
            held = rows(state, name, *count)
            for cell, member in np.argwhere(held > 0).tolist():
                left, whole = float(held[cell, member]), self._size[cell][member]
                while left > 0.0:
                    size = min(left, whole)
                    left -= size
                    self._place_at(name, self._new(member, cell, size), start)

    def _place_at(self, stock: str, project: Project, start: float) -> None:
        """Let a project that stands in `stock` at the start wait for what it waits for there."""
        project.since = start
        project.stage = next(stage for stage, name in HELD_IN.items() if name == stock)
        if project.stage <= Stage.GRID and not self._abroad[project.cell]:
            self._start_patience(project, start)
        if project.stage is Stage.MONEY:
            self._financing.apply(project, start)
        elif project.stage is Stage.LAND:
            self._sites.apply(project, start)
        elif project.stage is Stage.PERMIT:
            self._permits.apply(project, start)
        elif project.stage is Stage.NITROGEN:
            self._permits.hold(project, start)
        elif project.stage is Stage.GRID:
            self._power.ask(project, start)
        elif project.stage < Stage.BUILDING:
            self._building.ready(project, start)
        else:
            part = self._draw("start", project)
            self._building.build(project, start, part * self._building.time(project))

    def crossings(self, start: float, state: Mapping[str, Array]) -> list[tuple[float, int, int]]:
        """(exact time, cell, member) of each project whose investment was complete before `start`."""
        count = (len(self._labels), self._block.size)
        return self._pending.crossings(start, rows(state, "investment_pending", *count))

    def share_trades(self, start: float, state: Mapping[str, Array]) -> set[int]:
        """Leave the builders the crews that homes, sites and grids left them in the step before; returns the
        members in which their number changes."""
        wanted = rows(state, "trades_demand", self._block.axes.size("place"), self._block.size)
        return self._building.share(start, wanted)

    def propose(self, time: float, cell: int, member: int) -> Project:
        """A firm in `cell` proposes a project of its segment's size at `time`."""
        project = self._new(member, cell, self._size[cell][member])
        self._way.pour("proposed", project, time, "proposed")
        project.since = time
        self._enter(project, time)
        return project

    def _new(self, member: int, cell: int, size: float) -> Project:
        ordinal = self._ordinals[cell][member]
        self._ordinals[cell][member] = ordinal + 1
        identity = f"{self._labels[cell]}/{ordinal}"
        project = Project(member, cell, ordinal, size, identity, self._block.due(member))
        self._active[member][identity] = project
        return project

    def _enter(self, project: Project, time: float) -> None:
        """Look for money, land and permit, one after the other, unless there is room for it all."""
        if self._abroad[project.cell]:
            self._way.go(project, Stage.PERMIT, time)
            self._permits.apply(project, time)
        elif self._rooms.take(project.cell, project.member, project.size):
            self._build_in_room(project, time)
        else:
            self._start_patience(project, time)
            self._financing.apply(project, time)

    def _financed(self, project: Project, time: float) -> None:
        self._way.go(project, Stage.LAND, time)
        self._sites.apply(project, time)

    def _sited(self, project: Project, time: float) -> None:
        self._way.go(project, Stage.PERMIT, time)
        self._permits.apply(project, time)

    def _stopped(self, project: Project, time: float) -> None:
        self._way.pour("stopped_by_nitrogen", project, time, "stopped_by_nitrogen")
        project.since = time

    def _permitted(self, project: Project, time: float) -> None:
        self._way.go(project, Stage.GRID, time)
        self._power.ask(project, time)

    def _room_opened(self, due: Due) -> None:
        """Those who wait in the cell come first, in the order in which they were proposed."""
        cell, member, capacity, name = due.what
        self._rooms.open(cell, member, capacity)
        place, segment = self._place_names[cell], self._segment_names[cell]
        self._block.record(member, due.time, "room_opened", name, place, segment, capacity, UNIT)
        for project in list(self._active[member].values()):
            waits = project.cell == cell and project.stage < Stage.SLOT
            if waits and self._rooms.take(cell, member, project.size):
                self._leave_queue(project, due.time, project.stage)
                self._sites.give_back(project, due.time)
                self._build_in_room(project, due.time)

    def _build_in_room(self, project: Project, time: float) -> None:
        """Permit and power are there: what is left is building."""
        project.next = self._block.due(project.member, project)  # the old one may still stand on the calendar
        self._building.ready(project, time)

    def _start_patience(self, project: Project, time: float) -> None:
        cell, member = project.cell, project.member
        mean = self._patience_time[self._segment[cell]][member]
        ends = time + around(mean, self._patience_spread[member], self._draw("patience", project))
        project.patience = self._block.due(member, project)
        project.patience.at(ends, rank(Kind.PATIENCE_ENDED, cell, project.ordinal), self._on_patience)

    def _built(self, project: Project) -> None:
        self._end(project)
        project.let_go()

    def _end(self, project: Project) -> None:
        project.stage = Stage.ENDED
        del self._active[project.member][project.identity]

    def _patience_ended(self, due: Due) -> None:
        project: Project = due.what
        if project.stage > Stage.GRID or due is not project.patience:
            return
        time, member, stage = due.time, project.member, project.stage
        at = LEAVES_AT[stage]
        if not project.shrunk and self._draw("shrink", project) < self._shrink_share[member]:
            self._shrink(project, time, at)
            return
        share = self._abroad_share[self._segment[project.cell]][member]
        if self._draw("abroad", project) < share:
            # Built anew in the abroad cell of the segment: by the sector's own delay, where nothing queues.
            self._way.pour(f"abroad_at_{at}", project, time, "moved_abroad")
        else:
            self._way.pour(f"dropped_at_{at}", project, time, f"dropped_at_{at}")
        self._end(project)
        self._leave_queue(project, time, stage)
        self._sites.give_back(project, time)
        project.let_go()

    def _shrink(self, project: Project, time: float, at: str) -> None:
        """Go on with the part for which the firm has money, the site has land, or its permit or connection
        suffices."""
        project.shrunk, stage = True, project.stage
        kept = project.size * self._shrink_to[project.member]
        self._way.pour(f"shrunk_at_{at}", project, time, f"shrunk_at_{at}", project.size - kept)
        self._leave_queue(project, time, stage)
        project.next = self._block.due(project.member, project)  # the old one may still stand on the calendar
        self._sites.give_back(project, time, 1.0 - kept / project.size)
        project.size = kept
        if stage is Stage.GRID:
            self._power.fit(project, time)
            return
        self._start_patience(project, time)
        if stage is Stage.MONEY:
            self._financed(project, time)
        elif stage is Stage.LAND:
            self._sited(project, time)
        else:
            self._permitted(project, time)

    def _leave_queue(self, project: Project, time: float, stage: Stage) -> None:
        """Stop waiting: for land, for power, in the hands of a case worker, or for one."""
        if stage is Stage.LAND:
            self._sites.leave(project, time)
        elif stage is Stage.GRID:
            self._power.leave(project, time)
        elif stage is not Stage.MONEY:
            self._permits.leave(project, stage, time)

    def holdings(self) -> dict[str, Array]:
        """Capacity by stock name, (cell, member), and free land; equal to stocks after the step's pours."""
        held = {name: np.zeros((len(self._labels), self._block.size)) for name in STOCKS}
        for projects in self._active:
            for project in projects.values():
                held[HELD_IN[project.stage]][project.cell, project.member] += project.size
        return {**held, "land_free": self._sites.free()}
