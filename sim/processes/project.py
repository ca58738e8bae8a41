"""One expansion project: what it is and where it stands."""

from __future__ import annotations

from enum import IntEnum

from sim.processes.events import Due
from sim.processes.priority import Request


class Stage(IntEnum):
    """Where a project stands."""

    PERMIT = 0
    NITROGEN = 1
    GRID = 2
    WORKS = 3
    BUILDING = 4
    ENDED = 5


HELD_IN = {
    Stage.PERMIT: "waiting_permit",
    Stage.NITROGEN: "waiting_permit",
    Stage.GRID: "waiting_grid",
    Stage.WORKS: "waiting_grid",
    Stage.BUILDING: "under_construction",
}


class Project:
    """One expansion: its cell, size (MUSD2023/year of capacity), stage, and the event that moves it on."""

    __slots__ = ("cell", "identity", "in_hand", "member", "next", "ordinal", "request", "size", "stage")

    def __init__(self, member: int, cell: int, ordinal: int, size: float, identity: str, due: Due) -> None:
        self.member, self.cell, self.ordinal, self.size = member, cell, ordinal, size
        self.identity, self.next = identity, due
        self.stage, self.in_hand = Stage.PERMIT, False
        self.request: Request | None = None
        due.what = self
