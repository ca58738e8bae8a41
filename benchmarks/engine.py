"""Measures the engine: member-runs a second, memory, what steps, blocks and events cost, and PySD beside it.

    python benchmarks/engine.py [--quick] [--large] [--write docs/benchmarks.md]

Each run is a process of its own; a compiled step is made before the first. Processor seconds stand beside
seconds by the clock: on a machine that does other work too, the first are to be trusted more. `--quick` takes
few members and leaves PySD out (three minutes on an idle core). Without it the parts are estimated at the
start to take some 18 minutes on two idle cores; the whole command of 10,000 members, the last part, is left
out where it would take the page beyond `BUDGET`, unless `--large` asks for it. The page is written line by
line, so that what was measured before a cut stands in it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aims import Found, Run, Say, aims
from beside import beside_pysd
from commands import CHECKOUT, command, inside, load, machine, teller

QUIET = dict.fromkeys(("projects", "grid", "subsidies", "seasons", "shocks", "board"), False)
SCENARIO = "scenario=ipcei_boost"
SHORT = {"end": 2025}
"""The horizon on which 10,000 members are run with one worker and with two: fifteen of 29 years."""
BUDGET = 20 * 60
"""Seconds that the page may take."""


@dataclass(frozen=True)
class Sizes:
    """How many members each part of the page is measured with, and how often the whole command is run."""

    runs: tuple[int, ...]
    steady: tuple[int, ...]
    whole: int
    repeat: int
    last: int
    memory: tuple[tuple[int, int], ...]
    costs: int


MEMORY = ((1_000, 2039), (4_000, 2039), (10_000, 2014), (100_000, 2014))
SIZES = Sizes((2, 100, 1_000), (1_000, 10_000), 1_000, 3, 10_000, MEMORY, 128)
QUICK = Sizes((2, 64), (64, 128), 64, 1, 128, ((1_000, 2014), (2_000, 2014)), 64)


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
    seconds, processor, memory, main = json.loads(done.stdout.splitlines()[-1])
    return Run(members, os.cpu_count() or 1, seconds, processor, memory, main)


PEAK = """
import json, resource, subprocess, sys, time
MAIN = '''
import resource, sys
from sim.__main__ import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
sys.exit(code)
'''
begun = time.perf_counter()
made = subprocess.run([sys.executable, "-c", MAIN, *sys.argv[1:]], check=True, capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
took, main = time.perf_counter() - begun, float(made.stdout.splitlines()[-1])
print(json.dumps([took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, main]))
"""


def rates(say: Say, title: str, words: str, sizes: Sequence[int], **said: Any) -> list[Run]:
    """A table of member-runs a second with one worker and with two."""
    say(f"## {title}")
    say("")
    say(words)
    say("")
    say("| members | workers | s | processor, s | member-runs a second | a processor second | MiB |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    found = []
    for members in sizes:
        for workers in (1, 2):
            it = ran(members, workers, **said)
            found.append(it)
            say(
                f"| {members:,} | {workers} | {it.seconds:.1f} | {it.processor:.1f} | "
                f"{members / it.seconds:.1f} | {members / it.processor:.1f} | {it.memory:,.0f} |"
            )
    say("")
    return found


def wholes(say: Say, members: int, repeat: int) -> list[Run]:
    """The table of whole commands, each as often as asked."""
    say("## Whole commands")
    say("")
    say(f"`python -m sim {SCENARIO} members={members}`: the scenario and its base, member by member, key")
    say("figures, tables, pictures and report, a cold process in an empty folder. MiB: the main process or a")
    say("worker, whichever took more. In the main process: all but the computing of members.")
    say("")
    say("| members | s | processor, s | of it in the main process | MiB |")
    say("|---:|---:|---:|---:|---:|")
    found = []
    for _ in range(repeat):
        found.append(whole(members))
        say(_row(found[-1]))
    if repeat > 1:
        say("")
        say(f"Median: {statistics.median(it.seconds for it in found):.1f} s.")
    say("")
    return found


def _row(it: Run) -> str:
    seconds = f"{it.seconds:.1f} | {it.processor:.1f} | {it.main:.1f}"
    return f"| {it.members:,} | {seconds} | {it.memory:,.0f} |"


def largest(say: Say, members: int, seconds: float, spent: float, *, wanted: bool) -> list[Run]:
    """The whole command of the most members, where it fits; `seconds`: what it is estimated to take."""
    say(f"## The whole command of {members:,} members")
    say("")
    if spent + seconds > BUDGET and not wanted:
        say(f"Left out: after {spent / 60:.0f} minutes it would take some {seconds / 60:.0f} more; `--large`")
        say("measures it.")
        say("")
        return []
    say("| members | s | processor, s | of it in the main process | MiB |")
    say("|---:|---:|---:|---:|---:|")
    found = whole(members)
    say(_row(found))
    say("")
    return [found]


def memories(say: Say, sizes: Sequence[tuple[int, int]]) -> dict[int, float]:
    """The table of what the main process holds; MiB by members."""
    say("## Memory of the main process")
    say("")
    say("A result of so many members and of their base from blocks to report, the figures in a file.")
    say("64 members are computed and stand in for all others: what is held depends on how many there are and")
    say("not on their numbers. The most members over a few years alone, for the disk's sake: the years are")
    say("looked at one after another.")
    say("")
    say("| members | until | processor, s | MiB |")
    say("|---:|---:|---:|---:|")
    found: dict[int, float] = {}
    for members, end in sizes:
        seconds, found[members] = inside("memory", str(members), str(end))
        say(f"| {members:,} | {end - 1} | {seconds:.0f} | {found[members]:,.0f} |")
    say("")
    return found


def profile(say: Say) -> Mapping[str, float]:
    """Where the time of a member-run goes, in processor milliseconds with the compiled step."""
    say("## Where the time goes")
    say("")
    numpy, compiled = (inside("stages", "64", which)[0] for which in ("0", "1"))
    say("| block of 64 members, processor ms a member-run | numpy | compiled step |")
    say("|---|---:|---:|")
    for name in compiled:
        say(f"| {name} | {1000 * numpy[name] / 64:.1f} | {1000 * compiled[name] / 64:.1f} |")
    say(f"| all | {1000 * sum(numpy.values()) / 64:.1f} | {1000 * sum(compiled.values()) / 64:.1f} |")
    say("")
    return {name: 1000 * seconds / 64 for name, seconds in compiled.items()}


def costs(say: Say, members: int) -> float:
    """What step, events, recording and block change; returns processor seconds a member without events."""
    every = {"every": "year", "variables": "all"}
    cases: Mapping[str, Mapping[str, Any]] = {
        "as it is": {},
        "dt = 1/32": {"dt": 1 / 32},
        "dt = 1/64": {"dt": 1 / 64},
        "until 2025 only": {"end": 2025},
        "no events": {"events": QUIET},
        "every variable recorded": {"output": every},
        **{f"block = {block}": {"block": block} for block in (16, 32, 128) if block <= members},
    }
    say("## What it costs")
    say("")
    say(f"| baseline, {members} members, one worker, blocks of 64 | processor ms a member-run |")
    say("|---|---:|")
    each = {name: ran(members, 1, **words).processor / members for name, words in cases.items()}
    for name, seconds in each.items():
        say(f"| {name} | {1000 * seconds:.1f} |")
    say("")
    return each["no events"]


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


def plan(sizes: Sizes, *, quick: bool) -> list[tuple[str, float]]:
    """The parts of the page and the seconds that each is estimated to take on two idle cores."""
    each, short = 0.040, 0.020  # a member-run, and one until 2025, of a processor
    by_worker = 1.6  # one worker and then two, as a part of one
    return [
        ("start", 10),
        ("profile", 40),
        ("costs", 10 * sizes.costs * 0.06),
        ("rates", sum(sizes.runs) * each * by_worker),
        ("whole command", sizes.repeat * (15 + sizes.whole * each)),
        ("memory", sum(members * (end - 2010) for members, end in sizes.memory) * 0.0002 + 20),
        ("PySD", 0 if quick else 200),
        ("steady", sum(sizes.steady) * short * by_worker),
        ("largest", 20 + sizes.last * (each + 0.004)),
    ]


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
    say, begun = teller_to(chosen.write), time.perf_counter()
    parts = dict(plan(sizes, quick=chosen.quick))
    for name, seconds in parts.items():
        print(f"# {name}: some {seconds:.0f} s on two idle cores", file=sys.stderr)
    print(f"# in all some {sum(parts.values()) / 60:.0f} minutes", file=sys.stderr, flush=True)
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
    answered = starts(say)
    stages = profile(say)
    quiet = costs(say, sizes.costs)
    runs = rates(say, "Member-runs a second", RATES, sizes.runs)
    pairs = wholes(say, sizes.whole, sizes.repeat)
    memory = memories(say, sizes.memory)
    one, two = runs[-2:]  # the most members, with one worker and with two
    ratio = None if chosen.quick else beside_pysd(say, one, two, quiet)
    steady = rates(say, "One worker and two, few members and many", STEADY, sizes.steady, **SHORT)
    likely = pairs[-1].seconds * sizes.last / sizes.whole
    spent = time.perf_counter() - begun
    pairs += largest(say, sizes.last, likely, spent, wanted=chosen.large)
    aims(say, Found(steady, pairs, memory, stages, ratio, answered))
    say(f"Load of the machine after, the benchmark's own included: {load()}.")
    say(f"The page took {(time.perf_counter() - begun) / 60:.0f} minutes.")
    return 0


RATES = "The baseline over 2010–2038 with all events and recording, without its base, tables or pictures."
STEADY = "The same until 2024 only, so that 10,000 members fit into the time of the page."


def teller_to(path: Path | None) -> Say:
    """What prints a line and, where a page is asked for, writes it at once."""
    lines: list[str] = []
    tell = teller(lines)

    def say(text: str) -> None:
        tell(text)
        if path is not None:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return say


if __name__ == "__main__":
    sys.exit(main())
