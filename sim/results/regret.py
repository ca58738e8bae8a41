"""Regret: in each member, how far a result ends below the best of the policies in the same future."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.results.compared import Comparison

OUTCOME = "share"
COLUMNS = ("policy", "future", "run", "mean", "q50", "q90", "max", "first", "members")


def ends(comparison: Comparison, outcome: str = OUTCOME) -> dict[str, pd.DataFrame]:
    """By future: the outcome in the last year, members × runs that are ranked (no shocks beside policies), on
    the members that all of it have; only futures with two runs at least."""
    found: dict[str, dict[str, pd.Series[float]]] = {}
    for one in comparison.rivals:
        figures = one.members(outcome)
        if figures is not None:
            found.setdefault(comparison.futures[one.name], {})[one.name] = figures.iloc[-1]
    tables = {future: pd.DataFrame(runs).dropna() for future, runs in found.items() if len(runs) > 1}
    return {future: table for future, table in tables.items() if len(table)}


def regret_by_member(comparison: Comparison, outcome: str = OUTCOME) -> pd.DataFrame:
    """A row a future, run and member: the best outcome among the runs in that member minus this run's, in
    the outcome's own unit; never below 0."""
    pieces = []
    for future, table in ends(comparison, outcome).items():
        best = table.max(axis=1)
        for run in table:
            rows = {"future": future, "run": run, "member": table.index, "regret": best - table[run]}
            pieces.append(pd.DataFrame(rows))
    if not pieces:
        return pd.DataFrame({name: [] for name in ("future", "run", "member", "regret")})
    return pd.concat(pieces, ignore_index=True)


def regret_frame(comparison: Comparison, outcome: str = OUTCOME) -> pd.DataFrame:
    """A row a run: mean, median, ninth decile and largest regret over members, and the part of members in
    which it is first (ties are shared)."""
    rows: list[dict[str, object]] = []
    for future, table in ends(comparison, outcome).items():
        best = table.max(axis=1)
        equal = table.eq(best, axis=0)
        first = equal.div(equal.sum(axis=1), axis=0)
        for name in table:
            regret = (best - table[name]).to_numpy(float)
            q50, q90 = (float(q) for q in np.quantile(regret, (0.5, 0.9)))
            rows.append(
                {
                    "policy": comparison.policies[str(name)],
                    "future": future,
                    "run": str(name),
                    "mean": float(regret.mean()),
                    "q50": q50,
                    "q90": q90,
                    "max": float(regret.max()),
                    "first": float(first[name].mean()),
                    "members": len(regret),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def regret_by_future(table: pd.DataFrame) -> pd.DataFrame:
    """Of `regret_frame`: policies × futures, the mean regret; `worst` is the largest over the futures, for
    policies that were run in all of them. Empty where there is one future."""
    if table["future"].nunique() < 2:
        return pd.DataFrame()
    wide = table.pivot_table(index="policy", columns="future", values="mean", sort=False)
    wide["worst"] = wide.max(axis=1, skipna=False)
    return wide


def of_run(table: pd.DataFrame, column: str) -> Mapping[str, float]:
    """A column of `regret_frame` by run."""
    return {str(run): float(x) for run, x in zip(table["run"], table[column], strict=True)}
