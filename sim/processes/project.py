"""One expansion project: what it is, where it stands, numbers drawn under its name, its way on the books."""

from __future__ import annotations

from enum import IntEnum

from sim.processes.events import Block, Due
from sim.processes.priority import Request
from sim.processes.waits import Numbers

UNIT = "MUSD2023/year"


class Stage(IntEnum):
    """Where a project stands."""

    MONEY = 0
    LAND = 1
    PERMIT = 2
    APPEAL = 3
    NITROGEN = 4
    GRID = 5
    SLOT = 6
    WORKS = 7
    BUILDERS = 8
    BUILDING = 9
    ENDED = 10


HELD_IN = {
    Stage.MONEY: "waiting_money",
    Stage.LAND: "waiting_land",
    Stage.PERMIT: "waiting_permit",
    Stage.APPEAL: "waiting_permit",
    Stage.NITROGEN: "waiting_nitrogen",
    Stage.GRID: "waiting_grid",
    Stage.SLOT: "waiting_slot",
    Stage.WORKS: "connecting",
    Stage.BUILDERS: "waiting_builders",
    Stage.BUILDING: "under_construction",
}
STOCKS = tuple(dict.fromkeys(HELD_IN.values()))
LEAVES_AT = {
    Stage.MONEY: "money",
    Stage.LAND: "land",
    Stage.PERMIT: "permit",
    Stage.APPEAL: "permit",
    Stage.NITROGEN: "nitrogen",
    Stage.GRID: "grid",
}
"""What a project waits for when its patience ends, as valves and the log name it; who has power stays."""
GOES_ON = {
    Stage.MONEY: ("financed", Stage.LAND),
    Stage.LAND: ("sited", Stage.PERMIT),
    Stage.PERMIT: ("permitted", Stage.GRID),
    Stage.APPEAL: ("permitted", Stage.GRID),
    Stage.NITROGEN: ("permitted_after_stop", Stage.GRID),
    Stage.GRID: ("power_granted", Stage.SLOT),
    Stage.SLOT: ("works_begun", Stage.WORKS),
    Stage.WORKS: ("connected", Stage.BUILDERS),
    Stage.BUILDERS: ("building_begun", Stage.BUILDING),
    Stage.BUILDING: ("commissioned", Stage.ENDED),
}
"""The valve through which a project leaves a stage, and the stage that it enters."""
LOGGED = {"permitted": "permitted", "permitted_after_stop": "permitted", "connected": "connected",
          "commissioned": "commissioned"}  # fmt: skip
"""Valves that are always written down, and as what; the others where the project had to wait."""


class Project:
    """One expansion: its cell, size (MUSD2023/year of capacity), stage, and the event that moves it on.

    `since`: when it entered the stage. `land`: hectares of the plot that it took. `shrunk`: it gave up a part
    already. `flexible`: its power comes on a flexible contract.
    """

    __slots__ = ("cell", "flexible", "identity", "in_hand", "land", "member", "next", "ordinal", "patience",
                 "request", "shrunk", "since", "size", "stage")  # fmt: skip

    def __init__(self, member: int, cell: int, ordinal: int, size: float, identity: str, due: Due) -> None:
        self.member, self.cell, self.ordinal, self.size = member, cell, ordinal, size
        self.identity, self.next, self.since, self.land = identity, due, 0.0, 0.0
        self.stage, self.in_hand, self.shrunk, self.flexible = Stage.MONEY, False, False, False
        self.request: Request | None = None
        self.patience: Due | None = None
        due.what = self

    def let_go(self) -> None:
        """Drop what points back at it, so that it is freed at its end and not found as rubbish in circles."""
        del self.next
        self.patience = self.request = None


class Draws:
    """The numbers of projects in [0, 1), each under its own name: what for, cell, ordinal."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._labels = block.axes.labels["cell"]
        self._numbers: dict[str, list[Numbers]] = {}

    def __call__(self, what: str, project: Project) -> float:
        """The one number of `project` for `what`; the same whenever it is asked for."""
        numbers = self._numbers.get(what)
        if numbers is None:
            numbers = self._numbers[what] = [self._block.numbers(f"{what}/{label}") for label in self._labels]
        return numbers[project.cell](project.member, project.ordinal)


class Way:
    """Moves projects from stock to stock, by the valve of each stage, and writes it down."""

    def __init__(self, block: Block) -> None:
        self._block = block
        cells, labels = block.axes.cells, block.axes.labels
        self._place = [labels["place"][index] for index in cells.place]
        self._segment = [labels["segment"][index] for index in cells.segment]

    def go(self, project: Project, to: Stage, time: float) -> None:
        """On to stage `to`, through the valves of all stages between."""
        while project.stage < to:
            valve, following = GOES_ON[project.stage]
            kind = LOGGED.get(valve) or (valve if time > project.since else None)
            self.pour(valve, project, time, kind)
            if valve == "connected" and project.flexible:
                self._block.valves.pour("connected_flexible", project.cell, project.member, project.size)
            project.stage, project.since = following, time

    def pour(
        self, valve: str, project: Project, time: float, kind: str | None, amount: float | None = None
    ) -> None:
        """`amount` (else the whole project) through a valve at `time`, written down as `kind` where given."""
        size = project.size if amount is None else amount
        self._block.valves.pour(valve, project.cell, project.member, size)
        if kind is not None:
            place, segment = self._place[project.cell], self._segment[project.cell]
            self._block.record(project.member, time, kind, project.identity, place, segment, size, UNIT)
