"""What a tornado shows: the outcome with one parameter at either end of its range, all else as drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.points import Factor, Outcome, Points

ENDS = (0.05, 0.95)
COLUMNS = ("factor", "low", "high", "low_se", "high_se")


def size(factors: int, draws: int) -> int:
    """The runs that the ends take."""
    return draws * (2 * factors + 1)


def at_ends(outcome: Outcome, factors: Sequence[Factor], draws: int) -> tuple[float, pd.DataFrame]:
    """The mean outcome over the first draws, and a row a factor: by how much the mean differs with the factor
    at its 5 % and at its 95 % point, with standard errors of these paired differences.

    Draw d has the event stream of member 2d, as in every run.
    """
    numbers = np.arange(draws)

    def with_(columns: Sequence[str], end: float) -> Points:
        return Points({name: np.full(draws, end) for name in columns}, numbers, 2 * numbers)

    usual = outcome(with_((), 0.5))
    rows = []
    for one in factors:
        low, high = (outcome(with_(one.columns, end)) - usual for end in ENDS)
        errors = [float(x.std(ddof=1) / np.sqrt(draws)) for x in (low, high)]
        rows.append((one.name, float(low.mean()), float(high.mean()), *errors))
    return float(usual.mean()), pd.DataFrame(rows, columns=list(COLUMNS))
