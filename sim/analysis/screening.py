"""Morris screening by groups: how far the outcome moves when a group of parameters moves through its ranges.

Cheap and coarse: it says what may be left aside, not how much of the spread each part causes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.points import CHANCE, Factor, Outcome, Points, moving

LEVELS = 4
"""Levels of the grid; a step is two thirds of the way from the lowest to the highest."""
STEP = 2 / 3
ENDS = (0.05, 0.95)
"""The grid goes from the 5 % to the 95 % point, which is what the evidence gives as a range."""
CONFIDENCE = 0.95
COLUMNS = ("factor", "effect", "margin")


def size(factors: int, trajectories: int) -> int:
    """The runs that a screening takes."""
    return trajectories * (factors + 2)


def screen(outcome: Outcome, factors: Sequence[Factor], trajectories: int, seed: int) -> pd.DataFrame:
    """A row a factor and one for chance, largest first: `effect`, the mean absolute change of the outcome
    over trajectories when all its columns move by a step at once, and `margin`, half of its 95 % interval.

    A trajectory is one pair of members: its draw for what no factor holds, its two event streams as the two
    ends of chance. Raises `Still` where nothing moves.
    """
    from SALib.analyze import morris as analyze
    from SALib.sample import morris as sample

    columns = [name for one in factors for name in one.columns]
    problem = {
        "num_vars": len(columns) + 1,
        "names": [*columns, CHANCE],
        "groups": [one.name for one in factors for _ in one.columns] + [CHANCE],
        "bounds": [list(ENDS)] * len(columns) + [[0.0, 1.0]],
    }
    x = sample.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    pair = np.repeat(np.arange(trajectories), len(factors) + 2)
    second = x[:, -1] > 0.5  # a step of two thirds always crosses the middle
    given = {name: np.ascontiguousarray(x[:, at]) for at, name in enumerate(columns)}
    y = moving(outcome(Points(given, pair, 2 * pair + second)))
    found = analyze.analyze(problem, x, y, num_levels=LEVELS, conf_level=CONFIDENCE, seed=seed)
    table = pd.DataFrame(
        {
            "factor": [str(name) for name in found["names"]],
            "effect": STEP * np.asarray(found["mu_star"], dtype=float),
            "margin": STEP * np.asarray(found["mu_star_conf"], dtype=float),
        },
        columns=list(COLUMNS),
    )
    return table.sort_values(["effect", "factor"], ascending=[False, True], ignore_index=True)
