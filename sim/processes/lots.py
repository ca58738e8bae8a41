"""Requests of other users, counted in lots: which are speculative, societal or flexible."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.core.axes import Array
from sim.processes.events import Block, Kind, rank
from sim.processes.priority import Request
from sim.processes.waits import Numbers, by_label


class Lots:
    """Makes lots for a block; each mark is drawn under the lot's own name.

    `marks`: marks that somebody asks for beyond those that are always counted; another need not be drawn.
    """

    def __init__(self, block: Block, parameters: Mapping[str, Array], marks: Collection[str]) -> None:
        self._block, self._flexible_counts = block, "flexible" in marks
        self._places = block.axes.labels["place"]
        self._speculative, self._societal, self._flexible = (
            by_label(parameters, name, "place", block.axes, block.size)
            for name in ("speculative_share", "societal_share", "flexible_share")
        )
        self._numbers: dict[str, Numbers] = {}
        self._made = [[0] * block.size for _ in self._places]

    def make(self, place: int, member: int, mw: float, time: float) -> Request:
        """The next lot of `place`, of `mw`, asked for at `time`."""
        name = self._places[place]
        ordinal = self._made[place][member]
        self._made[place][member] += 1
        order = rank(Kind.REQUESTED, place, ordinal)
        request = Request(member, place, mw, time, f"{name}/other/{ordinal}", ordinal, order)
        u = self._draw("speculative/" + name, request)
        request.speculative = u < self._speculative[place][member]
        u = self._draw("societal/" + name, request)
        request.societal = u < self._societal[place][member]
        self.mark_flexible(request, name)
        return request

    def mark_flexible(self, request: Request, name: str) -> None:
        """Draw under `name` whether a flexible contract can serve the request, where somebody asks."""
        if self._flexible_counts:
            u = self._draw("flexible/" + name, request)
            request.flexible = u < self._flexible[request.place][request.member]

    def _draw(self, name: str, request: Request) -> float:
        numbers = self._numbers.get(name)
        if numbers is None:
            numbers = self._numbers[name] = self._block.numbers(name)
        return numbers(request.member, request.ordinal)
