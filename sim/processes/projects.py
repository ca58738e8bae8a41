"""Expansion projects: from money gathered to capacity in place, by permit, nitrogen, grid and works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.processes.accumulator import Accumulator
from sim.processes.decisions import Decision, opened_by
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.grid_queue import GridQueue
from sim.processes.levers import Lever
from sim.processes.permitting import Permitting
from sim.processes.project import HELD_IN, LEAVES_AT, Draws, Project, Stage
from sim.processes.rooms import Room, Rooms
from sim.processes.waits import around, by_label, by_member, rows

UNIT = "MUSD2023/year"
STOCKS = ("waiting_permit", "waiting_nitrogen", "waiting_grid", "under_construction")


class Projects:
    """All projects of a block of members.

    A project draws every wait under its own name (what, cell, ordinal). Places with is_abroad have no queues,
    only the handling and the works themselves. Where a site with permit and power has room, a project is
    built there at once. Whose patience ends shrinks to what the site carries, goes abroad or is dropped.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        grid: GridQueue,
        rooms: Sequence[Room] = (),
        levers: Sequence[Lever] = (),
        decisions: Sequence[Decision] = (),
        known_until: float = -np.inf,
    ) -> None:
        axes, size, cells = block.axes, block.size, block.axes.cells
        self._block, self._grid = block, grid
        self._labels = axes.labels["cell"]
        self._segment, self._place = cells.segment.tolist(), cells.place.tolist()
        self._place_names = [axes.labels["place"][index] for index in cells.place]
        self._segment_names = [axes.labels["segment"][index] for index in self._segment]
        self._abroad = [bool(axes.indicator("is_abroad").ravel()[place]) for place in cells.place]

        def segment(name: str) -> list[list[float]]:
            return by_label(parameters, name, "segment", axes, size)

        def member(name: str) -> list[float]:
            return by_member(parameters, name, axes, size)

        lots = np.array(by_label(parameters, "project_size", "cell", axes, size))
        self._size = lots.tolist()
        self._pending = Accumulator(lots, "project_size")
        self._mw_per_output, self._abroad_share = segment("mw_per_output"), segment("abroad_share")
        self._power_margin = segment("power_margin")
        self._fits_share = segment("fits_connection_share")
        self._construction_time = segment("construction_time")
        self._construction_spread = member("construction_spread")
        self._connection_time = member("connection_time")
        self._patience_time, self._patience_spread = segment("patience_time"), member("patience_spread")
        self._shrink_share, self._shrink_to = member("shrink_share"), member("shrink_to")
        self._ordinals = [[0] * size for _ in self._labels]
        self._active: list[dict[str, Project]] = [{} for _ in range(size)]
        self._draw = Draws(block)
        active = lambda at: self._active[at].values()  # noqa: E731
        self._permits = Permitting(
            block, parameters, self._draw, levers, active, self._permitted, self._stopped
        )
        self._on_connected, self._on_built = [self._works_done], [self._built]
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
        block, start = self._block, self._block.start
        count = (len(self._labels), block.size)
        for name in STOCKS:
            held = rows(state, name, *count)
            for cell, member in np.argwhere(held > 0).tolist():
                left, whole = float(held[cell, member]), self._size[cell][member]
                while left > 0.0:
                    size = min(left, whole)
                    left -= size
                    project = self._new(member, cell, size)
                    if name == "waiting_permit":
                        self._enter(project, start)
                    elif name == "waiting_nitrogen":
                        self._start_patience(project, start)
                        self._permits.hold(project, start)
                    elif name == "waiting_grid":
                        self._start_patience(project, start)
                        self._ask_grid(project, start)
                    else:
                        part = self._draw("start", project)
                        self._build(project, start, part * self._construction(project))

    def crossings(self, start: float, state: Mapping[str, Array]) -> list[tuple[float, int, int]]:
        """(exact time, cell, member) of each project whose investment was complete before `start`."""
        count = (len(self._labels), self._block.size)
        return self._pending.crossings(start, rows(state, "investment_pending", *count))

    def propose(self, time: float, cell: int, member: int) -> Project:
        """A firm in `cell` proposes a project of its segment's size at `time`."""
        project = self._new(member, cell, self._size[cell][member])
        self._pour("proposed", project, time, "proposed")
        self._enter(project, time)
        return project

    def _new(self, member: int, cell: int, size: float) -> Project:
        ordinal = self._ordinals[cell][member]
        self._ordinals[cell][member] = ordinal + 1
        identity = f"{self._labels[cell]}/{ordinal}"
        project = Project(member, cell, ordinal, size, identity, self._block.due(member))
        self._active[member][identity] = project
        return project

    def _next(self, project: Project, time: float, kind: Kind, calls: list[Any]) -> None:
        project.next.at(time, rank(kind, project.cell, project.ordinal), calls)

    def _enter(self, project: Project, time: float) -> None:
        """Apply for the permit."""
        if self._abroad[project.cell]:
            self._permits.apply(project, time)
            return
        if self._rooms.take(project.cell, project.member, project.size):
            self._build_in_room(project, time)
            return
        self._start_patience(project, time)
        self._permits.apply(project, time)

    def _room_opened(self, due: Due) -> None:
        """Those who wait in the cell come first, in the order in which they were proposed."""
        cell, member, capacity, name = due.what
        self._rooms.open(cell, member, capacity)
        place, segment = self._place_names[cell], self._segment_names[cell]
        self._block.record(member, due.time, "room_opened", name, place, segment, capacity, UNIT)
        for project in list(self._active[member].values()):
            waits = project.cell == cell and project.stage < Stage.WORKS
            if waits and self._rooms.take(cell, member, project.size):
                self._leave_queue(project, due.time, project.stage)
                self._build_in_room(project, due.time)

    def _build_in_room(self, project: Project, time: float) -> None:
        """Permit and power are there: what is left is building."""
        if project.stage is not Stage.GRID:
            self._pour_permit(project, time)
        self._pour("connected", project, time, "connected")
        project.next = self._block.due(project.member, project)  # the old one may still stand on the calendar
        self._build(project, time, self._construction(project))

    def _start_patience(self, project: Project, time: float) -> None:
        cell, member = project.cell, project.member
        mean = self._patience_time[self._segment[cell]][member]
        ends = time + around(mean, self._patience_spread[member], self._draw("patience", project))
        project.patience = self._block.due(member, project)
        project.patience.at(ends, rank(Kind.PATIENCE_ENDED, cell, project.ordinal), self._on_patience)

    def _stopped(self, project: Project, time: float) -> None:
        self._pour("stopped_by_nitrogen", project, time, "stopped_by_nitrogen")

    def _permitted(self, project: Project, time: float) -> None:
        self._pour_permit(project, time)
        self._ask_grid(project, time)

    def _pour_permit(self, project: Project, time: float) -> None:
        after_stop = project.stage is Stage.NITROGEN
        self._pour("permitted_after_stop" if after_stop else "permitted", project, time, "permitted")

    def _ask_grid(self, project: Project, time: float) -> None:
        project.stage = Stage.GRID
        cell, member = project.cell, project.member
        if self._abroad[cell]:
            self._granted(project, time)
            return
        segment = self._segment[cell]
        if self._draw("fits", project) < self._fits_share[segment][member]:
            # Room in the contract that the site has: nobody is asked, only the works on site remain.
            self._granted(project, time)
            return
        mw = project.size * self._mw_per_output[segment][member] * self._power_margin[segment][member]
        project.request = self._grid.ask(member, cell, project.ordinal, mw, time, project, self._power_came)

    def _power_came(self, project: Project, begins: float, flexible: bool) -> None:
        project.flexible = flexible
        self._granted(project, begins)

    def _granted(self, project: Project, time: float) -> None:
        """Power is there, and from `time` on a crew, where one is needed."""
        project.stage = Stage.WORKS
        works = self._connection_time[project.member] if self._has_works(project) else 0.0
        if works > 0.0:
            self._next(project, time + works, Kind.CONNECTED, self._on_connected)
        else:
            self._connected(project, time)

    def _has_works(self, project: Project) -> bool:
        return self._abroad[project.cell] or self._grid.binds(self._place[project.cell], project.member)

    def _works_done(self, due: Due) -> None:
        project: Project = due.what
        if project.stage is Stage.WORKS and due is project.next:
            self._connected(project, due.time)

    def _connected(self, project: Project, time: float) -> None:
        self._pour("connected", project, time, "connected")
        if project.flexible:
            self._block.valves.pour("connected_flexible", project.cell, project.member, project.size)
        self._build(project, time, self._construction(project))

    def _construction(self, project: Project) -> float:
        member = project.member
        mean = self._construction_time[self._segment[project.cell]][member]
        return around(mean, self._construction_spread[member], self._draw("construction", project))

    def _build(self, project: Project, time: float, duration: float) -> None:
        project.stage = Stage.BUILDING
        self._next(project, time + duration, Kind.COMMISSIONED, self._on_built)

    def _built(self, due: Due) -> None:
        project: Project = due.what
        self._pour("commissioned", project, due.time, "commissioned")
        self._end(project)
        project.let_go()

    def _end(self, project: Project) -> None:
        project.stage = Stage.ENDED
        del self._active[project.member][project.identity]

    def _patience_ended(self, due: Due) -> None:
        project: Project = due.what
        if project.stage >= Stage.WORKS or due is not project.patience:
            return
        time, member, stage = due.time, project.member, project.stage
        at = LEAVES_AT[stage]
        if not project.shrunk and self._draw("shrink", project) < self._shrink_share[member]:
            self._shrink(project, time, at)
            return
        share = self._abroad_share[self._segment[project.cell]][member]
        if self._draw("abroad", project) < share:
            # Built anew in the abroad cell of the segment: by the sector's own delay, where nothing queues.
            self._pour(f"abroad_at_{at}", project, time, "moved_abroad")
        else:
            self._pour(f"dropped_at_{at}", project, time, f"dropped_at_{at}")
        self._end(project)
        self._leave_queue(project, time, stage)
        project.let_go()

    def _shrink(self, project: Project, time: float, at: str) -> None:
        """Go on with the part for which the site's own permit, or its own connection, suffices."""
        project.shrunk = True
        kept = project.size * self._shrink_to[project.member]
        self._pour(f"shrunk_at_{at}", project, time, f"shrunk_at_{at}", project.size - kept)
        self._leave_queue(project, time, project.stage)
        project.next = self._block.due(project.member, project)  # the old one may still stand on the calendar
        project.size = kept
        if at == "grid":
            project.request = None
            self._granted(project, time)
        else:
            self._start_patience(project, time)
            self._permitted(project, time)

    def _leave_queue(self, project: Project, time: float, stage: Stage) -> None:
        """Stop waiting: for power, in the hands of a case worker, or for one."""
        if stage is Stage.GRID and project.request is not None:
            self._grid.withdraw(project.request, time)
        elif stage < Stage.GRID:
            self._permits.leave(project, stage, time)

    def _pour(
        self, valve: str, project: Project, time: float, kind: str, amount: float | None = None
    ) -> None:
        size = project.size if amount is None else amount
        self._block.valves.pour(valve, project.cell, project.member, size)
        place, segment = self._place_names[project.cell], self._segment_names[project.cell]
        self._block.record(project.member, time, kind, project.identity, place, segment, size, UNIT)

    def holdings(self) -> dict[str, Array]:
        """Capacity by stock name, (cell, member); equal to the stocks after the step's pours."""
        held = {name: np.zeros((len(self._labels), self._block.size)) for name in STOCKS}
        for projects in self._active:
            for project in projects.values():
                held[HELD_IN[project.stage]][project.cell, project.member] += project.size
        return held
