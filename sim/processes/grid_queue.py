"""The queue for grid capacity of each place: who gets the next free MW, and when a MW becomes free."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.processes.accumulator import Accumulator
from sim.processes.connections import Connections, MoreCrews
from sim.processes.events import Block, Due, Kind, decided_before, rank
from sim.processes.grid_books import TOLERANCE, GridBooks
from sim.processes.lifting import lifted_from, schedule
from sim.processes.lots import Lots
from sim.processes.priority import Entry, Request
from sim.processes.reinforcement import Release, amounts, dates
from sim.processes.rulebook import Dated, Rulebook, marks_of
from sim.processes.waits import by_label, by_member, rows

Granted = Callable[[Any, float, float, bool], None]
"""(owner, time of the grant, when a crew begins, whether the contract is flexible)."""


class GridQueue:
    """The queues of all places for a block of members, with a ledger of free MW checked against its stock.

    With `limited` False, and from the date on at which power is lifted, the grid does not bind: a request is
    granted at its own moment, the MW that are not free are released with it, so the books stay right, and
    its connection takes no slot. `priority`, `moves`: the rules, as in `Rulebook`; `to_come`: moves whose
    date the run decides.
    """

    def __init__(
        self,
        block: Block,
        parameters: Mapping[str, Array],
        releases: Sequence[Release],
        priority: Dated,
        known_until: float,
        decided_until: float | None,
        limited: bool,
        moves: Dated = (),
        to_come: Sequence[str] = (),
        crews: Sequence[MoreCrews] = (),
    ) -> None:
        axes, size = block.axes, block.size
        self._block = block
        self._places = axes.labels["place"]
        self._rules = Rulebook(block, priority, moves, self._rule_changed)
        marks = marks_of(priority, moves, to_come)
        if any(it.flexible for it in releases):
            marks.add("flexible")
        self._lots = Lots(block, parameters, marks)
        self._connections = Connections(block, parameters, decided_before(crews, decided_until))
        self._books = GridBooks(block)
        self._speculative_patience = by_member(parameters, "speculative_patience", axes, size)
        self._lot = np.array(by_label(parameters, "request_lot_size", "place", axes, size))
        self._pending = Accumulator(self._lot, "request_lot_size")
        self._queues: list[list[list[Entry]]] = [[[] for _ in range(size)] for _ in self._places]
        self._on_speculation_ended = [self._speculation_ended]
        self._on_release, self._on_flexible = [self._release], [self._release_flexible]
        # Since when nobody waits: inf where power is scarce.
        self._open_since = [[math.inf if limited else -math.inf] * size for _ in self._places]
        schedule(block, lifted_from(block, parameters, "power_lifted_from"), Kind.RELEASED, self._lift)
        chosen = decided_before(releases, decided_until)
        self._schedule(dates(block, parameters, chosen, known_until), parameters)

    def _schedule(
        self, planned: Sequence[tuple[Release, list[float]]], parameters: Mapping[str, Array]
    ) -> None:
        block = self._block
        for number, (it, dates_by_member) in enumerate(planned):
            place = block.axes.index("place", it.place)
            order = rank(Kind.RELEASED, place, number)
            calls = self._on_flexible if it.flexible else self._on_release
            mw = amounts(block, parameters, it)
            for member, date in enumerate(dates_by_member):
                if date >= block.start:
                    block.due(member, (member, place, it.name, mw[member])).at(date, order, calls)

    def binds(self, place: int, member: int) -> bool:
        """Whether power is scarce in this place, for the member at this position."""
        return self._open_since[place][member] == math.inf

    def on_sooner(self, sooner: Callable[[Any, float], None]) -> None:
        """Whom to tell, as (owner, begins), that a slot comes sooner."""
        self._connections.sooner = sooner

    def change_rule(self, member: int, rule: str, time: float) -> None:
        """Lay `rule`, a move to come, over the framework from `time` on for the member at this position."""
        self._rules.lay_over(member, rule, time)

    def begin(self, state: Mapping[str, Array]) -> None:
        """Take over free and queued MW from the stocks; those queued count as asked at the start."""
        block, start = self._block, self._block.start
        count = (len(self._places), block.size)
        self._books.begin(state)
        if rows(state, "mw_queued_chips", *count).any():
            raise ValueError("mw_queued_chips must be 0 at the start: a chip request belongs to a project")
        queued = rows(state, "mw_queued_other", *count)
        for place, member in np.argwhere(queued > 0).tolist():
            left = float(queued[place, member])
            while left > 0.0:
                mw = min(left, float(self._lot[place, member]))
                left -= mw
                request = self._lots.make(place, member, mw, start)
                self._books.count("requested", request, mw)
                self._join(request, start)
                self._speculate(request, start)

    def crossings(self, start: float, state: Mapping[str, Array]) -> list[tuple[float, int, int]]:
        """(exact time, place, member) of each lot of other users filed before `start`."""
        pending = rows(state, "requests_pending_mw", len(self._places), self._block.size)
        return self._pending.crossings(start, pending)

    def check(self, start: float, state: Mapping[str, Array]) -> None:
        """ArithmeticError where free MW as counted and their stock at `start` differ."""
        self._books.check(start, state)

    def file(self, time: float, place: int, member: int) -> None:
        """A lot of other users asks for its MW at `time`."""
        request = self._lots.make(place, member, float(self._lot[place, member]), time)
        self._ask(request)
        self._speculate(request, time)

    def _speculate(self, request: Request, time: float) -> None:
        """Let a lot that waits and was only asked for in case give up after its patience."""
        if request.waiting and request.speculative:
            order = rank(Kind.SPECULATION_ENDED, request.place, request.ordinal)
            until = time + self._speculative_patience[request.member]
            self._block.due(request.member, request).at(until, order, self._on_speculation_ended)

    def ask(
        self,
        member: int,
        cell: int,
        ordinal: int,
        mw: float,
        time: float,
        owner: Any,
        on_grant: Granted,
    ) -> Request:
        """A chip project of `cell` asks for `mw`; `on_grant` is called when it gets them."""
        block, label = self._block, self._block.axes.labels["cell"][cell]
        place = int(block.axes.cells.place[cell])
        request = Request(
            member, place, mw, time, f"{label}/{ordinal}", ordinal, rank(Kind.PROPOSED, cell, ordinal)
        )
        request.chips, request.owner, request.on_grant = True, owner, on_grant
        request.segment = label.partition(".")[2]
        self._lots.mark_flexible(request, label)
        self._ask(request)
        return request

    def _ask(self, request: Request) -> None:
        self._books.enter("requested", request, request.mw, request.time)
        self._join(request, request.time)

    def _join(self, request: Request, time: float) -> None:
        place, member, rule = request.place, request.member, self._rules.now[request.member]
        if not self.binds(place, member):
            short = request.mw - float(self._books.free[place, member])
            if short > 0.0:
                self._books.release(place, member, max(time, self._open_since[place][member]), short)
        queue = self._queues[place][member]
        # Of those who wait already none may go, or it would have gone: only the new one is to be looked at.
        request.waiting = True
        entry = request.entry(rule)
        at = bisect_left(queue, entry)
        queue.insert(at, entry)
        if at == 0 or (rule.may_pass and entry[0] == 0):
            self._serve(place, member, time, at)
        if request.waiting and request.flexible:
            self._serve_flexible(place, member, time)
        request.has_waited = request.waiting

    def _serve(self, place: int, member: int, time: float, position: int = 0) -> None:
        """Grant what may go now, from `position` on; a lot known late goes no earlier than its room."""
        queue, may_pass = self._queues[place][member], self._rules.now[member].may_pass
        while position < len(queue):
            rank, _, _, request = queue[position]
            if position > 0 and rank > 0:
                return  # one of the first class waits ahead, whom only its like may pass
            free = float(self._books.free[place, member])
            if free > TOLERANCE and request.speculative and request.has_waited:
                self._lapse(queue, position, time)
            elif request.mw <= free + TOLERANCE:
                del queue[position]
                request.waiting = False
                self._grant(request, request.mw, max(time, float(self._books.risen[place, member])))
            elif not request.chips and free > TOLERANCE:
                self._grant(request, free, max(time, float(self._books.risen[place, member])))
            elif may_pass and rank == 0:
                position += 1
            else:
                return

    def _serve_flexible(self, place: int, member: int, time: float) -> None:
        """Lend the room outside the peak to those who can use it, in their order, whoever stands ahead."""
        queue, position = self._queues[place][member], 0
        first = queue[0][3] if queue else None
        while position < len(queue) and (room := float(self._books.flexible[place, member])) > TOLERANCE:
            request = queue[position][3]
            if not request.flexible:
                position += 1
            elif request.speculative and request.has_waited:
                self._lapse(queue, position, time)
            elif request.mw <= room + TOLERANCE:
                del queue[position]
                request.waiting = False
                self._lend(request, min(request.mw, room), request.mw, time)
            elif not request.chips:
                self._lend(request, room, room, time)
            else:
                position += 1
        if queue and queue[0][3] is not first:  # nobody stands in the way of the new first one
            self._serve(place, member, time)

    def _lend(self, request: Request, lent: float, mw: float, time: float) -> None:
        """A grant of `mw` out of flexible room, which joins the free room at that moment."""
        place, member = request.place, request.member
        self._books.lend(request, lent)
        self._grant(request, mw, max(time, float(self._books.flexible_risen[place, member])), flexible=True)

    def _lapse(self, queue: list[Entry], position: int, time: float) -> None:
        """The turn of one that was asked for in case: nobody takes the MW, the next may."""
        request = queue[position][3]
        del queue[position]
        request.waiting = False
        self._books.enter("withdrawn", request, request.mw, time)

    def _grant(self, request: Request, mw: float, time: float, flexible: bool = False) -> None:
        place, member = request.place, request.member
        self._books.free[place, member] -= mw
        self._books.enter("granted", request, mw, time)
        request.mw -= mw
        begins = self._connections.begin(request, mw, time) if self.binds(place, member) else time
        if request.on_grant is not None:
            request.on_grant(request.owner, time, begins, flexible)

    def withdraw(self, request: Request, time: float) -> None:
        """A request that waits is taken back; whoever stood behind it may go."""
        place, member = request.place, request.member
        queue = self._queues[place][member]
        at = bisect_left(queue, request.entry(self._rules.now[member]))
        if not request.waiting or queue[at][3] is not request:
            raise ValueError(f"request {request.identity} does not wait in {self._places[place]}")
        del queue[at]
        request.waiting = False
        self._books.enter("withdrawn", request, request.mw, time)
        if at == 0:  # nobody else stood in someone's way
            self._serve(place, member, time)

    def _speculation_ended(self, due: Due) -> None:
        if due.what.waiting:
            self.withdraw(due.what, due.time)

    def _release(self, due: Due) -> None:
        member, place, name, mw = due.what
        self._books.release(place, member, due.time, mw, name)
        self._serve(place, member, due.time)

    def _lift(self, due: Due) -> None:
        """From now on nobody waits: as many MW come free as those who queue will take."""
        member, place = due.what
        self._open_since[place][member] = due.time
        taken = [it.mw for *_, it in self._queues[place][member] if not (it.speculative and it.has_waited)]
        short = sum(taken) - float(self._books.free[place, member])
        self._books.release(place, member, due.time, max(0.0, short), "lifted")
        self._serve(place, member, due.time)

    def _release_flexible(self, due: Due) -> None:
        member, place, name, mw = due.what
        self._books.release_flexible(place, member, due.time, mw, name)
        self._serve_flexible(place, member, due.time)

    def _rule_changed(self, member: int, time: float) -> None:
        rule = self._rules.now[member]
        for place, queues in enumerate(self._queues):
            queues[member] = sorted(entry[3].entry(rule) for entry in queues[member])
            self._serve(place, member, time)

    def holdings(self) -> dict[str, Array]:
        """MW in the lists by stock name, (place, member); equal to the stocks after the step's pours."""
        return self._books.holdings(self._queues)
