"""Gives one member's run to PySD, an independent program, and measures how far its stocks differ."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pysd
from pysd.py_backend.model import Macro

from sim.core.loop import Clock
from sim.core.model import Model
from sim.core.vocabulary import Curve, Driver, Stock, Valve
from sim.readings.xmile import axes_of, export, scalar_names, scalar_values

ROUNDING = 1e-9
"""Stocks below this in all quarters are compared as they are: they hold what rounding leaves."""


def constants(model: Model, inputs: Mapping[str, Any]) -> dict[str, float]:
    """One member's parameters under their exported names."""
    result: dict[str, float] = {}
    for name in model.parameters:
        value = inputs[name]
        if isinstance(value, Curve):
            name, value = f"{name}__scale", value.scale
        result |= scalar_values(model, name, axes_of(value), value)
    return result


def columns(model: Model, name: str, series: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Every label's series, (steps,), of a (steps, …, 1) array."""
    it = model.declarations[name]
    full = np.broadcast_to(series, (len(series), *model.axes.shape(it.axes)))
    yield from zip(scalar_names(model, name, it.axes), full.reshape(len(series), -1).T, strict=True)


@contextmanager
def quick() -> Iterator[None]:
    """PySD without two costs that change no number, nine tenths of its time on a model of this size.

    It lays out the code that it writes, which nobody reads; and to keep only what is asked for more than once
    in a step, it goes for each variable through all others and counts. Here all is kept.
    """
    with (
        patch("black.format_file_contents", lambda code, **_: code),
        patch.object(Macro, "_count_calls", lambda *_: 2),
    ):
        yield


def translate(model: Model, inputs: Mapping[str, Any], clock: Clock, folder: Path) -> Path:
    """The model with one member's parameters as PySD's Python, in `folder`; written where it is not there.

    Several processes may ask at once: the first translates, the others wait for it.
    """
    text = export(model, inputs, clock.dt, clock.start, clock.end)
    key = hashlib.blake2b(f"{pysd.__version__}\n{text}".encode(), digest_size=8).hexdigest()
    made = folder / f"model_{key}.py"
    with (folder / "lock").open("w") as lock, quick():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in folder.glob("model_*"):
                old.unlink()
            source = made.with_suffix(".xmile")
            source.write_text(text, encoding="utf-8")
            # drivers are 0 until they are given, so nothing may be worked out when the model is read
            pysd.read_xmile(str(source), initialize=False)
    return made


def differences(
    translated: Path,
    model: Model,
    given: Mapping[str, np.ndarray],
    stocks: Mapping[str, np.ndarray],
    clock: Clock,
    parameters: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """For each label of each stock the largest difference at a quarter's end, as part of its largest value.

    `given`: the step means of every driver and valve of one member, (steps, …, 1); `stocks` likewise, with
    the end, (steps + 1, …, 1). `parameters`: values by exported name, where they differ from those that were
    translated.
    """
    times = clock.edges()[:-1].astype(float)
    params: dict[str, Any] = dict(parameters or {})
    for name in (*model.of(Driver), *model.of(Valve)):
        for column, series in columns(model, name, given[name][: clock.steps]):
            # A series that stands still is given as a number, 0 not at all: PySD looks series up at every
            # step.
            if not (series == series[0]).all():
                params[column] = pd.Series(series, index=times)
            elif series[0] != 0:
                params[column] = float(series[0])
    every = max(1, round(0.25 / clock.dt))
    quarters = clock.edges()[::every].astype(float)
    ours = dict(pair for name in model.of(Stock) for pair in columns(model, name, stocks[name][::every]))
    with quick():
        program = pysd.load(str(translated), initialize=False)  # anew: what an earlier run was given stays
        theirs = program.run(
            params=params,
            return_columns=list(ours),
            return_timestamps=quarters,
            final_time=float(clock.end),
            initial_condition="original",
            progress=False,
        )
    result = {}
    for column, series in ours.items():
        largest = max(float(np.abs(series).max()), ROUNDING)
        result[column] = float(np.abs(theirs[column].to_numpy(dtype=float) - series).max()) / largest
    return result
