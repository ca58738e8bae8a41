"""Blocks of members alone, without what a run does once: what they cost, and which part of it takes how long.

All on the compiled step, which is made before the first block and never counted. Processor seconds.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

WARM = 4
"""Members of a block that is run first and not counted: what is imported and loaded once is there then."""


class Watch:
    """Processor seconds by name of part."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time is counted under a name."""

        def call(*words: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*words)
            finally:
                self.taken[name] = self.taken.get(name, 0.0) + time.process_time() - begun

        return call

    def on(self, what: Any, **names: str) -> Any:
        """An object whose methods are timed, each under the name given; everything else is as it was."""
        return _Timed(
            what, {method: self.timed(name, getattr(what, method)) for method, name in names.items()}
        )


class _Timed:
    def __init__(self, what: Any, timed: dict[str, Callable[..., Any]]) -> None:
        self.__dict__.update(timed)
        self._what = what

    def __getattr__(self, name: str) -> Any:
        return getattr(self._what, name)


def cost(words: str) -> dict[str, float]:
    """Seconds of a member-run in blocks, from draws to bytes, and of the events in it; and how many cells."""
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.inputs.axes import load_axes
    from sim.run import block as engine
    from sim.run import executors

    prepared = Session().prepare({**defaults(), **json.loads(words)})
    case, settings = prepared.request.run, prepared.settings
    faster = _compiled(case, settings)
    executors._one(case, settings, range(WARM), faster)
    watch, prepare = Watch(), engine.prepare

    def watched(*given: Any) -> Any:
        block = prepare(*given)
        return replace(block, agenda=watch.on(block.agenda, advance="events"))

    engine.prepare = watched
    begun = time.process_time()
    for first in range(0, settings.members, settings.block):
        members = range(first, min(first + settings.block, settings.members))
        executors._one(case, settings, members, faster)
    seconds = time.process_time() - begun
    return {
        "each": seconds / settings.members,
        "events": watch.taken["events"] / settings.members,
        "cells": len(load_axes().labels["cell"]),
    }


def labels(axis: str, like: str, more: str, words: str) -> dict[str, float]:
    """The cost with `more` labels of an axis, each like the one named; in an empty folder of its own."""
    from sim.inputs.resources import HOME
    from tests.engine.adding import Label, add, copy_of_shipped

    home = copy_of_shipped(Path.cwd())
    os.environ[HOME] = str(home)
    add(home, [Label(axis, f"{like}_{number}", like) for number in range(2, 2 + int(more))])
    return cost(words)


def stages(members: str, compiled: str) -> dict[str, float]:
    """Seconds of each part of one block, on numpy ("0") or on the compiled step ("1")."""
    from sim.command.defaults import defaults
    from sim.command.session import Session
    from sim.run import block as engine
    from sim.run.money import instrument_money
    from sim.run.recorder import Recorder

    count = int(members)
    prepared = Session().prepare({**defaults(), "scenario": "ipcei_boost", "members": count})
    case, settings = prepared.request.run, prepared.settings
    faster = _compiled(case, settings) if compiled == "1" else None
    watch = Watch()
    timed, taken = watch.timed, watch.taken
    with engine.without_collection():
        made = timed("draws, drivers, queues made ready", engine.prepare)
        block = made(case, settings, range(count), faster)
        names = engine.recorded_names(block.model, settings)
        recorder = Recorder(block.model, names, settings.clock, count, 1)
        agenda, valves = watch.on(block.agenda, advance="events"), watch.on(block.valves, means="valves")
        watched = replace(block, agenda=agenda, valves=valves)
        timed("the loop", watched.run)(watch.on(recorder, see="recording"))
        inside = sum(taken[name] for name in ("events", "valves", "recording"))
        taken["equations, stocks, checks"] = taken.pop("the loop") - inside
        values = timed("outcomes by year", engine._outcomes)(block, recorder)
        log = timed("log of events", lambda: sorted([*block.agenda.log, *block.dated]))()
        prices = block.drivers["eur_price_index"]
        money = timed("money by instrument", instrument_money)(
            case, settings, block.book, prices, log, block.members, 1
        )
        result = engine.BlockResult(values, {}, log, block.inputs, block.members, money)
        timed("log as a table, all packed", engine.packed)(case, settings, result)
    return taken


def _compiled(case: Any, settings: Any) -> Any:
    """The compiled step, made where it is not there; RuntimeError where nothing can make it."""
    from sim.run.block import compiled_for
    from sim.run.compiled import PAYS

    faster = compiled_for(case, settings, PAYS)
    if faster is None:
        raise RuntimeError("there is no compiled step to measure: is there a C compiler (CC)?")
    return faster
