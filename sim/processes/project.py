"""One expansion project: what it is, where it stands, and the numbers drawn under its name."""

from __future__ import annotations

from enum import IntEnum

from sim.processes.events import Block, Due
from sim.processes.priority import Request
from sim.processes.waits import Numbers


class Stage(IntEnum):
    """Where a project stands."""

    PERMIT = 0
    APPEAL = 1
    NITROGEN = 2
    GRID = 3
    WORKS = 4
    BUILDING = 5
    ENDED = 6


HELD_IN = {
    Stage.PERMIT: "waiting_permit",
    Stage.APPEAL: "waiting_permit",
    Stage.NITROGEN: "waiting_nitrogen",
    Stage.GRID: "waiting_grid",
    Stage.WORKS: "waiting_grid",
    Stage.BUILDING: "under_construction",
}
LEAVES_AT = {
    Stage.PERMIT: "permit",
    Stage.APPEAL: "permit",
    Stage.NITROGEN: "nitrogen",
    Stage.GRID: "grid",
}
"""What a project waits for when its patience ends, as valves and the log name it."""


class Project:
    """One expansion: its cell, size (MUSD2023/year of capacity), stage, and the event that moves it on.

    `shrunk`: it gave up a part already. `flexible`: its power comes on a flexible contract.
    """

    __slots__ = ("cell", "flexible", "identity", "in_hand", "member", "next", "ordinal", "patience",
                 "request", "shrunk", "size", "stage")  # fmt: skip

    def __init__(self, member: int, cell: int, ordinal: int, size: float, identity: str, due: Due) -> None:
        self.member, self.cell, self.ordinal, self.size = member, cell, ordinal, size
        self.identity, self.next = identity, due
        self.stage, self.in_hand, self.shrunk, self.flexible = Stage.PERMIT, False, False, False
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
