"""What the tests of the command share: an empty folder to work in, and the command called as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.__main__ import main
from sim.command import job
from tests.results.synthetic import recorded as made_up


class Said(NamedTuple):
    """The exit code and what was printed."""

    code: int
    out: str
    err: str


Type = Callable[..., Said]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, without scenario folders of the one who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIM_SCENARIO_PATH", raising=False)
    return tmp_path


@pytest.fixture
def typed(empty: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Call the command with these words in an empty folder."""

    def call(*words: str) -> Said:
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for the engine; the titles of the runs asked for."""
    asked: list[str] = []

    def recorded(case: Any, settings: Any, title: str, kept: Any = None) -> Any:
        asked.append(title)
        boost = 0.05 if case.name == "ipcei_boost" else 0.0
        run = made_up(settings.members, boost=boost, seed=settings.seed)
        return replace(run, values={**run.values})

    monkeypatch.setattr(job, "recorded", recorded)
    # pictures take seconds and have tests of their own
    monkeypatch.setattr("sim.report.report.publish", lambda stored: (stored.folder / "report.html").touch())
    monkeypatch.setattr("sim.report.comparison.publish", lambda comparison: None)
    return asked


def folders(at: Path) -> list[Path]:
    """The results under `at`, in order."""
    return sorted(path.parent for path in (at / "results").glob("*/*/run.json"))
