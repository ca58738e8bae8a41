"""What a record taught: a shift and a spread of the draws, by name, so that a posterior reaches any run.

A draw is a uniform number u with the normal score z. A posterior turns the scores of the streams that moved
into shift + factor · z, jointly, and every other stream stays as it is: members keep their draws, any number
of them, and limits and distributions of parameters hold as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from sim.core.axes import Array
from sim.inputs.parameter import Parameter

WIDER = 2.0
"""Times the spread of a range that was not yet known. An assumption of the engine's authors: who lacks the
figures of later years knows the same quantity half as well."""
EDGE = 1e-12
"""Scores stay this far from the ends of the unit interval, where they would be infinite."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """A posterior: from the record up to `origin` (year), for the draws of `streams` (k of them).

    `shift` (k,) and `factor` (k, k) act on normal scores; `wider`: streams whose range was not yet known,
    drawn `WIDER` times as wide before that; `kept`: streams that a scenario or the command line has set and
    that stay untouched.
    """

    origin: float
    streams: tuple[str, ...] = ()
    shift: Array | None = None
    factor: Array | None = None
    wider: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def but(self, kept: frozenset[str]) -> Learnt:
        """The same without these streams."""
        return replace(self, kept=self.kept | kept)

    def scores(self, name: str, uniform: Callable[[str], Array]) -> Array:
        """Uniform numbers of a stream; `uniform` gives those that it has without a posterior."""
        if name in self.kept or (name not in self.streams and name not in self.wider):
            return uniform(name)
        z = self._moved(name, uniform) if name in self.streams else _normal(uniform(name))
        u: Array = np.clip(ndtr(WIDER * z if name in self.wider else z), EDGE, 1 - EDGE)
        return u

    def _moved(self, name: str, uniform: Callable[[str], Array]) -> Array:
        assert self.shift is not None
        assert self.factor is not None
        row = self.streams.index(name)
        # added up one by one: a matrix product may round otherwise for another number of members
        found = np.full_like(uniform(name), self.shift[row])
        for column, other in enumerate(self.streams):
            if self.factor[row, column] != 0:
                found = found + self.factor[row, column] * _normal(uniform(other))
        return found


def streams_of(parameter: Parameter) -> tuple[str, ...]:
    """The names under which a parameter's draws are keyed; none for a constant."""
    if parameter.constant:
        return ()
    if not parameter.independent:
        return (parameter.name,)
    return tuple(f"{parameter.name}/{label}" for label in parameter.labels)


def not_yet_known(parameters: Mapping[str, Parameter], origin: float) -> frozenset[str]:
    """Streams of parameters with evidence younger than `origin`; a mark between two ends has no spread."""
    return frozenset(
        stream
        for it in parameters.values()
        if it.known_since is not None and it.known_since > origin and it.distribution != "uniform"
        for stream in streams_of(it)
    )


def _normal(u: Array) -> Array:
    z: Array = ndtri(np.clip(u, EDGE, 1 - EDGE))
    return z
