"""Building: a project with permit and power waits for one of the place's building crews, then is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.processes.crews import Crews
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.lifting import lifted_from, schedule
from sim.processes.project import Draws, Project, Stage, Way
from sim.processes.waits import abroad_cells, around, by_label, by_member


class Building:
    """The building crews of all places for a block, a project each; `on_built(project)` when it is in use.

    First ready, first built. Abroad there is always a crew, and none is needed for what was under
    construction at the start. Homes, sites and grids share the place's tradespeople with the sector: the
    crews left are those of its usual pace over `trades_demand`, what is wanted of the trades by then.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        draw: Draws,
        way: Way,
        active: Callable[[int], Iterable[Project]],
        on_built: Callable[[Project], None],
    ) -> None:
        axes, size = block.axes, block.size
        self._block, self._draw, self._way, self._active, self._built = block, draw, way, active, on_built
        self._place, self._segment = axes.cells.place.tolist(), axes.cells.segment.tolist()
        self._abroad = abroad_cells(axes)
        self._time = by_label(parameters, "construction_time", "segment", axes, size)
        self._spread = by_member(parameters, "construction_spread", axes, size)
        self._usual = np.array(
            [
                [max(1, round(crews)) for crews in row]
                for row in by_label(parameters, "building_crews", "place", axes, size)
            ]
        )
        self._left = self._usual.copy()
        usual = self._usual.tolist()
        self._crews = [[Crews(slots, block.start, self._moved) for slots in row] for row in usual]
        self._on_crew, self._on_done = [self._crew_came], [self._done]
        self._since = lifted_from(block, parameters, "builders_lifted_from")
        schedule(block, self._since, Kind.CREWS, self._lift)

    def time(self, project: Project) -> float:
        """How long building `project` takes, in years."""
        mean = self._time[self._segment[project.cell]][project.member]
        return around(mean, self._spread[project.member], self._draw("construction", project))

    def ready(self, project: Project, time: float) -> None:
        """`project` may be built from `time` on, as soon as there is a crew."""
        self._way.go(project, Stage.BUILDERS, time)
        place, member, begins = self._place[project.cell], project.member, time
        if not self._abroad[project.cell] and time < self._since[place][member]:
            begins = self._crews[place][member].begin(time, self.time(project), project)
        if begins > time:
            self._next(project, begins, Kind.BUILDING_BEGUN, self._on_crew)
        else:
            self.build(project, time, self.time(project))

    def build(self, project: Project, time: float, takes: float) -> None:
        """A crew is at work on `project` from `time` on."""
        self._way.go(project, Stage.BUILDING, time)
        self._next(project, time + takes, Kind.COMMISSIONED, self._on_done)

    def share(self, time: float, trades_demand: Array) -> set[int]:
        """From `time` on the trades are wanted so much, (place, member), relative to the usual pace; returns
        the members whose crews change."""
        left = np.maximum(1, np.rint(self._usual / trades_demand)).astype(int)
        changed = np.argwhere(left != self._left).tolist()
        for place, member in changed:
            self._crews[place][member].resize(time, int(left[place, member]))
        self._left = left
        return {member for _, member in changed}

    def _moved(self, project: Project, begins: float) -> None:
        """The crew of `project` comes at another moment, since there are more or fewer of them."""
        if project.stage is Stage.BUILDERS:
            project.next = self._block.due(project.member, project)  # the old one stands on the calendar
            self._next(project, begins, Kind.BUILDING_BEGUN, self._on_crew)

    def _next(self, project: Project, time: float, kind: Kind, calls: list[Any]) -> None:
        project.next.at(time, rank(kind, project.cell, project.ordinal), calls)

    def _crew_came(self, due: Due) -> None:
        if due.what.stage is Stage.BUILDERS and due is due.what.next:
            self.build(due.what, due.time, self.time(due.what))

    def _done(self, due: Due) -> None:
        self._way.go(due.what, Stage.ENDED, due.time)
        self._built(due.what)

    def _lift(self, due: Due) -> None:
        """From now on there is a crew for all, those who wait for one too."""
        member, place = due.what
        for project in list(self._active(member)):
            if self._place[project.cell] == place and project.stage is Stage.BUILDERS:
                project.next = self._block.due(member, project)  # the old one still stands on the calendar
                self.build(project, due.time, self.time(project))
