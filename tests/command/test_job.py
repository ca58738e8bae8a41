"""A run without the engine: what stands in its folder, what is printed, and that an equal run is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.inputs.faults import Faults
from sim.run.words import EVENTS

from .conftest import Type, folders


def test_a_run_leaves_one_folder_and_a_table(typed: Type, empty: Path, runs: list[str]) -> None:
    said = typed("scenario=ipcei_boost", "members=8", "parameters.stay_rate.other=0.45")
    assert said.code == 0, said
    (folder,) = folders(empty)
    assert runs == ["baseline (base)", "ipcei_boost"]
    info = json.loads((folder / "run.json").read_text())
    assert info["command"].endswith("scenario=ipcei_boost members=8 parameters.stay_rate.other=0.45")
    assert info["configuration"]["parameters"] == {"stay_rate": {"other": 0.45}}
    assert any("ipcei_second_call.money" in line for line in info["differs"])
    assert not any("stay_rate" in line for line in info["differs"])
    assert "instruments:" in info["scenario_text"]
    assert info["record"]["share"]["2023"] > 0
    assert (folder / "report.html").is_file()
    assert "ipcei_boost" in said.out
    assert str(folder.relative_to(empty)) in said.out
    assert sorted(path.name for path in empty.iterdir()) == ["results"]


def test_equal_money_says_its_factor(typed: Type, empty: Path, runs: list[str]) -> None:
    said = typed("-m", "scenario=ipcei_boost,talent_push", "equal_money=500", "members=8")
    assert said.code == 0, said
    found = {}
    for folder in folders(empty):
        info = json.loads((folder / "run.json").read_text())
        found[info["scenario"]] = info["money_factor"]
        assert info["configuration"]["equal_money"] == 500
        assert f"{info['money_factor']:.6g}" in said.out
        assert any("equal_money = 500" in note for note in info["notes"])
        assert info["appraisal"]["discount_rate"] == 0.0225
    assert set(found) == {"ipcei_boost", "talent_push"}
    assert len(set(found.values())) == 2
    said = typed("-m", "scenario=baseline,ipcei_boost", "equal_money=500", "members=8")
    assert said.code == 2
    assert "baseline has no money of its own" in said.err


def test_a_break_even_is_told_in_words(typed: Type, empty: Path, runs: list[str]) -> None:
    said = typed("breakeven", "scenario=ipcei_boost", "members=8")
    assert said.code == 2  # the made-up runs hold no accounts
    assert "pays nothing more than its base" in said.err
    assert [title.rpartition(" at ")[0] for title in runs] == ["baseline", "ipcei_boost"]
    assert not list(empty.iterdir())


def test_an_equal_run_is_found_and_forced(typed: Type, empty: Path, runs: list[str]) -> None:
    typed("members=8")
    said = typed("members=8", "workers=1", "block=4")
    assert "already there" in said.out
    assert len(folders(empty)) == 1
    typed("members=8", "force=true")
    assert len(folders(empty)) == 2
    typed("members=8", "seed=2")
    assert len(folders(empty)) == 3


def test_a_sweep_leaves_its_runs_and_one_comparison(typed: Type, empty: Path, runs: list[str]) -> None:
    said = typed("-m", "scenario=baseline,ipcei_boost", "seed=1,2", "members=8")
    assert said.code == 0, said
    assert runs.count("baseline (base)") == 2
    assert len(runs) == 4
    assert len(folders(empty)) == 4
    tables = list((empty / "results").rglob("runs.csv"))
    assert len(tables) == 1
    text = tables[0].read_text()
    assert text.count("\n") == 5
    assert "seed=2" in text


def test_an_interrupted_sweep_does_only_what_is_missing(typed: Type, empty: Path, runs: list[str]) -> None:
    typed("scenario=ipcei_boost", "members=8")
    runs.clear()
    typed("-m", "scenario=ipcei_boost,grid_first", "members=8")
    assert runs == ["baseline (base)", "grid_first"]


def test_warnings_and_notes_are_said(typed: Type, empty: Path, runs: list[str]) -> None:
    (empty / "stay.yaml").write_text(
        "title: {nl: Blijven, en: Stay}\nbase: baseline\nwhy: hypothesis\n"
        "parameters: {stay_rate: {other: 0.45}}\n"
    )
    said = typed("scenario=./stay.yaml", "members=8", "parameters.stay_rate.other=0.9")
    assert said.code == 0, said
    assert "beyond the evidence's range" in said.err
    assert "changes stay alone" in said.err + said.out


def test_called_from_python_it_is_the_same(empty: Path, runs: list[str]) -> None:
    run: Callable[..., Any] = sim.run
    stored = run("ipcei_boost", members=8, parameters={"stay_rate": {"other": 0.45}}, events={"grid": False})
    assert stored.info.scenario == "ipcei_boost"
    assert stored.info.configuration["events"] == {**dict.fromkeys(EVENTS, True), "grid": False}
    assert folders(empty) == [empty / stored.folder]


def test_called_from_python_it_refuses_the_same(empty: Path) -> None:
    run: Callable[..., Any] = sim.run
    with pytest.raises(Faults, match="members = 3"):
        run("baseline", members=3)
    with pytest.raises(Faults, match="Did you mean 'members'"):
        run("baseline", membres=4)
    assert list(empty.iterdir()) == []
