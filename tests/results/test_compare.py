"""Comparisons of stored results: what pairs, what is refused, the table of runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.results.compare import Comparison, compare, write_comparison
from sim.results.information import write_info
from sim.results.store import read_run, write_run
from tests.results.synthetic import info, recorded

Results = dict[str, Path]


def runs(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "runs.csv").set_index("run")


def test_each_pairs_with_its_own_base(results: Results, tmp_path: Path) -> None:
    table = runs(compare([results["ipcei_boost"], results["grid_first"]], out=tmp_path / "c"))
    for name, boost in (("ipcei_boost", 0.12), ("grid_first", 0.03)):
        expected = (recorded(16, boost).values["share"] - recorded(16).values["share"])[-1].mean()
        assert table.loc[name, "share_difference_mean"] == pytest.approx(expected)


def test_effects_are_also_given_per_100_million(results: Results, tmp_path: Path) -> None:
    """Where effect and money are both told from zero: else nothing is said."""
    table = runs(compare([results["ipcei_boost"], results["grid_first"]], out=tmp_path / "c"))
    for name in table.index:
        row = table.loc[name]
        told = abs(row["jobs_nl_difference_mean"]) >= 2 * row["jobs_nl_difference_se"]
        each = 100 * row["jobs_nl_difference_mean"] / row["public_money_present_value"]
        assert (
            row["jobs_nl_per_100_meur"] == pytest.approx(each)
            if told
            else pd.isna(row["jobs_nl_per_100_meur"])
        )
    assert table["jobs_nl_per_100_meur"].notna().any()


def test_a_base_apart_gives_the_same_as_the_own(results: Results, tmp_path: Path) -> None:
    own = runs(compare([results["ipcei_boost"]], out=tmp_path / "own"))
    apart = runs(
        compare([results["ipcei_boost"], results["baseline"]], base=results["baseline"], out=tmp_path / "a")
    )
    assert list(apart.index) == ["ipcei_boost"]
    assert apart["share_difference_mean"].tolist() == own["share_difference_mean"].tolist()


def test_different_numbers_of_members_pair_on_the_common_ones(results: Results, tmp_path: Path) -> None:
    seen: list[Comparison] = []
    compare([results["small"]], base=results["baseline"], out=tmp_path / "c", finish=[seen.append])
    difference = seen[0].results[0].difference("share")
    assert difference is not None
    assert difference.shape == (29, 8)


def test_another_seed_is_refused_unless_unpaired(results: Results, tmp_path: Path) -> None:
    other = write_run(recorded(4, seed=2), None, info("other", seed=2), tmp_path)
    with pytest.raises(ValueError, match=r"differ in seed \(1, 2\).*--unpaired"):
        compare([results["ipcei_boost"], other], out=tmp_path / "c")
    assert not (tmp_path / "c").exists()
    folder = compare([results["ipcei_boost"], other], out=tmp_path / "c", unpaired=True)
    assert json.loads((folder / "comparison.json").read_text())["unpaired"] == "seed (1, 2)"


def test_other_data_or_known_until_is_refused(results: Results, tmp_path: Path) -> None:
    other = write_run(recorded(4), None, info("other"), tmp_path)
    changed = replace(read_run(other).info, data_hashes={"market_history.csv": "bb22"}, known_until=2016.0)
    write_info(changed, other / "run.json")
    with pytest.raises(ValueError, match=r"known until \(2024.0, 2016.0\) and in data hashes"):
        compare([results["ipcei_boost"]], base=other, out=tmp_path / "c")


def test_regret_is_how_far_below_the_best(results: Results, tmp_path: Path) -> None:
    table = runs(compare([results["ipcei_boost"], results["baseline"]], out=tmp_path / "c"))
    gap = (recorded(16, 0.12).values["share"] - recorded(16).values["share"])[-1].ravel()
    assert table.loc["baseline", "share_regret"] == pytest.approx(gap.clip(min=0).mean())


def test_the_folder_is_beside_the_scenarios(results: Results) -> None:
    folder = compare([results["ipcei_boost"], results["grid_first"]])
    assert folder.parent == results["ipcei_boost"].parent.parent / "comparisons"


def test_a_folder_that_is_there_is_not_overwritten(results: Results, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ValueError, match="not empty"):
        compare([results["ipcei_boost"]], out=tmp_path)


def test_a_sweep_lists_its_failures(results: Results, tmp_path: Path) -> None:
    points = ["scenario=ipcei_boost", "scenario=grid_first", "members=4"]
    made = [results["ipcei_boost"], results["grid_first"], RuntimeError("non-finite: share")]
    table = runs(write_comparison(points, made, "python -m sim -m …", tmp_path / "c"))
    assert table.loc["ipcei_boost", "overrides"] == "scenario=ipcei_boost"
    assert table.loc["members=4", "status"] == "failed: RuntimeError: non-finite: share"


def test_twice_the_same_scenario_is_told_apart(results: Results, tmp_path: Path) -> None:
    twice = write_run(recorded(4, 0.2), recorded(4), info(), tmp_path)
    table = runs(compare([results["ipcei_boost"], twice], out=tmp_path / "c"))
    assert len(set(table.index)) == 2


def test_nothing_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no run was made"):
        write_comparison(["a"], [RuntimeError("x")], out=tmp_path / "c")


def test_a_result_given_twice_is_refused(results: Results, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is given twice"):
        compare([results["ipcei_boost"], str(results["ipcei_boost"])], out=tmp_path / "c")
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="there already"):
        compare([results["ipcei_boost"], results["grid_first"]], out=tmp_path / "file")
