"""An independent program re-runs the whole model: every stock of a member, every quarter, with events."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.core.vocabulary import Driver, Stock, Valve
from sim.inputs.scenarios import compose
from sim.run.block import prepare
from sim.run.settings import Settings
from tests.readings.replaying import differences, translate
from tests.small import Recording


def test_pysd_agrees_on_every_stock_at_every_quarter(tmp_path: Path) -> None:
    block = prepare(compose("baseline", [], {}, {}).run, Settings(), [3])
    model, clock = block.model, block.settings.clock
    seen = Recording(*model.of(Stock), *model.of(Driver), *model.of(Valve))
    block.run(seen)
    series = seen.series
    valves = {name for name in model.of(Valve) if series[name].any()}
    assert {"permitted", "connected", "commissioned"} <= valves  # else nothing of the events is tried

    translated = translate(model, block.inputs, clock, tmp_path)
    found = differences(translated, model, {**series, **block.drivers}, series, clock)
    assert len(found) == sum(np.prod(model.axes.shape(it.axes)) for it in model.of(Stock).values())
    assert {name: far for name, far in found.items() if far > 1e-6} == {}
    moving = sum(np.ptp(series[name], axis=0).astype(bool).sum() for name in model.of(Stock))
    assert moving > len(found) / 2
