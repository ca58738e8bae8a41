"""Present values: yearly amounts brought to one year at the discount rate that the run carries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.results.statistics import Array
from sim.results.store import Stored


@dataclass(frozen=True)
class Discount:
    """A real rate a year and the year to which it brings amounts; what comes before that year is left out."""

    rate: float
    first: int

    def present(self, frame: pd.DataFrame) -> Array:
        """Amounts a year, periods × members, as their present value (member,)."""
        years = frame.index.to_numpy(float)
        counted = years >= self.first
        # all of a calendar year counts alike, however finely it was recorded
        factor = (1 + self.rate) ** -(np.floor(years[counted]) - self.first) * width_of(frame)
        return np.asarray((frame.to_numpy(float)[counted] * factor[:, None]).sum(axis=0))

    def beyond(self, frame: pd.DataFrame, fading: Array) -> Array:
        """What amounts of the last year are worth after it, (member,), `fading` (member,) less a year."""
        years = np.floor(frame.index.to_numpy(float))
        last = frame.to_numpy(float)[years == years[-1]].mean(axis=0)
        return np.asarray(last * self.factor(years[-1]) * (1 - fading) / (self.rate + fading))

    def factor(self, year: float) -> float:
        """What a unit in a year is worth."""
        return float((1 + self.rate) ** -(year - self.first))

    def factors(self, years: pd.Series) -> pd.Series:
        """What a unit in each year is worth; 0 before the first."""
        moments = np.floor(years.to_numpy(float))
        worth = np.where(moments >= self.first, (1 + self.rate) ** -(moments - self.first), 0.0)
        return pd.Series(worth, index=years.index)


def width_of(frame: pd.DataFrame) -> float:
    """The length of a period, in years: 1, or 0.25 where quarters are recorded."""
    years = frame.index.to_numpy(float)
    return float(years[1] - years[0]) if len(years) > 1 else 1.0


def discount_of(stored: Stored) -> Discount | None:
    """The discount rate of a result; None where it was written without one."""
    said = stored.info.appraisal
    if "discount_rate" not in said or "appraisal_year" not in said:
        return None
    return Discount(float(said["discount_rate"]), int(said["appraisal_year"]))
