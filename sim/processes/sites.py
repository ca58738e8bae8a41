"""Land: the plots of a place, issued year by year, and the projects that wait for one, in their order."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.floors import Floors
from sim.processes.lifting import lifted_from, schedule
from sim.processes.project import Draws, Project
from sim.processes.waits import abroad_cells, by_label, by_member, rows

TOLERANCE = 1e-9
"""Hectares within which a plot is large enough."""
Queue = list[tuple[float, int, Project, float]]


@dataclass(frozen=True)
class Plots:
    """Land for `workplaces` (persons) that policy issues in `place` at `date` (year).

    `land_per_workplace` names a parameter (hectare/person); `decided` is a year or None.
    """

    name: str
    place: str
    date: float
    workplaces: float
    land_per_workplace: str
    decided: float | None = None


class Sites:
    """The land of all places for a block; `on_sited(project, time)` is called when a project has its plot.

    A project that does not fit on the site that its firm has takes land of its size. Every year a place
    issues land that firms of the sector may take; while nobody waits it keeps no more than of `land_kept`
    years, and sells the rest to others. Places abroad have land.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        draw: Draws,
        plots: Sequence[Plots],
        on_sited: Callable[[Project, float], None],
    ) -> None:
        axes, size = block.axes, block.size
        self._block, self._draw, self._sited = block, draw, on_sited
        self._places = axes.labels["place"]
        self._place, self._segment = axes.cells.place.tolist(), axes.cells.segment.tolist()
        abroad = axes.indicator("is_abroad").ravel().astype(bool).tolist()
        self._abroad = abroad_cells(axes)
        self._fits = by_label(parameters, "fits_site_share", "segment", axes, size)
        self._land_per_output = by_label(parameters, "land_per_output", "segment", axes, size)
        self._floors = Floors(parameters, axes, size)
        self._issued = by_label(parameters, "land_issued_a_year", "place", axes, size)
        self._kept = by_member(parameters, "land_kept_time", axes, size)
        self._queues: list[list[Queue]] = [[[] for _ in range(size)] for _ in self._places]
        self._free = np.zeros((len(self._places), size))
        self._risen = np.full_like(self._free, block.start)
        self._since = lifted_from(block, parameters, "land_lifted_from")
        self._on_year, self._on_policy = [self._year], [self._policy]
        for place, is_abroad in enumerate(abroad):
            order = rank(Kind.LAND_ISSUED, place, 0)
            for member, a_year in enumerate(self._issued[place]):
                if a_year > 0.0 and not is_abroad:
                    block.due(member, (member, place)).at(block.start + 1.0, order, self._on_year)
        for number, it in enumerate(sorted(plots, key=lambda each: (each.date, each.name))):
            place = axes.index("place", it.place)
            for member, worth in enumerate(by_member(parameters, it.land_per_workplace, axes, size)):
                due = block.due(member, (member, place, it.name, it.workplaces * worth))
                due.at(max(it.date, block.start), rank(Kind.LAND_ISSUED, place, 1 + number), self._on_policy)
        schedule(block, self._since, Kind.LAND_ISSUED, self._lift)

    def begin(self, state: Mapping[str, Array]) -> None:
        """Take over the land that is free at the start."""
        self._free[...] = rows(state, "land_free", len(self._places), self._block.size)

    def apply(self, project: Project, time: float) -> None:
        """Look for a site at `time`."""
        place, segment, member = self._place[project.cell], self._segment[project.cell], project.member
        if self._abroad[project.cell] or self._draw("fits_site", project) < self._fits[segment][member]:
            self._sited(project, time)
            return
        need = project.size * self._land_per_output[segment][member]
        need /= self._floors.value(segment, member, time)
        entry = (time, rank(Kind.SITED, project.cell, project.ordinal), project, need)
        queue = self._queues[place][member]
        insort(queue, entry, key=lambda each: each[:2])
        if self._since[place][member] <= time:
            self._open(place, member, time)
        elif queue[0] is entry:  # behind others there is none
            self._serve(place, member)

    def leave(self, project: Project, time: float) -> None:
        """`project` gives up waiting; whoever stood behind it may fit."""
        place, member = self._place[project.cell], project.member
        queue = self._queues[place][member]
        queue[:] = [entry for entry in queue if entry[2] is not project]
        self._serve(place, member, time)

    def give_back(self, project: Project, time: float, part: float = 1.0) -> None:
        """`project` does without a part of its plot; whoever waits may have it."""
        if project.land > 0.0:
            hectares = project.land * part
            project.land -= hectares
            place, member = self._place[project.cell], project.member
            self._block.valves.pour("land_given_back", place, member, hectares)
            self._gain(place, member, time, hectares)

    def free(self) -> Array:
        """Hectares by (place, member); equal to the stock after the step's pours."""
        return self._free.copy()

    def _serve(self, place: int, member: int, now: float = -np.inf) -> None:
        queue = self._queues[place][member]
        while queue and queue[0][3] <= self._free[place, member] + TOLERANCE:
            time, _, project, need = queue.pop(0)
            self._free[place, member] -= need
            project.land = need
            self._block.valves.pour("land_taken", place, member, need)
            self._sited(project, max(time, now, float(self._risen[place, member])))

    def _issue(self, place: int, member: int, time: float, hectares: float) -> None:
        self._block.valves.pour("land_issued", place, member, hectares)
        self._gain(place, member, time, hectares)

    def _gain(self, place: int, member: int, time: float, hectares: float) -> None:
        self._free[place, member] += hectares
        self._risen[place, member] = time
        self._serve(place, member, time)

    def _year(self, due: Due) -> None:
        member, place = due.what
        a_year = self._issued[place][member]
        self._issue(place, member, due.time, a_year)
        most = a_year * self._kept[member]
        surplus = float(self._free[place, member]) - most
        if surplus > 0.0 and not self._queues[place][member]:
            self._free[place, member] = most
            self._block.valves.pour("land_sold_elsewhere", place, member, surplus)
        due.at(due.time + 1.0, rank(Kind.LAND_ISSUED, place, 0), self._on_year)

    def _policy(self, due: Due) -> None:
        member, place, name, hectares = due.what
        self._block.record(
            member, due.time, "land_issued", name, self._places[place], "", hectares, "hectare"
        )
        self._issue(place, member, due.time, hectares)

    def _lift(self, due: Due) -> None:
        member, place = due.what
        self._open(place, member, due.time)

    def _open(self, place: int, member: int, time: float) -> None:
        """Land for all who wait."""
        short = sum(entry[3] for entry in self._queues[place][member]) - float(self._free[place, member])
        self._issue(place, member, time, max(0.0, short))
