"""The queue for grid capacity of each place: who gets the next free MW, and when a MW becomes free."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.processes.accumulator import Accumulator
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.priority import RULES, Entry, Request
from sim.processes.reinforcement import Release, dates
from sim.processes.waits import by_label, by_member, rows

TOLERANCE = 1e-9
"""MW: within this a request fits, and ledger and stock are the same; both are sums of a thousand terms."""


class GridQueue:
    """The queues of all places for a block of members, with a ledger of free MW checked against its stock.

    With `limited` False the grid never binds: a request is granted at its own moment and the MW that are not
    free are released with it, so contracts and books stay right.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        releases: Sequence[Release],
        priority: Sequence[tuple[float, str]],
        known_until: float,
        decided_until: float | None,
        limited: bool,
        to_come: Sequence[str] = (),
    ) -> None:
        axes, size = block.axes, block.size
        self._block, self.limited = block, limited
        self._places = axes.labels["place"]
        for _, name in priority:
            if name not in RULES:
                raise ValueError(f"no priority rule '{name}'; there are {', '.join(RULES)}")
        if not priority or min(time for time, _ in priority) > block.start:
            raise ValueError("the priority rule must be given from the run's start on")

        def place(name: str) -> list[list[float]]:
            return by_label(parameters, name, "place", axes, size)

        self._speculative, self._societal = place("speculative_share"), place("societal_share")
        self._flexible = place("flexible_share")
        self._speculative_patience = by_member(parameters, "speculative_patience", axes, size)
        self._lot = np.array(place("request_lot_size"))
        self._pending = Accumulator(self._lot, "request_lot_size")
        self._lots = [[0] * size for _ in self._places]
        self._queues: list[list[list[Entry]]] = [[[] for _ in range(size)] for _ in self._places]
        self._free = np.zeros((len(self._places), size))
        self._risen = np.full((len(self._places), size), block.start)
        self._on_speculation_ended = [self._speculation_ended]
        self._on_release = [self._release]
        self._on_rule = [self._rule_changed]
        changes = sorted(priority)
        # a mark no rule asks for need not be drawn
        self._marks = {RULES[name].first for name in (*(name for _, name in changes), *to_come)}
        self._rules = [RULES[[name for time, name in changes if time <= block.start][-1]]] * size
        later = [(time, name) for time, name in changes if time > block.start]
        chosen = [
            it
            for it in releases
            if decided_until is None or it.decided is None or it.decided <= decided_until
        ]
        self._schedule(dates(block, parameters, chosen, known_until), later)

    def _schedule(
        self, planned: Sequence[tuple[Release, list[float]]], rules: Sequence[tuple[float, str]]
    ) -> None:
        block = self._block
        for number, (it, dates_by_member) in enumerate(planned):
            place = block.axes.index("place", it.place)
            order = rank(Kind.RELEASED, place, number)
            for member, date in enumerate(dates_by_member):
                if date >= block.start:
                    block.due(member, (member, place, it)).at(date, order, self._on_release)
        for number, (time, name) in enumerate(rules):
            order = rank(Kind.RULE_CHANGED, 0, number)
            for member in range(block.size):
                block.due(member, (member, RULES[name])).at(time, order, self._on_rule)

    def change_rule(self, member: int, rule: str, time: float) -> None:
        """Let `rule`, one of those to come, decide from `time` on for the member at this position."""
        order = rank(Kind.RULE_CHANGED, 1, 0)
        self._block.due(member, (member, RULES[rule])).at(time, order, self._on_rule)

    def begin(self, state: Mapping[str, Array]) -> None:
        """Take over free and queued MW from the stocks; those queued count as asked at the start."""
        block, start = self._block, self._block.start
        count = (len(self._places), block.size)
        self._free[...] = rows(state, "mw_free", *count)
        if rows(state, "mw_queued_chips", *count).any():
            raise ValueError("mw_queued_chips must be 0 at the start: a chip request belongs to a project")
        queued = rows(state, "mw_queued_other", *count)
        for place, member in np.argwhere(queued > 0).tolist():
            left = float(queued[place, member])
            while left > 0.0:
                mw = min(left, float(self._lot[place, member]))
                left -= mw
                request = self._lot_request(place, member, mw, start)
                self._join(request, start)
                self._speculate(request, start)

    def crossings(self, start: float, state: Mapping[str, Array]) -> list[tuple[float, int, int]]:
        """(exact time, place, member) of each lot of other users filed before `start`."""
        count = (len(self._places), self._block.size)
        return self._pending.crossings(start, rows(state, "requests_pending_mw", *count))

    def check(self, start: float, state: Mapping[str, Array]) -> None:
        """ArithmeticError where the ledger of free MW and its stock at `start` differ."""
        stock = rows(state, "mw_free", len(self._places), self._block.size)
        wrong = np.abs(self._free - stock) > TOLERANCE * np.maximum(1.0, np.abs(stock))
        if wrong.any():
            place, at = (int(index) for index in np.argwhere(wrong)[0])
            raise ArithmeticError(
                f"free MW in {self._places[place]} at {start:.4f}, member {self._block.members[at]}: the "
                f"queue counts {float(self._free[place, at])}, the stock is {float(stock[place, at])}; only "
                "grants and releases may move it"
            )

    def file(self, time: float, place: int, member: int) -> None:
        """A lot of other users asks for its MW at `time`."""
        request = self._lot_request(place, member, float(self._lot[place, member]), time)
        self._ask(request, "requested_other")
        self._speculate(request, time)

    def _speculate(self, request: Request, time: float) -> None:
        """Let a lot that waits and was only asked for in case give up after its patience."""
        if not request.waiting:
            return
        block, place, member = self._block, request.place, request.member
        name, ordinal = self._places[place], request.ordinal
        if block.uniform(f"speculative/{name}", member, ordinal) < self._speculative[place][member]:
            order = rank(Kind.SPECULATION_ENDED, place, ordinal)
            until = time + self._speculative_patience[member]
            block.due(member, request).at(until, order, self._on_speculation_ended)

    def _lot_request(self, place: int, member: int, mw: float, time: float) -> Request:
        block, name = self._block, self._places[place]
        ordinal = self._lots[place][member]
        self._lots[place][member] += 1
        request = Request(
            member, place, mw, time, f"{name}/other/{ordinal}", ordinal, rank(Kind.REQUESTED, place, ordinal)
        )
        if "societal" in self._marks:
            u = block.uniform(f"societal/{name}", member, ordinal)
            request.societal = u < self._societal[place][member]
        if "flexible" in self._marks:
            u = block.uniform(f"flexible/{name}", member, ordinal)
            request.flexible = u < self._flexible[place][member]
        return request

    def ask(
        self,
        member: int,
        cell: int,
        ordinal: int,
        mw: float,
        time: float,
        owner: Any,
        on_grant: Callable[[Any, float], None],
    ) -> Request:
        """A chip project of `cell` asks for `mw`; `on_grant(owner, time)` is called when it gets them."""
        block, label = self._block, self._block.axes.labels["cell"][cell]
        place = int(block.axes.cells.place[cell])
        request = Request(
            member, place, mw, time, f"{label}/{ordinal}", ordinal, rank(Kind.PROPOSED, cell, ordinal)
        )
        request.chips, request.owner, request.on_grant = True, owner, on_grant
        request.segment = label.partition(".")[2]
        if "flexible" in self._marks:
            u = block.uniform(f"flexible/{label}", member, ordinal)
            request.flexible = u < self._flexible[place][member]
        self._ask(request, "requested_chips")
        return request

    def _ask(self, request: Request, valve: str) -> None:
        member, place, time = request.member, request.place, request.time
        self._block.valves.pour(valve, place, member, request.mw)
        self._log("requested", time, request, request.mw)
        self._join(request, time)

    def _join(self, request: Request, time: float) -> None:
        place, member, rule = request.place, request.member, self._rules[request.member]
        if not self.limited:
            short = request.mw - float(self._free[place, member])
            if short > 0.0:
                self._make_free(place, member, time, short)
        queue = self._queues[place][member]
        # Of those who wait already none may go, or it would have gone: only the new one is to be looked at.
        request.waiting = True
        entry = request.entry(rule)
        at = bisect_left(queue, entry)
        queue.insert(at, entry)
        if at == 0 or (rule.may_pass and not entry[0]):
            self._serve(place, member, time, at)

    def _serve(self, place: int, member: int, time: float, position: int = 0) -> None:
        """Grant what may go now, from `position` on; a lot known late goes no earlier than its room."""
        queue, may_pass = self._queues[place][member], self._rules[member].may_pass
        while position < len(queue):
            behind, _, _, request = queue[position]
            free = float(self._free[place, member])
            if request.mw <= free + TOLERANCE:
                del queue[position]
                request.waiting = False
                self._grant(request, request.mw, max(time, float(self._risen[place, member])))
            elif not request.chips and free > TOLERANCE:
                self._grant(request, free, max(time, float(self._risen[place, member])))
            elif may_pass and not behind:
                position += 1
            else:
                return

    def _grant(self, request: Request, mw: float, time: float) -> None:
        """Contract `mw`: all of a chip request, or what there is for a lot, which stands for many users."""
        place, member = request.place, request.member
        self._free[place, member] -= mw
        self._block.valves.pour("granted_chips" if request.chips else "granted_other", place, member, mw)
        self._log("granted", time, request, mw)
        request.mw -= mw
        if request.on_grant is not None:
            request.on_grant(request.owner, time)

    def withdraw(self, request: Request, time: float) -> None:
        """A request that waits is taken back; whoever stood behind it may go."""
        place, member = request.place, request.member
        queue = self._queues[place][member]
        at = bisect_left(queue, request.entry(self._rules[member]))
        if not request.waiting or queue[at][3] is not request:
            raise ValueError(f"request {request.identity} does not wait in {self._places[place]}")
        del queue[at]
        request.waiting = False
        valve = "withdrawn_chips" if request.chips else "withdrawn_other"
        self._block.valves.pour(valve, place, member, request.mw)
        self._log("withdrawn", time, request, request.mw)
        if at == 0:  # nobody else stood in someone's way
            self._serve(place, member, time)

    def _speculation_ended(self, due: Due) -> None:
        if due.what.waiting:
            self.withdraw(due.what, due.time)

    def _release(self, due: Due) -> None:
        member, place, it = due.what
        self._make_free(place, member, due.time, it.mw, it.name)
        self._serve(place, member, due.time)

    def _make_free(self, place: int, member: int, time: float, mw: float, name: str = "unlimited") -> None:
        self._free[place, member] += mw
        self._risen[place, member] = time
        self._block.valves.pour("mw_released", place, member, mw)
        self._block.record(member, time, "released", name, self._places[place], "", mw, "MW")

    def _rule_changed(self, due: Due) -> None:
        member, rule = due.what
        self._rules[member] = rule
        for place, queues in enumerate(self._queues):
            queues[member] = sorted(entry[3].entry(rule) for entry in queues[member])
            self._serve(place, member, due.time)

    def _log(self, kind: str, time: float, request: Request, mw: float) -> None:
        place = self._places[request.place]
        number = self._block.members[request.member]
        self._block.rows.append((number, time, kind, request.identity, place, request.segment, mw, "MW"))

    def holdings(self) -> dict[str, Array]:
        """MW in the lists by stock name, (place, member); equal to the stocks after the step's pours."""
        held = {"mw_queued_chips": np.zeros_like(self._free), "mw_queued_other": np.zeros_like(self._free)}
        for place, queues in enumerate(self._queues):
            for member, queue in enumerate(queues):
                for *_, request in queue:
                    name = "mw_queued_chips" if request.chips else "mw_queued_other"
                    held[name][place, member] += request.mw
        return {**held, "mw_free": self._free.copy()}
