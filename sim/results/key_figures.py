"""The key figures of a result: what they were, what they become, and what the scenario changes, with their
bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.binding import NOTHING
from sim.results.headline import HOME
from sim.results.statistics import Array, chance_share, standard_error
from sim.results.store import Stored

DISCOUNT_RATE = 0.0225
"""A year, real: the rate for public investment that the Dutch working group on the discount rate set in
2020."""
DISCOUNT_FROM = 2024
ROUNDING = 1e-12
FIRST_MEAN_YEAR = 2019
TARGET_YEAR = 2035


@dataclass(frozen=True)
class Shown:
    """How a key figure is shown: factor from its own unit, decimals of the level and of the difference."""

    scale: float = 1.0
    digits: int = 0
    difference_digits: int = 0


SHOWN: Mapping[str, Shown] = {
    "share": Shown(100, 2, 3),
    "value_added_nl": Shown(1e-3, 1, 2),
    "jobs_nl": Shown(1, 0, 0),
    "unfilled_share": Shown(100, 1, 2),
    "mw_queued": Shown(1, 0, 1),
    "world_chip_sales": Shown(1e-3, 0, 1),
}


@dataclass(frozen=True)
class Difference:
    """A paired difference over members: mean, 50 % and 80 % bands, its standard error and how sure its sign
    is."""

    mean: float
    q10: float
    q25: float
    q75: float
    q90: float
    se: float
    up: float
    down: float
    members: int
    chance: float

    @property
    def found(self) -> bool:
        """Whether the mean is at least twice its standard error from zero."""
        return bool(np.isfinite(self.se) and self.mean != 0 and abs(self.mean) >= 2 * self.se)

    @property
    def members_that_would_tell(self) -> int | None:
        """Members at which twice the standard error would be this mean, to two figures; None for an exact
        zero."""
        if self.mean == 0 or not np.isfinite(self.se):
            return None
        needed = self.members * (2 * self.se / abs(self.mean)) ** 2
        size = 10 ** max(int(np.floor(np.log10(max(needed, 1)))) - 1, 0)
        return int(np.ceil(needed / size) * size)

    @property
    def sureness(self) -> str:
        """Key of the words for it: none, equal, or <very_likely|likely|more_likely|mean>_<up|down>."""
        if self.up == self.down == 0:
            return "equal"
        if not self.found:
            return "none"
        way, part = ("up", self.up) if self.mean > 0 else ("down", self.down)
        for name, least in (("very_likely", 0.9), ("likely", 2 / 3), ("more_likely", 0.5)):
            if part > least:
                return f"{name}_{way}"
        return f"mean_{way}"


@dataclass(frozen=True)
class KeyFigure:
    """A headline outcome in its own unit: median at the base year, median and 50 % band at the end,
    difference."""

    name: str
    unit: str
    start: float
    end: float
    q25: float
    q75: float
    chance: float
    difference: Difference | None


def difference(x: Array, members: npt.NDArray[np.int64], level: float = 0.0) -> Difference:
    """The paired difference x (member,) in its own unit; what is only rounding of `level` counts as equal."""
    x = np.where(np.abs(x) <= ROUNDING * abs(level), 0.0, x)
    q10, q25, q75, q90 = (float(q) for q in np.quantile(x, (0.10, 0.25, 0.75, 0.90)))
    return Difference(
        float(x.mean()),
        q10,
        q25,
        q75,
        q90,
        float(standard_error(x, members)),
        float((x > 0).mean()),
        float((x < 0).mean()),
        len(x),
        chance_share(x, members),
    )


def start_and_end(stored: Stored) -> tuple[int, int]:
    """The base year (2023), or the first recorded one where that is not recorded, and the last recorded
    year."""
    years = stored.years
    return (stored.info.base_year if stored.info.base_year in years else years[0]), years[-1]


def key_figures(stored: Stored) -> list[KeyFigure]:
    """The key figures that the run recorded, in the order of the summary."""
    first, last = start_and_end(stored)
    found = []
    for name in SHOWN:
        figures = stored.members_of(name)
        if figures is None:
            continue
        end = figures.loc[last].to_numpy(float)
        middle, low, high = (float(q) for q in np.quantile(end, (0.5, 0.25, 0.75)))
        changed = stored.difference_of(name)
        found.append(
            KeyFigure(
                name,
                stored.unit(name),
                float(np.median(figures.loc[first].to_numpy(float))),
                middle,
                low,
                high,
                chance_share(end, numbers_of(figures)),
                None
                if changed is None
                else difference(changed.loc[last].to_numpy(float), numbers_of(changed), middle),
            )
        )
    return found


def numbers_of(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The member numbers of a table with members as columns."""
    return frame.columns.to_numpy(np.int64)


@dataclass(frozen=True)
class PublicMoney:
    """Extra public money of the scenario over its base in MEUR (of the run itself where it has no base).

    `present` is that paid, discounted at `DISCOUNT_RATE` a year from `DISCOUNT_FROM`; `whole` its mean for
    the run itself, base and all; `awarded` and `paid` are plain sums from then on.
    """

    present: Difference
    whole: float
    awarded: float
    paid: float


