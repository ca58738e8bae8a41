"""Break-even: at which value of a parameter the net present value of a scenario is zero, from two runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.results.accounts import Accounts
from sim.results.statistics import standard_error


@dataclass(frozen=True)
class Point:
    """A value of the parameter and the accounts of the scenario there."""

    value: float
    accounts: Accounts


@dataclass(frozen=True)
class BreakEven:
    """Where the net present value is zero at one cost of public funds; `error` is its standard error.

    `middle`: the sign of the net present value where half would have been done anyway (the parameter at 0.5).
    `net`: the mean net present value at the two points, in MEUR of 2023. Not `found`: the parameter does not
    move the net present value by more than twice its error, and `value` says nothing.
    """

    mcpf: float
    spillover: bool
    net: tuple[float, float]
    value: float
    error: float
    found: bool
    middle: float = 0.0


def break_even(low: Point, high: Point, mcpf: float, *, spillover: bool) -> BreakEven:
    """The zero of the line through two points, member by member with the same draws.

    The net present value is linear in what a euro of aid adds where the model's answer to a little more R&D
    is; the two points may lie on either side of zero or on one.
    """
    ends = [np.asarray(one.accounts.net_members(mcpf, spillover=spillover)) for one in (low, high)]
    members = low.accounts.members
    slope = (ends[1] - ends[0]) / (high.value - low.value)
    mean = float(slope.mean())
    net = (float(ends[0].mean()), float(ends[1].mean()))
    error_of_slope = float(standard_error(slope, members))
    if not np.isfinite(error_of_slope) or abs(mean) <= 2 * error_of_slope or mean == 0:
        return BreakEven(mcpf, spillover, net, float("nan"), float("nan"), False)
    value = low.value - net[0] / mean
    there = ends[0] + slope * (value - low.value)
    error = float(standard_error(there, members)) / abs(mean)
    middle = float(np.sign(net[0] + mean * (0.5 - low.value)))
    return BreakEven(mcpf, spillover, net, value, error, True, middle)


def break_evens(low: Point, high: Point) -> list[BreakEven]:
    """At both costs of public funds, without and with spillovers to other Dutch firms."""
    costs = (low.accounts.mcpf(), low.accounts.mcpf(high=True))
    return [break_even(low, high, cost, spillover=with_) for with_ in (False, True) for cost in costs]
