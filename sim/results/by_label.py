"""What each result changes by place and by segment in the last year, from stored statistics."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.results.compared import Compared, Comparison

AXES = {
    "place": ("value_added_nl", "unfilled_share", "mw_queued"),
    "segment": ("sales", "rd", "backlog"),
}
"""Outcomes by the axis over which they are shown."""
ABROAD = "abroad"
COLUMNS = ("run", "outcome", "axis", "label", "unit", "mean", "q25", "q75", "se", "found", "level")
PARTS = ("mean", "q25", "q75", "se")


def by_label_frame(comparison: Comparison) -> pd.DataFrame:
    """A row a run, outcome and label: the paired difference with the base in the last year.

    With a base of its own: mean, 50 % band and standard error over members. Against another base the stored
    results hold no pairs by place: then the mean alone is given (means subtract), and nothing is `found`.
    """
    rows: list[dict[str, object]] = []
    for one in comparison.results:
        if one.base is None and not one.stored.has_base:
            continue
        last = one.stored.years[-1]
        level, own = _end(one.stored.series, last), _end(one.stored.difference, last)
        theirs = None if one.base is None else _end(one.base.series, last)
        for axis, outcomes in AXES.items():
            for outcome in outcomes:
                levels = _by(level, outcome, axis)
                changed = _changed(levels, _by(own, outcome, axis), theirs, outcome, axis)
                if levels is not None and changed is not None:
                    rows += _rows(one, axis, outcome, levels, changed)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _changed(
    levels: pd.DataFrame | None,
    own: pd.DataFrame | None,
    theirs: pd.DataFrame | None,
    outcome: str,
    axis: str,
) -> pd.DataFrame | None:
    """Labels × statistics of the difference: as stored, or of the means where another base stands in."""
    if theirs is None:
        return own
    other = _by(theirs, outcome, axis)
    return None if levels is None or other is None else (levels - other)[["mean"]]


def _rows(
    one: Compared, axis: str, outcome: str, levels: pd.DataFrame, changed: pd.DataFrame
) -> list[dict[str, object]]:
    rows = []
    for label, figures in changed.iterrows():
        if label == ABROAD:
            continue
        parts = {part: float(figures.get(part, np.nan)) for part in PARTS}
        mean, se = parts["mean"], parts["se"]
        found = bool(np.isfinite(se) and mean != 0 and abs(mean) >= 2 * se)
        row: dict[str, object] = {"run": one.name, "outcome": outcome, "axis": axis, "label": str(label)}
        row |= {"unit": one.stored.unit(outcome), **parts, "found": found}
        row["level"] = float(levels["mean"].get(label, np.nan))
        rows.append(row)
    return rows


def _end(frame: pd.DataFrame, year: float) -> pd.DataFrame:
    """The rows of a year for the outcomes that are shown, with plain text as labels."""
    wanted = [name for outcomes in AXES.values() for name in outcomes]
    rows = frame[(frame["year"] == year) & frame["variable"].isin(wanted)]
    return rows.astype(dict.fromkeys(("variable", "statistic", *AXES), str))


def _by(rows: pd.DataFrame, outcome: str, axis: str) -> pd.DataFrame | None:
    """Labels × statistics of an outcome, in the order of the axis; None where it has other axes too."""
    mine = rows[rows["variable"] == outcome]
    if not len(mine) or (mine[axis] == "").any() or mine.duplicated([axis, "statistic"]).any():
        return None
    table = mine.pivot(index=axis, columns="statistic", values="value")
    return table.reindex(list(dict.fromkeys(mine[axis])))
