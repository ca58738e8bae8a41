"""Runs a case: its members in blocks over processes, put together in the order of members."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.core.axes import Axes
from sim.core.stepping import Faster
from sim.inputs.axes import load_axes
from sim.inputs.scenarios import Case
from sim.run.block import BlockResult, build_model, compiled_for, simulate
from sim.run.event_table import event_table, together
from sim.run.money import joined
from sim.run.recorded import Recorded
from sim.run.settings import Settings


def run_case(
    case: Case,
    settings: Settings,
    members: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Recorded:
    """Run `members` (default: 0 … members − 1) of a case.

    Blocks and workers change speed only: every number belongs to (case, seed, member). `progress` is called
    with members done and members in all. Raises what a member raised, and RuntimeError if a worker dies.
    """
    chosen = list(range(settings.members)) if members is None else list(members)
    blocks = [chosen[i : i + settings.block] for i in range(0, len(chosen), settings.block)]
    workers = min(settings.workers or os.cpu_count() or 1, len(blocks))
    done: list[BlockResult] = []
    logs: list[pa.Table] = []
    faster = compiled_for(case, settings, len(chosen))
    for result, log in _results(case, settings, blocks, workers, faster):
        done.append(result)
        logs.append(log)
        if progress:
            progress(sum(len(each.members) for each in done), len(chosen))
    return _together(case, settings, done, together(logs))


def _results(
    case: Case, settings: Settings, blocks: list[list[int]], workers: int, faster: Faster | None
) -> Any:
    if workers <= 1:
        return (_one(case, settings, block, faster) for block in blocks)
    from joblib import Parallel, delayed

    return Parallel(n_jobs=workers, return_as="generator")(
        delayed(_one)(case, settings, block, faster) for block in blocks
    )


def _one(
    case: Case, settings: Settings, block: list[int], faster: Faster | None
) -> tuple[BlockResult, pa.Table]:
    """A block and its log apart, in columns: rows of Python objects are slow to send."""
    result = simulate(case, settings, block, faster)
    return replace(result, events=[]), event_table(result.events)


def _together(case: Case, settings: Settings, blocks: list[BlockResult], events: pd.DataFrame) -> Recorded:
    axes = load_axes()
    model = build_model(case, axes)
    every = [{**block.variables, **block.values} for block in blocks]
    names = list(every[0])
    values = {name: np.concatenate([one[name] for one in every], axis=-1) for name in names}
    owner = {each: name for name, it in model.of("measure").items() for each in it.names}
    declared = {
        name: model.outcomes[name] if name in model.outcomes else model.declarations[owner.get(name, name)]
        for name in names
    }
    per_year = 4 if settings.output["every"] == "quarter" else 1
    periods = len(next(iter(values.values())))
    years = settings.start + np.arange(periods) / per_year
    return Recorded(
        years=years.astype(int) if per_year == 1 else years,
        values=values,
        units={name: it.unit for name, it in declared.items()},
        axes={name: it.axes for name, it in declared.items()},
        words={name: it.words for name, it in declared.items()},
        events=events,
        inputs=_inputs(case, axes, blocks),
        members=np.array([member for block in blocks for member in block.members]),
        labels=axes,
        money=joined([block.money for block in blocks], [len(block.members) for block in blocks]),
    )


def _inputs(case: Case, axes: Axes, blocks: list[BlockResult]) -> pd.DataFrame:
    """A row a member: every parameter that differs between members, a column a label."""
    columns: dict[str, Any] = {}
    for name in case.parameters:
        arrays = [block.inputs[name] for block in blocks]
        if any(getattr(array, "shape", ())[-1:] in ((), (1,)) for array in arrays):
            continue
        array = np.concatenate(arrays, axis=-1)
        flat = array.reshape(-1, array.shape[-1])
        varying = [axis for axis, length in zip(axes.labels, array.shape, strict=False) if length > 1]
        labels = [axes.labels[axis] for axis in varying]
        texts = [""] if not labels else ["/".join(each) for each in _product(labels)]
        for text, row in zip(texts, flat, strict=True):
            columns[f"{name}[{text}]" if text else name] = row
    members = [member for block in blocks for member in block.members]
    return pd.DataFrame(columns, index=pd.Index(members, name="member"))


def _product(labels: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    result: list[tuple[str, ...]] = [()]
    for each in labels:
        result = [(*row, label) for row in result for label in each]
    return result
