"""A design: uniform numbers that an analysis chose take the place of the draws, member by member.

Events and noise stay keyed by the member's number, so an analysis can give one set of parameters two event
streams, or one event stream two sets of parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.core.axes import Array
from sim.ensemble.draws import Uniforms, uniform

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Design:
    """Where members stand: `draws` is the draw of each, (member,), in the order in which they are run.

    `given`: column (see `sim.ensemble.draws.columns`) → uniform numbers strictly between 0 and 1, (member,).
    A column that is not given has the number of the member's draw. ValueError where these do not fit.
    """

    draws: Numbers
    given: Mapping[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, numbers in self.given.items():
            if len(numbers) != len(self.draws):
                raise ValueError(
                    f"a design of {len(self.draws)} members has {len(numbers)} numbers for {name}"
                )
            if not ((numbers > 0) & (numbers < 1)).all():
                raise ValueError(f"{name}: uniform numbers lie strictly between 0 and 1")

    def part(self, first: int, last: int) -> Design:
        """The design of the members from position `first` to before `last`."""
        given = {name: numbers[first:last] for name, numbers in self.given.items()}
        return Design(self.draws[first:last], given)

    def uniforms(self, seed: int) -> Uniforms:
        """The uniform numbers of every column."""

        def of(name: str) -> Array:
            numbers: Array = self.given[name] if name in self.given else uniform(name, seed, self.draws)
            return numbers

        return of
