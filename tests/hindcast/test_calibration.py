"""Calibration against a case with a known answer, and how a posterior reaches draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from sim.calibration.bayes_linear import Belief, adjust
from sim.calibration.moments import Moment
from sim.ensemble.draws import draw, uniform
from sim.inputs.learnt import WIDER, Learnt, not_yet_known, streams_of
from sim.inputs.scenarios import load_evidence

DRAWS = 4096


def test_a_linear_case_has_the_answer_of_bayes() -> None:
    """One parameter seen with chance, another of which nothing is seen: N(0, 1), d = θ + e, e ~ N(0, s²)."""
    numbers = np.random.default_rng(5)
    z = np.repeat(numbers.standard_normal((2, DRAWS)), 2, axis=1)
    chance, error, observed = 0.6, 0.3, 1.2
    seen = z[0] + chance * numbers.standard_normal(2 * DRAWS)
    found = adjust(Belief.prior(2), z, [Moment("d", observed, seen, error)], 1)
    noise = chance**2 + error**2
    assert found.mean[0] == pytest.approx(observed / (1 + noise), abs=0.06)
    assert found.covariance[0, 0] == pytest.approx(noise / (1 + noise), abs=0.06)
    assert list(found.moved) == [0], "nothing is learnt of what no statistic shows"


def test_what_the_runs_do_not_reach_teaches_nothing() -> None:
    numbers = np.random.default_rng(6)
    z = np.repeat(numbers.standard_normal((1, 64)), 2, axis=1)
    found = adjust(Belief.prior(1), z, [Moment("d", 9.0, z[0] + 0.0, 0.1)], 1)
    assert not len(found.moved)


def test_a_posterior_moves_its_own_draws_and_no_other() -> None:
    parameters = load_evidence().parameters
    members = list(range(32))
    plain = draw(parameters, 1, members)
    learnt = Learnt(2019.0, ("rd_lag",), np.array([0.5]), np.array([[0.25]]))
    moved = draw(parameters, 1, members, learnt)
    changed = [name for name in parameters if not _same(plain[name], moved[name])]
    assert changed == ["rd_lag"]
    assert np.std(moved["rd_lag"]) < 0.5 * np.std(plain["rd_lag"])
    alone = draw(parameters, 1, [7], learnt)["rd_lag"].reshape(-1)
    assert alone[0] == moved["rd_lag"].reshape(-1)[7]


def test_what_was_set_stays_and_nothing_learnt_is_the_prior() -> None:
    parameters = load_evidence().parameters
    learnt = Learnt(2019.0, ("rd_lag",), np.array([0.5]), np.array([[0.25]])).but(frozenset({"rd_lag"}))
    assert _same(draw(parameters, 1, [0, 1], learnt)["rd_lag"], draw(parameters, 1, [0, 1])["rd_lag"])


def test_a_range_that_was_not_known_is_wider() -> None:
    parameters = load_evidence().parameters
    name = "trend_growth"
    assert name in not_yet_known(parameters, 2016.0)
    assert name not in not_yet_known(parameters, 2024.0)
    learnt = Learnt(2016.0, wider=frozenset({name}))
    numbers = np.arange(64)
    score = ndtri(learnt.scores(name, lambda stream: uniform(stream, 1, numbers)))
    assert np.allclose(score, WIDER * ndtri(uniform(name, 1, numbers)))


def test_streams_are_those_of_the_draws() -> None:
    parameters = load_evidence().parameters
    assert streams_of(parameters["segment_weight"])[0] == "segment_weight/lithography"
    assert streams_of(parameters["correction_time"]) == ()


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return bool(np.array_equal(one.scale, other.scale))  # type: ignore[attr-defined]
