"""Who goes first in a queue for grid capacity: the rules, and the request that they rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """Who goes first: the users of the first class, then those of the second, at the end all others.

    `classes`: marks of `Request`, a tuple a class; who stands in two counts in the first. Within a class the
    order of asking holds. `may_pass`: a request of the first class that fits may go before one, ahead of it,
    that does not fit yet; without the mark none may, or the small would take every MW that a large one
    waits for.
    """

    classes: tuple[tuple[str, ...], ...]
    may_pass: bool
    why: str

    @property
    def marks(self) -> frozenset[str]:
        """Every mark that the rule asks for."""
        return frozenset(mark for one in self.classes for mark in one)


RULES: Mapping[str, Rule] = {
    "first_come": Rule(
        (), False, "The order of asking is the rule; passing would be a priority for the small."
    ),
    "societal": Rule(
        (("societal",),),
        False,
        "The regulator's framework ranks categories, and within one the order of asking holds.",
    ),
    "chips_first": Rule(
        (("chips",),),
        False,
        "Room is kept for the large chip request ahead; small ones passing it would use it up.",
    ),
    "flexible_first": Rule(
        (("flexible",),),
        True,
        "A flexible contract takes room outside the peak, which a firm request cannot use.",
    ),
}
"""Frameworks: what a regulator or an operator decides for all who ask."""
AS_DECIDED, IN_FRAMEWORK = "as_decided", "chips_in_framework"
MOVES = ("first_come", "societal", "chips_first", "flexible_first", IN_FRAMEWORK, AS_DECIDED)
"""What policy may lay over the framework in force; `first_come` alone takes it away."""


def within(framework: Rule, move: str) -> Rule:
    """The framework with what `move` of MOVES changes in it; the order of all others stays.

    `chips_first` and its like put a class before those of the framework, `chips_in_framework` counts the
    sector among the users of its first class, `as_decided` changes nothing.
    """
    if move == AS_DECIDED:
        return framework
    if move == "first_come":
        return RULES[move]
    if move == IN_FRAMEWORK:
        first, *others = framework.classes or ((),)
        why = f"{framework.why} The sector is one of its first category."
        return Rule((("chips", *first), *others), framework.may_pass, why)
    ahead = RULES[move]
    return Rule((*ahead.classes, *framework.classes), ahead.may_pass, f"{ahead.why} {framework.why}")


class Request:
    """Who asks for MW: a chip project, or a lot of many small other users; `mw` is what it still lacks.

    `speculative`: made in case; where it had to wait nobody takes the MW when its turn comes. `has_waited`:
    it was not served at the moment of asking.
    """

    __slots__ = ("chips", "flexible", "has_waited", "identity", "member", "mw", "on_grant",
                 "order", "ordinal", "owner", "place", "segment", "societal", "speculative", "time",
                 "waiting")  # fmt: skip

    def __init__(
        self, member: int, place: int, mw: float, time: float, identity: str, ordinal: int, order: int
    ) -> None:
        self.member, self.place, self.mw, self.time = member, place, mw, time
        self.identity, self.ordinal, self.order = identity, ordinal, order
        self.segment = ""
        self.chips = self.societal = self.flexible = self.speculative = self.has_waited = False
        self.owner: Any = None
        self.on_grant: Callable[[Any, float, float, bool], None] | None = None
        self.waiting = False

    @property
    def users(self) -> str:
        """Who it counts for in the MW that queue: chips, speculative, societal or other."""
        if self.chips:
            return "chips"
        return "speculative" if self.speculative else "societal" if self.societal else "other"

    def entry(self, rule: Rule) -> Entry:
        """Place in the queue under `rule`: the smallest goes first; no two are equal in the first three."""
        for rank, marks in enumerate(rule.classes):
            if any(getattr(self, mark) for mark in marks):
                return (rank, self.time, self.order, self)
        return (len(rule.classes), self.time, self.order, self)


Entry = tuple[int, float, int, Request]
