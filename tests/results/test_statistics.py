"""Statistics over members: known answers, pairs, tidy rows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.statistics import (
    COLUMNS,
    PAIRED,
    QUANTILES,
    STATISTICS,
    blocks,
    chance_share,
    common_members,
    describe,
    describe_difference,
    standard_error,
    tidy,
)
from tests.results.synthetic import recorded

MEMBERS = np.arange(8)


def test_describe_agrees_with_numpy() -> None:
    x = np.random.default_rng(1).normal(size=(3, 2, 50))
    found = describe(x)
    assert found[..., 0] == pytest.approx(x.mean(axis=-1))
    assert found[..., 1] == pytest.approx(x.std(axis=-1, ddof=1))
    expected = np.quantile(x, list(QUANTILES.values()), axis=-1)
    assert np.moveaxis(found[..., 2:], -1, 0) == pytest.approx(expected)


def test_members_of_a_pair_count_once_in_the_standard_error() -> None:
    pairs = np.array([1.0, 2.0, 3.0, 6.0])
    x = np.repeat(pairs, 2)
    assert standard_error(x, MEMBERS) == pytest.approx(pairs.std(ddof=1) / 2)


def test_standard_error_of_members_without_partner_is_the_plain_one() -> None:
    x = np.array([1.0, 2.0, 3.0, 6.0])
    assert standard_error(x, np.array([0, 3, 5, 6])) == pytest.approx(x.std(ddof=1) / 2)


def test_share_up_counts_only_above_zero() -> None:
    found = describe_difference(np.array([0.0, 0.0, -1.0, 2.0, 1.0, 1.0, 1.0, 1.0]), MEMBERS)
    assert found[PAIRED.index("share_up")] == 5 / 8


def test_chance_share_is_one_without_and_zero_with_equal_pairs() -> None:
    assert chance_share(np.repeat([1.0, 2.0, 4.0, 8.0], 2), MEMBERS) == 0
    assert chance_share(np.tile([0.0, 1.0], 4), MEMBERS) == 1
    assert np.isnan(chance_share(np.ones(8), MEMBERS))


def test_chance_share_of_half_and_half() -> None:
    rng = np.random.default_rng(3)
    x = np.repeat(rng.normal(size=20_000), 2) + rng.normal(size=40_000)
    assert chance_share(x, np.arange(40_000)) == pytest.approx(0.5, abs=0.02)


def test_rows_are_tidy_and_a_cell_gives_place_and_segment() -> None:
    run = recorded(8)
    table = tidy("baseline", run.years, blocks(run)).to_pandas()
    assert tuple(table.columns) == COLUMNS
    jobs = table[(table["variable"] == "jobs_nl") & (table["year"] == 2023) & (table["statistic"] == "mean")]
    assert set(jobs["place"].astype(str) + "." + jobs["segment"].astype(str)) == set(
        run.labels.labels["cell"]
    )
    row = jobs[(jobs["place"] == "brainport") & (jobs["segment"] == "lithography")].iloc[0]
    at = run.labels.index("cell", "brainport.lithography")
    assert row["value"] == pytest.approx(run.values["jobs_nl"][13, 0, 0, 0, 0, at, 0, 0].mean())
    assert (row["level"], row["unit"], row["scenario"]) == ("", "person", "baseline")
    share = table[table["variable"] == "share"]
    assert (share["place"] == "").all()
    assert len(share) == len(run.years) * len(STATISTICS)


def test_two_axes_keep_their_labels() -> None:
    run = recorded(8)
    table = tidy("x", run.years, blocks(run)).to_pandas()
    where = (table["place"] == "delft") & (table["level"] == "wo") & (table["year"] == 2010)
    row = table[(table["variable"] == "vacancies") & where & (table["statistic"] == "q50")]
    place, level = run.labels.index("place", "delft"), run.labels.index("level", "wo")
    expected = np.median(run.values["vacancies"][0, 0, 0, place, 0, 0, level, 0])
    assert row["value"].tolist() == pytest.approx([expected])


def test_difference_pairs_members_by_number() -> None:
    run, base = recorded(8, 0.1), recorded(4, first=2)
    table = tidy("x", run.years, blocks(run, base), PAIRED).to_pandas()
    found = table[(table["variable"] == "share") & (table["year"] == 2038)].set_index("statistic")["value"]
    expected = run.values["share"][-1].ravel()[2:6] - base.values["share"][-1].ravel()
    assert found["mean"] == pytest.approx(expected.mean())
    assert list(found.index) == list(PAIRED)


def test_common_members_are_found_in_any_order() -> None:
    mine, theirs = common_members(np.array([4, 2, 9]), np.array([2, 3, 4]))
    assert (mine.tolist(), theirs.tolist()) == ([1, 0], [0, 2])


def test_no_blocks_give_an_empty_table_with_all_columns() -> None:
    table = tidy("x", np.arange(2), [], PAIRED)
    assert (tuple(table.column_names), table.num_rows) == (COLUMNS, 0)
