"""What an analysis asks a model: at which points it wants the outcome. The model may be any function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.core.axes import Array

Numbers = npt.NDArray[np.int64]
CHANCE = "chance"
"""Events and noise as a factor of a design: which stream of them a point has."""
OTHERS = "others"
"""All parameters that a design does not name, as one factor: which draw of them a point has."""


@dataclass(frozen=True)
class Factor:
    """What a design moves together, by the columns of uniform numbers: a parameter, or those of a sector."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Points:
    """n points: uniform numbers by column, (n,); the draw (n,) of every column that is not given; and the
    stream (n,) of events and noise."""

    given: Mapping[str, Array]
    draws: Numbers
    streams: Numbers

    def __len__(self) -> int:
        return len(self.streams)


Outcome = Callable[[Points], Array]
"""The outcome, (n,), at n points."""


class Still(ValueError):
    """The outcome is the same at every point, so nothing can matter to it."""


def moving(outcome: Array) -> Array:
    """The outcome as it is; raises `Still` where it never moves."""
    if np.ptp(outcome) == 0:
        raise Still("the outcome is the same in every run")
    return outcome
