"""Thinned shocks: as many as their rate says, evenly spread, and none moved by another rate or window."""

from __future__ import annotations

import numpy as np
import pytest

from sim.ensemble.thinning import happen, thinned

MEMBERS = 400
YEARS = 15.0
HIGHEST = 0.8


@pytest.fixture(scope="module")
def drawn() -> list[list[tuple[float, float]]]:
    return [thinned(1, "outage", member, 2024.0, 2024.0 + YEARS, HIGHEST) for member in range(MEMBERS)]


def test_number_is_poisson_at_the_highest_rate(drawn: list[list[tuple[float, float]]]) -> None:
    counts = np.array([len(each) for each in drawn])
    mean = HIGHEST * YEARS
    assert abs(counts.mean() - mean) < 3.5 * np.sqrt(mean / MEMBERS)
    # a Poisson count has its mean as variance; the variance of that estimate is about 2 mean² / members
    assert abs(counts.var(ddof=1) / mean - 1) < 3.5 * np.sqrt(2 / MEMBERS)


def test_dates_and_marks_are_uniform_and_apart(drawn: list[list[tuple[float, float]]]) -> None:
    times, marks = np.array([one for each in drawn for one in each]).T
    places = np.sort((times - 2024.0) / YEARS), np.sort(marks)
    grid = (np.arange(len(times)) + 0.5) / len(times)
    for found in places:  # Kolmogorov–Smirnov at a thousandth
        assert np.abs(found - grid).max() < 1.95 / np.sqrt(len(grid))
    assert abs(np.corrcoef(times, marks)[0, 1]) < 3.5 / np.sqrt(len(times))


@pytest.mark.parametrize("rate", [0.0, 0.27, 0.8])
def test_what_happens_comes_at_the_actual_rate(drawn: list[list[tuple[float, float]]], rate: float) -> None:
    counts = np.array([len(happen(each, rate, HIGHEST)) for each in drawn])
    assert abs(counts.mean() - rate * YEARS) <= 3.5 * np.sqrt(rate * YEARS / MEMBERS)


def test_half_the_rate_removes_some_and_moves_none(drawn: list[list[tuple[float, float]]]) -> None:
    for each in drawn:
        assert set(happen(each, 0.3, HIGHEST)) <= set(happen(each, 0.6, HIGHEST))


def test_the_window_moves_none() -> None:
    whole = thinned(1, "outage", 7, 2010.0, 2039.0, HIGHEST)
    part = thinned(1, "outage", 7, 2024.3, 2031.7, HIGHEST)
    assert part == [(time, mark) for time, mark in whole if 2024.3 <= time < 2031.7]


def test_seed_name_and_member_each_change_the_stream() -> None:
    one = thinned(1, "outage", 7, 2024.0, 2039.0, 5.0)
    for other in ((2, "outage", 7), (1, "control", 7), (1, "outage", 8)):
        assert thinned(*other, 2024.0, 2039.0, 5.0) != one


def test_a_rate_above_the_highest_is_refused() -> None:
    with pytest.raises(ValueError, match="highest rate"):
        happen([(2025.0, 0.5)], 0.9, 0.8)
