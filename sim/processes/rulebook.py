"""Which rule ranks a queue for each member: the framework in force, and what policy lays over it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from sim.processes.events import Block, Due, Kind, rank
from sim.processes.priority import AS_DECIDED, MOVES, RULES, Rule, within

Dated = Sequence[tuple[float, str]]
"""Words, each with the year from which it holds."""


class Rulebook:
    """The rules of a block, `now[member]` the one in force; `changed(member, time)` when it is another.

    `framework`: rules of priority.RULES by date, from the start on. `moves`: words of priority.MOVES by date.
    The two change apart, so a framework decided for later comes into force under a move as well.
    """

    def __init__(
        self, block: Block, framework: Dated, moves: Dated, changed: Callable[[int, float], None]
    ) -> None:
        for words, known in ((framework, RULES), (moves, MOVES)):
            _refuse_unknown(words, known)
        if not framework or min(time for time, _ in framework) > block.start:
            raise ValueError("the priority rule must be given from the run's start on")
        self._block, self._changed, self._on_change = block, changed, [self._change]
        rule, rules_to_come = _at(block.start, framework)
        move, moves_to_come = _at(block.start, [(-math.inf, AS_DECIDED), *moves])
        self._framework, self._move = [RULES[rule]] * block.size, [move] * block.size
        self.now: list[Rule] = [within(RULES[rule], move)] * block.size
        to_come: list[tuple[float, str, str]] = [(time, name, "") for time, name in rules_to_come]
        to_come += [(time, "", name) for time, name in moves_to_come]
        for number, (time, rule, move) in enumerate(to_come):
            for member in range(block.size):
                self._plan(member, rule, move, time, rank(Kind.RULE_CHANGED, 0, number))

    def lay_over(self, member: int, move: str, time: float) -> None:
        """Let `move` change the framework from `time` on for the member at this position."""
        self._plan(member, "", move, time, rank(Kind.RULE_CHANGED, 1, 0))

    def _plan(self, member: int, rule: str, move: str, time: float, order: int) -> None:
        self._block.due(member, (member, rule, move)).at(time, order, self._on_change)

    def _change(self, due: Due) -> None:
        member, rule, move = due.what
        self._framework[member] = RULES[rule] if rule else self._framework[member]
        self._move[member] = move or self._move[member]
        self.now[member] = within(self._framework[member], self._move[member])
        self._changed(member, due.time)


def marks_of(framework: Dated, moves: Dated, to_come: Collection[str]) -> set[str]:
    """The marks of requests that some rule asks for; `to_come`: moves whose date a run decides."""
    names = {name for _, name in framework} | {name for _, name in moves} | set(to_come)
    return {mark for name in names & set(RULES) for mark in RULES[name].marks}


def _refuse_unknown(words: Dated, known: Collection[str]) -> None:
    for _, name in words:
        if name not in known:
            raise ValueError(f"no priority rule '{name}'; there are {', '.join(known)}")


def _at(start: float, words: Dated) -> tuple[str, list[tuple[float, str]]]:
    """What holds at `start`, and what comes later."""
    ordered = sorted(words, key=lambda each: each[0])
    later = [one for one in ordered if one[0] > start]
    return ordered[len(ordered) - len(later) - 1][1], later
