"""A stored run beside the record: the figures of 2023, and each check when it holds and when it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.inputs.record import Record, Series
from sim.results.against_record import FIGURES, beside, checks, last_year
from sim.results.by_column import ByMember
from sim.results.store import Stored

SHARE = {2021: 0.049, 2022: 0.0515, 2023: 0.0673}


def recorded(**figures: float) -> Record:
    """A record with these figures in 2023, and the share's last three years."""
    series = {name: Series(name, "", {2023: value}) for name, value in figures.items()}
    return Record({"share": Series("share", "1", SHARE), **series}, {})


@pytest.fixture
def record(stored: Stored) -> Record:
    """A record that the made-up run meets exactly, for what it has; the rest is a figure it lacks."""
    lacking = {one.series: 1.0 for one in FIGURES}
    medians = {name: float(stored.members_of(name).loc[2023].median()) for name in ("share_chips",)}
    return recorded(**{name: value for name, value in (lacking | medians).items() if name != "share"})


def flat(stored: Stored, **columns: float) -> Stored:
    """The same run with other headline outcomes, equal in every member and year."""
    return with_table(stored, stored.paired.read().assign(**columns))


def with_table(stored: Stored, table: pd.DataFrame) -> Stored:
    """The same run with another table of headline outcomes by member."""
    return replace(stored, paired=ByMember(table))


def test_the_record_ends_with_its_share(record: Record) -> None:
    assert last_year(record) == 2023


def test_figures_are_medians_of_the_last_year_in_the_unit_that_is_shown(
    stored: Stored, record: Record
) -> None:
    found = {one.figure.series: one for one in beside(stored, record)}
    chips = found["share_chips"]
    assert chips.engine == pytest.approx(100 * stored.members_of("share_chips").loc[2023].median())
    assert chips.difference == pytest.approx(0, abs=1e-12)
    assert not chips.beyond
    share = found["share"]
    assert share.record == pytest.approx(6.73)
    assert share.difference == pytest.approx(share.engine / 6.73 - 1)
    jobs = stored.series.query(
        "variable == 'jobs_nl' and place == 'brainport' and segment == 'lithography'"
        " and year == 2023 and statistic == 'q50'"
    )
    assert found["asml_jobs_nl"].engine == jobs["value"].item()


def test_the_base_of_a_run_is_set_beside_the_record_too(stored: Stored, record: Record) -> None:
    theirs = stored.members_of("share", base=True)
    found = {one.figure.series: one for one in beside(stored, record, base=True)}
    assert found["share"].engine == pytest.approx(100 * theirs.loc[2023].median())


@pytest.mark.parametrize(("off", "holds"), [(1.0, True), (1.049, True), (0.94, False), (float("nan"), False)])
def test_figures_that_must_be_near(off: float, holds: bool, stored: Stored) -> None:
    needed = {one.outcome: one for one in FIGURES if one.must}
    made = pd.DataFrame(
        {
            "variable": name,
            "place": one.place,
            "segment": one.segment,
            "year": 2023,
            "statistic": "q50",
            "value": off * (SHARE[2023] if name == "share" else 1.0),
        }
        for name, one in needed.items()
    )
    run = replace(stored, series=made)
    record = recorded(**{one.series: 1.0 for one in FIGURES if one.series != "share"})
    near = checks(run, record)[0]
    assert near.holds is holds
    assert holds or all(one.words in near.why for one in needed.values())


def test_a_figure_that_was_not_recorded_is_not_near(stored: Stored, record: Record) -> None:
    near = checks(stored, record)[0]
    assert not near.holds
    assert "ASML total sales was not recorded" in near.why


def test_a_leap_of_the_median_share_after_the_record_is_seen(stored: Stored, record: Record) -> None:
    assert checks(flat(stored, share=0.0673), record)[1].holds
    table = stored.paired.read()
    leap = np.where(table["year"] > 2030, 0.0673 + 0.017, 0.0673)
    found = checks(with_table(stored, table.assign(share=leap)), record)[1]
    assert not found.holds
    assert "(1.6 points)" in found.words
    assert "+1.70 points in 2031" in found.why
    early = np.where(table["year"] < 2020, 0.02, 0.0673)
    assert checks(with_table(stored, table.assign(share=early)), record)[1].holds


@pytest.mark.parametrize(
    ("sales", "holds"), [(800e3, False), (850e3, True), (1_300e3, True), (1_301e3, False)]
)
def test_world_chip_sales_overlap_what_was_published(
    sales: float, holds: bool, stored: Stored, record: Record
) -> None:
    assert checks(flat(stored, world_chip_sales=sales), record)[2].holds is holds


def test_a_fan_that_narrows_is_named(stored: Stored, record: Record) -> None:
    table = stored.paired.read()
    wide = table["member"] * np.sqrt(table["year"] - 2000.0)
    table = table.assign(**dict.fromkeys(stored.paired.outcomes, wide))
    assert checks(with_table(stored, table), record)[3].holds
    narrow = wide / np.where(table["year"] == 2038, 4, 1)
    found = checks(with_table(stored, table.assign(jobs_nl=narrow)), record)[3]
    assert not found.holds
    assert "jobs_nl (-" in found.why
    assert "share" not in found.why


def test_a_run_that_ends_too_soon_does_not_pass(stored: Stored, record: Record) -> None:
    table = stored.paired.read()
    run = with_table(stored, table[table["year"] < 2028])
    assert [check.holds for check in checks(run, record)[2:]] == [False, False]
    gone = with_table(stored, table[table["year"] <= 2023])
    assert not checks(gone, record)[1].holds
