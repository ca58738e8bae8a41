"""With everything live, answers do not hang on dt: members' queues may flip, means may not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from sim.core.axes import Array
from sim.run.recorded import Recorded
from tests.engine.conftest import figure

STEPS = (1 / 16, 1 / 32, 1 / 64)
MEMBERS = 256
"""Of 32, one member whose queue flips moves a mean difference by more than its standard error."""
Run = Callable[..., Recorded]


@pytest.fixture(scope="module")
def base(recorded: Run) -> list[Recorded]:
    return [recorded(dt=dt, members=MEMBERS) for dt in STEPS]


@pytest.fixture(scope="module")
def boost(recorded: Run) -> list[Recorded]:
    return [recorded("ipcei_boost", dt=dt, members=MEMBERS) for dt in STEPS]


def commissioned(run: Recorded) -> pd.Series:
    """When each project was taken into use, by member and project."""
    log = run.events[run.events["kind"] == "commissioned"]
    return log.set_index(["member", "identity"])["time"]


def differing(one: pd.Series, other: pd.Series) -> int:
    """Members whose lists of projects are not the same."""
    return len(one.index.symmetric_difference(other.index).get_level_values("member").unique())


def shift(one: pd.Series, other: pd.Series) -> float:
    """Years by which a project in both lists moves, in the median."""
    return float((one - other).abs().dropna().median())


def test_fewer_members_differ_in_their_projects_as_dt_falls(base: list[Recorded]) -> None:
    """256 members, for a count has an error of its root: of 256 differ 115, 80 and, down to 1/128, 48.

    What both runs build moves in time by half as much with half the step, as Euler's error does.
    """
    coarse, middle, fine = (commissioned(each) for each in base)
    first, second = differing(coarse, middle), differing(middle, fine)
    assert second < first, f"{first} of 256 members from 1/16 to 1/32, {second} from 1/32 to 1/64"
    moved = shift(coarse, middle), shift(middle, fine)
    assert 1.6 <= moved[0] / moved[1] <= 2.5, moved


def test_the_mean_share_moves_by_less_than_a_tenth_of_its_band(base: list[Recorded]) -> None:
    for one, other in pairwise(base):
        x, y = figure(one, "share")[14:], figure(other, "share")[14:]
        band = np.diff(np.quantile(y, (0.1, 0.9), axis=1), axis=0)[0]
        moved = np.abs(x.mean(axis=1) - y.mean(axis=1)) / band
        assert moved.max() < 0.1, f"{moved.max():.3f} of the band"


def test_no_difference_is_found_between_paired_differences_at_two_steps(
    base: list[Recorded], boost: list[Recorded]
) -> None:
    """Twice the standard error, the engine's own rule for a difference that is found.

    Flipped queues make the change itself a mean over few members that moved: it has a standard error of about
    the same size, whatever the number of members, so a bound of one would fail in every third ensemble.
    """
    pairs = [figure(b, "share")[-1] - figure(a, "share")[-1] for a, b in zip(base, boost, strict=True)]
    errors = [float(each.std(ddof=1)) / np.sqrt(len(each)) for each in pairs]

    def moved(one: Array, other: Array) -> float:
        return abs(float(one.mean() - other.mean()))

    for k in range(2):
        assert moved(pairs[k], pairs[k + 1]) < 2 * max(errors[k], errors[k + 1]), (
            f"{[float(x.mean()) for x in pairs]} ± {errors}"
        )
