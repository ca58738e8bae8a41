"""The books of the grid queue: MW free in each place, poured between stocks, written down and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import Array
from sim.processes.events import Block
from sim.processes.priority import Entry, Request
from sim.processes.waits import rows

TOLERANCE = 1e-9
"""MW: within this a request fits, and ledger and stock are the same; both are sums of a thousand terms."""
MEMOS = ("societal", "speculative")
"""Classes of other users that are counted apart; their stocks are parts of mw_queued_other."""


class GridBooks:
    """Room for all (`free`) and for flexible contracts alone (`flexible`), (place, member), in MW.

    `risen`, `flexible_risen`: when each rose last, in years.
    """

    def __init__(self, block: Block) -> None:
        self._block, self._places = block, block.axes.labels["place"]
        count = (len(self._places), block.size)
        self.free, self.flexible = np.zeros(count), np.zeros(count)
        self.risen, self.flexible_risen = np.full(count, block.start), np.full(count, block.start)

    def begin(self, state: Mapping[str, Array]) -> None:
        """Take over what is free from its stock."""
        self.free[...] = rows(state, "mw_free", *self.free.shape)

    def check(self, start: float, state: Mapping[str, Array]) -> None:
        """ArithmeticError where the ledger of free MW and its stock at `start` differ."""
        stock = rows(state, "mw_free", *self.free.shape)
        wrong = np.abs(self.free - stock) > TOLERANCE * np.maximum(1.0, np.abs(stock))
        if wrong.any():
            place, at = (int(index) for index in np.argwhere(wrong)[0])
            raise ArithmeticError(
                f"free MW in {self._places[place]} at {start:.4f}, member {self._block.members[at]}: the "
                f"queue counts {float(self.free[place, at])}, the stock is {float(stock[place, at])}; only "
                "grants and releases may move it"
            )

    def release(self, place: int, member: int, time: float, mw: float, name: str = "unlimited") -> None:
        """`mw` come free for all at `time`."""
        self.free[place, member] += mw
        self.risen[place, member] = time
        self._block.valves.pour("mw_released", place, member, mw)
        self._block.record(member, time, "released", name, self._places[place], "", mw, "MW")

    def release_flexible(self, place: int, member: int, time: float, mw: float, name: str) -> None:
        """`mw` come free for flexible contracts at `time`."""
        self.flexible[place, member] += mw
        self.flexible_risen[place, member] = time
        self._block.valves.pour("mw_released_flexible", place, member, mw)
        self._block.record(member, time, "released_flexible", name, self._places[place], "", mw, "MW")

    def lend(self, request: Request, mw: float) -> None:
        """Flexible room joins the free room, for a grant that takes it at once."""
        place, member = request.place, request.member
        self.flexible[place, member] -= mw
        self.free[place, member] += mw
        self._block.valves.pour("granted_flexible", place, member, mw)

    def enter(self, what: str, request: Request, mw: float, time: float) -> None:
        """`mw` of `request` are requested, granted or withdrawn: poured, counted and written down."""
        valve = f"{what}_chips" if request.chips else f"{what}_other"
        self._block.valves.pour(valve, request.place, request.member, mw)
        self.count(what, request, mw)
        place, number = self._places[request.place], self._block.members[request.member]
        self._block.rows.append((number, time, what, request.identity, place, request.segment, mw, "MW"))

    def count(self, what: str, request: Request, mw: float) -> None:
        """The memo of the class of users that a request belongs to."""
        if request.users in MEMOS:
            self._block.valves.pour(f"{what}_{request.users}", request.place, request.member, mw)

    def holdings(self, waiting: Sequence[Sequence[Sequence[Entry]]]) -> dict[str, Array]:
        """MW in the lists (by place and member) by stock name, (place, member); equal to the stocks."""
        names = ("mw_queued_chips", "mw_queued_other", *(f"mw_queued_{users}" for users in MEMOS))
        held = {name: np.zeros_like(self.free) for name in names}
        for place, queues in enumerate(waiting):
            for member, queue in enumerate(queues):
                for *_, request in queue:
                    name = "mw_queued_chips" if request.chips else "mw_queued_other"
                    held[name][place, member] += request.mw
                    if request.users in MEMOS:
                        held[f"mw_queued_{request.users}"][place, member] += request.mw
        return {**held, "mw_free": self.free.copy(), "mw_free_flexible": self.flexible.copy()}
