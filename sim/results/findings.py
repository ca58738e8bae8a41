"""What a result says beyond its key figures: cost, what binds when, size of the effort, chance of growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.results.binding import NOTHING, share_by_group
from sim.results.headline import HOME
from sim.results.key_figures import Difference, difference, numbers_of, start_and_end
from sim.results.present_value import Discount, discount_of, width_of
from sim.results.store import Stored

FIRST_MEAN_YEAR = 2019
TARGET_YEAR = 2035


@dataclass(frozen=True)
class PublicMoney:
    """Extra public money of the scenario over its base in MEUR (of the run itself where it has no base).

    `present` is the present value by `discount`, at prices of 2023 where that was recorded (`real`); `whole`
    is its mean for the run itself, base and all. `awarded` and `paid` are sums over all years in money of the
    day: an award before the first year of the appraisal is paid after it.
    """

    present: Difference
    whole: float
    awarded: float
    paid: float
    real: bool
    discount: Discount


def public_money(stored: Stored) -> PublicMoney | None:
    """What it costs; None where no payments were recorded."""
    extra = stored.difference_of if stored.has_base else stored.members_of
    paid, awarded = extra("paid"), extra("awarded")
    counted = _counted(stored)
    discount = discount_of(stored)
    if paid is None or counted is None or discount is None:
        return None
    found, whole = extra(counted), stored.members_of(counted)
    assert found is not None
    assert whole is not None
    return PublicMoney(
        difference(
            discount.present(found),
            numbers_of(found),
            float(np.abs(discount.present(whole)).mean()),
            key="money/present",
        ),
        float(discount.present(whole).mean()),
        float("nan") if awarded is None else _summed(awarded),
        _summed(paid),
        counted == "paid_real",
        discount,
    )


def public_money_members(stored: Stored) -> pd.Series[float] | None:
    """The present value of `public_money` by member number, MEUR; None where no payments were recorded."""
    counted, discount = _counted(stored), discount_of(stored)
    if counted is None or discount is None:
        return None
    found = (stored.difference_of if stored.has_base else stored.members_of)(counted)
    return None if found is None else pd.Series(discount.present(found), index=found.columns)


def _counted(stored: Stored) -> str | None:
    """The payments that are counted: the discount rate is a real one, so constant prices come first."""
    there = (name for name in ("paid_real", "paid") if stored.members_of(name) is not None)
    return next(there, None)


def _summed(frame: pd.DataFrame) -> float:
    return float(frame.to_numpy(float).sum(axis=0).mean()) * width_of(frame)


@dataclass(frozen=True)
class Period:
    """Years in which one group of causes leads, and for which part of the members on average."""

    cause: str
    first: int
    last: int
    share: float


def binding_periods(stored: Stored, place: str = HOME) -> list[Period]:
    """What binds in `place` after the base year: runs of years in which one group of causes leads, five years
    looked at together.

    What leads for a single year is noise to a reader and goes to the run before it; a run is named by the
    cause that leads over all its years.
    """
    table = share_by_group(stored.binding, stored.info.scenario, place)
    table = table[table.index > stored.info.base_year]
    if not len(table):
        return []
    leads = [str(cause) for cause in table.rolling(5, center=True, min_periods=1).mean().idxmax(axis=1)]
    runs: list[list[int]] = []
    for number, cause in enumerate(leads):
        lone = leads[number + 1 : number + 2] != [cause]
        if runs and (cause == leads[runs[-1][0]] or lone):
            runs[-1].append(number)
        else:
            runs.append([number])
    merged: list[tuple[str, list[int]]] = []
    for run in runs:
        cause = str(table.iloc[run].mean().idxmax())
        if merged and merged[-1][0] == cause:
            merged[-1][1].extend(run)
        else:
            merged.append((cause, run))
    years = [int(year) for year in table.index]
    return [
        Period(cause, years[run[0]], years[run[-1]], float(np.mean(table[cause].to_numpy(float)[run])))
        for cause, run in merged
    ]


def binds_nothing(periods: list[Period]) -> bool:
    """Whether no output is lost for most members all along."""
    return all(one.cause == NOTHING for one in periods)


def rd_effort(stored: Stored) -> tuple[float, float] | None:
    """Extra R&D that policy caused (negative: it falls away) and what firms spend, both MEUR a year after
    the base year; None without either."""
    caused = stored.difference_of("rd_caused")
    spent = stored.members_of("rd", base=True)
    if caused is None or spent is None or stored.unit("rd") != stored.unit("rd_caused"):
        return None
    after = stored.info.base_year + 1
    extra = float(np.mean(caused.loc[after:].to_numpy(float)))
    whole = float(np.mean(spent.loc[after:].to_numpy(float)))
    return (extra, whole) if extra != 0 and whole > 0 else None


def largest_move(stored: Stored) -> float | None:
    """By how much the share moves at most, in any member and year, as a ratio; None without a base."""
    moved = stored.difference_of("share")
    return None if moved is None else float(moved.abs().to_numpy(float).max())


def chance_of_growth(stored: Stored) -> tuple[int, float, float | None] | None:
    """A year (2035, or the last) and the parts of members whose share is then above 2023 and above the mean
    of 2019–2023."""
    share = stored.members_of("share")
    if share is None:
        return None
    first, last = start_and_end(stored)
    year = TARGET_YEAR if TARGET_YEAR in share.index else last
    end, start = np.asarray(share.loc[year], dtype=float), share.loc[first].to_numpy(float)
    beats = float((end > start).mean())
    if FIRST_MEAN_YEAR not in share.index:
        return year, beats, None
    mean = share.loc[FIRST_MEAN_YEAR:first].to_numpy(float).mean(axis=0)
    return year, beats, float((end > mean).mean())
