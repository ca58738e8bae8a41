"""The key figures of a result: what they were, what they become, what the scenario changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.statistics import Array, chance_share, standard_error
from sim.results.store import Stored

TINY = 1e-5
"""A difference below this part of the level is called practically none, however surely it is there."""
MEDIAN_PART = 0.5
"""Where the median of a difference is less than this part of its mean, few members carry the mean."""
ROUNDING = 1e-12
"""A difference below this part of the level is what adding up in another order leaves, not a difference."""


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
    q50: float = float("nan")
    level: float = 0.0
    key: str = ""
    """Where it stands in the stored tables, as docs/results.md writes it; empty where nothing refers to
    it."""

    @property
    def found(self) -> bool:
        """Whether the mean is at least twice its standard error from zero."""
        return bool(np.isfinite(self.se) and self.mean != 0 and abs(self.mean) >= 2 * self.se)

    @property
    def carried_by_few(self) -> bool:
        """Whether a mean that is found is that of few members: it lies outside the half of them in the
        middle, or their median is less than `MEDIAN_PART` of it or of the other sign."""
        slack = ROUNDING * abs(self.mean)  # of equal members the mean may miss them by a last bit
        outside = not self.q25 - slack <= self.mean <= self.q75 + slack
        return self.found and (outside or self.q50 / self.mean < MEDIAN_PART)

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
        """Key of the words for it: equal, none, tiny, or <very_likely|likely|more_likely|mean>_<up|down>."""
        if self.up == self.down == 0:
            return "equal"
        if not self.found:
            return "none"
        if abs(self.mean) < TINY * self.level:
            return "tiny"
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
    first: int
    last: int
    start: float
    end: float
    q25: float
    q75: float
    chance: float
    difference: Difference | None


def difference(x: Array, members: npt.NDArray[np.int64], level: float = 0.0, *, key: str = "") -> Difference:
    """The paired difference x (member,) in its own unit; what is only rounding of `level` counts as equal.

    `key`: where it stands in the stored tables.
    """
    x = np.where(np.abs(x) <= ROUNDING * abs(level), 0.0, x)
    q10, q25, q50, q75, q90 = (float(q) for q in np.quantile(x, (0.10, 0.25, 0.50, 0.75, 0.90)))
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
        q50,
        abs(level),
        key,
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
                first,
                last,
                float(np.median(figures.loc[first].to_numpy(float))),
                middle,
                low,
                high,
                chance_share(end, numbers_of(figures)),
                None
                if changed is None
                else difference(
                    changed.loc[last].to_numpy(float),
                    numbers_of(changed),
                    middle,
                    key=f"difference/{name}/{last}",
                ),
            )
        )
    return found


def numbers_of(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The member numbers of a table with members as columns."""
    return frame.columns.to_numpy(np.int64)
