"""A world market that is given is given as sales, and chance has run unseen when a yearly record ends."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calibration.moments import LEVEL_ERROR, moments
from sim.core.axes import Array
from sim.hindcast.forecasts import series_of
from sim.hindcast.given import RUNS, settings_at
from sim.hindcast.subjects import Subject, load_subjects, recorded
from sim.inputs.axes import load_axes
from sim.inputs.record import Record, load_record
from sim.inputs.scenarios import compose, load_evidence
from sim.run.series import UNSEEN, Series
from sim.run.settings import Settings

ORIGIN = 2017
"""The year after it world equipment sales rose by 37 %: books that know nothing of that lag by a tenth."""
LARGEST_MISS = 0.03
MANY = 1024
COMING = 0.25


def test_world_sales_are_those_that_were_given() -> None:
    settings = settings_at(ORIGIN, RUNS[1], Settings(members=8, block=8, workers=1))
    found = series_of(compose(evidence=load_evidence()).run, settings)
    record = load_record()
    for one in load_subjects():
        if one.driver:
            figures = recorded(one, record)
            years = range(ORIGIN, ORIGIN + 5)
            misses = [abs(np.median(found[one.name][year - 2010]) / figures[year] - 1) for year in years]
            assert np.mean(misses) < LARGEST_MISS, f"{one.name}: {np.round(misses, 3)}"


@pytest.mark.parametrize("dt", [1 / 16, 1 / 64])
def test_what_has_run_unseen_comes_in_without_a_jump_and_has_the_spread_of_its_whole_age(dt: float) -> None:
    """A path of spread 1 and memory 1 has after t years the variance 1 − exp(−2t)."""
    settings = Settings(members=MANY, dt=dt, known_until=2024.0, end=2027.0)
    inputs = {"correction_time": np.full((1,), COMING)}
    series = Series(load_axes(), settings, inputs, load_record(), range(MANY))
    one = np.ones(MANY)
    seen = series.noise("share_noise/chips", one, one, unseen=UNSEEN * one)
    times = 0.5 * (series.edges[1:] + series.edges[:-1])
    assert not seen[times < 2024.0].any()
    first = np.searchsorted(times, 2024.0)
    assert np.std(seen[first]) < dt / COMING, "what comes in evenly is not there at once"
    for after in (COMING, 0.5, 2.0):
        found = np.std(seen[np.searchsorted(times, 2024.0 + after)])
        assert found == pytest.approx(np.sqrt(1 - np.exp(-2 * (UNSEEN + after))), abs=0.07)


def _level_errors(one: Subject, runs: Array, record: Record) -> list[float]:
    with np.errstate(divide="ignore"):  # runs that stand still have no scatter
        return [it.error for it in moments(one, runs.T, record, 2019, 2010) if "level" in it.name]


def test_what_the_structure_misses_around_a_level_widens_its_error() -> None:
    """Runs off by the same factor every year miss a level; runs that stand still miss the years around it."""
    one = next(it for it in load_subjects() if it.name == "besi_sales")
    record, years = load_record(), range(2010, 2019)
    figures = np.array([recorded(one, record)[year] for year in years])
    level, still = 1.3 * figures, np.full_like(figures, figures.mean())
    errors = [_level_errors(one, np.stack([runs, runs]), record) for runs in (level, still)]
    assert errors[0] == pytest.approx([LEVEL_ERROR, LEVEL_ERROR])
    assert min(errors[1]) > 4 * LEVEL_ERROR
