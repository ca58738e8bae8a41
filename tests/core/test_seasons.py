"""A season: 1 in the mean of every year, whatever the step, and half a year before its first window even."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.loop import Clock
from sim.core.paths import season_means

SEPTEMBER = (2 / 3, 1 / 12)
SUMMER = (5 / 12, 1 / 4)


@pytest.mark.parametrize("window", [SEPTEMBER, SUMMER, (0.0, 1.0), (0.9, 0.1), (0.0, 0.02)])
@pytest.mark.parametrize("dt", [1 / 16, 1 / 64])
def test_a_year_adds_up_to_one(window: tuple[float, float], dt: float) -> None:
    means = season_means(*window, Clock(2010.0, 2039.0, dt).edges())
    years = (means * dt).reshape(29, -1).sum(axis=1)
    np.testing.assert_allclose(years[1:], 1, atol=1e-9)
    assert 0.5 <= years[0] <= 1.5
    assert means.min() >= -1e-9


def test_the_window_holds_it_all() -> None:
    dt = 1 / 16
    means = season_means(*SUMMER, Clock(2010.0, 2015.0, dt).edges())[3 * 16 :][:16]
    middle = (np.arange(16) + 0.5) * dt
    inside = (middle > 5 / 12 - dt) & (middle < 8 / 12 + dt)
    assert means[~inside].max() == pytest.approx(0, abs=1e-9)
    assert means[inside].max() == pytest.approx(4)


def test_what_it_has_brought_is_over_a_year_what_an_even_flow_brings() -> None:
    """From its beginning on, the sum so far is as much above the even one as below it."""
    dt = 1 / 256
    for window in (SEPTEMBER, SUMMER):
        ahead = np.cumsum(season_means(*window, Clock(2010.0, 2020.0, dt).edges()) - 1) * dt
        assert abs(ahead[2 * 256 : 3 * 256].mean()) < dt


def test_the_mean_does_not_hang_on_the_step() -> None:
    """A coarse step sees the mean of the fine ones within it: the integral is exact."""
    fine = season_means(*SEPTEMBER, Clock(2010.0, 2014.0, 1 / 64).edges())
    coarse = season_means(*SEPTEMBER, Clock(2010.0, 2014.0, 1 / 16).edges())
    np.testing.assert_allclose(fine.reshape(-1, 4).mean(axis=1), coarse, atol=1e-9)


def test_a_window_beyond_the_year_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie within one"):
        season_means(0.9, 0.25, Clock(2010.0, 2011.0, 1 / 16).edges())
