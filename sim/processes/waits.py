"""How long a wait is: its law by inverse from keyed uniform numbers, and parameters by label."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Protocol

import numpy as np

from sim.core.axes import Array, Axes

Table = list[list[float]]
"""Numbers by label and member, plain floats: events read them one at a time."""

_normal_quantile = NormalDist().inv_cdf
_SMALLEST = 2.0**-53  # a uniform number may be 0, the normal quantile of which is not finite


class Streams(Protocol):
    """Numbers in [0, 1) keyed by what they are for, the member's number and an ordinal."""

    def uniform(self, name: str, member: int, ordinal: int) -> float:
        """The one number of this key; the same whenever and by whomever it is asked for."""

    def several(self, name: str, members: Sequence[int], number: int) -> Array:
        """(member, chunk): the numbers of a name for ordinals from number × chunk on."""


class Numbers:
    """The numbers of one name for the members of a block, who are asked for by position and ordinal."""

    __slots__ = ("_chunk", "_chunks", "_members", "_name", "_streams")

    def __init__(self, streams: Streams, members: Sequence[int], name: str) -> None:
        self._streams, self._members, self._name = streams, members, name
        self._chunk = 0
        self._chunks: list[Callable[[int, int], float]] = []

    def __call__(self, member: int, ordinal: int) -> float:
        """The one number in [0, 1) of this event."""
        if ordinal < self._chunk:  # nearly all: few are so many of one name
            return self._chunks[0](member, ordinal)
        number, within = divmod(ordinal, self._chunk or self._draw())
        while number >= len(self._chunks):
            self._draw()
        return self._chunks[number](member, within)

    def _draw(self) -> int:
        """Draw the next chunk; returns how many numbers of a member it holds."""
        drawn = self._streams.several(self._name, self._members, len(self._chunks))
        self._chunks.append(drawn.item)
        self._chunk = drawn.shape[1]
        return self._chunk


def abroad_cells(axes: Axes) -> list[bool]:
    """Which cells lie abroad, in their order."""
    abroad = axes.indicator("is_abroad").ravel().astype(bool)
    found: list[bool] = abroad[axes.cells.place].tolist()
    return found


def exponential(mean: float, u: float) -> float:
    """The wait with this mean and no memory, at quantile `u` in [0, 1); in the unit of `mean`."""
    return -mean * math.log1p(-u)


def around(mean: float, spread: float, u: float) -> float:
    """The lognormal wait with this mean, `spread` the standard deviation of its log, at quantile `u`."""
    if spread == 0.0 or mean == 0.0:
        return mean
    return mean * math.exp(spread * _normal_quantile(max(u, _SMALLEST)) - 0.5 * spread * spread)


def by_label(parameters: Mapping[str, Array], name: str, axis: str, axes: Axes, members: int) -> Table:
    """Parameter `name` as numbers[label of `axis`][member]; one that lacks the axis holds for every label.

    `parameters` maps names to all-axes arrays, member last, length 1 where constant. KeyError where
    there is no such parameter, ValueError where it has another axis.
    """
    if name not in parameters:
        raise KeyError(f"the events need the parameter '{name}', which is not there")
    array = np.asarray(parameters[name], dtype=float)
    shape = axes.shape((axis,), members)
    try:
        spread = np.broadcast_to(array, shape)
    except ValueError:
        raise ValueError(
            f"parameter '{name}' has the lengths {array.shape}; the events read it by {axis}: {shape}"
        ) from None
    table: Table = spread.reshape(-1, members).tolist()
    return table


def by_member(parameters: Mapping[str, Array], name: str, axes: Axes, members: int) -> list[float]:
    """Parameter `name`, which has no axis, as numbers[member]; errors as in `by_label`."""
    if name in parameters and math.prod(np.shape(parameters[name])[:-1]) != 1:
        raise ValueError(
            f"parameter '{name}' has the lengths {np.shape(parameters[name])}; the events read one number"
        )
    return by_label(parameters, name, "place", axes, members)[0]


def rows(state: Mapping[str, Array], name: str, labels: int, members: int) -> Array:
    """Stock or auxiliary `name` of `state` as (label, member); a view that moves on with the loop."""
    array = np.asarray(state[name])
    flat = array.reshape(-1, array.shape[-1])
    return flat if flat.shape == (labels, members) else np.broadcast_to(flat, (labels, members))
