"""Measures the engine: member-runs a second, memory, what steps, blocks and events cost, and PySD beside it.

    python benchmarks/engine.py [--quick] [--large] [--write docs/benchmarks.md]

Each run is a process of its own; a compiled step is made before the first. Processor seconds stand beside
seconds by the clock: on a machine that does other work too, the first are to be trusted more. `--quick` takes
few members and leaves PySD out (five minutes on an idle core), `--large` adds 20,000 members, the most that
are run (some fifteen minutes more). Without either it takes less than twenty minutes on two idle cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands import CHECKOUT, command, load, machine, python, teller

INSIDE = str(Path(__file__).with_name("inside.py"))
QUIET = dict.fromkeys(("projects", "grid", "subsidies", "seasons", "shocks", "board"), False)
SCENARIO = "scenario=ipcei_boost"
LARGEST = 20_000


@dataclass(frozen=True)
class Sizes:
    """How many members each part of the page is measured with."""

    runs: tuple[int, ...]
    pairs: tuple[int, ...]
    costs: int


SIZES = Sizes((2, 100, 1_000, 10_000), (256, 1_000, 10_000), 128)
QUICK = Sizes((2, 64, 128), (64, 128), 64)


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of all processors, MiB at most (the main process and its largest worker)."""

    members: int
    workers: int
    seconds: float
    processor: float
    memory: float


def inside(*words: str) -> tuple[Any, float]:
    """What a part of `inside.py` measured, and MiB at most of its process."""
    with tempfile.TemporaryDirectory() as folder:
        printed = python(["-W", "ignore", INSIDE, *words], Path(folder))
    answer, memory = json.loads(printed.splitlines()[-1])
    return answer, float(memory)


def ran(members: int, workers: int, **words: Any) -> Run:
    """A run of the baseline without its base."""
    said = {"members": members, "workers": workers, **words}
    (seconds, processor), memory = inside("run", json.dumps(said))
    return Run(members, workers, seconds, processor, memory)


