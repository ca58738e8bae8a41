"""Two results of one run: same bytes, same numbers within a tolerance, or different and where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.sameness import sameness, table_sameness
from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import info, recorded


def again(tmp_path: Path, change: float) -> Stored:
    """The result of the fixture `stored` written again, its world sales off by this part."""
    run = recorded(16, 0.12)
    run = replace(
        run, values={**run.values, "world_chip_sales": run.values["world_chip_sales"] * (1 + change)}
    )
    return read_run(write_run(run, recorded(16), info(), tmp_path))


def test_an_equal_run_is_identical_and_a_changed_one_says_where(stored: Stored, tmp_path: Path) -> None:
    same = sameness(stored, again(tmp_path, 0.0))
    assert same.identical
    assert same.within(0.0)
    assert same.files > 10
    close = sameness(stored, again(tmp_path, 1e-12))
    assert not close.identical
    assert close.within(1e-9)
    assert not close.within(1e-14)
    far = sameness(stored, again(tmp_path, 0.01))
    assert not far.within(1e-3)
    found = {one.name: one for one in far.tables if one.differ}
    assert set(found) == {"series", "difference", "paired", "kpi"}
    series = found["series"]
    assert "world_chip_sales" in series.where
    assert series.largest == pytest.approx(0.01, rel=0.02)
    assert series.now == pytest.approx(series.then * 1.01)


def table(**changes: object) -> pd.DataFrame:
    rows = {"scenario": ["a", "a", "b"], "year": [2024, 2025, 2024], "share": [0.1, 0.2, np.nan], "jobs": 5.0}
    return pd.DataFrame({**rows, **changes})


@pytest.mark.parametrize(
    ("now", "differ", "largest", "where"),
    [
        (table(), 0, 0.0, ""),
        (table(share=[0.1, 0.3, np.nan]), 1, 1 / 3, "share (a, 2025)"),
        (table(share=[0.1, 0.2, 0.3]), 1, np.inf, "share (b, 2024)"),
        (table(jobs=[5.0, 5.0, np.nextafter(5.0, 6.0)]), 1, 1.8e-16, "jobs (b, 2024)"),
        (table().iloc[::-1], 0, 0.0, ""),
    ],
    ids=["equal", "a figure", "a figure where there was none", "a last bit", "another order"],
)
def test_a_difference_is_found_and_placed(now: pd.DataFrame, differ: int, largest: float, where: str) -> None:
    found = table_sameness("t", table(), now)
    assert (found.differ, found.where) == (differ, where)
    assert found.largest == pytest.approx(largest, rel=0.1)
    assert found.same_rows


def test_rows_that_one_of_them_lacks_are_counted() -> None:
    found = table_sameness("t", table(), table().iloc[:2])
    assert (found.only_then, found.only_now, found.differ) == (1, 0, 0)
    assert not found.within(1.0)
    twice = pd.concat([table(), table().iloc[:1]])
    assert table_sameness("t", table(), twice).only_now == 1
    assert table_sameness("t", table(), table().assign(new=1.0)).only_now == 1
    assert table_sameness("t", table(), table(scenario=["a", "c", "b"])).only_then == 1


def test_a_difference_is_measured_against_the_outcome_and_not_against_itself() -> None:
    """A paired difference of nearly nothing may be off by as much as itself."""
    rows = {"variable": ["share"], "year": [2024], "value": [1e-18]}
    then, now = pd.DataFrame(rows), pd.DataFrame({**rows, "value": [2e-18]})
    assert table_sameness("difference", then, now, {"share": 0.07}).largest < 1e-16
