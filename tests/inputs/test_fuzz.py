"""Whatever stands in a scenario file or is typed is read, or refused in words (see benchmarks/fuzz.py)."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.command import preflight
from sim.inputs.faults import Faults
from sim.inputs.overriding import override
from sim.inputs.scenarios import Evidence, compose
from sim.run.words import CHECKS, checked

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
KEYS = ["title", "why", "base", "instruments", "parameters", "settings", "triggers", "x"]
INNER = ["money", "grant", "lag", "value", "spread", "title", "why", "base", "instruments", "x"]
NUMBERS = st.one_of(st.floats(), st.integers(), st.integers(10**300, 10**320))
SCALARS = st.one_of(
    NUMBERS, st.booleans(), st.none(), st.text(max_size=12), st.sampled_from(["0,5", "2027-02-30"])
)
DATA = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(INNER), below, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "plan.yaml"


@given(
    given_=st.dictionaries(
        st.sampled_from(KEYS),
        DATA,
    )
)
@QUICK
def test_a_scenario_of_any_data_is_read_or_refused(
    given_: dict[str, Any], plan: Path, evidence: Evidence
) -> None:
    plan.write_text(yaml.safe_dump({"title": "x", "why": "y", **given_}), encoding="utf-8")
    before = list(plan.parent.iterdir())
    with suppress(Faults):
        compose(str(plan), evidence=evidence)
    assert list(plan.parent.iterdir()) == before


@given(value=DATA)
@QUICK
def test_a_parameter_is_moved_within_its_limits_or_refused(value: Any, evidence: Evidence) -> None:
    name = next(iter(evidence.parameters))
    with suppress(Faults):
        moved = override(evidence.parameters, {name: value})[name]
        low, high = moved.limits
        for array in (moved.centre, moved.low, moved.high):
            assert all(math.isfinite(x) for x in array.ravel())
            assert low is None or (array >= low).all()
            assert high is None or (array <= high).all()


@given(
    word=st.text(max_size=30) | st.builds("{}={}".format, st.sampled_from(list(CHECKS)), st.text(max_size=20))
)
@QUICK
def test_any_word_is_planned_or_refused(word: str) -> None:
    planned = preflight.plan([word], multirun=True)
    assert planned.faults or planned.points


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_any_value_of_a_setting_is_taken_or_refused(name: str) -> None:
    take: Callable[[Any], Any] = lambda value: checked({name: value})  # noqa: E731

    @given(value=DATA)
    @settings(QUICK, max_examples=25)
    def check(value: Any) -> None:
        with suppress(Faults):
            assert set(take(value)) == {name}

    check()
