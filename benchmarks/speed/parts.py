"""The parts of the benchmark of the engine: each measured alone, in less than ten minutes, as plain data."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .measuring import command, inside, python

SCENARIO = "scenario=ipcei_boost"
EVENTS = ("projects", "grid", "subsidies", "seasons", "shocks", "board")
LIKE = {"place": "twente", "segment": "photonics", "seller": "eu_rest", "market": "rest"}
"""The axes that are made longer, and the label that each new one is like."""
CORES = 2
"""The most workers that runs are given: the aims are those of a machine of two cores."""


@dataclass(frozen=True)
class Sizes:
    """How many members each part is measured with, and how often a command is run.

    `ahead`: members that are all computed until `ahead_until`, (end, known until); `memory`: members and end.
    """

    block: int
    costs: int
    more: tuple[int, ...]
    runs: tuple[int, ...]
    many: int
    ahead: tuple[int, ...]
    ahead_until: tuple[int, int]
    few_again: int
    commands: tuple[str, ...]
    repeat: int
    last: int
    memory: tuple[tuple[int, int], ...]


FULL = Sizes(
    block=64,
    costs=128,
    more=(1, 2, 4),
    runs=(2, 100, 1_000),
    many=10_000,
    ahead=(1_000, 10_000, 100_000),
    ahead_until=(2018, 2016),
    few_again=3,
    commands=("members=64", "", "members=1000"),
    repeat=3,
    last=10_000,
    memory=((1_000, 2039), (4_000, 2039), (10_000, 2014), (100_000, 2014)),
)
QUICK = Sizes(
    block=8,
    costs=16,
    more=(1, 2),
    runs=(2, 64),
    many=96,
    ahead=(64, 128, 256),
    ahead_until=(2014, 2012),
    few_again=1,
    commands=("members=8", "members=16"),
    repeat=1,
    last=32,
    memory=((64, 2014), (128, 2014)),
)


@dataclass(frozen=True)
class Part:
    """What is measured, and the seconds that it is estimated to take on two idle cores with full sizes."""

    measure: Callable[[Sizes], Any]
    seconds: int
    words: str


def start(sizes: Sizes) -> Any:
    """Commands that only answer."""
    return [asdict(command((words,), 3)) for words in ("--help", "list", "check")]


def profile(sizes: Sizes) -> Any:
    """Processor milliseconds a member-run of each part of a block, on numpy and on the compiled step."""
    found = {}
    for name, which in (("numpy", "0"), ("compiled", "1")):
        taken = inside("stages", str(sizes.block), which)
        found[name] = {part: 1000 * seconds / sizes.block for part, seconds in taken.items()}
    return found


def costs(sizes: Sizes) -> Any:
    """What step, horizon, events, recording and block change."""
    cases: Mapping[str, Mapping[str, Any]] = {
        "as it is": {},
        "dt = 1/32": {"dt": 1 / 32},
        "dt = 1/64": {"dt": 1 / 64},
        "until 2025 only": {"end": 2025},
        "no events": {"events": dict.fromkeys(EVENTS, False)},
        "every variable recorded": {"output": {"every": "year", "variables": "all"}},
        **{f"block = {block}": {"block": block} for block in (16, 32, 128) if block <= sizes.costs},
    }
    return {name: inside("cost", _words(sizes.costs, 1, sizes, **said)) for name, said in cases.items()}


def labels(sizes: Sizes) -> Any:
    """What more places, segments, sellers and markets cost; each model compiled beforehand."""
    words = _words(sizes.costs, 1, sizes)
    return [
        {
            "axis": axis,
            "like": like,
            "more": more,
            **inside("labels", axis, like, str(more), words, own_cache=True),
        }
        for axis, like in LIKE.items()
        for more in sizes.more
    ]


def rates(sizes: Sizes) -> Any:
    """Few members over the whole horizon, with one worker and with two."""
    return [_run(members, workers, sizes) for members in sizes.runs for workers in (1, CORES)]


def many_alone(sizes: Sizes) -> Any:
    """Many members over the whole horizon with one worker."""
    return [_run(sizes.many, 1, sizes)]


def many_shared(sizes: Sizes) -> Any:
    """Many members over the whole horizon with two workers."""
    return [_run(sizes.many, CORES, sizes)]


def ahead(sizes: Sizes) -> Any:
    """Up to the most members that are run, all computed, over a shorter horizon; of the fewest the median."""
    end, known_until = sizes.ahead_until
    found = []
    for members in sizes.ahead:
        repeats = sizes.few_again if members == min(sizes.ahead) else 1
        runs = [_run(members, CORES, sizes, end=end, known_until=known_until) for _ in range(repeats)]
        found.append(sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2])
    return {"until": end - 1, "runs": found}


def commands(sizes: Sizes) -> Any:
    """Whole commands, each some times, from an empty folder."""
    return [_whole(words, sizes.repeat) for words in sizes.commands]


def largest(sizes: Sizes) -> Any:
    """The whole command of many members, once."""
    return [_whole(f"members={sizes.last}", 1)]


def memory(sizes: Sizes) -> Any:
    """What the main process holds while a result is put together."""
    found = []
    for members, end in sizes.memory:
        seconds, most = inside("memory", str(members), str(end))
        found.append({"members": members, "until": end - 1, "processor": seconds, "main": most})
    return found


def pysd(sizes: Sizes) -> Any:
    """PySD on the exported core."""
    return inside("pysd")


PARTS: Mapping[str, Part] = {
    "start": Part(start, 10, "`--help`, `list`, `check`"),
    "profile": Part(profile, 15, "the parts of one block, on numpy and on the compiled step"),
    "costs": Part(costs, 70, "step, horizon, events, recording, block"),
    "labels": Part(labels, 170, "more places, segments, sellers, markets"),
    "rates": Part(rates, 75, "few members over the whole horizon, one worker and two"),
    "many-alone": Part(many_alone, 370, "many members over the whole horizon, one worker"),
    "many-shared": Part(many_shared, 220, "the same, two workers"),
    "ahead": Part(ahead, 390, "few, many and the most members over fewer years, two workers"),
    "commands": Part(commands, 250, "whole commands of few members, some times each"),
    "largest": Part(largest, 450, "the whole command of many members"),
    "memory": Part(memory, 120, "results of up to the most members put together"),
    "pysd": Part(pysd, 200, "PySD on the exported core"),
}


def _words(members: int, workers: int, sizes: Sizes, **said: Any) -> str:
    return json.dumps({"members": members, "workers": workers, "block": sizes.block, **said})


def _run(members: int, workers: int, sizes: Sizes, **said: Any) -> Any:
    return inside("run", _words(members, workers, sizes, **said))


def _whole(words: str, repeat: int) -> dict[str, Any]:
    """A scenario and its base, tables, pictures and report, from an empty folder; medians and each."""
    said = [SCENARIO, *words.split()]
    found: dict[str, list[float]] = {name: [] for name in ("seconds", "processor", "main", "memory")}
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            printed = json.loads(python(["-c", WHOLE, *said], Path(folder)).splitlines()[-1])
        for name, value in printed.items():
            found[name].append(value)
    middle = {name: statistics.median(values) for name, values in found.items()}
    members = int(words.partition("=")[2] or _default_members())
    return {"words": words, "members": members, "cores": os.cpu_count() or 1, "each": found, **middle}


def _default_members() -> int:
    from sim.run.settings import Settings

    return Settings().members


WHOLE = """
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
print(json.dumps({"seconds": took, "processor": used.ru_utime + used.ru_stime, "main": main,
                  "memory": used.ru_maxrss / 1024}))
"""
"""Times a command and counts what its main process used of the processor apart from its workers."""
