"""Times whole commands as an analyst types them: a cold process each, from an empty folder, the median.

    python benchmarks/commands.py [--repeat 3] [--write benchmarks/results.md]

Prints a table in Markdown as it goes, and writes it with --write. Nothing else is written outside temporary
folders. Measure on a machine that does nothing else: the load before and after stands in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
INSIDE = str(Path(__file__).with_name("inside.py"))
SCENARIO = "scenario=ipcei_boost"
LIMIT = 30
"""Seconds that the default command may take on two cores."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("--help",),
    ("list",),
    ("check",),
    (SCENARIO, "members=64"),
    (SCENARIO,),
    (SCENARIO, "members=2048"),
)
WORKERS = (1, 2)
MEMBERS_ALONE = 512
"""Members of the run without pictures that shows what a worker does in a second."""

ALONE = """
import json, sys, time
from sim.command.defaults import defaults
from sim.command.session import Session
from sim.run.engine import run_case
workers, members = int(sys.argv[1]), int(sys.argv[2])
prepared = Session().prepare({**defaults(), "members": members, "workers": workers})
begun = time.perf_counter()
run_case(prepared.request.run, prepared.settings)
print(json.dumps(time.perf_counter() - begun))
"""


@dataclass(frozen=True)
class Taken:
    """Seconds of one command, a number a repeat: by the clock, and of all processors together."""

    command: str
    seconds: tuple[float, ...]
    processor: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)


def inside(*words: str) -> tuple[Any, float]:
    """What a part of `inside.py` measured, and MiB at most of its process."""
    with tempfile.TemporaryDirectory() as folder:
        printed = python(["-W", "ignore", INSIDE, *words], Path(folder))
    answer, memory = json.loads(printed.splitlines()[-1])
    return answer, float(memory)


def python(words: Sequence[str], folder: Path) -> str:
    """Run the interpreter on these words in `folder` and return what it printed; raises when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


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


def alone(workers: int, repeat: int) -> Taken:
    """Time the run itself (baseline, without its base, pictures or start-up) with this many workers."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["-c", ALONE, str(workers), str(MEMBERS_ALONE)]
        seconds = tuple(float(json.loads(python(words, Path(folder)))) for _ in range(repeat))
    return Taken(f"the run alone, members={MEMBERS_ALONE} workers={workers}", seconds)


def load() -> str:
    """How busy the machine is, over a minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def teller(lines: list[str]) -> Callable[[str], None]:
    """What prints a line at once and keeps it in `lines`, for the page that is written at the end."""

    def say(text: str) -> None:
        lines.append(text)
        print(text, flush=True)

    return say


def machine() -> str:
    """The machine in neutral words."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "matplotlib"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


def main() -> int:
    """Measure all, print as it goes; returns 1 where the default command takes longer than `LIMIT`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    lines: list[str] = []
    say = teller(lines)
    say("# Times of whole commands")
    say("")
    say("`python benchmarks/commands.py`: a cold process each time, in an empty folder: no base is found.")
    say(f"{machine()}. Load of the machine before: {load()}.")
    say("")
    say(f"| command | median of {chosen.repeat}, s | least, s | most, s | processor, s |")
    say("|---|---:|---:|---:|---:|")
    slow = 0.0
    for words in COMMANDS:
        taken = command(words, chosen.repeat)
        spread = (taken.median, min(taken.seconds), max(taken.seconds), statistics.median(taken.processor))
        figures = " | ".join(f"{x:.2f}" for x in spread)
        say(f"| `{taken.command}` | {figures} |")
        slow = taken.median if words == (SCENARIO,) else slow
    say("")
    say(f"| member-runs a second, {MEMBERS_ALONE} members | median | least | most |")
    say("|---|---:|---:|---:|")
    for workers in WORKERS:
        taken = alone(workers, chosen.repeat)
        rates = [MEMBERS_ALONE / one for one in taken.seconds]
        middle = MEMBERS_ALONE / taken.median
        say(f"| workers={workers} | {middle:.1f} | {min(rates):.1f} | {max(rates):.1f} |")
    say("")
    verdict = "within" if slow <= LIMIT else "OVER"
    say(f"Load after, the benchmark's own included: {load()}.")
    say(f"The default command takes {slow:.1f} s: {verdict} {LIMIT} s.")
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(slow > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
