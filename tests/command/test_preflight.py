"""The plan that words ask for: points, values, and what is said before a sweep."""

from __future__ import annotations

import pytest

from sim.command.defaults import defaults
from sim.command.listing import names
from sim.command.parsing import hydra_word
from sim.command.preflight import plan
from sim.run.settings import Settings
from sim.run.words import EVENTS


def test_no_words_are_one_point_with_the_defaults() -> None:
    (point,) = plan([], multirun=False).points
    assert point.values == defaults()


def test_values_reach_their_places() -> None:
    words = [
        "events.grid=false",
        "parameters.a.b=0.5",
        "parameters.c={value: 0.7, spread: none}",
        "overlay=[x,y]",
    ]
    (point,) = plan(words, multirun=False).points
    assert point.values["events"] == {**dict.fromkeys(EVENTS, True), "grid": False}
    assert point.values["parameters"] == {"a": {"b": 0.5}, "c": {"value": 0.7, "spread": "none"}}
    assert point.values["overlay"] == ["x", "y"]
    assert defaults()["parameters"] == {}


def test_the_grid_is_hydras() -> None:
    made = plan(["seed=range(1,4)", "scenario=choice(a,b)", "members=4"], multirun=True)
    assert [(p.values["seed"], p.values["scenario"]) for p in made.points] == [
        (1, "a"), (1, "b"), (2, "a"), (2, "b"), (3, "a"), (3, "b"),
    ]  # fmt: skip


def test_glob_goes_over_the_scenarios_that_are_there() -> None:
    made = plan(["scenario=glob(*,exclude=base*)"], multirun=True)
    assert [p.values["scenario"] for p in made.points] == [
        name for name in names("scenarios") if name[:4] != "base" and "." not in name
    ]


def test_glob_goes_over_variants_where_the_dot_is_written() -> None:
    made = plan(["scenario=glob([baseline,ipcei_boost.*])"], multirun=True)
    variants = [name for name in names("scenarios") if name.startswith("ipcei_boost.")]
    assert [p.values["scenario"] for p in made.points] == ["baseline", *variants]
    assert len(variants) >= 2


def test_no_more_processes_than_are_sensible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    (note,) = plan(["workers=1024"], multirun=False).notes
    assert note == "workers=1024: at most 8 are started here, 4 for each core"
    assert plan(["workers=8"], multirun=False).notes == ()
    assert [Settings(workers=n).processes(100) for n in (0, 1, 8, 1024)] == [2, 1, 8, 8]
    assert Settings(workers=8).processes(3) == 3


def test_a_comma_between_whole_numbers_is_spelt_out() -> None:
    (note,) = plan(["parameters.x=1,5"], multirun=True).notes
    assert note == "2 runs: parameters.x=1 · parameters.x=5 (a decimal is written with a point: 1.5)"


def test_a_long_plan_is_cut() -> None:
    (note,) = plan(["seed=range(1,41)"], multirun=True).notes
    assert note.startswith("40 runs: seed=1 · ")
    assert note.endswith("… 30 more")


def test_a_thousands_point_is_read_out() -> None:
    (note,) = plan(["parameters.x=1.500"], multirun=False).notes
    assert note == "parameters.x=1.500: read as 1.5; thousands are written without a point"


def test_names_that_hydra_cannot_know_are_added_for_it() -> None:
    assert hydra_word("parameters.x=1") == "++parameters.x=1"
    assert hydra_word("seed=1") == "seed=1"
