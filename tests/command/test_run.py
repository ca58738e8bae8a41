"""The command as typed, with the engine: from another folder, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def sim(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.run(
        [sys.executable, "-m", "sim", *words], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_a_run_a_sweep_and_a_comparison(tmp_path: Path) -> None:
    small = ("members=2", "end=2027", "workers=1")
    done = sim(tmp_path, "scenario=ipcei_boost", *small)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr  # no bar and no colour where nobody looks on
    done = sim(tmp_path, "-m", "scenario=baseline,ipcei_boost,talent_push", *small)
    assert done.returncode == 0, done.stderr
    assert "already there" in done.stdout
    assert "3 runs compared: results/comparisons/" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results"]
    done = sim(
        tmp_path, "compare", "ipcei_boost", "talent_push", "--base", "baseline", "--out", "side_by_side"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "side_by_side" / "runs.csv").is_file()
    done = sim(tmp_path, "explain", "ipcei_boost", "share", "2025", "--depth", "1")
    assert done.returncode == 0, done.stderr
    assert "\nshare = " in done.stdout
