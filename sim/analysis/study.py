"""A sensitivity study: sectors are screened, then the parameters of those that matter, then come indices.

The steps know nothing of the engine: `outcome` may be any function of the points it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.analysis import ends, indices, screening
from sim.analysis.points import CHANCE, Factor, Outcome

LEAST = 0.1
"""Sectors whose effect is below this part of the largest are left aside; their parameters stay drawn."""


@dataclass(frozen=True)
class Effort:
    """How many runs a study takes: trajectories of each screening, samples of the indices (a power of two),
    parameters that get indices of their own."""

    trajectories: int = 16
    samples: int = 128
    top: int = 10

    @property
    def draws(self) -> int:
        """Draws over which the ends of a tornado are taken."""
        return max(8, self.samples // 4)


@dataclass(frozen=True)
class Study:
    """What a study found: effects by `sectors` and by `parameters` of the sectors that matter (columns of
    `sim.analysis.screening`), `indices` and `ends` of the parameters that matter most (columns there), the
    mean outcome as drawn (`usual`), and how many runs all took."""

    sectors: pd.DataFrame
    parameters: pd.DataFrame
    indices: pd.DataFrame
    ends: pd.DataFrame
    usual: float
    runs: int


def study(
    outcome: Outcome,
    sectors: Mapping[str, Sequence[Factor]],
    effort: Effort,
    seed: int,
    announce: Callable[[int], None] = lambda _: None,
) -> Study:
    """Screen `sectors` (name → its parameters), then their parameters, then take indices and ends of the most
    important. Raises `sim.analysis.points.Still` where the outcome never moves.

    `announce` is called before each step with the runs that it will take.
    """
    runs = 0

    def counted(more: int) -> None:
        nonlocal runs
        runs += more
        announce(more)

    together = [Factor(name, tuple(c for f in own for c in f.columns)) for name, own in sectors.items()]
    counted(screening.size(len(together), effort.trajectories))
    of_sectors = screening.screen(outcome, together, effort.trajectories, seed)

    chosen = [factor for name in which_matter(of_sectors) for factor in sectors[name]]
    counted(screening.size(len(chosen), effort.trajectories))
    of_parameters = screening.screen(outcome, chosen, effort.trajectories, seed)

    named = {factor.name: factor for factor in chosen}
    ranked = [named[name] for name in of_parameters["factor"] if name != CHANCE]
    most = ranked[: effort.top]
    counted(indices.size(len(most), effort.samples))
    found = indices.indices(outcome, most, effort.samples, seed)

    counted(ends.size(len(most), effort.draws))
    usual, tornado = ends.at_ends(outcome, most, effort.draws)
    return Study(of_sectors, of_parameters, found, tornado, usual, runs)


def which_matter(of_sectors: pd.DataFrame) -> list[str]:
    """The sectors whose effect is at least `LEAST` of the largest, largest first."""
    own = of_sectors[of_sectors["factor"] != CHANCE]
    return [str(name) for name in own["factor"][own["effect"] >= LEAST * own["effect"].max()]]
