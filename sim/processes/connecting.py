"""The way of a project to its power: MW, a slot of the operator's crews, and the works of the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.floors import Floors
from sim.processes.grid_queue import GridQueue
from sim.processes.lifting import lifted_from, schedule
from sim.processes.project import Draws, Project, Stage, Way
from sim.processes.waits import abroad_cells, by_label, by_member


class Connecting:
    """Asks the queue for power for the projects of a block; `on_connected(project, time)` when it is there.

    What fits in the connection of the site needs no new MW and no slot, only works. Where power is lifted,
    and abroad's queue never binds, nobody waits for any of the three.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        draw: Draws,
        way: Way,
        grid: GridQueue,
        active: Callable[[int], Iterable[Project]],
        on_connected: Callable[[Project, float], None],
    ) -> None:
        axes, size = block.axes, block.size
        self._block, self._draw, self._way, self._grid, self._active = block, draw, way, grid, active
        self._done = on_connected
        self._place, self._segment = axes.cells.place.tolist(), axes.cells.segment.tolist()
        self._abroad = abroad_cells(axes)
        self._fits_share, self._mw_per_output, self._power_margin = (
            by_label(parameters, name, "segment", axes, size)
            for name in ("fits_connection_share", "mw_per_output", "power_margin")
        )
        self._floors = Floors(parameters, axes, size)
        self._takes = by_member(parameters, "connection_time", axes, size)
        self._on_slot, self._on_works = [self._slot_came], [self._works_done]
        # After the queue has granted all: the works that wait, or are under way, are done with it.
        schedule(block, lifted_from(block, parameters, "power_lifted_from"), Kind.CREWS, self._lift)

    def ask(self, project: Project, time: float) -> None:
        """`project`, which has its permit, asks for power."""
        segment, member = self._segment[project.cell], project.member
        if self._abroad[project.cell] or self._draw("fits", project) < self._fits_share[segment][member]:
            self.fit(project, time)
            return
        need = self._mw_per_output[segment][member] / self._floors.value(segment, member, time)
        mw = project.size * need * self._power_margin[segment][member]
        cell, ordinal = project.cell, project.ordinal
        project.request = self._grid.ask(member, cell, ordinal, mw, time, project, self._power_came)

    def fit(self, project: Project, time: float) -> None:
        """`project` goes on with what the site's own connection carries: only the works on site remain."""
        project.request = None
        self._way.go(project, Stage.SLOT, time)
        self._begin(project, time)

    def leave(self, project: Project, time: float) -> None:
        """`project` waits for power no more."""
        if project.request is not None:
            self._grid.withdraw(project.request, time)

    def _power_came(self, project: Project, time: float, begins: float, flexible: bool) -> None:
        """Power was granted at `time`, and from `begins` on there is a crew."""
        project.flexible = flexible
        self._way.go(project, Stage.SLOT, time)
        self._wait(project, time, begins)

    def _wait(self, project: Project, time: float, begins: float) -> None:
        if begins > time:
            self._next(project, begins, Kind.WORKS_BEGUN, self._on_slot)
        else:
            self._begin(project, time)

    def sooner(self, project: Project, begins: float) -> None:
        """The slot of `project` comes at `begins`, since there are more of them."""
        project.next = self._block.due(project.member, project)  # the old one still stands on the calendar
        self._next(project, begins, Kind.WORKS_BEGUN, self._on_slot)

    def _next(self, project: Project, time: float, kind: Kind, calls: list[Any]) -> None:
        project.next.at(time, rank(kind, project.cell, project.ordinal), calls)

    def _slot_came(self, due: Due) -> None:
        if due.what.stage is Stage.SLOT and due is due.what.next:
            self._begin(due.what, due.time)

    def _begin(self, project: Project, time: float) -> None:
        self._way.go(project, Stage.WORKS, time)
        binds = self._abroad[project.cell] or self._grid.binds(self._place[project.cell], project.member)
        takes = self._takes[project.member] if binds else 0.0
        if takes > 0.0:
            self._next(project, time + takes, Kind.CONNECTED, self._on_works)
        else:
            self._done(project, time)

    def _works_done(self, due: Due) -> None:
        if due.what.stage is Stage.WORKS and due is due.what.next:
            self._done(due.what, due.time)

    def _lift(self, due: Due) -> None:
        member, place = due.what
        for project in list(self._active(member)):
            if self._place[project.cell] == place and project.stage in (Stage.SLOT, Stage.WORKS):
                project.next = self._block.due(member, project)  # the old one still stands on the calendar
                self._done(project, due.time)
