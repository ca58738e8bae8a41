"""Pictures of comparisons by their numbers: with few and with many results, over several futures."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.figures.comparison import PANELS, draw_comparison, pictures_of
from sim.figures.rows import LONGEST, shortened
from sim.results.compare import Compared, Comparison
from sim.results.store import Stored, read_run, write_run
from tests.results.synthetic import info, recorded


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stored, ...]:
    where, base = tmp_path_factory.mktemp("c"), recorded(8)
    return tuple(
        read_run(write_run(recorded(8, boost), base, info(name), where))
        for name, boost in (("ipcei_boost", 0.12), ("grid_first", -0.05))
    )


def comparison(stored: tuple[Stored, ...], count: int) -> Comparison:
    """`count` results, made of two by turns."""
    results = tuple(Compared(f"plan {at}", stored[at % 2]) for at in range(count))
    return Comparison(Path("nowhere"), results)


@pytest.mark.parametrize("count", [2, PANELS + 1, 50])
def test_every_result_has_a_row_in_every_picture(stored: tuple[Stored, ...], count: int) -> None:
    drawn = {one.name: one for one in draw_comparison(comparison(stored, count))}
    assert {"effects", "key_figures", "pairs", "regret", "binding", "places", "segments"} <= set(drawn)
    assert ("difference" in drawn) == (count <= PANELS)
    assert ("years" in drawn) == (count > PANELS)
    names = {f"plan {at}" for at in range(count)}
    for name in ("effects", "key_figures", "pairs", "regret", "binding", "places"):
        assert set(drawn[name].table["run"]) == names
        text = drawn[name].svg.decode()
        assert all(f">{one}<" in text or f">{one}  " in text for one in names)


def test_the_pictures_show_the_numbers_of_the_results(stored: tuple[Stored, ...]) -> None:
    both = comparison(stored, 2)
    drawn = {one.name: one.table for one in draw_comparison(both)}
    for one in both.results:
        end = one.end("share")
        assert end is not None
        effects = drawn["effects"].query(f"run == '{one.name}'").iloc[0]
        assert effects["mean"] == pytest.approx(100 * end.mean)
        key = drawn["key_figures"].query(f"run == '{one.name}'")
        assert key.iloc[0, 1] == pytest.approx(100 * end.mean)
    pairs = drawn["pairs"].set_index("run")
    up = float((both.results[0].members("share").iloc[-1] > both.results[1].members("share").iloc[-1]).mean())  # type: ignore[union-attr]
    assert pairs.loc["plan 0", "plan 1"] == pytest.approx(100 * up)
    regret = drawn["regret"].set_index("run")
    assert regret["best_in"].sum() == pytest.approx(100)


def test_equal_comparisons_are_equal_bytes(stored: tuple[Stored, ...]) -> None:
    first, second = (draw_comparison(comparison(stored, 3)) for _ in range(2))
    assert [one.svg for one in first] == [one.svg for one in second]


def test_an_unpaired_comparison_says_so_in_every_picture(stored: tuple[Stored, ...]) -> None:
    for one in draw_comparison(replace(comparison(stored, 2), unpaired="seed (1, 2)")):
        assert "UNPAIRED" in one.svg.decode()


def design(stored: tuple[Stored, ...], policies: int, axes: int) -> Comparison:
    """Results of `policies` at seven points of `axes`, made of two by turns: more than have a panel each."""
    results = []
    for at, policy in itertools.product(range(7), range(policies)):
        one = stored[at % 2]
        words = {f"axis_{axis}": 1.0 + (at * (axis + 2)) % 7 for axis in range(axes)}
        info_of = replace(one.info, configuration={"parameters": words})
        results.append(Compared(f"plan {policy} · {at + 1}", replace(one, info=info_of)))
    return Comparison(Path("nowhere"), tuple(results))


def test_a_design_of_many_runs_has_pictures_of_its_own_alone(stored: tuple[Stored, ...]) -> None:
    drawn = {one.name: one for one in draw_comparison(design(stored, 2, 3))}
    assert {"design_difference", "design_level"} <= set(drawn)
    assert all(name.startswith("design_") for name in drawn)
    for one in drawn.values():
        assert len(one.table) == 14
        assert {"parameters.axis_0", "parameters.axis_1", "parameters.axis_2"} <= set(one.table)
        assert one.svg.decode().count("rank_correlation") >= 3


def test_of_many_axes_four_are_drawn_and_of_many_policies_four_at_a_time(stored: tuple[Stored, ...]) -> None:
    found = {one.name: one for one in pictures_of(design(stored, 6, 5))}
    assert {"design_difference", "design_difference_2", "design_level", "design_level_2"} <= set(found)
    assert [len(found[name].table) for name in ("design_level", "design_level_2")] == [28, 14]
    (drawn,) = (one for one in draw_comparison(design(stored, 1, 5)) if one.name == "design_level")
    marks = re.findall(r"key:design/[^\"]*(axis_\d)/rank_correlation", drawn.svg.decode())
    assert len(set(marks)) == 4
    assert {f"parameters.axis_{at}" for at in range(5)} <= set(drawn.table)


def test_a_small_design_has_the_other_pictures_too(stored: tuple[Stored, ...]) -> None:
    drawn = [one.name for one in draw_comparison(design(stored, 1, 1))]
    assert drawn[:2] == ["design_difference", "design_level"]
    assert {"effects", "binding", "difference"} <= set(drawn)


def test_long_names_keep_both_ends() -> None:
    name = "supply_retaliation.second_backend · overlay=downturn_deep"
    assert len(shortened(name)) <= LONGEST
    assert shortened(name).startswith("supply_retaliation")
    assert shortened(name).endswith("downturn_deep")
    assert np.all([shortened(each) == each for each in ("a", "b" * LONGEST)])
