"""Sobol indices: which part of the outcome's variance each parameter causes, alone and with all others.

Chance is a factor like the others, and so are all parameters that are not looked at one by one: the parts are
parts of the whole variance. Where the outcome follows a draw or a stream by its number, the number is the
rank of a point of the Sobol sequence, so that the two halves of the design never share one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.points import CHANCE, OTHERS, Factor, Numbers, Outcome, Points, moving
from sim.core.axes import Array

INSIDE = (1e-9, 1 - 1e-9)
"""Uniform numbers of a design lie strictly between 0 and 1."""
CONFIDENCE = 0.95
RESAMPLES = 1000
COLUMNS = ("factor", "first", "first_margin", "total", "total_margin")


def size(factors: int, samples: int) -> int:
    """The runs that indices take."""
    return samples * (factors + 4)


def indices(outcome: Outcome, factors: Sequence[Factor], samples: int, seed: int) -> pd.DataFrame:
    """A row a factor, one for all other parameters and one for chance, by `total`, largest first.

    `first`: the part of the variance that goes when the factor alone is known. `total`: the part that stays
    when all but the factor is known. Margins are half of the 95 % interval, by bootstrap over samples. Raises
    `Still` where nothing moves; `samples` is a power of two.
    """
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    columns = [name for one in factors for name in one.columns]
    groups = [one.name for one in factors for _ in one.columns]
    problem = {
        "num_vars": len(columns) + 2,
        "names": [*columns, OTHERS, CHANCE],
        "groups": [*groups, OTHERS, CHANCE],
        "bounds": [list(INSIDE)] * (len(columns) + 2),
    }
    x = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    given = {name: np.ascontiguousarray(x[:, at]) for at, name in enumerate(columns)}
    y = moving(outcome(Points(given, _ranks(x[:, -2]), _ranks(x[:, -1]))))
    found = analyze.analyze(
        problem,
        y,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed + 1,  # SALib takes 0 for no seed
    )
    table = pd.DataFrame(
        {
            "factor": [*(one.name for one in factors), OTHERS, CHANCE],
            "first": found["S1"],
            "first_margin": found["S1_conf"],
            "total": found["ST"],
            "total_margin": found["ST_conf"],
        },
        columns=list(COLUMNS),
    )
    return table.sort_values(["total", "factor"], ascending=[False, True], ignore_index=True)


def _ranks(numbers: Array) -> Numbers:
    """Each distinct number as its rank, from 0."""
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)
