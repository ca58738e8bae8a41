"""Runs a case: its members in blocks over processes, put together in the order of members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.core.axes import Axes
from sim.inputs.axes import load_axes
from sim.inputs.scenarios import Case
from sim.run import executors
from sim.run.block import BlockResult, build_model
from sim.run.event_table import together
from sim.run.kept import Kept, Part
from sim.run.money import joined
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from sim.run.sheets import Sheets


def run_case(
    case: Case,
    settings: Settings,
    members: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
    kept: Kept | None = None,
) -> Recorded:
    """Run `members` (default: 0 … members − 1) of a case.

    Blocks and workers change speed only: every number belongs to (case, seed, member). `progress` is called
    with members done and members in all. What is `kept` is not computed again; what is computed is kept at
    once. Raises what a member raised, and RuntimeError if a worker dies.
    """
    chosen = list(range(settings.members)) if members is None else list(members)
    place = {member: at for at, member in enumerate(chosen)}
    sheets = Sheets(len(chosen), Path(settings.results))
    done: dict[int, Part] = {}

    def take(block: BlockResult, log: pa.Table) -> None:
        first = place[block.members[0]]
        sheets.put(first, {**block.variables, **block.values})
        done[first] = replace(block, values={}, variables={}), log

    for block, log in kept.blocks(chosen) if kept else ():
        take(block, log)
    there = {member for block, _ in done.values() for member in block.members}
    missing = [member for member in chosen if member not in there]
    blocks = [
        span[i : i + settings.block] for span in _spans(missing) for i in range(0, len(span), settings.block)
    ]
    for block, log in executors.results(case, settings, blocks, len(chosen)) if blocks else ():
        if kept:
            kept.write(block, log)
        take(block, log)
        if progress:
            progress(sum(len(each.members) for each, _ in done.values()), len(chosen))
    parts = [done[first] for first in sorted(done)]
    return _together(case, settings, sheets, [block for block, _ in parts], [log for _, log in parts])


def _spans(members: Sequence[int]) -> list[list[int]]:
    """Members cut where they do not follow each other, so that blocks can be put together in order."""
    spans: list[list[int]] = []
    for member in members:
        if spans and spans[-1][-1] == member - 1:
            spans[-1].append(member)
        else:
            spans.append([member])
    return spans


def _together(
    case: Case, settings: Settings, sheets: Sheets, blocks: list[BlockResult], logs: list[pa.Table]
) -> Recorded:
    axes = load_axes()
    model = build_model(case, axes)
    names = list(sheets)
    owner = {each: name for name, it in model.of("measure").items() for each in it.names}
    declared = {
        name: model.outcomes[name] if name in model.outcomes else model.declarations[owner.get(name, name)]
        for name in names
    }
    per_year = 4 if settings.output["every"] == "quarter" else 1
    periods = len(sheets[names[0]])
    years = settings.start + np.arange(periods) / per_year
    return Recorded(
        years=years.astype(int) if per_year == 1 else years,
        values=sheets,
        units={name: it.unit for name, it in declared.items()},
        axes={name: it.axes for name, it in declared.items()},
        words={name: it.words for name, it in declared.items()},
        log=together(logs),
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
