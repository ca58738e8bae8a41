"""Takes from a stored result the numbers that pictures show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.results.labels import Labels
from sim.results.statistics import QUANTILES
from sim.results.store import Stored


def rows(frame: pd.DataFrame, variable: str, **where: str) -> pd.DataFrame:
    """The tidy rows of a variable with these labels."""
    chosen = frame[frame["variable"] == variable]
    for column, label in where.items():
        chosen = chosen[chosen[column] == label]
    return chosen


def statistics(frame: pd.DataFrame, variable: str, **where: str) -> pd.DataFrame | None:
    """A variable at one label as years × statistics; None where it was not recorded."""
    chosen = rows(frame, variable, **where)
    if not len(chosen):
        return None
    table = chosen.groupby(["year", "statistic"], observed=True)["value"].sum().unstack()
    table.columns = pd.Index([str(name) for name in table.columns])
    return table


def mean_by(
    frame: pd.DataFrame, variable: str, axis: str | None = None, *, without: str = "abroad"
) -> pd.DataFrame | None:
    """Means of a variable as years × labels of `axis`, added up over its other labels, places abroad left
    out."""
    chosen = rows(frame, variable, statistic="mean")
    chosen = chosen[chosen["place"] != without]
    if not len(chosen):
        return None
    if axis is None:
        return chosen.groupby("year", observed=True)["value"].sum().to_frame(variable)
    table = chosen.pivot_table(index="year", columns=axis, values="value", aggfunc="sum", observed=True)
    table.columns = pd.Index([str(name) for name in table.columns])
    return table


def quantiles(members: pd.DataFrame) -> pd.DataFrame:
    """Years × members as years × (mean, quantiles)."""
    table = members.quantile(list(QUANTILES.values()), axis=1).T
    table.columns = pd.Index(list(QUANTILES))
    table.insert(0, "mean", members.mean(axis=1))
    return table


def first_of_change(years: Sequence[int], base_year: int, found: Iterable[pd.DataFrame]) -> int:
    """The year at which a picture of changes begins: two before the base year, or a year before the first
    change where that is earlier."""
    changes = [int(one.index[one.ne(0).any(axis=1)].min()) for one in found if one.to_numpy().any()]
    return max(min([base_year - 2, *(year - 1 for year in changes)]), years[0])


def dutch_places(stored: Stored, variable: str) -> list[str]:
    """The places in the Netherlands that a variable has, in the order of the axes as stored."""
    present = stored.series.loc[stored.series["variable"] == variable, "place"]
    return [str(place) for place in dict.fromkeys(present.tolist()) if place not in ("", "abroad")]


@dataclass(frozen=True)
class Column:
    """A column of the data table of a picture: numbers by year as shown, which are `scale` times those
    stored.

    `key` says which of the stored numbers they are, with {year} where the year stands (docs/results.md).
    """

    heading: str
    values: pd.Series[float]
    key: str = ""
    scale: float = 1.0


def as_table(columns: Sequence[Column]) -> pd.DataFrame:
    """The data table of a picture: year, and a column each."""
    return pd.DataFrame({one.heading: one.values for one in columns}).reset_index(names="year")


def band_columns(
    heading: str, band: pd.DataFrame, key: str, labels: Labels, scale: float = 1.0
) -> list[Column]:
    """The median and the 50 % band; `key` with {year} and {statistic}."""
    headings = {"q50": heading} | {f"q{x}": f"{heading} {labels('number.percent', x=x)}" for x in (25, 75)}
    return [
        Column(shown, band[name], key.replace("{statistic}", name), scale) for name, shown in headings.items()
    ]
