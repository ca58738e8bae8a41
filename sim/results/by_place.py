"""What a scenario changes place by place: present values of what is earned, jobs, homes, rents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.results.accounts import Accounts
from sim.results.present_value import Discount

WORTH = ("value_added_nl", "tax_return", "wages_nl", "rents_above")
"""Outcomes whose present value is given, MEUR of 2023."""
LEVELS = ("jobs_nl", "homes_short")
"""Outcomes of which the mean over the years appraised is given, in their own unit."""
COLUMNS = ("place", *WORTH, *LEVELS, "jobs_net", "jobs_found")


def by_place(found: Accounts) -> pd.DataFrame:
    """A row a Dutch place with mean differences over members; `jobs_net` after the mean displacement.

    Means are linear, so they are taken from the stored means of each year and place. `jobs_found`: whether
    the difference of jobs in the last year is told from zero in this place (cells summed in the mean, their
    errors in the square).
    """
    rows = found.stored.difference
    rows = rows[rows["variable"].isin([*WORTH, *LEVELS])]
    displaced = float(found.drawn("crowding_out_labour").mean())
    table: list[dict[str, object]] = []
    for place in dict.fromkeys(str(one) for one in rows["place"] if one and str(one) != "abroad"):
        mine = rows[rows["place"].astype(str) == place]
        row: dict[str, object] = {"place": place}
        for name in WORTH:
            row[name] = float(found.discount.present(_means(mine, name))[0])
        for name in LEVELS:
            row[name] = _average(_means(mine, name), found.discount)
        row["jobs_net"] = (1 - displaced) * float(str(row["jobs_nl"]))
        row["jobs_found"] = _told(mine)
        table.append(row)
    return pd.DataFrame(table, columns=list(COLUMNS))


def _means(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    chosen = rows[(rows["variable"] == name) & (rows["statistic"] == "mean")]
    return chosen.groupby("year", observed=True)["value"].sum().to_frame()


def _average(frame: pd.DataFrame, discount: Discount) -> float:
    return float(frame[frame.index >= discount.first].to_numpy(float).mean()) if len(frame) else float("nan")


def _told(rows: pd.DataFrame) -> bool:
    last = rows[(rows["variable"] == "jobs_nl") & (rows["year"] == rows["year"].max())]
    mean = float(last.loc[last["statistic"] == "mean", "value"].sum())
    error = float(np.sqrt(np.square(last.loc[last["statistic"] == "se", "value"].to_numpy(float)).sum()))
    return bool(np.isfinite(error) and mean != 0 and abs(mean) >= 2 * error)
