"""Puts together a result of very many members, 64 of them computed: what the main process holds."""

from __future__ import annotations

import tempfile
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any


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
