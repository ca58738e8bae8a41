"""Leading indicators: which headline outcomes of an early year tell members apart by where the share ends.

Half of the parameter draws choose each threshold, the other half say how often it is right, so a rate is not
flattered by its own search. A half is right by chance.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.statistics import Array
from sim.results.store import Stored

COLUMNS = ("indicator", "year", "unit", "threshold", "side", "hit_rate", "se", "members")
OUTCOME = "share"


def leading_frame(stored: Stored, early: int, late: int) -> pd.DataFrame:
    """A row an indicator, best first: its level in `early`, or its change since the base year.

    A hit: the member lies on the side of the threshold that says whether its share in `late` ends above the
    median of members. `se` is the standard error of the hit rate over the draws that judged it.
    """
    end = stored.members_of(OUTCOME)
    if end is None or early not in end.index or late not in end.index:
        return pd.DataFrame({name: [] for name in COLUMNS})
    last = end.loc[late].to_numpy(float)
    above = last > np.median(last)
    draws = np.asarray(end.columns, dtype=int) // 2
    chooses = draws % 2 == 0
    rows = []
    for name, figures in _candidates(stored, early).items():
        threshold, upward = _threshold(figures[chooses], above[chooses])
        told = (figures > threshold) == upward
        hits = (told == above)[~chooses]
        judged = max(len(np.unique(draws[~chooses])), 1)
        rate = float(hits.mean())
        side = "above" if upward else "below"
        error = float(np.sqrt(rate * (1 - rate) / judged))
        unit = stored.unit(name.removesuffix(CHANGE))
        rows.append((name, early, unit, threshold, side, rate, error, len(hits)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values("hit_rate", ascending=False, kind="stable").reset_index(drop=True)


CHANGE = " (change)"


def _candidates(stored: Stored, early: int) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for name in stored.paired.outcomes:
        members = stored.members_of(str(name))
        if members is None or early not in members.index:
            continue
        level = members.loc[early].to_numpy(float)
        change = level - members.loc[stored.info.base_year].to_numpy(float)
        for label, figures in ((str(name), level), (f"{name}{CHANGE}", change)):
            if np.isfinite(figures).all() and np.ptp(figures) > 0:
                found[label] = figures
    return found


def _threshold(figures: Array, above: npt.NDArray[np.bool_]) -> tuple[float, bool]:
    """The value that sorts best, in the middle between two members, and whether above it is good."""
    order = np.argsort(figures, kind="stable")
    sorted_, good = figures[order], above[order]
    below = np.cumsum(good)[:-1]  # good ones at or below each cut
    count = np.arange(1, len(good))
    upward = (good.sum() - below + count - below) / len(good)
    downward = 1 - upward
    up, down = int(np.argmax(upward)), int(np.argmax(downward))
    best, is_up = (up, True) if upward[up] >= downward[down] else (down, False)
    return float(0.5 * (sorted_[best] + sorted_[best + 1])), is_up
