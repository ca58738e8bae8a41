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
    years = np.asarray(run.years)
    first: dict[str, tuple[np.ndarray, np.ndarray]] = {}  # whether ever, and when first: (place, member)
    for window in run.windows():
        part = run.part(window)
        if "output_desired" not in run.values or not (found := _parts_lost(part)):
            return no_binding_years()
        for group, lost in found.items():
            shape = lost.shape[1:]
            ever, when = first.setdefault(group, (np.zeros(shape, bool), np.zeros(shape, years.dtype)))
            for year, binds in zip(part.years, lost >= TENTH, strict=True):
                if year > after:
                    when[binds & ~ever] = year
                    ever |= binds
    rows = []
    for group, (ever, when) in first.items():
        for number, place in enumerate(run.labels.labels["place"]):
            told = when[number][ever[number]]
            quantiles = np.quantile(told, [0.1, 0.5, 0.9]) if len(told) else [np.nan] * 3
            part_of = float(ever[number].mean())
            rows.append((scenario, place, group, part_of, *(float(one) for one in quantiles)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _parts_lost(run: Recorded) -> dict[str, np.ndarray]:
    """By group of causes the part of desired output that is lost, (year, place, member)."""
    groups: dict[str, np.ndarray] = {}
    for cause, lost in lost_by_cause(run).items():
        group = GROUPS.get(cause, cause)
        groups[group] = groups[group] + lost if group in groups else lost
    desired = by_place(run, "output_desired") if groups else np.zeros(0)
    return {
        group: np.divide(lost, desired, out=np.zeros_like(lost), where=desired > 0)
        for group, lost in groups.items()
    }


def no_binding_years() -> pd.DataFrame:
    """The table without a row."""
    kinds = {name: "object" if name in COLUMNS[:3] else "float64" for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
