"""Key figures, careful words, what binds, what it costs, the table on the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.core.axes import POSITION
from sim.results.binding import binding_frame, lost_by_cause
from sim.results.binding_year import binding_year_frame
from sim.results.findings import binding_periods, chance_of_growth, public_money, rd_effort
from sim.results.key_figures import Difference, difference, key_figures
from sim.results.labels import load_labels
from sim.results.store import Stored, read_run, write_run
from sim.results.summary import print_summary
from sim.results.wording import difference_parts, difference_text, sentences, words
from tests.results.synthetic import info, recorded

LABELS = load_labels()


def made(mean: float, se: float, up: float = 0.7, down: float = 0.3) -> Difference:
    return Difference(mean, mean - 2, mean - 1, mean + 1, mean + 2, se, up, down, 100, 0.5)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (made(1.0, 0.6), "no difference found; about 150 members would tell"),
        (made(0.0, 0.0, 0, 0), "no difference (every member is equal)"),
        (made(0.0, 0.1), "no difference found"),
        (made(1.0, 0.5, 0.95), "very likely up"),
        (made(1.0, 0.5, 0.7), "likely up"),
        (made(1.0, 0.5, 0.6), "more likely than not up"),
        (made(1.0, 0.1, 0.4), "up on average, not in most members"),
        (made(-1.0, 0.1, 0.2, 0.8), "likely down"),
    ],
)
def test_careful_words(one: Difference, said: str) -> None:
    assert words(one, LABELS) == said


def test_rounding_is_no_difference() -> None:
    assert difference(np.full(4, 1e-18), np.arange(4), level=0.08).sureness == "equal"


def test_a_found_difference_never_reads_as_zero() -> None:
    text = difference_text("share", made(4e-7, 1e-8, 1.0, 0.0), LABELS)
    assert text.startswith("+0.000040 points")


def test_the_share_is_what_was_recorded(stored: Stored) -> None:
    share = key_figures(stored)[0]
    run, base = (one.values["share"].reshape(29, -1) for one in (recorded(16, 0.12), recorded(16)))
    assert share.start == pytest.approx(np.median(run[13]))
    assert (share.q25, share.q75) == pytest.approx(tuple(np.quantile(run[-1], (0.25, 0.75))))
    assert share.difference is not None
    assert share.difference.mean == pytest.approx((run[-1] - base[-1]).mean())


def test_present_value_is_discounted_from_2024(stored: Stored) -> None:
    money = public_money(stored)
    assert money is not None
    paid = (recorded(16, 0.12).values["paid"] - recorded(16).values["paid"]).reshape(29, -1)[14:]
    factor = 1.0225 ** -np.arange(15)[:, None]
    assert money.present.mean == pytest.approx((paid * factor).sum(axis=0).mean())
    assert money.paid == pytest.approx(paid.sum(axis=0).mean())
    assert not money.real


def test_chance_of_growth_has_two_base_years(stored: Stored) -> None:
    share = recorded(16, 0.12).values["share"].reshape(29, -1)
    expected = (2035, (share[25] > share[13]).mean(), (share[25] > share[9:14].mean(axis=0)).mean())
    assert chance_of_growth(stored) == pytest.approx(expected)


def test_the_size_of_the_effort(stored: Stored) -> None:
    effort = rd_effort(stored)
    assert effort is not None
    assert 0 < effort[0] < effort[1]
    assert any("he extra R&D is 0.0" in one for one in sentences(stored))


def test_capacity_counts_for_what_it_waits_for() -> None:
    run = recorded(4)
    causes = lost_by_cause(run)
    whole = sum(run.values[name].sum() for name in run.values if name.startswith("output_lost_"))
    assert sum(x.sum() for x in causes.values()) == pytest.approx(whole)
    assert causes["capacity_grid"].sum() / causes["capacity_permit"].sum() == pytest.approx(0.5 / 0.2)
    assert causes["capacity_permit"].sum() / causes["capacity_nitrogen"].sum() == pytest.approx(2)
    assert not causes["capacity"].any()


def test_power_counts_with_the_project_that_would_bring_it() -> None:
    """In each cell as much of power as capacity takes is shared as capacity is; the rest stays power."""
    run = recorded(4)
    lost = {name: np.zeros_like(x) for name, x in run.values.items() if name.startswith("output_lost_")}
    cells = [run.labels.index("cell", f"{place}.supply_chain") for place in ("brainport", "twente")]
    at = POSITION["cell"]
    for cell, power, capacity in zip(cells, (10.0, 30.0), (20.0, 5.0), strict=True):
        for limit, amount in (("power", power), ("capacity", capacity)):
            np.moveaxis(lost[f"output_lost_{limit}"], 1 + at, 0)[cell] = amount
    causes = lost_by_cause(replace(run, values={**run.values, **lost}))
    for place, own, shared in (("brainport", 0.0, 30.0), ("twente", 25.0, 10.0)):
        here = run.labels.index("place", place)
        np.testing.assert_allclose(causes["power"][:, here], own)
        together = sum(part[:, here] for name, part in causes.items() if name.startswith("capacity"))
        np.testing.assert_allclose(together, shared)


def test_people_count_for_what_kept_them_away_as_far_as_they_are_short() -> None:
    run = recorded(4)
    shape = run.labels.shape(("place",), 4)
    whole = np.ones((len(run.years), *shape))
    kept = {"kept_away_homes": 30 * whole, "kept_away_screening": -5 * whole}
    lost = {name: x for name, x in run.values.items() if name.startswith("output_lost_")}
    for short, homes in ((100.0, 0.3), (20.0, 1.0)):
        values = {**run.values, **lost, **kept, "people_short": short * whole}
        axes = {**run.axes, **dict.fromkeys((*kept, "people_short"), ("place",))}
        causes = lost_by_cause(replace(run, values=values, axes=axes))
        together = causes["people_homes"] + causes["people_screening"] + causes["people"]
        assert together == pytest.approx(lost_by_cause(run)["people"])
        assert causes["people_homes"] == pytest.approx(homes * together)
        assert not causes["people_screening"].any(), "rents below their reference keep nobody away"


def test_the_binding_year_is_the_first_with_a_tenth() -> None:
    run = recorded(4)
    lost = {name: np.zeros_like(x) for name, x in run.values.items() if name.startswith("output_lost_")}
    wanted = np.ones_like(lost["output_lost_people"])
    since = np.flatnonzero(run.years == 2028)[0]
    lost["output_lost_people"][since:, ..., :3] = 0.12
    lost["output_lost_power"][since + 2 :] = 0.09
    values = {**run.values, **lost, "output_desired": wanted}
    axes = {**run.axes, "output_desired": run.axes["output_lost_people"]}
    frame = binding_year_frame(replace(run, values=values, axes=axes), "x", 2023)
    people = frame[frame["cause"] == "people"]
    assert people["share_members"].to_numpy() == pytest.approx(0.75)
    assert set(people["q50"]) == {2028.0}
    assert not frame.loc[frame["cause"] == "power", "share_members"].any()


def test_each_member_counts_for_one_cause() -> None:
    frame = binding_frame(recorded(8), "x")
    assert frame.groupby(["place", "year"])["share_members"].sum().to_numpy() == pytest.approx(1)


def test_a_cause_in_two_parts_counts_as_one() -> None:
    run = recorded(4)
    lost = {name: np.zeros_like(x) for name, x in run.values.items() if name.startswith("output_lost_")}
    waits = {name: np.zeros_like(x) for name, x in run.values.items() if name.startswith("capacity_waits_")}
    lost["output_lost_people"] += 40.0
    lost["output_lost_power"] += 45.0
    lost["output_lost_capacity"] += 14.0
    waits["capacity_waits_grid"] += 1.0
    frame = binding_frame(replace(run, values={**run.values, **lost, **waits}), "x")
    leads = frame[frame["share_members"] > 0]
    assert set(leads["cause"]) == {"power"}, "power and grid together take more than people"


def test_a_mean_that_tells_nothing_leaves_the_median_to_be_said(stored: Stored) -> None:
    thrown = Difference(1.0, 0.1, 0.2, 0.4, 0.5, 2.0, 0.9, 0.1, 64, 0.5, q50=0.3, level=10.0)
    text = difference_text("jobs_nl", thrown, stored.labels)
    assert text == (
        "no difference found in the mean (about 1,100 members would tell); median +0.30 persons, "
        "up in 90\u00a0% of members"
    )
    small = replace(thrown, se=0.1, level=1e6)
    assert difference_text("jobs_nl", small, stored.labels).startswith("practically none")


def test_periods_leave_out_lone_years(stored: Stored) -> None:
    years = range(2024, 2036)
    largest = dict(zip(years, ["power", "power", "people", *["power"] * 3, *["people"] * 6], strict=True))
    rows = [
        {
            "scenario": "ipcei_boost",
            "place": "brainport",
            "year": year,
            "cause": cause,
            "share_members": share,
        }
        for year in years
        for cause, share in (
            (largest[year], 0.75),
            ({"power": "people", "people": "power"}[largest[year]], 0.25),
        )
    ]
    periods = binding_periods(replace(stored, binding=pd.DataFrame(rows)))
    assert [(one.cause, one.first, one.last) for one in periods] == [
        ("power", 2024, 2029),
        ("people", 2030, 2035),
    ]
    assert [one.share for one in periods] == pytest.approx([4 / 6, 0.75])


def test_the_table_on_the_terminal(stored: Stored) -> None:
    out = io.StringIO()
    print_summary(stored, out)
    text = out.getvalue()
    assert text.startswith("ipcei_boost · 16 members · seed 1 · 2024–2038 · known until 2024.0  [14.2 s]")
    assert "Share of the world chain (%)" in text
    assert "Difference with the baseline" in text
    assert "\x1b" not in text
    assert text.rstrip().endswith(stored.folder.name)


def test_a_base_alone_has_no_difference_column(tmp_path: Path) -> None:
    out = io.StringIO()
    print_summary(read_run(write_run(recorded(4), None, info("baseline"), tmp_path)), out)
    assert "difference" not in out.getvalue().split("Binds")[0]


def test_numbers_are_written_for_readers() -> None:
    assert LABELS.number(-1234.56, 1, sign=True) == "−1,234.6"
    assert LABELS.number(-0.0001, 2) == "0.00"
    assert LABELS.number(float("nan")) == "–"
    with pytest.raises(KeyError):
        LABELS("no.such.key")


def test_summary_csv_is_a_row_a_figure(stored: Stored) -> None:
    table = pd.read_csv(stored.folder / "summary.csv").set_index("figure")
    assert table.loc["share", "difference_words"] in ("very_likely_up", "likely_up")
    assert table.loc["share", "start_year"] == 2023
    assert table.loc["public_money_present_value", "difference_mean"] > 0


def test_constant_prices_are_discounted_where_recorded(tmp_path: Path) -> None:
    run, base = recorded(4, 0.1), recorded(4)
    for one in (run, base):
        one.values["paid_real"] = one.values["paid"] / 2
        one.units["paid_real"], one.axes["paid_real"] = "MEUR2023/year", ()
    money, nominal = (
        public_money(read_run(write_run(a, b, info(), tmp_path)))
        for a, b in ((run, base), (recorded(4, 0.1), recorded(4)))
    )
    assert money is not None
    assert nominal is not None
    assert money.real
    assert money.present.mean == pytest.approx(nominal.present.mean / 2)
    assert money.paid == pytest.approx(nominal.paid)


def test_a_mean_that_few_carry_says_so_and_gives_the_median() -> None:
    """One member in twenty gains much, the others little: the mean lies outside the half in the middle."""
    numbers = np.arange(400)
    few = np.where(numbers % 20 < 2, 0.01, 1e-5) + 1e-6 * np.random.default_rng(0).normal(size=400)
    one, even = difference(few, numbers, 0.05), difference(few[::-1] * 0 + few.mean(), numbers, 0.05)
    assert one.found
    assert one.carried_by_few
    assert not even.carried_by_few
    assert "a few members carry the mean" in difference_text("share", one, LABELS)
    assert "+0.0010" in difference_parts("share", one, LABELS)["median"]
