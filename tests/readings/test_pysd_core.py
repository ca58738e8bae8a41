"""An independent program re-runs the whole model in every scenario: every stock, every quarter, with events.

Translated once for a session, and for later ones while the equations and the member's parameters stay as they
are; a scenario's inputs are given as series. The baseline is run to its end, the others until their measures
are at work.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.core.model import Model
from sim.core.vocabulary import Driver, Stock, Valve
from sim.inputs.resources import root
from sim.inputs.scenarios import compose
from sim.run.block import Prepared, prepare
from sim.run.settings import Settings
from tests.readings.replaying import constants, differences, translate
from tests.small import Recording

MEMBER = 3
BASELINE = "baseline"
SCENARIOS = sorted(path.stem for path in (root() / "scenarios").glob("*.yaml"))
UNTIL = 2030.0
"""End of the run of a scenario other than the baseline."""


def prepared(scenario: str) -> Prepared:
    settings = Settings() if scenario == BASELINE else Settings(end=UNTIL)
    return prepare(compose(scenario, [], {}, {}).run, settings, [MEMBER])


def run(block: Prepared) -> dict[str, np.ndarray]:
    """Stocks, drivers and valves at every step."""
    seen = Recording(*block.model.of(Stock), *block.model.of(Driver), *block.model.of(Valve))
    block.run(seen)
    return {**seen.series, **block.drivers}


@cache
def of_baseline() -> dict[str, np.ndarray]:
    """The baseline until the others end, to see that a scenario differs from it."""
    return run(prepare(compose(BASELINE, [], {}, {}).run, Settings(end=UNTIL), [MEMBER]))


@pytest.fixture(scope="session")
def translated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model with the baseline's parameters, translated once for all workers of a session."""
    kept = getattr(request.config, "cache", None)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(kept.mkdir("pysd")) if kept else shared / "pysd"
    folder.mkdir(exist_ok=True)
    block = prepared(BASELINE)
    return translate(block.model, block.inputs, block.settings.clock, folder)


def inputs_of(model: Model) -> tuple[str, ...]:
    return (*model.of(Driver), *model.of(Valve))


def test_all_scenarios_are_here() -> None:
    assert len(SCENARIOS) >= 14
    assert BASELINE in SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_pysd_agrees_on_every_stock_at_every_quarter(scenario: str, translated: Path) -> None:
    block = prepared(scenario)
    model, clock = block.model, block.settings.clock
    series = run(block)
    valves = {name for name in model.of(Valve) if series[name].any()}
    assert {"permitted", "connected", "commissioned"} <= valves  # else nothing of the events is tried
    if scenario != BASELINE:
        base = of_baseline()
        differ = [name for name in inputs_of(model) if not np.array_equal(series[name], base[name])]
        assert differ  # else the scenario is not tried

    of_file = constants(model, prepared(BASELINE).inputs)
    own = {name: x for name, x in constants(model, block.inputs).items() if of_file[name] != x}
    found = differences(translated, model, series, series, clock, own)
    assert len(found) == sum(np.prod(model.axes.shape(it.axes)) for it in model.of(Stock).values())
    assert {name: far for name, far in found.items() if far > 1e-6} == {}
    moving = sum(np.ptp(series[name], axis=0).astype(bool).sum() for name in model.of(Stock))
    assert moving > len(found) / 2
