"""A sensitivity study of a function with known answers, by the path that the engine takes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.points import CHANCE, OTHERS, Factor, Points, Still
from sim.analysis.study import Effort, Study, study, which_matter

A, B = 7.0, 0.1
NOISE = 1.5
X1, X2, X3, DEAD = (Factor(name, (name,)) for name in ("x1", "x2", "x3", "dead"))
SECTORS = {"sines": [X2], "mixed": [X1, X3], "idle": [DEAD]}


def keyed(name: str, numbers: np.ndarray) -> np.ndarray:
    """A uniform number for each draw, as the engine has one for a column that is not given."""
    key = sum(map(ord, name))
    return np.array([np.random.default_rng([key, int(number)]).random() for number in numbers])


def ishigami(points: Points) -> np.ndarray:
    """Ishigami's function of x1, x2, x3, each uniform from −π to π, with normal noise from the stream."""
    x1, x2, x3 = (
        np.pi * (2 * points.given.get(name, keyed(name, points.draws)) - 1) for name in ("x1", "x2", "x3")
    )
    noise = np.array([np.random.default_rng(int(stream)).normal() for stream in points.streams])
    return np.asarray(np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1) + NOISE * noise)


def truth() -> dict[str, tuple[float, float]]:
    """First-order and total indices by hand; the noise adds its own variance to Ishigami's."""
    first = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    second = A**2 / 8
    both = B**2 * np.pi**8 * 8 / 225  # x1 and x3 together
    whole = first + second + both + NOISE**2
    own = {
        "x1": (first, first + both),
        "x2": (second, second),
        "x3": (0.0, both),
        CHANCE: (NOISE**2, NOISE**2),
        OTHERS: (0.0, 0.0),
    }
    return {name: (one / whole, total / whole) for name, (one, total) in own.items()}


@pytest.fixture(scope="module")
def found() -> Study:
    """The study, with all three parameters looked at one by one."""
    return study(ishigami, SECTORS, Effort(trajectories=32, samples=1024, top=3), seed=0)


def of(table: pd.DataFrame, factor: str) -> pd.Series:
    return table.set_index("factor").loc[factor]


@pytest.mark.parametrize("factor", list(truth()))
def test_indices_are_the_known_ones(found: Study, factor: str) -> None:
    """Within twice the 95 % margin that is given with them (a margin of every index is 0.1 at most)."""
    first, total = truth()[factor]
    row = of(found.indices, factor)
    assert max(row["first_margin"], row["total_margin"]) < 0.1
    assert abs(row["first"] - first) <= 2 * row["first_margin"] + 1e-12
    assert abs(row["total"] - total) <= 2 * row["total_margin"] + 1e-12


def test_screening_leaves_the_idle_aside_and_finds_chance(found: Study) -> None:
    assert set(which_matter(found.sectors)) == {"sines", "mixed"}
    assert of(found.sectors, "idle")["effect"] == 0
    assert "dead" not in set(found.parameters["factor"])
    # two normal streams differ by 2/√π standard deviations on average
    chance = of(found.sectors, CHANCE)
    assert abs(chance["effect"] - NOISE * 2 / np.sqrt(np.pi)) < 1.5 * chance["margin"]


def test_a_tornado_ends_where_the_function_says(found: Study) -> None:
    """At x1's 5 % and 95 % points, all else as drawn: ∓ sin(0.9 π) (1 + b E[x3⁴]), symmetric ends for x2."""
    expected = np.sin(0.9 * np.pi) * (1 + B * np.pi**4 / 5)
    x1, x2 = of(found.ends, "x1"), of(found.ends, "x2")
    assert abs(x1["high"] - expected) < 4 * x1["high_se"]
    assert abs(x1["low"] + expected) < 4 * x1["low_se"]
    assert x2["low"] == pytest.approx(x2["high"])
    assert 0 < x1["high_se"] < 0.3


def test_equal_studies_are_equal_and_a_seed_changes_them() -> None:
    effort = Effort(trajectories=4, samples=8, top=2)
    one, same, other = (study(ishigami, SECTORS, effort, seed) for seed in (3, 3, 4))
    for name in ("sectors", "parameters", "indices", "ends"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(same, name))
    assert not one.indices.equals(other.indices)


def test_what_never_moves_is_said() -> None:
    with pytest.raises(Still, match="the same in every run"):
        study(lambda points: np.ones(len(points)), SECTORS, Effort(4, 8, 1), seed=1)


def test_the_runs_announced_are_the_runs_asked_for() -> None:
    asked, announced = [], []

    def counted(points: Points) -> np.ndarray:
        asked.append(len(points))
        return ishigami(points)

    found = study(counted, SECTORS, Effort(4, 8, 2), 1, announced.append)
    assert sum(asked) == sum(announced) == found.runs
