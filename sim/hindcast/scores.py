"""Scores of forecasts: a row each with its error, CRPS and bands; then means by horizon and the gain."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import scoringrules
from scipy.special import ndtri

from sim.core.axes import Array
from sim.hindcast.benchmarks import Band
from sim.hindcast.given import HORIZONS

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
QUANTILES = ("q10", "q25", "q50", "q75", "q90")
MODEL = "model"
FEWEST = 3
"""Outcomes below which a mean score is shown and not compared."""
PULLED_IN = 2023
"""The year that scores are also shown without: China bought ahead of export controls."""


def of_members(members: Array, actual: float) -> dict[str, float]:
    """Quantiles and CRPS of an ensemble (member,) against what came, in the outcome's unit."""
    found = dict(zip(QUANTILES, map(float, np.quantile(members, LEVELS)), strict=True))
    return {**found, "crps": float(scoringrules.crps_ensemble(actual, members))}


def of_band(band: Band, actual: float) -> dict[str, float]:
    """The same of a lognormal law, in closed form."""
    found = np.exp(band.centre + band.spread * ndtri(LEVELS))
    crps = scoringrules.crps_lognormal(actual, band.centre, band.spread)
    return {**dict(zip(QUANTILES, map(float, found), strict=True)), "crps": float(crps)}


def naive_error(known: Mapping[int, float]) -> float:
    """Mean absolute change a year in the figures known at an origin: what MASE divides by; nan without."""
    years = sorted(known)
    if len(years) < 2:
        return float("nan")
    changes = np.abs(np.diff([known[year] for year in years])) / np.diff(years)
    return float(np.mean(changes))


def independent(years: pd.Series[int], horizon: int) -> float:
    """Outcomes that do not overlap: the span that these target years cover over the horizon, at most all."""
    distinct = years.unique()
    return float(min(len(distinct), (distinct.max() - distinct.min() + horizon) / horizon))


def table(forecasts: pd.DataFrame) -> pd.DataFrame:
    """A row a run, subject, horizon and forecaster: mean scores, and the model's gain over it.

    `gain`: 1 − model's CRPS over this forecaster's, over the same outcomes; `gain_error`: its standard error
    from the spread of the differences and the number of independent outcomes.
    """
    chosen = forecasts[forecasts["horizon"].isin(HORIZONS)]
    rows = [
        {"run": run, "subject": subject, "horizon": horizon, "forecaster": forecaster, **_means(group, ours)}
        for (run, subject, horizon), every in chosen.groupby(["run", "subject", "horizon"], sort=False)
        for ours in [every[every["forecaster"] == MODEL].set_index("origin")]
        for forecaster, group in every.groupby("forecaster", sort=False)
    ]
    return pd.DataFrame(rows)


def _means(group: pd.DataFrame, ours: pd.DataFrame) -> dict[str, Any]:
    error = (group["q50"] - group["recorded"]).abs()
    horizon = int(group["horizon"].iloc[0])
    many = independent(group["year"], horizon)
    gain, doubt = _gain(ours.loc[group["origin"], "crps"].to_numpy(), group["crps"].to_numpy(), many)
    return {
        "outcomes": len(group),
        "independent": many,
        "error": float(error.mean()),
        "mape": float((error / group["recorded"]).mean()),
        "mase": float((error / group["naive"]).mean()),
        "crps": float(group["crps"].mean()),
        "covered_50": float(_inside(group, "q25", "q75").mean()),
        "covered_80": float(_inside(group, "q10", "q90").mean()),
        "width_50": float(((group["q75"] - group["q25"]) / group["q50"]).mean()),
        "width_80": float(((group["q90"] - group["q10"]) / group["q50"]).mean()),
        "gain": gain,
        "gain_error": doubt,
    }


def _gain(ours: Array, theirs: Array, independent_outcomes: float) -> tuple[float, float]:
    level = float(np.mean(theirs))
    if len(ours) < 2 or level == 0:
        return float("nan"), float("nan")
    differences = (theirs - ours) / level
    doubt = float(np.std(differences, ddof=1)) / sqrt(independent_outcomes)
    return float(np.mean(differences)), doubt


def best(scores: pd.DataFrame) -> pd.DataFrame:
    """The benchmark with the least CRPS by run, subject and horizon: chosen afterwards, so a hard one."""
    rivals = scores[(scores["forecaster"] != MODEL) & (scores["outcomes"] >= FEWEST)]
    at = rivals.groupby(["run", "subject", "horizon"], sort=False)["crps"].idxmin()
    return rivals.loc[at]


def pooled(forecasts: pd.DataFrame) -> pd.DataFrame:
    """A row a run, horizon and choice of years: the gain over all subjects, each scaled by its best
    benchmark (nan where there are too few outcomes); and the part of outcomes in the bands, over every one.
    """
    rows = []
    for without, kept in ((False, forecasts), (True, forecasts[forecasts["year"] != PULLED_IN])):
        top = best(table(kept))
        chosen = kept[kept["horizon"].isin(HORIZONS)]
        for (run, horizon), here in chosen.groupby(["run", "horizon"], sort=False):
            rivals = top[(top["run"] == run) & (top["horizon"] == horizon)]
            gains = [_scaled(here, rival) for rival in rivals.to_dict("records")]
            by_year = pd.concat(gains, axis=1).mean(axis=1) if gains else pd.Series(dtype=float)
            many = independent(pd.Series(by_year.index), int(here["horizon"].iloc[0])) if gains else 0.0
            mine = here[here["forecaster"] == MODEL]
            rows.append(
                {
                    "run": run,
                    "horizon": horizon,
                    "without_2023": without,
                    "subjects": len(gains),
                    "outcomes": sum(len(one) for one in gains),
                    "independent": many,
                    "gain": float(np.mean([one.mean() for one in gains])) if gains else float("nan"),
                    "gain_error": float(by_year.std(ddof=1)) / sqrt(many) if many else float("nan"),
                    "covered_50": float(_inside(mine, "q25", "q75").mean()),
                    "covered_80": float(_inside(mine, "q10", "q90").mean()),
                }
            )
    return pd.DataFrame(rows)


def _scaled(here: pd.DataFrame, rival: Mapping[Any, Any]) -> pd.Series[float]:
    """What the model gains on a benchmark in each target year, over that benchmark's mean CRPS."""
    of_subject = here[here["subject"] == rival["subject"]]
    theirs = of_subject[of_subject["forecaster"] == rival["forecaster"]].set_index("year")["crps"]
    ours = of_subject[of_subject["forecaster"] == MODEL].set_index("year")["crps"]
    gained: pd.Series[float] = (theirs - ours.loc[theirs.index]) / rival["crps"]
    return gained


def _inside(rows: pd.DataFrame, low: str, high: str) -> pd.Series[bool]:
    return (rows[low] <= rows["recorded"]) & (rows["recorded"] <= rows[high])