def public_money(stored: Stored) -> PublicMoney | None:
    """What it costs; None where no payments were recorded."""
    extra = stored.difference_of if stored.has_base else stored.members_of
    paid, awarded, whole = extra("paid"), extra("awarded"), stored.members_of("paid")
    if paid is None or whole is None:
        return None
    present = _discounted(paid)
    return PublicMoney(
        difference(present, numbers_of(paid), float(np.abs(_discounted(whole)).mean())),
        float(_discounted(whole).mean()),
        float("nan") if awarded is None else _summed(awarded),
        _summed(paid),
    )


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame.index >= DISCOUNT_FROM]


def _summed(frame: pd.DataFrame) -> float:
    return float(_counted(frame).to_numpy(float).sum(axis=0).mean())


def _discounted(frame: pd.DataFrame) -> Array:
    counted = _counted(frame)
    factor = (1 + DISCOUNT_RATE) ** -(counted.index.to_numpy(float) - DISCOUNT_FROM)
    return np.asarray((counted.to_numpy(float) * factor[:, None]).sum(axis=0))


@dataclass(frozen=True)
class Period:
    """Years in which one cause is the largest for most members, and for which part of them on average."""

    cause: str
    first: int
    last: int
    share: float


def binding_periods(stored: Stored, place: str = HOME) -> list[Period]:
    """What binds in `place` after the base year, as periods of at least two years."""
    rows = stored.binding
    rows = rows[(rows["scenario"] == stored.info.scenario) & (rows["place"] == place)]
    rows = rows[rows["year"] > stored.info.base_year]
    if not len(rows):
        return []
    table = rows.pivot(index="year", columns="cause", values="share_members")
    periods: list[Period] = []
    largest = [str(cause) for cause in table.idxmax(axis=1)]
    for number, (year, cause) in enumerate(zip((int(one) for one in table.index), largest, strict=True)):
        before = periods[-1] if periods else None
        # a single year in between is noise to a reader: it goes to the period that it interrupts
        lone = largest[number + 1 : number + 2] != [cause]
        if before is not None and (cause == before.cause or lone):
            periods[-1] = Period(before.cause, before.first, year, 0.0)
        else:
            periods.append(Period(cause, year, year, 0.0))
    merged: list[Period] = []
    for one in periods:
        if merged and merged[-1].cause == one.cause:
            one = Period(one.cause, merged.pop().first, one.last, 0.0)
        merged.append(one)
    return [
        Period(one.cause, one.first, one.last, float(table.loc[one.first : one.last, one.cause].mean()))
        for one in merged
    ]


def binds_nothing(periods: list[Period]) -> bool:
    """Whether no output is lost for most members all along."""
    return all(one.cause == NOTHING for one in periods)


def rd_effort(stored: Stored) -> tuple[float, float] | None:
    """Extra R&D that policy caused and what firms spend, both MEUR a year after the base year; None without
    extra."""
    caused = stored.difference_of("rd_caused")
    spent = stored.members_of("rd", base=True)
    if caused is None or spent is None or stored.unit("rd") != stored.unit("rd_caused"):
        return None
    after = caused.index > stored.info.base_year
    extra, whole = (
        float(caused[after].mean(axis=None)),
        float(spent[spent.index > stored.info.base_year].mean(axis=None)),
    )
    return (extra, whole) if extra > 0 and whole > 0 else None


def chance_of_growth(stored: Stored) -> tuple[int, float, float | None] | None:
    """A year (2035, or the last) and the parts of members whose share is then above 2023 and above the mean
    of 2019–2023."""
    share = stored.members_of("share")
    if share is None:
        return None
    first, last = start_and_end(stored)
    year = TARGET_YEAR if TARGET_YEAR in share.index else last
    end, start = share.loc[year].to_numpy(float), share.loc[first].to_numpy(float)
    beats = float((end > start).mean())
    if FIRST_MEAN_YEAR not in share.index:
        return year, beats, None
    mean = share.loc[FIRST_MEAN_YEAR:first].to_numpy(float).mean(axis=0)
    return year, beats, float((end > mean).mean())


def summary_frame(stored: Stored) -> pd.DataFrame:
    """The key figures as a table for summary.csv: a row a figure, in the unit that its column says."""
    rows = []
    first, last = start_and_end(stored)
    for one in key_figures(stored):
        row: dict[str, object] = {"scenario": stored.info.scenario, "figure": one.name, "unit": one.unit}
        row |= {"start_year": first, "start": one.start, "end_year": last, "end": one.end}
        row |= {"end_q25": one.q25, "end_q75": one.q75, "end_chance_share": one.chance}
        row |= _difference_columns(one.difference)
        rows.append(row)
    money = public_money(stored)
    if money is not None:
        row = {"scenario": stored.info.scenario, "figure": "public_money_present_value", "unit": "MEUR"}
        row |= {"start_year": DISCOUNT_FROM, "end_year": last, "end": money.whole}
        rows.append(row | _difference_columns(money.present if stored.has_base else None))
    return pd.DataFrame(rows)


def _difference_columns(one: Difference | None) -> dict[str, object]:
    names = ("mean", "q10", "q25", "q75", "q90", "se", "up", "down")
    columns: dict[str, object] = {
        f"difference_{name}": None if one is None else getattr(one, name) for name in names
    }
    columns["difference_chance_share"] = None if one is None else one.chance
    columns["difference_words"] = "" if one is None else one.sureness
    return columns
