"""Draws of the parameters, keyed by name: none depends on others, the scenario or the number of members.

Parameter p in draws 64k … 64k+63 is one Latin hypercube of 64, so a mean spreads far less than with plain
random numbers, and a new parameter or more members shift nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.core.axes import DIMENSIONS, Array
from sim.core.vocabulary import Curve
from sim.ensemble.distributions import quantile
from sim.inputs.learnt import Learnt, streams_of
from sim.inputs.parameter import Parameter

CUBE = 64
Uniforms = Callable[[str], Array]
"""The uniform numbers, (member,), that belong to the name of a column (see `columns`)."""


def key(name: str) -> int:
    """A number that belongs to a name: the first eight bytes of its blake2b."""
    return int.from_bytes(hashlib.blake2b(name.encode()).digest()[:8], "big")


def draw(
    parameters: Mapping[str, Parameter], seed: int, draws: Sequence[int], learnt: Learnt | None = None
) -> dict[str, Any]:
    """Each parameter's values in these draws (member m uses draw m // 2), all axes, member last.

    The last axis has length 1 where all members have the same value. A curve comes as a `Curve` with its
    scale. `learnt`: a posterior that the draws go through.
    """
    numbers = np.asarray(draws, dtype=np.int64)
    made: dict[str, Array] = {}

    def plain(name: str) -> Array:
        if name not in made:
            made[name] = uniform(name, seed, numbers)
        return made[name]

    return drawn_from(parameters, plain if learnt is None else lambda name: learnt.scores(name, plain))


def drawn_from(parameters: Mapping[str, Parameter], uniforms: Uniforms) -> dict[str, Any]:
    """As `draw`, at uniform numbers that come from elsewhere: a design instead of Latin hypercubes."""
    return {name: _drawn(parameter, uniforms) for name, parameter in parameters.items()}


def columns(parameter: Parameter) -> tuple[str, ...]:
    """The names of the uniform numbers that a parameter takes: none where it is constant, one for each label
    where labels are drawn apart, else its own."""
    return streams_of(parameter)


def uniform(name: str, seed: int, draws: npt.NDArray[np.int64]) -> Array:
    """The uniform numbers of `name` at these draw numbers, one dimension."""
    result = np.empty(len(draws))
    for cube in np.unique(draws // CUBE):
        generator = np.random.default_rng([seed, key(name), int(cube)])
        numbers = (generator.permutation(CUBE) + generator.random(CUBE)) / CUBE
        here = draws // CUBE == cube
        result[here] = numbers[draws[here] % CUBE]
    return result


def _drawn(parameter: Parameter, uniforms: Uniforms) -> Array | Curve:
    values = _values(parameter, uniforms)
    if parameter.points is None:
        return values
    x, y = (tuple(float(one) for one in column) for column in parameter.points.T)
    return Curve(x, y, values)


def _values(parameter: Parameter, uniforms: Uniforms) -> Array:
    if parameter.constant:
        return parameter.centre
    rows = np.stack([uniforms(name) for name in columns(parameter)])
    labels = parameter.centre.shape[:-1] if parameter.independent else (1,) * (DIMENSIONS - 1)
    return quantile(
        parameter.distribution,
        rows.reshape(*labels, -1),
        parameter.centre,
        parameter.low,
        parameter.high,
        parameter.limits,
    )
