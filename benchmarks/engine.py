"""Measures the engine: member-runs a second, memory, what steps, blocks and events cost, and PySD beside it.

    python benchmarks/engine.py [--quick] [--write docs/benchmarks.md]

Each run is a process of its own. Quotes processor seconds beside seconds by the clock: on a machine that does
other work too, the first are to be trusted and the load stands in the page. `--quick` leaves out what takes
minutes: 10,000 members and PySD.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from commands import CHECKOUT, command, load, machine, python, teller

RUN = """
import json, os, resource, sys, time
words = json.loads(sys.argv[1])
from sim.command.defaults import defaults
from sim.command.session import Session
from sim.run.engine import run_case
prepared = Session().prepare({**defaults(), **words})
begun, used = time.perf_counter(), sum(os.times()[:4])
run_case(prepared.request.run, prepared.settings)
seconds = time.perf_counter() - begun
if prepared.settings.workers > 1:  # what workers used counts once they have ended
    from joblib.externals.loky import get_reusable_executor
    get_reusable_executor().shutdown(wait=True)
processor = sum(os.times()[:4]) - used
memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([seconds, processor, memory / 1024]))
"""
STAGES = """
import json, sys, time
from dataclasses import replace
from sim.command.defaults import defaults
from sim.command.session import Session
from sim.run import block as engine
members, compiled = int(sys.argv[1]), sys.argv[2] == "1"
prepared = Session().prepare({**defaults(), "scenario": "ipcei_boost", "members": members})
case, settings = prepared.request.run, prepared.settings
faster = engine.compiled_for(case, settings, 1000) if compiled else None
taken = {}
def timed(name, function):
    def call(*words):
        begun = time.process_time()
        try:
            return function(*words)
        finally:
            taken[name] = taken.get(name, 0.0) + time.process_time() - begun
    return call
class Timed:
    def __init__(self, what, **names):
        self.log = None
        for method, name in names.items():
            setattr(self, method, timed(name, getattr(what, method)))
block = timed("draws, drivers, queues made ready", engine.prepare)(case, settings, range(members), faster)
names = engine.recorded_names(block.model, settings)
recorder = engine.Recorder(block.model, names, settings.clock, members, 1)
agenda, valves = Timed(block.agenda, advance="events"), Timed(block.valves, means="valves")
watched = replace(block, agenda=agenda, valves=valves)
timed("the loop", watched.run)(Timed(recorder, see="recording"))
inside = sum(taken[name] for name in ("events", "valves", "recording"))
taken["equations, stocks, checks"] = taken.pop("the loop") - inside
timed("outcomes by year", engine._outcomes)(block, recorder)
log = timed("log of events", lambda: sorted([*block.agenda.log, *block.dated]))()
timed("money by instrument", engine.instrument_money)(
    case, settings, block.book, block.drivers["eur_price_index"], log, block.members, 1)
print(json.dumps(taken))
"""
PYSD = """
import json, sys, tempfile, time
from pathlib import Path
from sim.core.vocabulary import Driver, Stock
from sim.inputs.scenarios import compose
from sim.run.block import prepare
from sim.run.settings import Settings
from tests.readings.replaying import columns, translate
import pandas as pd
settings = Settings()
block = prepare(compose("baseline", [], {}, {}).run, settings, [0])
clock = settings.clock
begun = time.process_time()
translated = translate(block.model, block.inputs, clock, Path(tempfile.mkdtemp()))
reading = time.process_time() - begun
times = clock.edges()[:-1].astype(float)
params = {}
for name in block.model.of(Driver):
    for column, series in columns(block.model, name, block.drivers[name][: clock.steps]):
        still = bool((series == series[0]).all())
        params[column] = float(series[0]) if still else pd.Series(series, index=times)
begun = time.process_time()
years = float(sys.argv[1])
stock = next(iter(block.model.of(Stock)))
wanted = [column for column, _ in columns(block.model, stock, block.drivers["observing"] * 0)]
translated.run(params=params, return_columns=wanted, final_time=clock.start + years,
               return_timestamps=[clock.start + years], progress=False)
print(json.dumps([reading, time.process_time() - begun, clock.end - clock.start]))
"""


def taken(words: Mapping[str, Any]) -> tuple[float, float, float]:
    """Seconds by the clock, of all processors, and MiB at most, of the run of a case without its base."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, processor, memory = json.loads(python(["-c", RUN, json.dumps(words)], Path(folder)))
    return seconds, processor, memory


