"""A sampled design: extendable, even, the same for every scenario, each point the run that its words make."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.command import job
from sim.command.defaults import defaults
from sim.command.preflight import Plan, plan
from sim.command.sampling import STEPS, Axis, Sample

from .conftest import Type, folders

SHARE, AID = (
    "parameters.stay_rate.other=interval(0.35,0.5)",
    "instruments.ipcei_ast.money=tag(log,interval(10,200))",
)


def design(points: int, *words: str, seed: int = 0) -> Plan:
    made = plan([f"sample.points={points}", f"sample.seed={seed}", *words], multirun=True)
    assert made.faults == ()
    return made


def said(made: Plan) -> list[tuple[str, ...]]:
    return [point.words for point in made.points]


def test_a_larger_design_begins_with_the_smaller_one() -> None:
    few, many = (said(design(count, SHARE, AID, "members=4")) for count in (8, 32))
    assert many[:8] == few
    assert len(set(many)) == 32


def test_the_points_are_those_of_the_seed_and_not_of_the_order_of_words() -> None:
    one, other = design(8, SHARE, AID), design(8, AID, SHARE)
    assert [set(words) for words in said(one)] == [set(words) for words in said(other)]
    assert said(design(8, SHARE, AID, seed=1)) != said(one) == said(design(8, SHARE, AID))


def test_each_scenario_has_the_same_points_and_a_point_comes_whole() -> None:
    values = [p.values for p in design(4, "scenario=baseline,ipcei_boost", SHARE).points]
    assert [one["scenario"] for one in values] == ["baseline", "ipcei_boost"] * 4
    rates = [one["parameters"]["stay_rate"]["other"] for one in values]
    assert rates[::2] == rates[1::2]
    assert len(set(rates)) == 4


def test_what_says_the_design_is_no_part_of_a_run() -> None:
    made = design(4, SHARE)
    assert set(made.points[0].values) == set(defaults())
    assert not any(word.startswith("sample") for word in [*made.words, *made.points[0].words])


@pytest.mark.parametrize("count", [16, 64])
def test_points_are_even_on_each_axis_and_on_each_two(count: int) -> None:
    units = Sample(count, 3, (Axis("a", 0, 1), Axis("b", 0, 1), Axis("c", 0, 1))).units()
    for column in units.T:
        assert sorted(np.floor(count * column)) == list(range(count))
    root = math.isqrt(count)
    boxes = np.floor(root * units[:, :2])
    assert len({tuple(box) for box in boxes}) == count, "one point in each square"
    for one, other in combinations(units.T, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.25


@pytest.mark.parametrize(
    ("low", "high", "log"),
    [
        (0.35, 0.5, False),
        (-1.0, 1.0, False),
        (1e8, 3e8, False),
        (1e-9, 2e-9, False),
        (1, 1e6, True),
        (0.99, 1, True),
    ],
)
def test_values_are_typed_briefly_lie_inside_and_miss_the_design_by_half_a_step(
    low: float, high: float, log: bool
) -> None:
    u = np.linspace(0, 1, 200, endpoint=False)
    texts = Axis("a", low, high, log).texts(u)
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in texts)
    assert all(len(re.sub(r"^[-0.]+|[-.]", "", text).strip("0")) <= 7 for text in texts)
    x = np.array([float(text) for text in texts])
    assert ((low <= x) & (x <= high)).all()
    back = np.log(x / low) / math.log(high / low) if log else (x - low) / (high - low)
    assert np.abs(back - u).max() < 0.6 / STEPS
    assert len(set(texts)) == 200


@pytest.mark.parametrize("ends", ["1e300,1e308", "-1e308,1e308", "0,1e-320", "1,1.00000000000001"])
def test_what_decimals_cannot_tell_apart_is_refused(ends: str) -> None:
    made = plan(["sample.points=4", f"equal_money=interval({ends})"], multirun=True)
    assert [str(one) for one in made.faults] == [
        f"equal_money=interval({ends}): too wide or too narrow to be sampled; write the values"
    ]


@pytest.mark.parametrize("word", ["end=interval(2030,2033)", "parameters.x=int(interval(2030,2033))"])
def test_whole_numbers_come_equally_often(word: str) -> None:
    made = plan(["sample.points=16", word, SHARE], multirun=True)
    ends = [float(words[0].partition("=")[2]) for words in said(made)]
    assert {year: ends.count(year) for year in ends} == dict.fromkeys((2030, 2031, 2032, 2033), 4)


def test_points_that_are_the_same_are_run_once_and_said() -> None:
    made = design(16, "end=interval(2030,2033)")
    assert len(made.points) == 4
    assert made.notes == ("4 runs: 4 points of end 2030 to 2033; 12 points are the same as one before",)


def test_the_note_says_what_is_sampled_and_what_would_be_even() -> None:
    (note,) = design(12, SHARE, AID, "scenario=baseline,ipcei_boost").notes
    assert note == (
        "24 runs: 12 points of instruments.ipcei_ast.money 10 to 200 (log), parameters.stay_rate.other 0.35"
        " to 0.5, 2 runs at each; sample.points=8 or 16, a power of two, would fill the space evenly"
    )
    assert "even" not in design(8, SHARE).notes[0]


def test_a_point_typed_by_hand_is_found_and_more_points_find_those_before(
    typed: Type, empty: Path, runs: list[str]
) -> None:
    words = (SHARE, AID, "scenario=baseline,ipcei_boost", "members=8")
    first = typed("-m", "sample.points=2", *words)
    assert first.code == 0, first
    assert len(folders(empty)) == 4
    done = len(runs)
    by_hand = typed(*design(4, *words).points[1].words)
    assert "this result is already there" in by_hand.out
    assert len(runs) == done
    more = typed("-m", "sample.points=4", *words)
    assert more.out.count("this result is already there") == 4
    assert len(folders(empty)) == 8
    tables = sorted(
        (empty / "results" / "comparisons").glob("*/runs.csv"), key=lambda path: len(path.read_text())
    )
    table = pd.read_csv(tables[-1])
    wanted = [point.values for point in design(4, *words).points]
    for column, path in (
        ("parameters.stay_rate.other", ("parameters", "stay_rate", "other")),
        ("instruments.ipcei_ast.money", ("instruments", "ipcei_ast", "money")),
    ):
        values: list[Any] = wanted.copy()
        for key in path:
            values = [one[key] for one in values]
        assert table[column].tolist() == values, "a number column in the order of the points"


def test_a_point_that_fails_stops_no_other_and_is_in_the_table(
    typed: Type, empty: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = job.recorded

    def fail(case: Any, settings: Any, title: str, kept: Any = None) -> Any:
        if len(runs) == 1:
            runs.append("failed")
            raise FloatingPointError("share is not finite")
        return whole(case, settings, title, kept)

    monkeypatch.setattr(job, "recorded", fail)
    result = typed("-m", "sample.points=4", SHARE, "members=8")
    assert result.code == 1
    assert "1 failed; 3 of 4 runs are done and kept." in result.err
    (table,) = (empty / "results" / "comparisons").glob("*/runs.csv")
    rows = pd.read_csv(table)
    assert rows["status"].str.startswith("failed").sum() == 1
    assert rows["parameters.stay_rate.other"].notna().all()
    assert table.read_text().count(",8,1,") == 3  # members and seed are whole beside the empty row too


def test_a_parameter_can_be_sampled_without_its_spread(typed: Type) -> None:
    words = ("parameters.stay_rate.value.other=interval(0.35,0.5)", "parameters.stay_rate.spread=none")
    shown = typed("-m", "sample.points=2", *words, "members=4", "dry_run=true")
    assert shown.code == 0, shown
    assert shown.out.count("member runs to compute, of 4") == 2