def whole(members: int) -> Run:
    """The whole command: a scenario and its base, tables, pictures and report, from an empty folder."""
    words = [sys.executable, "-c", PEAK, SCENARIO, f"members={members}"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    seconds, processor, memory = json.loads(done.stdout.splitlines()[-1])
    return Run(members, os.cpu_count() or 1, seconds, processor, memory)


PEAK = """
import json, os, resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run([sys.executable, "-m", "sim", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""

Say = Callable[[str], None]


def rates(say: Say, sizes: Sequence[int]) -> list[Run]:
    """The table of member-runs a second."""
    say("## Member-runs a second")
    say("")
    say("The baseline over 2010–2038 with all events and recording, without its base, tables or pictures.")
    say("")
    say("| members | workers | s | processor, s | member-runs a second | a processor second | MiB |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    found = []
    for members in sizes:
        for workers in (1, 2):
            it = ran(members, workers)
            found.append(it)
            say(
                f"| {members:,} | {workers} | {it.seconds:.1f} | {it.processor:.1f} | "
                f"{members / it.seconds:.1f} | {members / it.processor:.1f} | {it.memory:,.0f} |"
            )
    say("")
    return found


def wholes(say: Say, sizes: Sequence[int]) -> list[Run]:
    """The table of whole commands."""
    say("## Whole commands")
    say("")
    say(f"`python -m sim {SCENARIO} members=…`: the scenario and its base, member by member, key figures,")
    say("tables, pictures and report, a cold process in an empty folder. MiB: the main process or a worker,")
    say("whichever took more.")
    say("")
    say("| members | s | processor, s | MiB | MiB a member more |")
    say("|---:|---:|---:|---:|---:|")
    found: list[Run] = []
    for members in sizes:
        it = whole(members)
        more = ""
        if found:
            more = f"{(it.memory - found[-1].memory) / (members - found[-1].members):.2f}"
        found.append(it)
        say(f"| {members:,} | {it.seconds:.1f} | {it.processor:.1f} | {it.memory:,.0f} | {more} |")
    say("")
    return found


def profile(say: Say) -> None:
    """Where the time of a member-run goes."""
    say("## Where the time goes")
    say("")
    numpy, compiled = (inside("stages", "64", which)[0] for which in ("0", "1"))
    say("| block of 64 members, processor ms a member-run | numpy | compiled step |")
    say("|---|---:|---:|")
    for name in compiled:
        say(f"| {name} | {1000 * numpy[name] / 64:.1f} | {1000 * compiled[name] / 64:.1f} |")
    say(f"| all | {1000 * sum(numpy.values()) / 64:.1f} | {1000 * sum(compiled.values()) / 64:.1f} |")
    say("")


def costs(say: Say, members: int) -> None:
    """What the step, events, what is recorded and the block change, in processor milliseconds a member."""
    every = {"every": "year", "variables": "all"}
    cases: Mapping[str, Mapping[str, Any]] = {
        "as it is": {},
        "dt = 1/32": {"dt": 1 / 32},
        "dt = 1/64": {"dt": 1 / 64},
        "until 2025 only": {"end": 2025},
        "no events": {"events": QUIET},
        "every variable recorded": {"output": every},
        **{f"block = {block}": {"block": block} for block in (16, 32, 128, 256) if block <= members},
    }
    say("## What it costs")
    say("")
    say(f"| baseline, {members} members, one worker, blocks of 64 | processor ms a member-run |")
    say("|---|---:|")
    for name, words in cases.items():
        say(f"| {name} | {1000 * ran(members, 1, **words).processor / members:.1f} |")
    say("")


def beside_pysd(say: Say, each: float) -> float:
    """How many times as many member-runs a processor second as PySD, `each` being the seconds of one here."""
    say("## PySD on the exported core")
    say("")
    (reading, running, years), _ = inside("pysd", "1.0")
    ratio = float(running * years / each)
    say(f"PySD reads the export in {reading:.0f} s and runs one year of one member in {running:.1f} s of")
    say(f"processor time, so {running * years:.0f} s for {years:.0f} years; without events, and without its")
    say("count of callers, nine tenths of its time. A member-run here, with events and")
    say(f"recording, takes {1000 * each:.0f} ms: {ratio:,.0f} times as many in a processor second.")
    say("")
    return ratio


def starts(say: Say) -> tuple[float, float]:
    """Seconds in which the help and the list answer."""
    say("## Start")
    say("")
    say("| command | s, median of 3 | processor, s |")
    say("|---|---:|---:|")
    answers = [command((words,), 3) for words in ("--help", "list")]
    for it in answers:
        say(f"| `{it.command}` | {it.median:.2f} | {statistics.median(it.processor):.2f} |")
    say("")
    return answers[0].median, answers[1].median


def aims(
    say: Say, runs: Sequence[Run], pairs: Sequence[Run], ratio: float | None, start: tuple[float, float]
) -> None:
    """What was aimed at beside what was measured, for the sizes that were."""
    rate = {(it.members, it.workers): it.members / it.seconds for it in runs}
    took = {it.members: it for it in pairs}
    rows: list[tuple[str, str, bool]] = []
    if ratio is not None:
        rows.append(("1,000 times the member-runs of PySD", f"{ratio:,.0f} times", ratio >= 1_000))
    for members, most in ((1_000, 30), (10_000, 180)):
        if members in took:
            seconds = took[members].seconds
            rows.append((f"{members:,} members, whole, in {most} s", f"{seconds:.0f} s", seconds <= most))
    if (10_000, 2) in rate:
        gain = rate[10_000, 2] / rate[10_000, 1]
        rows.append(("10,000 members: two workers 1.7 times one", f"{gain:.2f} times", gain >= 1.7))
        steady = rate[10_000, 2] / rate[1_000, 2]
        rows.append(
            (
                "as many member-runs a second at 10,000 as at 1,000, within 20 %",
                f"{steady:.2f}",
                steady >= 0.8,
            )
        )
    for words, seconds, most_ in (("--help", start[0], 0.3), ("list", start[1], 1.0)):
        rows.append((f"`python -m sim {words}` in {most_:g} s", f"{seconds:.2f} s", seconds <= most_))
    say("## Aims")
    say("")
    say("| aim | measured | reached |")
    say("|---|---:|---|")
    for aim, found, reached in rows:
        say(f"| {aim} | {found} | {'yes' if reached else 'no'} |")
    say("")


def main() -> int:
    """Measure and print as it goes; `--write` puts the page where it is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    sizes = QUICK if chosen.quick else SIZES
    flags = "".join(f" --{name}" for name in ("quick", "large") if getattr(chosen, name))
    lines: list[str] = []
    say = teller(lines)
    before = load()
    for name in ("baseline", "ipcei_boost"):  # makes the compiled step where there is none
        ran(100, 1, scenario=name)
    say("# Benchmarks")
    say("")
    say(f"`python benchmarks/engine.py{flags} --write docs/benchmarks.md`. {machine()}.")
    say(f"Load of the machine before (1 is one core at work): {before}. A compiled step was in the cache.")
    if before != "unknown" and float(before) > 0.5:
        say("The machine did other work at the time: seconds by the clock say nothing then, and processor")
        say("seconds are some tens of percents too high. Ratios between rows hold.")
    say("")
    runs = rates(say, (*sizes.runs, *((LARGEST,) if chosen.large else ())))
    pairs = wholes(say, (*sizes.pairs, *((LARGEST,) if chosen.large else ())))
    profile(say)
    costs(say, sizes.costs)
    one = next(it for it in reversed(runs) if it.workers == 1)
    ratio = None if chosen.quick else beside_pysd(say, one.processor / one.members)
    aims(say, runs, pairs, ratio, starts(say))
    say(f"Load of the machine after, the benchmark's own included: {load()}.")
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
