"""A design in a comparison: its axes, names, rank correlations, and what is set against what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.command.preflight import plan
from sim.results.compare import Comparison, compare, tables, write_comparison
from sim.results.comparison_words import sentences
from sim.results.design import DIFFERENCE, LEVEL
from sim.results.naming import value_in
from sim.results.store import write_run
from tests.results.synthetic import info, recorded

POINTS = 6
RATE, AID = "parameters.stay_rate.other", "instruments.ipcei_ast.money"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, list[dict[str, Any]]]:
    """Two scenarios at six points: the share of the one hangs on the rate alone, that of the other falls with
    the aid; a seventh point failed."""
    where = tmp_path_factory.mktemp("design")
    words = [f"sample.points={POINTS}", f"{RATE}=interval(0.35,0.5)", f"{AID}=tag(log,interval(10,200))"]
    points = plan([*words, "scenario=baseline,ipcei_boost"], multirun=True).points
    base, done = recorded(8), []
    for point in points:
        rate = point.values["parameters"]["stay_rate"]["other"]
        aid = point.values["instruments"]["ipcei_ast"]["money"]
        name = point.values["scenario"]
        run = recorded(8, rate / 10 if name == "baseline" else -aid / 2000)
        done.append(write_run(run, base, info(name, configuration=dict(point.values)), where))
    seen: list[Comparison] = []
    said = [*map(str, points), f"{RATE}=0.44 {AID}=30 scenario=baseline"]
    failed = FloatingPointError("share is not finite")
    write_comparison(said, [*done, failed], out=where / "compared", finish=[seen.append])
    return seen[0], [dict(point.values) for point in points]


def test_a_run_has_the_number_of_its_point_and_its_values_as_numbers(
    made: tuple[Comparison, list[dict[str, Any]]],
) -> None:
    comparison, values = made
    table = pd.read_csv(comparison.folder.parent / "compared" / "runs.csv")
    names = [f"{scenario} · {at}" for at in range(1, POINTS + 1) for scenario in ("baseline", "ipcei_boost")]
    assert table["run"].tolist()[:-1] == names
    assert table[RATE].tolist() == [*(one["parameters"]["stay_rate"]["other"] for one in values), 0.44]
    assert table[AID].tolist() == [*(one["instruments"]["ipcei_ast"]["money"] for one in values), 30.0]


def test_rank_correlation_is_one_where_a_figure_only_rises_with_an_axis(
    made: tuple[Comparison, list[dict[str, Any]]],
) -> None:
    design = made[0].design
    assert design is not None
    assert list(design.policies) == ["baseline", "ipcei_boost"]
    for of in (LEVEL, DIFFERENCE):
        for policy, axis, sign in (("baseline", RATE, 1.0), ("ipcei_boost", AID, -1.0)):
            row = design.row(policy, of, "share", axis)
            assert row["rank_correlation"] == pytest.approx(sign)
            assert row["told"]
            assert row["runs"] == POINTS
    other = design.row("baseline", LEVEL, "share", AID)["rank_correlation"]
    x, y = (design.values.loc[design.policies["baseline"], axis] for axis in (AID, RATE))
    assert other == pytest.approx(np.corrcoef(x.rank(), y.rank())[0, 1]), "ranks against ranks"


def test_a_figure_that_never_moves_has_no_rank_correlation(
    made: tuple[Comparison, list[dict[str, Any]]],
) -> None:
    design = made[0].design
    assert design is not None
    row = design.row("baseline", LEVEL, "world_chip_sales", RATE)
    assert row["lowest"] == row["highest"]
    assert np.isnan(row["rank_correlation"])
    assert not row["told"]


def test_only_runs_at_one_point_are_set_against_each_other(
    made: tuple[Comparison, list[dict[str, Any]]],
) -> None:
    pairs = made[0].pairs
    assert len(pairs)
    assert (pairs["run"].str.rsplit(" · ").str[-1] == pairs["against"].str.rsplit(" · ").str[-1]).all()


def test_its_sentences_say_the_range_and_the_axis(made: tuple[Comparison, list[dict[str, Any]]]) -> None:
    said = sentences(made[0])
    assert any("over 6 runs" in text and "It rises most surely with" in text for text in said)
    assert any("is above zero in 0 % of 6 runs. It falls most surely with" in text for text in said)


def test_stored_results_are_a_design_without_the_sweep(
    made: tuple[Comparison, list[dict[str, Any]]], tmp_path: Path
) -> None:
    seen: list[Comparison] = []
    folders = [one.stored.folder for one in made[0].results if one.name.startswith("ipcei_boost")]
    compare(folders, out=tmp_path / "c", finish=[seen.append])
    (comparison,) = seen
    design, before = comparison.design, made[0].design
    assert design is not None
    assert before is not None
    assert design.axes == before.axes
    again, there = (one.row("ipcei_boost", LEVEL, "share", AID)["lowest"] for one in (design, before))
    assert again == there


def test_a_few_values_are_no_design(tmp_path: Path) -> None:
    """Two values are two results side by side, with the number as a column all the same."""
    seen: list[Comparison] = []
    words = [{"parameters": {"stay_rate": {"other": x}}, "members": 8} for x in (0.4, 0.5)]
    base = recorded(8)
    folders = [write_run(base, None, info("baseline", configuration=one), tmp_path) for one in words]
    compare(folders, out=tmp_path / "c", finish=[seen.append])
    assert seen[0].design is None
    assert tables(seen[0])["runs"][RATE].tolist() == [0.4, 0.5]
    assert not (tmp_path / "c" / "design.csv").exists()
    assert (tmp_path / "c" / "runs.csv").exists()


def test_a_number_is_read_out_of_the_words_of_a_point() -> None:
    assert value_in("seed=1 equal_money=60.5 scenario=baseline", "equal_money") == 60.5
    assert np.isnan(value_in("seed=1 equal_money=null", "equal_money"))
    assert np.isnan(value_in("seed=1", "equal_money"))
