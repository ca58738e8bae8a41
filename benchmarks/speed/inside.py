"""What the benchmark of the engine measures in processes of their own, started by `measuring.inside`.

    python -m benchmarks.speed.inside run '{"members": 64}'          a case by the clock, with its memory
    python -m benchmarks.speed.inside cost '{"members": 64}'         its blocks alone, and their events
    python -m benchmarks.speed.inside labels place twente 2 64       the same with two places more
    python -m benchmarks.speed.inside stages 64 1                    the parts of one block
    python -m benchmarks.speed.inside memory 10000 2039              a result put together
    python -m benchmarks.speed.inside pysd                           PySD on the exported core

Each prints one line of JSON. Times are processor seconds unless said otherwise, memory is in MiB.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import psutil

EVERY = 1.0
"""Seconds between two looks at the memory of all processes."""
ROUNDS = 4
"""Blocks a worker from which on a rate after the start is told."""


def run(words: str) -> dict[str, float | None]:
    """A case without its base, tables or pictures, by the clock, with all that is computed really computed.

    `rate`: members a second once each worker has given its first block; `start`: seconds that the run takes
    more than its members at this rate; None where workers have too few blocks to tell. `main`: most memory of
    the main process; `all`: of it and its workers together, pages that they share counted once.
    """
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.run.engine import run_case

    prepared = Session().prepare({**defaults(), **json.loads(words)})
    settings = prepared.settings
    given: list[tuple[float, int]] = []
    begun, used = time.perf_counter(), sum(os.times()[:4])
    with Memory() as memory:
        run_case(
            prepared.request.run,
            settings,
            progress=lambda done, of: given.append((time.perf_counter() - begun, done)),
        )
        seconds = time.perf_counter() - begun
    workers = settings.processes(len(given))
    if workers > 1:  # what workers used counts once they have ended
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)
    rate, start = after_start(given, seconds, workers)
    return {
        "members": settings.members,
        "workers": settings.workers,
        "seconds": seconds,
        "processor": sum(os.times()[:4]) - used,
        "rate": rate,
        "start": start,
        "main": most_held(),
        "all": max(memory.most, most_held()) if workers == 1 else memory.most,
    }


def after_start(
    given: Sequence[tuple[float, int]], seconds: float, workers: int
) -> tuple[float | None, float | None]:
    """Members a second from the first blocks of all workers on, and seconds that the run takes beside that.

    `given`: for each block the seconds after which it was there and the members that were done then.
    """
    if len(given) < ROUNDS * workers:
        return None, None
    first, done = given[workers - 1]
    members = given[-1][1]
    rate = (members - done) / (seconds - first)
    return rate, max(0.0, seconds - members / rate)


class Memory:
    """The most memory, MiB, that this process and its children held together, looked at every second."""

    def __init__(self) -> None:
        self.most = 0.0
        self._end = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._looking.join()
        self._now()

    def _look(self) -> None:
        while not self._end.wait(EVERY):
            self._now()

    def _now(self) -> None:
        here = psutil.Process()
        held = 0
        for one in (here, *here.children(recursive=True)):
            try:
                full = one.memory_full_info()
            except psutil.NoSuchProcess:
                continue
            held += getattr(full, "pss", full.uss)
        self.most = max(self.most, held / 2**20)


def most_held() -> float:
    """MiB that this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure what the words ask for and print it."""
    from . import blocks, other_program, standing_in

    what, *said = sys.argv[1:]
    measure: dict[str, Any] = {
        "run": run,
        "cost": blocks.cost,
        "labels": blocks.labels,
        "stages": blocks.stages,
        "memory": lambda *words: [standing_in.memory(*words), most_held()],
        "pysd": other_program.pysd,
    }
    print(json.dumps(measure[what](*said)))


if __name__ == "__main__":
    main()
