"""Money: a project that its firm cannot pay yet, or that waits for the award of a subsidy round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.lifting import lifted_from, schedule
from sim.processes.project import Draws, Project, Stage
from sim.processes.waits import by_label, by_member, exponential

Awards = Callable[[int, int, float], float | None]
"""(segment, member, time): when the award falls for which firms of the segment wait at `time`; None: none."""


def no_awards(_segment: int, _member: int, _time: float) -> float | None:
    """There are no rounds."""
    return None


class Financing:
    """What projects of a block wait for before they ask for land and permit; `on_financed(project, time)`.

    Most firms have the money. Of the others each finds it after a wait of its own. Where a round of the
    segment is open, a part of projects waits for its award, whichever way that falls: works that began
    before would not be aided.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        draw: Draws,
        awards: Awards,
        active: Callable[[int], Iterable[Project]],
        on_financed: Callable[[Project, float], None],
    ) -> None:
        axes, size = block.axes, block.size
        self._block, self._draw, self._awards, self._active = block, draw, awards, active
        self._financed = on_financed
        self._place, self._segment = axes.cells.place.tolist(), axes.cells.segment.tolist()
        self._gap_share = by_label(parameters, "finance_gap_share", "segment", axes, size)
        self._time = by_member(parameters, "finance_time", axes, size)
        self._award_share = by_member(parameters, "award_wait_share", axes, size)
        self._since = lifted_from(block, parameters, "money_lifted_from")
        self._on_came: list[Any] = [self._came]
        schedule(block, self._since, Kind.LEVER, self._lift)

    def apply(self, project: Project, time: float) -> None:
        """Look for the money at `time`."""
        segment, member = self._segment[project.cell], project.member
        comes = time
        if time < self._since[self._place[project.cell]][member]:
            if self._draw("finance", project) < self._gap_share[segment][member]:
                comes += exponential(self._time[member], self._draw("finance_wait", project))
            award = self._awards(segment, member, time)
            if award is not None and self._draw("award", project) < self._award_share[member]:
                comes = max(comes, award)
        if comes > time:
            order = rank(Kind.FINANCED, project.cell, project.ordinal)
            project.next.at(comes, order, self._on_came)
        else:
            self._financed(project, time)

    def _came(self, due: Due) -> None:
        if due.what.stage is Stage.MONEY and due is due.what.next:
            self._financed(due.what, due.time)

    def _lift(self, due: Due) -> None:
        """From now on every project has its money, those that wait for it too."""
        member, place = due.what
        for project in list(self._active(member)):
            if project.stage is Stage.MONEY and self._place[project.cell] == place:
                project.next = self._block.due(member, project)  # the old one still stands on the calendar
                self._financed(project, due.time)
