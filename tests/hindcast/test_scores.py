"""Scores and benchmarks against closed forms and cases worked out by hand."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr, ndtri

from sim.hindcast.benchmarks import Band, bands
from sim.hindcast.scores import best, independent, naive_error, of_band, of_members, pooled, table

ORDER = 4000
"""Members at even quantiles: their CRPS differs from that of the law by less than a thousandth."""


@pytest.mark.parametrize("actual", [-1.5, 0.0, 0.3, 4.0])
def test_crps_of_members_is_that_of_the_normal_law(actual: float) -> None:
    members = 0.3 + 0.8 * ndtri((np.arange(ORDER) + 0.5) / ORDER)
    z = (actual - 0.3) / 0.8
    density, below = exp(-z * z / 2) / sqrt(2 * np.pi), float(ndtr(z))
    law = 0.8 * (z * (2 * below - 1) + 2 * density - 1 / sqrt(np.pi))  # Gneiting & Raftery 2007, equation 21
    assert of_members(members, actual)["crps"] == pytest.approx(law, abs=1e-3)


def test_a_band_scores_like_its_members() -> None:
    band = Band(log(5.0), 0.3)
    members = np.exp(log(5.0) + 0.3 * ndtri((np.arange(ORDER) + 0.5) / ORDER))
    one, other = of_band(band, 6.2), of_members(members, 6.2)
    assert one == pytest.approx(other, abs=5e-3)


def test_benchmarks_of_a_series_worked_by_hand() -> None:
    known = {2010: 1.0, 2011: exp(0.1), 2012: exp(0.4)}
    found = bands(known, 2014)
    assert found["walk"].centre == pytest.approx(0.4)
    assert found["walk"].spread == pytest.approx(sqrt((0.01 + 0.09) / 2) * sqrt(2))
    assert found["drift"].centre == pytest.approx(0.4 + 2 * 0.2)
    assert found["drift"].spread == pytest.approx(sqrt((0.01 + 0.01) / 1) * sqrt(2 + 4 / 2))
    assert found["mean"].centre == pytest.approx((0.0 + 0.1 + 0.4) / 3)
    assert found["mean"].spread == pytest.approx(sqrt((0.01 + 0.09) / 2) * sqrt(2 + 5 / 9))


def test_what_is_given_is_taken_out_and_put_back() -> None:
    known = {2010: 2.0, 2011: 4.0, 2012: 8.2}
    given = {2010: 1.0, 2011: 2.0, 2012: 4.0, 2013: 1.0}
    found = bands(known, 2013, lambda year: log(given[year]))
    assert exp(found["walk"].centre) == pytest.approx(8.2 / 4.0)
    assert found["walk"].spread < 0.03


def test_too_short_a_series_has_no_benchmark() -> None:
    assert bands({2010: 1.0, 2011: 2.0}, 2013) == {}


def test_naive_error_spreads_a_change_over_its_gap() -> None:
    assert naive_error({2010: 1.0, 2012: 5.0, 2013: 6.0}) == pytest.approx((2.0 + 1.0) / 2)


def test_overlapping_outcomes_count_once() -> None:
    assert independent(pd.Series(range(2013, 2023)), 1) == 10
    assert independent(pd.Series(range(2015, 2024)), 3) == pytest.approx(11 / 3)


def test_the_gain_is_that_on_the_best_benchmark() -> None:
    rows = [
        {
            "run": "nothing", "origin": origin, "year": origin, "horizon": 1, "subject": "share",
            "forecaster": name, "recorded": 1.0, "naive": 0.5,
            "q10": 0.5, "q25": 0.9, "q50": 1.0, "q75": 1.1, "q90": 1.5, "crps": crps,
        }
        for origin in (2013, 2014, 2015)
        for name, crps in (("model", 0.2), ("walk", 0.4), ("drift", 0.5))
    ]  # fmt: skip
    forecasts = pd.DataFrame(rows)
    assert list(best(table(forecasts))["forecaster"]) == ["walk"]
    found = pooled(forecasts).set_index("without_2023").loc[False]
    assert found["gain"] == pytest.approx(0.5)
    assert found["covered_80"] == 1.0
