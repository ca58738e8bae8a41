"""Ten kills at random moments (benchmarks/kills.py holds the record of many more), Ctrl-C, a full disk."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SMALL = ("members=2", "known_until=2012", "end=2013", "workers=1")


def started(folder: Path, words: Sequence[str], limit: int | None = None) -> subprocess.Popen[str]:
    """A command in a session of its own, with a limit to the size of a file."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    return subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=limited,
    )


def results(folder: Path) -> list[str]:
    """What stands in a results folder, but for members kept for later runs."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".base") if folder.is_dir() else []


def test_ten_kills() -> None:
    """Of a sweep, whose points are runs; in a process of its own, because it forks."""
    done = subprocess.run(
        [sys.executable, "benchmarks/kills.py", "--kills", "10", "--job", "a sweep"],
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 of 10 kills left no half-written result" in done.stdout


def test_ctrl_c_says_what_is_done_and_how_to_go_on(tmp_path: Path) -> None:
    words = ("-m", "scenario=baseline,ipcei_boost", *SMALL, "results=één map")
    process = started(tmp_path, words)
    end = time.monotonic() + 300
    while not list((tmp_path / "één map").glob("baseline/[!.]*")) and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.5)  # the table of the first run is printed, the second is under way
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Stopped. 1 of 2 runs are done and kept; the unfinished one left nothing." in said
    assert "  één map/baseline/" in said
    assert said.endswith(f"  python -m sim -m {words[1]} {' '.join(SMALL)} 'results=één map'\n")
    assert results(tmp_path / "één map") == ["baseline"]


def test_a_file_beyond_the_quota_ends_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    process = started(tmp_path, ("results=out", *SMALL), 300_000)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert "could not be written, file too large" in said
    assert "Traceback" not in said
    assert results(tmp_path / "out") == []
    assert [path.name for path in tmp_path.iterdir() if path.name != "out"] == []
