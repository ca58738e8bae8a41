"""The binding year: by place and cause, the first year in which the cause takes a tenth of desired output."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.results.binding import GROUPS, lost_by_cause
from sim.results.headline import by_place
from sim.run.recorded import Recorded

TENTH = 0.1
COLUMNS = ("scenario", "place", "cause", "share_members", "q10", "q50", "q90")


def binding_year_frame(run: Recorded, scenario: str, after: int) -> pd.DataFrame:
    """A row a place and group of causes; years up to `after` do not count, what binds then is on record.

    `share_members`: the part of members in which the cause ever takes a tenth of the output desired there;
    q10, q50, q90: the year, over those members.
    """
    if "output_desired" not in run.values or not (causes := lost_by_cause(run)):
        return no_binding_years()
    desired = by_place(run, "output_desired")
    later = np.asarray(run.years) > after
    groups: dict[str, np.ndarray] = {}
    for cause, lost in causes.items():
        group = GROUPS.get(cause, cause)
        groups[group] = groups[group] + lost if group in groups else lost
    rows = []
    for group, lost in groups.items():
        part = np.divide(lost, desired, out=np.zeros_like(lost), where=desired > 0)[later]
        for number, place in enumerate(run.labels.labels["place"]):
            binds = part[:, number] >= TENTH
            ever = binds.any(axis=0)
            first = np.asarray(run.years)[later][binds.argmax(axis=0)][ever]
            years = np.quantile(first, [0.1, 0.5, 0.9]) if len(first) else [np.nan] * 3
            rows.append((scenario, place, group, float(ever.mean()), *(float(one) for one in years)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def no_binding_years() -> pd.DataFrame:
    """The table without a row."""
    kinds = {name: "object" if name in COLUMNS[:3] else "float64" for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
