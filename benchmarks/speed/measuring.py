"""Runs commands and parts of a benchmark in processes of their own; the machine, and what else it did."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

CHECKOUT = Path(__file__).resolve().parents[2]
IDLE = ("idle", "iowait", "guest", "guest_nice")
"""What the system counts that is no work, and what it counts twice."""


@dataclass(frozen=True)
class Taken:
    """Seconds of one command, a number a repeat: by the clock, and of all processors together."""

    command: str
    seconds: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one by the clock."""
        return statistics.median(self.seconds)


def python(words: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> str:
    """Run the interpreter on these words in `folder` and return what it printed; RuntimeError if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), **(more or {})}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def inside(*words: str, own_cache: bool = False) -> Any:
    """What a part of `inside.py` measured; with a cache of its own it leaves no compiled step behind."""
    with tempfile.TemporaryDirectory() as folder:
        more = {"XDG_CACHE_HOME": folder} if own_cache else None
        printed = python(["-W", "ignore", "-m", "benchmarks.speed.inside", *words], Path(folder), more)
    return json.loads(printed.splitlines()[-1])


def command(words: Sequence[str], repeat: int) -> Taken:
    """Time `python -m sim WORDS`, each time from an empty folder, so that no base is found."""
    seconds, processor = [], []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            begun, used = time.perf_counter(), used_by_children()
            python(["-m", "sim", *words], Path(folder))
            seconds.append(time.perf_counter() - begun)
            processor.append(used_by_children() - used)
    return Taken(f"python -m sim {' '.join(words)}", tuple(seconds), tuple(processor))


def used_by_children() -> float:
    """Processor seconds of all processes started and ended from here; a busy machine hardly changes them."""
    times = os.times()
    return times.children_user + times.children_system


def load() -> str:
    """How busy the machine is, over a minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def machine() -> str:
    """The machine in neutral words."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "matplotlib"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


class OtherWork:
    """The part of the machine that work other than ours took since this was made."""

    def __init__(self) -> None:
        self._busy, self._ours, self._begun = _busy(), sum(os.times()[:4]), time.perf_counter()

    def part(self) -> float:
        """Of all processors, from 0 to 1; ours: this process and its children that have ended."""
        whole = (time.perf_counter() - self._begun) * (os.cpu_count() or 1)
        others = _busy() - self._busy - (sum(os.times()[:4]) - self._ours)
        return min(1.0, max(0.0, others / whole))


def _busy() -> float:
    """Processor seconds of all work on the machine since it started."""
    times = psutil.cpu_times()._asdict()
    return float(sum(seconds for name, seconds in times.items() if name not in IDLE))
