"""Draws keyed by name: alone as together, undisturbed, uncorrelated, and better than plain random."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from sim.core.axes import DIMENSIONS
from sim.core.vocabulary import Curve
from sim.ensemble.distributions import quantile
from sim.ensemble.draws import draw, key, uniform
from sim.ensemble.streams import Streams
from sim.inputs.parameter import Parameter

ALL = range(256)


def parameter(name: str, **changed: object) -> Parameter:
    def scalar(x: float) -> np.ndarray:
        return np.full((1,) * DIMENSIONS, x)

    plain = Parameter(
        name=name, words="A number", unit="year", axes=(), labels=("",), centre=scalar(4.0), low=scalar(3.0),
        high=scalar(6.0), limits=(0.25, None), distribution="split_lognormal", independent=False,
        confidence="derived", source="a source",
    )  # fmt: skip
    return replace(plain, **changed)  # type: ignore[arg-type]


def over_levels(name: str, *, independent: bool) -> Parameter:
    shape = (1, 1, 1, 1, 1, 3, 1, 1)
    centre, low, high = (np.array(x).reshape(shape) for x in ([1.0, 2, 3], [0.5, 1, 3], [2.0, 4, 3]))
    labels = ("mbo", "hbo", "wo")
    return parameter(
        name, axes=("level",), labels=labels, centre=centre, low=low, high=high, independent=independent
    )


def test_a_draw_alone_is_itself_in_the_ensemble() -> None:
    some = {name: parameter(name) for name in ("a", "b")} | {"c": over_levels("c", independent=True)}
    together = draw(some, 1, ALL)
    for one in (0, 63, 64, 200):
        for name, values in draw(some, 1, [one]).items():
            assert np.array_equal(values[..., 0], together[name][..., one])
    backwards = draw(some, 1, list(reversed(ALL)))
    assert np.array_equal(backwards["a"][..., ::-1], together["a"])


def test_another_parameter_and_more_draws_shift_nothing() -> None:
    alone = draw({"a": parameter("a")}, 1, range(64))["a"]
    more = draw({"z": parameter("z"), "a": parameter("a")}, 1, ALL)["a"]
    assert np.array_equal(alone, more[..., :64])
    assert not np.array_equal(alone, draw({"a": parameter("a")}, 2, range(64))["a"])


def test_the_key_is_fixed() -> None:
    assert key("stay_rate") == 0xBE27DE441819B963
    numbers = uniform("stay_rate", 1, np.arange(64))
    assert sorted(np.floor(numbers * 64).astype(int)) == list(range(64))


def test_sixty_names_do_not_hang_together() -> None:
    n = 1024
    columns = np.stack([uniform(f"name_{number}", 1, np.arange(n)) for number in range(60)])
    correlation = np.corrcoef(columns)
    worst = max(abs(correlation[i, j]) for i, j in itertools.combinations(range(60), 2))
    # a correlation of independent columns has a standard deviation of 1/√n; six of them is one pair in 10⁹
    assert worst < 6 / np.sqrt(n)


def test_a_mean_spreads_far_less_than_plain_random() -> None:
    means = [uniform(f"name_{number}", 1, np.arange(64)).mean() for number in range(200)]
    plain = np.sqrt(1 / 12 / 64)
    # within a stratum of 1/64 only its own width is left: plain / 64
    assert np.std(means) == pytest.approx(plain / 64, rel=0.3)


def test_constants_have_one_member() -> None:
    same = np.full((1,) * DIMENSIONS, 4.0)
    fixed = draw({"a": parameter("a", low=same, high=same)}, 1, ALL)["a"]
    assert fixed.shape == (1,) * DIMENSIONS
    assert fixed.item() == 4.0


def test_labels_move_together_or_apart() -> None:
    for independent in (False, True):
        values = draw({"c": over_levels("c", independent=independent)}, 1, ALL)["c"].reshape(3, -1)
        assert values.shape == (3, 256)
        assert np.all(values[2] == 3.0)
        ranks = [np.argsort(np.argsort(row)) for row in values[:2]]
        assert np.array_equal(*ranks) != independent


def test_a_curve_comes_with_its_scale() -> None:
    points = np.array([[0.0, 1.0], [10.0, 0.5]])
    one = np.ones((1,) * DIMENSIONS)
    curve = draw({"c": parameter("c", points=points, centre=one, low=0.8 * one, high=1.25 * one)}, 1, ALL)[
        "c"
    ]
    assert isinstance(curve, Curve)
    assert (curve.x, curve.y) == ((0.0, 10.0), (1.0, 0.5))
    assert curve.scale.shape == (*(1,) * (DIMENSIONS - 1), 256)


@pytest.mark.parametrize(
    ("distribution", "centre", "low", "high", "limits"),
    [
        ("split_normal", 0.5, -1.0, 1.0, (None, None)),
        ("split_lognormal", 4.0, 3.0, 6.0, (0.0, None)),
        ("split_logit", 0.4, 0.3, 0.5, (0.0, 1.0)),
        ("split_normal", -0.02, -0.04, 0.0, (-1.0, 1.0)),
        ("uniform", 0.5, 0.05, 0.95, (0.0, 1.0)),
    ],
)
def test_median_and_ends_are_what_the_evidence_says(
    distribution: str, centre: float, low: float, high: float, limits: tuple[float | None, float | None]
) -> None:
    u = np.array([0.05, 0.5, 0.95])
    values = quantile(distribution, u, *(np.array(x) for x in (centre, low, high)), limits)
    expected = low + (high - low) * u if distribution == "uniform" else [low, centre, high]
    assert values == pytest.approx(expected, abs=1e-9)


def test_limits_hold_and_the_quantile_rises() -> None:
    u = (np.arange(2000) + 0.5) / 2000
    for centre, low, high, limits in [
        (0.5, 0.05, 0.9, (0.0, 1.0)),
        (0.0, 0.0, 0.05, (0.0, None)),
        (1.0, 0.0, 1.0, (0.0, 1.0)),
    ]:
        values = quantile("split_normal", u, *(np.array(x) for x in (centre, low, high)), limits)
        assert np.all(np.diff(values) >= 0)
        assert values.min() >= 0
        assert limits[1] is None or values.max() <= limits[1]
        assert np.median(values) == pytest.approx(centre, abs=0.02)


def test_streams_are_keyed_by_what_they_are() -> None:
    streams = Streams(1)
    first = streams.uniform("permit/twente.chips", 3, 5)
    other = [streams.uniform("permit/twente.chips", m, o) for m, o in ((3, 6), (4, 5), (67, 5), (3, 69))]
    assert first not in other
    again = Streams(1)
    assert again.uniform("anything", 500, 900) == streams.uniform("anything", 500, 900)
    assert again.uniform("permit/twente.chips", 3, 5) == first
    assert Streams(2).uniform("permit/twente.chips", 3, 5) != first
    chunk = np.random.default_rng([1, key("permit/twente.chips"), 0, 0]).random((64, 64))
    assert first == chunk[3, 5]
