"""What ends a command early, in words: a folder that cannot be written, a process that is gone, a clock."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest
from joblib.externals.loky.process_executor import TerminatedWorkerError

from sim.command.failing import folder_fault, reason, stopped
from sim.results import store
from sim.results.store import write_run
from tests.results.synthetic import info, recorded


def test_a_folder_that_cannot_be_written_is_told_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder_fault("new/folder") is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("x")
    assert str(folder_fault("file/below")).endswith("/file is a file, not a folder")
    assert "is too long for a folder" in str(folder_fault("a/" + 300 * "x"))
    assert "is too long a path" in str(folder_fault(5000 * "x/"))
    for never in ("/proc/x", "/sys/x"):  # where even root makes no folder, whatever its rights say
        assert f"{never}: {never[:-2]} cannot be written to" in str(folder_fault(never))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "cannot be written to; name another folder" in str(folder_fault("results"))


def test_a_failure_is_told_without_the_names_of_python() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "results/x")
    assert reason(full) == (
        "It could not be written, no space left on device: results/x. Nothing of it was left behind."
    )
    gone = TerminatedWorkerError("A worker process managed by the executor was unexpectedly terminated.")
    assert "A process that ran members was ended from outside" in reason(gone)
    assert "not enough memory" in reason(MemoryError())


def test_who_stops_a_sweep_reads_what_is_done() -> None:
    said = stopped([Path("results/a/1")], 3, ["-m", "scenario=a,b", "results=my results"])
    assert said.splitlines() == [
        "Stopped. 1 of 3 runs are done and kept; the unfinished one left nothing.",
        "  results/a/1",
        "The same command does only what is missing:",
        "  python -m sim -m scenario=a,b 'results=my results'",
    ]


def test_a_clock_that_goes_back_or_stands_still_hides_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        year_now = 2030

        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(cls.year_now, 1, 1)

    monkeypatch.setattr(store, "datetime", Clock)
    base = recorded(2)
    made = [write_run(base, None, info("baseline"), tmp_path) for _ in range(2)]
    Clock.year_now = 1990
    made.append(write_run(base, None, info("baseline"), tmp_path))
    assert len(set(made)) == 3
    assert sorted(path.name for path in (tmp_path / "baseline").iterdir()) == sorted(one.name for one in made)
