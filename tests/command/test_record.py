"""The command `record`: which result it takes, what it prints, its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.against_record import FIGURES, Check
from sim.results.store import write_run
from tests.results.synthetic import info
from tests.results.synthetic import recorded as made_up

from .conftest import Type


@pytest.fixture
def scenario(empty: Path) -> Path:
    """A result of a scenario with its base under ./results."""
    return write_run(made_up(8, 0.12), made_up(8), info(), Path("results"))


def test_the_table_and_the_checks_are_printed(typed: Type, scenario: Path) -> None:
    said = typed("record", str(scenario))
    assert said.code == 1  # the made-up run lacks sales with service
    assert str(scenario) in said.out
    rows = [line for line in said.out.splitlines() if line.startswith("ASML jobs in NL")]
    assert "22,860" in rows[0]
    assert rows[0].endswith("beyond 5 %")
    assert len([line for line in said.out.splitlines() if line[:4] in ("yes ", "NO  ")]) == 4
    assert "no proof of foresight" in said.out


def test_all_that_holds_is_exit_code_0(typed: Type, scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = [Check("a", True, "b")]
    monkeypatch.setattr("sim.results.against_record.checks", lambda *given, **named: good)
    assert typed("record", "ipcei_boost").code == 0


def test_without_a_word_it_takes_the_newest_baseline_else_a_base(typed: Type, scenario: Path) -> None:
    assert "baseline, base of ipcei_boost" in typed("record").out
    hidden = Path("results/.base/20991231-000000-000000")
    hidden.mkdir(parents=True)
    (hidden / "run.json").touch()
    baseline = write_run(made_up(8), None, info("baseline"), Path("results"))
    assert str(baseline) in typed("record").out


def test_it_is_refused_in_words(typed: Type, empty: Path) -> None:
    said = typed("record")
    assert (said.code, said.out) == (2, "")
    assert "no result in ./results" in said.err
    said = typed("record", "nowhere")
    assert said.code == 2
    assert "'nowhere' is no result" in said.err
    assert list(empty.iterdir()) == []


def test_every_series_is_in_the_record() -> None:
    from sim.inputs.record import load_record

    record = load_record()
    assert all(record[one.series].figures.get(2023) for one in FIGURES)