def stages(members: int, compiled: bool) -> dict[str, float]:
    """Processor seconds of each part of a block."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, float] = json.loads(
            python(["-c", STAGES, str(members), str(int(compiled))], Path(folder))
        )
    return found


def pysd(years: float) -> tuple[float, float, float]:
    """Processor seconds for PySD to read the exported model and to run some years of a member; all years."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PYSD, str(years)],
        cwd=CHECKOUT, capture_output=True, text=True, check=True, env=None,
    )  # fmt: skip
    reading, running, whole = json.loads(done.stdout.splitlines()[-1])
    return reading, running, whole


def rates(say: Callable[[str], None], sizes: Sequence[int]) -> float:
    """The table of member-runs a second; returns the processor seconds of one at the largest size."""
    say("| members | workers | s | processor, s | member-runs a second | a processor second | MiB |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    each = 0.0
    for members in sizes:
        for workers in (1, 2):
            seconds, processor, memory = taken({"members": members, "workers": workers})
            each = processor / members
            say(
                f"| {members:,} | {workers} | {seconds:.1f} | {processor:.1f} | {members / seconds:.1f} | "
                f"{members / processor:.1f} | {memory:,.0f} |"
            )
    say("")
    return each


def costs(say: Callable[[str], None], members: int) -> None:
    """What the step, events, what is recorded and the block change, in processor milliseconds a member."""
    quiet = dict.fromkeys(("projects", "grid", "subsidies", "seasons", "shocks", "board"), False)
    every = {"every": "year", "variables": "all"}
    cases: dict[str, dict[str, Any]] = {
        "as it is": {},
        "dt = 1/32": {"dt": 1 / 32},
        "dt = 1/64": {"dt": 1 / 64},
        "no events": {"events": quiet},
        "every variable recorded": {"output": every},
        **{f"block = {block}": {"block": block} for block in (16, 32, 64, 128, 256)},
    }
    say(f"| baseline, {members} members, one worker | processor ms a member-run |")
    say("|---|---:|")
    for name, words in cases.items():
        _, processor, _ = taken({"members": members, "workers": 1, **words})
        say(f"| {name} | {1000 * processor / members:.1f} |")
    say("")


def main() -> int:
    """Measure and print as it goes; `--write` puts the page where it is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    lines: list[str] = []
    say = teller(lines)
    say("# Benchmarks")
    say("")
    say(f"`python benchmarks/engine.py{' --quick' if chosen.quick else ''}`. {machine()}.")
    say(f"Load of the machine before (1 is one core at work): {load()}. A compiled step was in the cache.")
    if float(load()) > 0.5:
        say("The machine did other work at the time: seconds by the clock say nothing then, and processor")
        say("seconds are some tens of percents too high. Ratios between rows hold.")
    say("")
    say("## Member-runs a second")
    say("")
    say("The baseline over 2010–2038 with all events, without its base, tables or pictures.")
    say("")
    each = rates(say, (2, 100, 400) if chosen.quick else (2, 100, 1_000, 10_000))
    say("## Where the time goes")
    say("")
    numpy, compiled = stages(64, False), stages(64, True)
    say("| block of 64 members, processor ms a member-run | numpy | compiled step |")
    say("|---|---:|---:|")
    for name in compiled:
        say(f"| {name} | {1000 * numpy[name] / 64:.1f} | {1000 * compiled[name] / 64:.1f} |")
    say(f"| all | {1000 * sum(numpy.values()) / 64:.1f} | {1000 * sum(compiled.values()) / 64:.1f} |")
    say("")
    say("## What it costs")
    say("")
    costs(say, 128)
    if not chosen.quick:
        say("## PySD on the exported core")
        say("")
        reading, running, whole = pysd(1.0)
        run = running * whole
        say(
            f"PySD reads the export in {reading:.0f} s and runs one year of one member in {running:.1f} s "
            f"(processor time, events left out), so {run:.0f} s for {whole:.0f} years. A member-run "
            f"here takes {1000 * each:.0f} ms with events and recording: "
            f"{run / each:,.0f} times as many a processor second."
        )
        say("")
    say("## Start")
    say("")
    say("| command | s, median of 3 | processor, s |")
    say("|---|---:|---:|")
    for words in (("--help",), ("list",)):
        it = command(words, 3)
        say(f"| `{it.command}` | {it.median:.2f} | {statistics.median(it.processor):.2f} |")
    say("")
    say(f"Load of the machine after, the benchmark's own included: {load()}.")
    if chosen.write:
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
