"""Results on equal money: what each changes for EUR 100 m of public money, and how sure that rate is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.results.compared import Compared, Comparison
from sim.results.findings import public_money_members
from sim.results.statistics import standard_error

UNIT = 100.0
"""MEUR of 2023, present value."""
OUTCOMES = ("share", "value_added_nl", "jobs_nl", "unfilled_share", "mw_queued")


@dataclass(frozen=True)
class Rate:
    """Mean effect in the last year over mean money: in the outcome's own unit per EUR 100 m of present value.

    `se` is the standard error of this ratio of two means over the same members (Cochran, Sampling Techniques,
    3rd edition, 1977, section 6.3: that of effect minus rate times money, over mean money). Not `found`:
    effect or money is not told from zero, and the rate says nothing.
    """

    mean: float
    se: float
    found: bool


def rate(one: Compared, outcome: str) -> Rate | None:
    """The effect of a result per EUR 100 m; None where it or its money was not recorded or is set against
    another base than its own."""
    money, changed, effect = one.money, one.difference(outcome), one.end(outcome)
    if money is None or changed is None or effect is None:
        return None
    paid = public_money_members(one.stored)
    if paid is None or not money.present.found:
        return Rate(float("nan"), float("nan"), False)
    members = changed.columns.intersection(paid.index)
    x, p = changed.iloc[-1][members].to_numpy(float), paid[members].to_numpy(float)
    mean = UNIT * effect.mean / money.present.mean
    rest = UNIT * x - mean * p
    se = float(standard_error(rest, members.to_numpy(np.int64))) / abs(money.present.mean)
    return Rate(mean, se, effect.found)


def equal_money_frame(comparison: Comparison) -> pd.DataFrame:
    """A row a run and outcome that has a rate or could have: money (MEUR, present value), rate, its error,
    whether it is told from zero."""
    rows = []
    for one in comparison.results:
        for outcome in OUTCOMES:
            found = rate(one, outcome)
            if found is None or one.money is None:
                continue
            amount = one.money.present.mean
            unit = one.stored.unit(outcome)
            shown = (found.mean, found.se) if found.found else (float("nan"), float("nan"))
            rows.append((one.name, outcome, unit, amount, *shown, found.found))
    return pd.DataFrame(rows, columns=["run", "outcome", "unit", "money", "per_100_meur", "se", "found"])
