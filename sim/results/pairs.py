"""Each result against each other one of its future: the paired difference and the chance that one beats the
other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.results.compared import Comparison
from sim.results.key_figures import difference, numbers_of
from sim.results.regret import ends
from sim.results.wording import words

OUTCOMES = ("share", "value_added_nl", "jobs_nl")
COLUMNS = (
    "outcome", "future", "run", "against", "mean", "q10", "q25", "q50", "q75", "q90", "se", "chance", "found",
    "members", "words",
)  # fmt: skip


def pairs_frame(comparison: Comparison, outcomes: Sequence[str] = OUTCOMES) -> pd.DataFrame:
    """A row an outcome, run and other run: run minus other in the last year, member by member.

    `chance` is the part of members in which the run has the higher outcome, ties by halves: of a pair the two
    chances add up to 1. `found`: whether the mean is at least twice its standard error from zero. Of a design
    only runs at one point are set against each other.
    """
    points = {} if comparison.design is None else comparison.design.points
    rows: list[tuple[object, ...]] = []
    for outcome in outcomes:
        for future, table in ends(comparison, outcome).items():
            numbers = numbers_of(table.T)
            size = float(table.abs().to_numpy(float).mean())
            for run in table:
                for other in table:
                    if run == other or points.get(str(run)) != points.get(str(other)):
                        continue
                    one = difference((table[run] - table[other]).to_numpy(float), numbers, size)
                    chance = one.up + 0.5 * (1 - one.up - one.down)
                    figures = (one.mean, one.q10, one.q25, one.q50, one.q75, one.q90, one.se, chance)
                    said = words(one, comparison.labels)
                    rows.append((outcome, future, run, other, *figures, one.found, one.members, said))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def matrix(pairs: pd.DataFrame, value: str, order: Sequence[str], outcome: str = "share") -> pd.DataFrame:
    """A column of `pairs_frame` as runs × runs in an order; not a number where a run meets itself or lies in
    another future."""
    rows = pairs[pairs["outcome"] == outcome]
    wide = rows.pivot(index="run", columns="against", values=value)
    return wide.reindex(index=list(order), columns=list(order)).astype(float)


def ranking(comparison: Comparison, outcome: str = "share") -> list[str]:
    """The runs from the highest mean outcome in the last year to the lowest, future by future."""
    order: list[str] = []
    for table in ends(comparison, outcome).values():
        means = table.mean()
        order += [str(name) for name in means.index[np.argsort(-means.to_numpy(float), kind="stable")]]
    return order
