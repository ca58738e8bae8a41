"""The same run gives the same bits: alone, in any block, with any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.inputs.scenarios import Case
from sim.run.block import simulate
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings

SHORT = Settings(end=2029.0, members=6, block=6, workers=1)


@pytest.fixture(scope="module")
def together(case: Callable[..., Case]) -> Recorded:
    return run_case(case("ipcei_boost"), SHORT)


def assert_same(one: Recorded, other: Recorded) -> None:
    for name in one.values:
        np.testing.assert_array_equal(one.values[name], other.values[name], err_msg=name)
    pd.testing.assert_frame_equal(one.events, other.events)
    pd.testing.assert_frame_equal(one.inputs, other.inputs)


def test_a_member_alone_equals_itself_in_the_ensemble(case: Callable[..., Case], together: Recorded) -> None:
    alone = simulate(case("ipcei_boost"), SHORT, [3])
    for name, series in alone.values.items():
        np.testing.assert_array_equal(series[..., 0], together.values[name][..., 3], err_msg=name)


def test_block_size_changes_no_bit(case: Callable[..., Case], together: Recorded) -> None:
    assert_same(run_case(case("ipcei_boost"), replace(SHORT, block=4)), together)


def test_number_of_workers_changes_no_bit(case: Callable[..., Case], together: Recorded) -> None:
    assert_same(run_case(case("ipcei_boost"), replace(SHORT, block=2, workers=2)), together)


def test_more_members_leave_the_first_as_they_were(case: Callable[..., Case], together: Recorded) -> None:
    more = run_case(case("ipcei_boost"), replace(SHORT, members=8))
    for name, series in together.values.items():
        np.testing.assert_array_equal(series, more.values[name][..., :6], err_msg=name)


def test_a_parameter_set_to_its_own_value_changes_no_bit(
    case: Callable[..., Case], together: Recorded
) -> None:
    same = run_case(case("ipcei_boost", parameters={"trend_growth": 0.067, "adoption_time": 2.0}), SHORT)
    assert_same(same, together)


def test_pairs_share_their_draw_and_differ_in_chance(together: Recorded) -> None:
    rows = together.inputs.to_numpy()
    np.testing.assert_array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[1], rows[2])
    share = together.values["share"][-1].reshape(-1)
    assert share[0] != share[1]


def test_another_seed_is_another_ensemble(case: Callable[..., Case], together: Recorded) -> None:
    other = run_case(case("ipcei_boost"), replace(SHORT, seed=2, members=2, block=2))
    assert not np.array_equal(other.values["share"][-1, ..., 0], together.values["share"][-1, ..., 0])
