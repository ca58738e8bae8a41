"""The engine as a function of points: a design takes the place of draws, events stay with their member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.live import Engine, Figure, factors_by_sector
from sim.analysis.points import Points
from sim.ensemble.design import Design
from sim.ensemble.draws import columns, draw, drawn_from, uniform
from sim.inputs.scenarios import Case, Evidence, compose, load_evidence
from sim.run.engine import run_case
from sim.run.settings import Settings

SETTINGS = Settings(workers=1, known_until=2012.0, end=2015)
SHARE = Figure("share", 2014)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Loaded once."""
    return load_evidence()


@pytest.fixture(scope="module")
def case(evidence: Evidence) -> Case:
    """The baseline."""
    return compose("baseline", evidence=evidence).run


def points(draws: list[int], streams: list[int], **given: list[float]) -> Points:
    return Points({k: np.array(v) for k, v in given.items()}, np.array(draws), np.array(streams))


def test_a_design_that_gives_nothing_is_the_usual_ensemble(case: Case) -> None:
    """Bit for bit: draw m // 2 and stream m are what member m has."""
    members = [0, 1, 4, 5]
    usual = SHARE.of(run_case(case, SETTINGS, members))
    found = Engine(SHARE, case, None, SETTINGS)(points([0, 0, 2, 2], members))
    assert (found == usual).all()
    assert len(set(found)) == 4


def test_one_draw_with_two_streams_and_one_stream_with_two_draws(case: Case) -> None:
    """A member may stand in a block twice; each point is what it is alone."""
    engine = Engine(SHARE, case, None, SETTINGS)
    found = engine(points([3, 3, 7, 3], [0, 1, 0, 0], trend_growth=[0.5, 0.5, 0.5, 0.9]))
    assert len(set(found)) == 4
    alone = engine(points([3], [0], trend_growth=[0.9]))
    assert alone[0] == found[3]


def test_the_last_year_of_a_run_changes_nothing_before_it(case: Case) -> None:
    longer = run_case(case, replace(SETTINGS, end=2018), [0, 1])
    assert (SHARE.of(longer) == SHARE.of(run_case(case, SETTINGS, [0, 1]))).all()


def test_a_paired_difference_has_one_design(evidence: Evidence) -> None:
    request = compose("ipcei_boost", evidence=evidence)
    figure, settings = Figure("rd", 2028), Settings(workers=1, end=2029)
    found = Engine(figure, request.run, request.base, settings)(points([0, 1], [0, 2]))
    apart_ = [figure.of(run_case(one, settings, [0, 2])) for one in (request.run, request.base)]
    assert (found == apart_[0] - apart_[1]).all()
    assert (found != 0).any()


def test_points_at_uniform_numbers_have_the_values_of_draws_there(case: Case) -> None:
    """Giving a column the numbers that the draws have there gives the same parameters."""
    numbers = np.array([0, 5, 70])
    given = {name: uniform(name, 1, numbers) for one in case.parameters.values() for name in columns(one)}
    design = Design(np.zeros(3, dtype=np.int64), given)
    usual = draw(case.parameters, 1, numbers)
    chosen = drawn_from(case.parameters, design.uniforms(1))
    later = drawn_from(case.parameters, design.part(1, 3).uniforms(1))
    for name, parameter in case.parameters.items():
        if parameter.points is None:
            assert np.array_equal(usual[name], chosen[name]), name
            if not parameter.constant:
                assert np.array_equal(chosen[name][..., 1:], later[name]), name


def test_a_design_refuses_what_does_not_fit() -> None:
    two = np.array([1, 2])
    with pytest.raises(ValueError, match="3 numbers for trend_growth"):
        Design(two, {"trend_growth": np.full(3, 0.5)})
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        Design(two, {"trend_growth": np.array([0.5, 1.0])})


def test_every_parameter_that_differs_is_in_one_sector(case: Case) -> None:
    sectors = factors_by_sector(case.parameters, case.parameters)
    names = [factor.name for own in sectors.values() for factor in own]
    assert sorted(names) == sorted(name for name, one in case.parameters.items() if columns(one))
    assert {"market", "talent", "processes"} <= set(sectors)


def test_a_figure_at_labels_is_summed_over_the_others(case: Case) -> None:
    run = run_case(case, SETTINGS, [0, 1])
    whole: Callable[..., np.ndarray] = lambda **at: Figure("vacancies", 2014, at).of(run)  # noqa: E731
    parts = [whole(place="brainport", level=level) for level in run.labels.labels["level"]]
    assert np.sum(parts, axis=0) == pytest.approx(whole(place="brainport"))
    assert (whole(place="brainport") < whole()).all()
