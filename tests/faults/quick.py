"""Commands in processes of their own, to which faults are done; they draw one picture, to be quick."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RUN = ("scenario=ipcei_boost", "members=4", "block=2", "known_until=2012", "end=2013")
"""Three years: what is written and how is that of a long run."""
DRIVER = """
import sys
from sim.figures import drawing
from sim.report import comparison
first = drawing.pictures()[:1]
drawing.pictures = lambda: first
comparison.draw_comparison = lambda compared: []
from sim.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
LONGEST = 300
"""Seconds after which a command is taken to hang."""


def started(folder: Path, words: Sequence[str], before: Sequence[str] = (), **environment: str | None):
    """A command in a session of its own, after the words of another program (`before`); None takes a variable
    away."""
    own = {**os.environ, "PYTHONPATH": str(TOP), **environment}
    return subprocess.Popen(
        [*before, sys.executable, "-c", DRIVER, *words],
        cwd=folder,
        env={name: value for name, value in own.items() if value is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a command and what it said."""
    out, said = process.communicate(timeout=LONGEST)
    assert "Traceback" not in said
    return process.returncode, out, said


def waited(found: Callable[[], object]) -> object:
    """What `found` gives once it gives something."""
    end = time.monotonic() + LONGEST
    while not (it := found()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return it


def workers(process: subprocess.Popen[str]) -> list[int]:
    """The processes of joblib's pool that a command has started and that are at work."""
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        return [int(one) for one in text.split() if _is_worker(int(one)) and _seconds(int(one)) > 0.3]
    except OSError:
        return []


def _is_worker(number: int) -> bool:
    return b"popen_loky" in Path(f"/proc/{number}/cmdline").read_bytes()


def _seconds(number: int) -> float:
    """Of the processor, so far."""
    fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def results(folder: Path) -> list[Path]:
    """What a reader sees of a results folder, and anything hidden but members kept for later runs."""
    return sorted(path for path in folder.glob("*/*") if path.parent.name != ".base")


def half_kept(folder: Path) -> list[Path]:
    """Members kept for later runs that are not whole."""
    return list((folder / ".base").glob("*/.*"))


def bytes_of(result: Path) -> dict[str, str]:
    """A digest of each file of a result that is the same in equal runs."""
    return {
        path.relative_to(result).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.suffix in (".parquet", ".csv", ".svg", ".png")
    }
