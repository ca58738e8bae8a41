"""The way of a project to its permit: a case worker, an appeal, a stop for nitrogen, and what policy changes.

Levers act at their own moment, on those who are in the middle of it too: what is left of a procedure or of a
stop shrinks with the lever, so that an answer does not depend on the step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.levers import Change, Lever, changes
from sim.processes.lifting import lifted_from, schedule
from sim.processes.permits import Authority
from sim.processes.project import Draws, Project, Stage
from sim.processes.waits import around, by_label, by_member, exponential


class Permitting:
    """The authorities of all places for a block; `on_permitted(project, time)` is called at the permit,
    `on_stopped` where nitrogen stops what was found in order.

    Places with is_abroad have no queue, no appeal and no nitrogen, only the handling.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        draw: Draws,
        levers: Sequence[Lever],
        active: Callable[[int], Iterable[Project]],
        on_permitted: Callable[[Project, float], None],
        on_stopped: Callable[[Project, float], None],
    ) -> None:
        axes, size, cells = block.axes, block.size, block.axes.cells
        self._block, self._draw, self._active = block, draw, active
        self._on_permitted, self._on_stopped = on_permitted, on_stopped
        self._place = cells.place.tolist()
        self._places = axes.labels["place"]
        self._abroad = axes.indicator("is_abroad").ravel().astype(bool).tolist()

        def place(name: str) -> list[list[float]]:
            return by_label(parameters, name, "place", axes, size)

        def member(name: str) -> list[float]:
            return by_member(parameters, name, axes, size)

        self._handling_time, self._stop_share = place("permit_handling_time"), place("nitrogen_stop_share")
        self._nitrogen_since, self._nitrogen_rate = member("nitrogen_since"), place("nitrogen_permit_rate")
        self._appeal_share, self._appeal_time = place("appeal_share"), member("appeal_time")
        self._appeal_spread = member("appeal_spread")
        self._pace = [[1.0] * size for _ in self._places]
        # The last change of pace and of the nitrogen rate, for those who become known after it: (date, part).
        self._paced = [[(block.start, 1.0)] * size for _ in self._places]
        self._roomier = [[(block.start, 1.0)] * size for _ in self._places]
        self._authorities: list[list[Authority[Project]]] = [
            [Authority(max(1, round(workers)), block.start) for workers in row]
            for row in place("case_workers")
        ]
        self._on_handled, self._on_appealed = [self._handled], [self._appealed]
        self._on_nitrogen, self._on_lever = [self._nitrogen_came], [self._lever]
        for number, it in enumerate(changes(levers, parameters, axes, size)):
            order = rank(Kind.LEVER, it.place, number)
            for position in range(size):
                block.due(position, (position, it)).at(max(it.date, block.start), order, self._on_lever)
        # Since when nobody waits: inf where permits take their time.
        self._open_since = [[math.inf] * size for _ in self._places]
        schedule(block, lifted_from(block, parameters, "permits_lifted_from"), Kind.LEVER, self._lift)

    def apply(self, project: Project, time: float) -> None:
        """Ask for the permit."""
        place = self._place[project.cell]
        if self._abroad[place]:
            self._handle(project, time)
            return
        since = self._open_since[place][project.member]
        if since < math.inf:
            self._on_permitted(project, max(time, since))
            return
        starts = self._authorities[place][project.member].apply(project, time)
        if starts is not None:
            self._handle(project, starts)

    def leave(self, project: Project, stage: Stage, time: float) -> None:
        """`project` gives up at `stage`: its case worker is free, or its place in the queue."""
        if project.in_hand:
            self._release(project, time)
        elif stage is Stage.PERMIT:
            self._authorities[self._place[project.cell]][project.member].leave(project)

    def _next(self, project: Project, time: float, kind: Kind, calls: list[Any]) -> None:
        project.next.at(time, rank(kind, project.cell, project.ordinal), calls)

    def _handle(self, project: Project, time: float) -> None:
        project.in_hand = True
        place, member = self._place[project.cell], project.member
        mean = self._handling_time[place][member] * self._pace[place][member]
        takes = exponential(mean, self._draw("permit", project))
        ends = _end(time, takes, *self._paced[place][member])
        self._next(project, ends, Kind.HANDLED, self._on_handled)

    def _handled(self, due: Due) -> None:
        project: Project = due.what
        if project.stage is not Stage.PERMIT or due is not project.next:
            return
        time, place, member = due.time, self._place[project.cell], project.member
        if self._abroad[place]:
            self._on_permitted(project, time)
            return
        self._release(project, time)
        if self._draw("appeal", project) < self._appeal_share[place][member]:
            project.stage = Stage.APPEAL
            mean, spread = self._appeal_time[member], self._appeal_spread[member]
            takes = around(mean, spread, self._draw("appeal_wait", project)) * self._pace[place][member]
            ends = _end(time, takes, *self._paced[place][member])
            self._next(project, ends, Kind.APPEALED, self._on_appealed)
            return
        self._decide(project, time)

    def _release(self, project: Project, time: float) -> None:
        project.in_hand = False
        self._free(self._place[project.cell], project.member, time)

    def _free(self, place: int, member: int, time: float) -> None:
        following = self._authorities[place][member].free(time)
        if following is not None:
            self._handle(*following)

    def _appealed(self, due: Due) -> None:
        project: Project = due.what
        if project.stage is Stage.APPEAL and due is project.next:
            self._decide(project, due.time)

    def _decide(self, project: Project, time: float) -> None:
        """Nitrogen may stop what the authority has found in order."""
        place, member = self._place[project.cell], project.member
        since, share = self._nitrogen_since[member], self._stop_share[place][member]
        if time >= since and self._draw("nitrogen", project) < share:
            self._on_stopped(project, time)
            self.hold(project, time)
            return
        self._on_permitted(project, time)

    def hold(self, project: Project, time: float) -> None:
        """Nitrogen holds `project` up until room is found for it."""
        project.stage = Stage.NITROGEN
        place, member = self._place[project.cell], project.member
        rate = self._nitrogen_rate[place][member]
        if rate > 0.0:
            takes = exponential(1.0 / rate, self._draw("nitrogen_wait", project))
            ends = _end(time, takes, *self._roomier[place][member])
            self._next(project, ends, Kind.NITROGEN, self._on_nitrogen)

    def _nitrogen_came(self, due: Due) -> None:
        project: Project = due.what
        if project.stage is Stage.NITROGEN and due is project.next:
            self._on_permitted(project, due.time)

    # policy -----------------------------------------------------------------------------------------------

    def _lever(self, due: Due) -> None:
        member, it = due.what
        change: Change = it
        time, place = due.time, change.place
        faster, likelier = change.time[member], change.rate[member]
        self._pace[place][member] *= faster
        before = self._nitrogen_rate[place][member]
        self._nitrogen_rate[place][member] *= likelier
        self._stop_share[place][member] *= change.stops[member]
        self._paced[place][member] = (time, faster)
        self._roomier[place][member] = (time, 1.0 / likelier)
        for project in self._active(member):
            if self._place[project.cell] != place:
                continue
            if project.in_hand or project.stage is Stage.APPEAL:
                self._sooner(project, time, faster)
            elif project.stage is Stage.NITROGEN and before > 0.0:
                self._sooner(project, time, 1.0 / likelier)
        for _ in range(change.workers):
            self._free(place, member, time)
        self._block.record(member, time, "permit_rule", change.name, self._places[place], "", faster, "1")

    def _lift(self, due: Due) -> None:
        """From now on every project has its permit at once, those who wait for it too."""
        member, place = due.what
        self._open_since[place][member] = due.time
        for project in list(self._active(member)):
            if self._place[project.cell] == place and Stage.PERMIT <= project.stage < Stage.GRID:
                if project.stage is Stage.PERMIT and not project.in_hand:
                    self._authorities[place][member].leave(project)
                project.in_hand = False
                project.next = self._block.due(member, project)  # the old one still stands on the calendar
                self._on_permitted(project, due.time)
        self._block.record(member, due.time, "permit_rule", "lifted", self._places[place], "", 0.0, "1")

    def _sooner(self, project: Project, time: float, part: float) -> None:
        """Only `part` of what was left at `time` is left; a case known late is over at `time` at most."""
        old = project.next
        if part == 1.0 or old.time <= time:
            return
        project.next = self._block.due(project.member, project)  # the old one still stands on the calendar
        order = {Stage.PERMIT: Kind.HANDLED, Stage.APPEAL: Kind.APPEALED, Stage.NITROGEN: Kind.NITROGEN}
        calls = {
            Stage.PERMIT: self._on_handled,
            Stage.APPEAL: self._on_appealed,
            Stage.NITROGEN: self._on_nitrogen,
        }
        self._next(project, time + part * (old.time - time), order[project.stage], calls[project.stage])


def _end(time: float, takes: float, changed: float, part: float) -> float:
    """When something that began at `time` ends, `takes` (years) being how long it is since `changed`.

    Before `changed` it went 1/part as slowly; that matters to a case known late, which began before.
    """
    if time >= changed or part == 1.0:
        return time + takes
    ends = time + takes / part
    return ends if ends <= changed else changed + part * (ends - changed)
