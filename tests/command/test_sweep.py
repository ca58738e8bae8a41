"""A sweep: one base for all that share it, every failure listed, the rest kept, one comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.command import job
from sim.command.session import Prepared, Session

from .conftest import Type, folders

Log = SimpleNamespace


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    """Runs without an engine: what would be run, which bases computed, what compared."""
    kept = SimpleNamespace(runs=[], bases=0, compared=[], fail=lambda prepared: None, session=None)

    def run(prepared: Prepared, session: Session, command: Sequence[str]) -> Path:
        kept.session = session

        def compute() -> Any:
            kept.bases += 1
            return f"base {kept.bases}"

        base = session.base_of(prepared, compute)
        kept.fail(prepared)
        kept.runs.append((prepared.request.run.name, prepared.settings.seed, base))
        return Path(f"run-{len(kept.runs)}")

    def compare_sweep(points: Sequence[str], made: Sequence[Any], command: Sequence[str]) -> str:
        kept.compared.append((list(points), list(made)))
        return "compared"

    monkeypatch.setattr(job, "run", run)
    monkeypatch.setattr(job, "find", lambda prepared: None)
    monkeypatch.setattr(job, "compare_sweep", compare_sweep)
    return kept


def failing(text: str) -> Callable[[Prepared], None]:
    def fail(prepared: Prepared) -> None:
        if prepared.request.run.name == text:
            raise FloatingPointError("share is not finite")

    return fail


def test_a_base_is_computed_once_for_the_points_that_share_it(typed: Type, log: Log, empty: Path) -> None:
    said = typed("-m", "scenario=baseline,ipcei_boost", "seed=1,2", "members=4")
    assert said.code == 0, said
    assert sorted(log.runs) == [
        ("baseline", 1, "base 1"),
        ("baseline", 2, "base 2"),
        ("ipcei_boost", 1, "base 1"),
        ("ipcei_boost", 2, "base 2"),
    ]
    assert len(log.compared) == 1
    assert "4 runs: scenario=baseline seed=1 · " in said.err
    assert list(empty.iterdir()) == []


def test_bases_are_dropped_after_their_last_use(typed: Type, log: Log) -> None:
    typed("-m", "scenario=baseline,ipcei_boost", "seed=1,2")
    assert log.session._bases == {}


def test_workers_and_block_make_no_other_base(typed: Type, log: Log) -> None:
    typed("-m", "scenario=ipcei_boost", "block=64,128", "workers=1,2")
    assert log.bases == 1


def test_a_sweep_goes_on_and_lists_every_failure(typed: Type, log: Log) -> None:
    log.fail = failing("ipcei_boost")
    said = typed("-m", "scenario=baseline,ipcei_boost,grid_first", "seed=1,2")
    assert said.code == 1
    assert len(log.runs) == 4
    assert "2 failed; 4 of 6 runs are done and kept." in said.err
    assert "scenario=ipcei_boost seed=1: FloatingPointError: share is not finite" in said.err
    assert "scenario=ipcei_boost seed=2: FloatingPointError: share is not finite" in said.err
    assert len(log.compared) == 1


def test_a_single_failure_is_a_line_and_not_a_traceback(typed: Type, log: Log) -> None:
    log.fail = failing("baseline")
    said = typed()
    assert said.code == 1
    assert "The run failed. FloatingPointError: share is not finite" in said.err
    assert "Traceback" not in said.err


def test_an_interruption_is_a_clean_word(typed: Type, log: Log) -> None:
    def stop(prepared: Prepared) -> None:
        raise KeyboardInterrupt

    log.fail = stop
    for words in ([], ["-m", "seed=1,2"]):
        said = typed(*words)
        assert said.code == 130
        assert "Stopped." in said.err
        assert "Traceback" not in said.err


def test_every_scenario_by_glob(typed: Type, log: Log) -> None:
    from sim.command.listing import names

    assert typed("-m", "scenario=glob(*)").code == 0
    assert [run[0] for run in log.runs] == [name for name in names("scenarios") if "." not in name]


def test_hydra_shows_the_settings(typed: Type, empty: Path) -> None:
    said = typed("--cfg", "job", "parameters.stay_rate.other=0.5", "overlay=downturn")
    assert said.code == 0
    assert "overlay: downturn" in said.out
    assert "other: 0.5" in said.out
    assert list(empty.iterdir()) == []


def test_points_that_come_to_one_result_are_one_row(typed: Type, empty: Path, runs: list[str]) -> None:
    said = typed("-m", "seed=1,2,1", "members=8")
    assert said.code == 0, said
    assert len(folders(empty)) == 2
    (table,) = (empty / "results" / "comparisons").glob("*/runs.csv")
    assert len(table.read_text().splitlines()) == 1 + 2


def test_a_base_is_computed_once_for_each_point_of_a_design_and_dropped(typed: Type, log: Log) -> None:
    rate = "parameters.stay_rate.other=interval(0.35,0.5)"
    said = typed("-m", "scenario=baseline,ipcei_boost", "sample.points=4", rate, "members=4")
    assert said.code == 0, said
    assert [base for _, _, base in log.runs] == [f"base {at}" for at in (1, 1, 2, 2, 3, 3, 4, 4)]
    assert log.session._bases == {}


def test_a_note_that_holds_for_many_runs_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session()
    for seed in (1, 2):
        session.tell(["a range was left", f"seed {seed}"])
    assert capsys.readouterr().err.splitlines() == ["note: a range was left", "note: seed 1", "note: seed 2"]
