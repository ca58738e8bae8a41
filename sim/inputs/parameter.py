"""A parameter as the engine knows it: value, range, limits, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.core.axes import Array
from sim.inputs.checks import shown_value

Limits = tuple[float | None, float | None]
AUTHORS = "the engine's authors"
"""Who assumes where a file names nobody else."""
WEAK = ("recalled", "assumption")
"""Degrees of confidence that no source stands behind: what somebody remembers, and what somebody assumes."""


@dataclass(frozen=True, eq=False)
class Parameter:
    """A number, or a number a label, with what is known about it.

    `centre`, `low`, `high`: arrays in all axes (seller, market, place, segment, cell, level,
    origin, member) with a member axis of length 1, in `unit`; low and high are the 5 % and 95 % points (the
    ends, where the distribution is uniform). A curve holds `points` (n, 2) in `x_unit` and `unit`, and its
    centre is its scale, 1. `kind`: number, curve, switch (a structural question, turned and never drawn) or
    knockout (cuts a mechanism, for tests and what-if runs); the last two have no value but their `choices`.
    """

    name: str
    words: str
    unit: str
    axes: tuple[str, ...]
    labels: tuple[str, ...]
    centre: Array
    low: Array
    high: Array
    limits: Limits
    distribution: str
    independent: bool
    confidence: str
    source: str
    assumption: Mapping[str, str] = field(default_factory=dict)
    evidence: str = ""
    known_since: float | None = None
    note: str = ""
    points: npt.NDArray[np.float64] | None = None
    x_unit: str = ""
    file: str = ""
    kind: str = "number"
    choices: tuple[float, ...] = ()

    @property
    def constant(self) -> bool:
        """Whether all members have the same value."""
        return self.distribution == "fixed" or bool(np.all(self.low == self.high))

    def at(self, *labels: str) -> float:
        """The centre at a label path (none for a scalar; a cell is its place and its segment)."""
        return float(self.centre.ravel()[self.labels.index(".".join(labels))])


def beyond(number: float, limits: Limits) -> bool:
    """Whether a number is outside what is possible."""
    low, high = limits
    return (low is not None and number < low) or (high is not None and number > high)


def not_chosen(number: float, choices: tuple[float, ...]) -> str:
    """What is wrong with a value of a parameter that has choices; empty where there are none or it is one."""
    if not choices or number in choices:
        return ""
    return f"must be one of {', '.join(shown_value(one) for one in choices)}"


def within(number: float, limits: Limits) -> float:
    """The number, or the limit that it passes."""
    low, high = limits
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def limits_words(limits: Limits, unit: str) -> str:
    """'0 to 1 (unit 1)', 'at least 0 (unit year)'."""
    low, high = limits
    if low is not None and high is not None:
        words = f"{shown_value(low)} to {shown_value(high)}"
    else:
        words = f"at least {shown_value(low)}" if low is not None else f"at most {shown_value(high)}"
    return f"{words} (unit {unit})"
