"""Who goes first in a queue for grid capacity: the rules, and the request that they rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """Who goes first: requests with mark `first` (None: nobody), then by the time of asking.

    `may_pass`: a marked request that fits may go before one, ahead of it, that does not fit yet; without the
    mark none may, or the small would take every MW that a large one waits for.
    """

    first: str | None
    may_pass: bool
    why: str


RULES: Mapping[str, Rule] = {
    "first_come": Rule(
        None, False, "The order of asking is the rule; passing would be a priority for the small."
    ),
    "societal": Rule(
        "societal",
        False,
        "The regulator's framework ranks categories, and within one the order of asking holds.",
    ),
    "chips_first": Rule(
        "chips",
        False,
        "Room is kept for the large chip request ahead; small ones passing it would use it up.",
    ),
    "flexible_first": Rule(
        "flexible", True, "A flexible contract takes room outside the peak, which a firm request cannot use."
    ),
}


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
        behind = rule.first is None or not getattr(self, rule.first)
        return (behind, self.time, self.order, self)


Entry = tuple[bool, float, int, Request]
