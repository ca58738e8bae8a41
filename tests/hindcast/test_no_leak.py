"""A hindcast uses nothing younger than its origin, and comes out the same again from the shipped data."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.calibration.calibrate import calibrate
from sim.hindcast.forecasts import forecasts
from sim.hindcast.given import RUNS
from sim.hindcast.scores import MODEL
from sim.inputs import resources
from sim.inputs.posteriors import known_origins, posterior_at, with_learnt
from sim.inputs.scenarios import Case, compose, load_evidence
from sim.run.settings import Settings

ORIGIN = 2016
SMALL = Settings(members=4, block=4, workers=1)
ABSURD = 1.7


@pytest.fixture
def other_future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped data with every recorded figure from the origin on changed."""
    home = resources.root()
    for name in ("configs", "data", "scenarios"):
        shutil.copytree(home / name, tmp_path / name)
    for name in ("market_history.csv", "talent_grid_history.csv"):
        path = tmp_path / "data" / "record" / name
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        for row in rows:
            if int(row["year"]) >= ORIGIN:
                row["value"] = str(float(row["value"]) * ABSURD)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    monkeypatch.setenv(resources.HOME, str(tmp_path))
    monkeypatch.chdir(tmp_path)  # ./scenarios are then the shipped ones, not others of the same name


def _case() -> Case:
    evidence = load_evidence()
    learnt = posterior_at(evidence.parameters, ORIGIN, float(ORIGIN))
    return with_learnt(compose(evidence=evidence).run, learnt, evidence.parameters)


def _forecasts(run: int) -> pd.DataFrame:
    found = forecasts(lambda _: _case(), SMALL, [ORIGIN], [RUNS[run]])
    said = ["year", "subject", "forecaster", "naive", "q10", "q25", "q50", "q75", "q90"]
    return found[said].reset_index(drop=True)


@pytest.fixture(scope="module")
def as_shipped() -> dict[int, pd.DataFrame]:
    """Forecasts with nothing given and with the world market given, from the shipped data."""
    return {run: _forecasts(run) for run in (0, 1)}


@pytest.mark.usefixtures("other_future")
def test_what_came_later_changes_no_forecast(as_shipped: dict[int, pd.DataFrame]) -> None:
    pd.testing.assert_frame_equal(_forecasts(0), as_shipped[0], check_exact=True)


@pytest.mark.usefixtures("other_future")
def test_a_given_market_does(as_shipped: dict[int, pd.DataFrame]) -> None:
    now, then = _forecasts(1), as_shipped[1]
    ours = now["forecaster"] == MODEL
    assert not np.allclose(now[ours]["q50"], then[ours]["q50"], rtol=0.02)


def test_again_is_the_same(as_shipped: dict[int, pd.DataFrame]) -> None:
    pd.testing.assert_frame_equal(_forecasts(0), as_shipped[0], check_exact=True)


def test_what_came_later_teaches_nothing(request: pytest.FixtureRequest) -> None:
    evidence = load_evidence()
    small = Settings(members=4, block=4, workers=1)

    def means() -> list[float]:
        found = calibrate(compose(evidence=evidence).run, evidence.parameters, 2014, small)
        return [float(one.members.sum()) for one in found.after] + found.belief.mean.tolist()

    before = means()
    request.getfixturevalue("other_future")
    assert means() == before


def test_a_posterior_ships_for_every_origin() -> None:
    assert known_origins() == list(range(2013, 2023))
