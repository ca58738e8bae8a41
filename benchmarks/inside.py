"""What the benchmark of the engine measures, each in a process of its own, started by `engine.py`.

    python benchmarks/inside.py run '{"members": 64}' | stages 64 1 | pysd | memory 10000 2039

Each prints one line of JSON. Times are processor seconds unless said otherwise.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent


def run(words: str) -> tuple[float, float]:
    """Seconds by the clock and of all processors: a case without its base, tables or pictures."""
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.run.engine import run_case

    prepared = Session().prepare({**defaults(), **json.loads(words)})
    begun, used = time.perf_counter(), sum(os.times()[:4])
    run_case(prepared.request.run, prepared.settings)
    seconds = time.perf_counter() - begun
    if prepared.settings.workers > 1:  # what workers used counts once they have ended
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)
    return seconds, sum(os.times()[:4]) - used


def stages(members: str, compiled: str) -> dict[str, float]:
    """Seconds of each part of one block, on numpy ("0") or on the compiled step ("1")."""
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.run import block as engine

    count = int(members)
    prepared = Session().prepare({**defaults(), "scenario": "ipcei_boost", "members": count})
    case, settings = prepared.request.run, prepared.settings
    faster = engine.compiled_for(case, settings, 1000) if compiled == "1" else None
    taken: dict[str, float] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*words)
            finally:
                taken[name] = taken.get(name, 0.0) + time.process_time() - begun

        return call

    class Timed:
        def __init__(self, what: Any, **names: str) -> None:
            for method, name in names.items():
                setattr(self, method, timed(name, getattr(what, method)))

    with engine.without_collection():
        made = timed("draws, drivers, queues made ready", engine.prepare)
        block = made(case, settings, range(count), faster)
        names = engine.recorded_names(block.model, settings)
        recorder = engine.Recorder(block.model, names, settings.clock, count, 1)
        agenda, valves = Timed(block.agenda, advance="events"), Timed(block.valves, means="valves")
        watched = replace(block, agenda=agenda, valves=valves)
        timed("the loop", watched.run)(Timed(recorder, see="recording"))
        inside = sum(taken[name] for name in ("events", "valves", "recording"))
        taken["equations, stocks, checks"] = taken.pop("the loop") - inside
        values = timed("outcomes by year", engine._outcomes)(block, recorder)
        log = timed("log of events", lambda: sorted([*block.agenda.log, *block.dated]))()
        prices = block.drivers["eur_price_index"]
        money = timed("money by instrument", engine.instrument_money)(
            case, settings, block.book, prices, log, block.members, 1
        )
        result = engine.BlockResult(values, {}, log, block.inputs, block.members, money)
        timed("log as a table, all packed", engine.packed)(case, settings, result)
    return taken


def pysd() -> dict[str, float]:
    """Seconds in which PySD reads the exported core and runs one member for all `years`, a median of three.

    It gets the drivers of the member and no events: its valves stay shut.
    """
    sys.path.insert(0, str(CHECKOUT))
    import pandas as pd
    import pysd as other

    from sim.core.vocabulary import Driver, Stock
    from sim.inputs.scenarios import compose
    from sim.run.block import prepare
    from sim.run.settings import Settings
    from tests.readings.replaying import columns, quick, translate

    settings = Settings()
    block = prepare(compose("baseline", [], {}, {}).run, settings, [0])
    clock, begun = settings.clock, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        translated = translate(block.model, block.inputs, clock, Path(folder))
        with quick():
            program = other.load(str(translated), initialize=False)
            reading, times = time.process_time() - begun, clock.edges()[:-1].astype(float)
            given: dict[str, Any] = {}
            for name in block.model.of(Driver):
                for column, series in columns(block.model, name, block.drivers[name][: clock.steps]):
                    if not (series == series[0]).all():
                        given[column] = pd.Series(series, index=times)
                    elif series[0] != 0:
                        given[column] = float(series[0])
            wanted = next(iter(block.model.of(Stock)))
            shown = [column for column, _ in columns(block.model, wanted, block.drivers["observing"] * 0)]

        def running() -> float:
            begun = time.process_time()
            program.run(
                params=given,
                return_columns=shown,
                final_time=clock.end,
                return_timestamps=[clock.end],
                initial_condition="original",
                progress=False,
            )
            return time.process_time() - begun

        return {
            "reading": reading,
            "running": statistics.median(running() for _ in range(3)),
            "years": clock.end - clock.start,
        }


def memory(members: str, end: str) -> float:
    """Seconds in which a result of so many members is put together, pictures and report too.

    64 members of a scenario and of its base are computed until `end`, and stand in for all others: what the
    main process holds depends on how many there are and not on their numbers.
    """
    from datetime import UTC, datetime

    from sim.command.about import about
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.report.report import publish
    from sim.results.store import write_run
    from sim.run import engine, executors

    window = {"end": int(end), "known_until": min(2024, int(end) - 2), "members": int(members), "workers": 1}
    prepared = Session().prepare({**defaults(), "scenario": "ipcei_boost", **window})
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(prepared.settings, results=folder)
        computed = executors.results

        def copies(case: Any, settings: Any, blocks: Any, runs: int) -> Any:
            [data] = computed(case, settings, [range(64)], 1)
            return (_renumbered(data, block[0], len(block)) for block in blocks)

        executors.results = copies
        run, base = (engine.run_case(it, settings) for it in (prepared.request.run, prepared.request.base))
        info = about(prepared, run, [], "", datetime.now(UTC), 0.0)
        write_run(run, base, info, Path(folder), finish=[publish])
    return time.process_time() - begun


def _renumbered(data: bytes, first: int, count: int) -> bytes:
    """The same block for other members."""
    from sim.run.packed import MARK, pack, unpacked

    block = unpacked(data)
    if count == block.layout.count:  # its first member is the first number after the check sum
        body = first.to_bytes(8, "little") + data[len(MARK) + 12 :]
        return MARK + zlib.crc32(body).to_bytes(4, "little") + body
    arrays = {name: block.read(name, lambda start, stop: data[start:stop]) for name in block.layout.shapes}
    return pack(range(first, first + count), {name: x[..., :count] for name, x in arrays.items()}, None)


def peak() -> float:
    """MiB at most of this process and the largest of its children."""
    most = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / 1024


if __name__ == "__main__":
    what, *said = sys.argv[1:]
    answer = {"run": run, "stages": stages, "pysd": pysd, "memory": memory}[what](*said)
    print(json.dumps([answer, peak()]))
