"""`trace` and `decompose` as typed: small runs, words for bad input."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.command.defaults import defaults
from sim.results.information import write_info
from tests.results.synthetic import info

from .conftest import Type

SMALL = {"members": 2, "end": 2029, "workers": 1}


@pytest.fixture
def folder(empty: Path) -> Path:
    """A result of which run.json alone is read."""
    said = info(configuration={**defaults(), **SMALL, "scenario": "ipcei_boost"})
    made = empty / "results" / "ipcei_boost" / "one"
    made.mkdir(parents=True)
    write_info(said, made / "run.json")
    return made


def test_a_difference_is_walked_back(typed: Type, folder: Path) -> None:
    said = typed("trace", str(folder), "rd", "--members", "2", "--threshold", "1e-6")
    assert said.code == 0, said
    assert "rd_caused" in said.out
    assert "100 % via" in said.out


def test_trace_says_what_is_wrong(typed: Type, folder: Path) -> None:
    said = typed("trace", str(folder), "shar", "--year", "2050", "--members", "9")
    assert said.code == 2
    for text in ("Did you mean 'share'?", "2050 is not in the run, 2010 to 2028", "must be 2 to 2"):
        assert text in said.err


def test_a_package_is_taken_apart(typed: Type, empty: Path) -> None:
    words = [f"{name}={value}" for name, value in {**SMALL, "end": 2030}.items()]
    said = typed("decompose", "scenario=ipcei_boost", "out=d", *words)
    assert said.code == 0, said
    assert "2 parts, 4 runs of 2 members" in said.out
    table = pd.read_csv(empty / "d" / "contributions.csv")
    jobs = table[(table["outcome"] == "jobs_nl") & (table["way"] == "contribution")]
    assert set(jobs["part"]) == {"ipcei_second_call", "ipcei_ast"}
    whole = pd.read_csv(empty / "d" / "subsets.csv").iloc[-1]
    assert jobs["mean"].sum() == pytest.approx(whole["jobs_nl_difference"])
    again = typed("decompose", "scenario=ipcei_boost", "out=d", *words)
    assert again.code == 2
    assert "is there already" in again.err


def test_the_baseline_cannot_be_taken_apart(typed: Type) -> None:
    said = typed("decompose", "members=2")
    assert said.code == 2
    assert "wants a scenario other than the baseline" in said.err
