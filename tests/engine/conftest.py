"""What the tests of the whole model share: cases by words, blocks run with an observer of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from sim.core.axes import POSITION, Array
from sim.inputs.scenarios import Case, Evidence, compose, load_evidence
from sim.run.block import Prepared, prepare
from sim.run.engine import run_case
from sim.run.recorded import Recorded
from sim.run.settings import Settings
from sim.run.words import EVENTS

NO_EVENTS = dict.fromkeys(EVENTS, False)
ALL_EVENTS = dict.fromkeys(EVENTS, True)
QUIET = {
    name: {"value": 0, "spread": "none"}
    for name in (
        "chip_cycle_spread",
        "equipment_noise_spread",
        "weight_noise_spread",
        "share_noise_spread",
        "fx_spread",
    )
}
"""Overrides that take the noise out."""


class Watch:
    """Keeps named variables at every step, or calls a function with each step's values."""

    def __init__(self, *names: str, call: Callable[[int, Mapping[str, Any]], None] | None = None) -> None:
        self.kept: dict[str, list[Array]] = {name: [] for name in names}
        self._call = call

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        """As the loop's observer."""
        for name, series in self.kept.items():
            series.append(np.array(values[name]))
        if self._call:
            self._call(step, values)

    def __getitem__(self, name: str) -> Array:
        return np.stack(self.kept[name])


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """Labels, parameters and instruments, loaded once."""
    return load_evidence()


@pytest.fixture(scope="session")
def case(evidence: Evidence) -> Callable[..., Case]:
    """The case of a scenario with overrides of parameters and instruments."""

    def make(
        scenario: str = "baseline",
        parameters: Mapping[str, Any] | None = None,
        instruments: Mapping[str, Any] | None = None,
    ) -> Case:
        return compose(scenario, (), parameters or {}, instruments or {}, evidence=evidence).run

    return make


def block(case: Case, members: int = 4, **settings: Any) -> Prepared:
    """A block of the first members, ready to run."""
    return prepare(case, Settings(**settings), range(members))


def by_year(series: Array, dt: float) -> Array:
    """Step values (steps + 1, …) to yearly means (years, …)."""
    per_year = round(1 / dt)
    whole = series[: (len(series) - 1) // per_year * per_year]
    return whole.reshape(-1, per_year, *whole.shape[1:]).mean(axis=1)


@pytest.fixture(scope="session")
def recorded(case: Callable[..., Case]) -> Callable[..., Recorded]:
    """A run of the whole window with its outcomes, kept for every test of the process that asks for it."""
    kept: dict[str, Recorded] = {}

    def run(
        scenario: str = "baseline",
        parameters: Mapping[str, Any] | None = None,
        instruments: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> Recorded:
        words = json.dumps([scenario, parameters, instruments, settings], sort_keys=True)
        if words not in kept:
            chosen = Settings(**{"members": 32, "workers": 1, **settings})
            kept[words] = run_case(case(scenario, parameters, instruments), chosen)
        return kept[words]

    return run


def fixed(value: Any) -> dict[str, Any]:
    """A parameter's override without a spread."""
    return {"value": value, "spread": "none"}


def figure(run: Recorded, name: str, **labels: str) -> Array:
    """An outcome by (year, member): at these labels, summed over all others."""
    series = run.values[name]
    for axis, label in labels.items():
        at = run.labels.index(axis, label)
        series = np.take(series, [at], axis=1 + POSITION[axis])
    return series.reshape(len(series), -1, series.shape[-1]).sum(axis=1)


def in_year(run: Recorded, year: int) -> int:
    """The index of a year."""
    return int(np.flatnonzero(run.years == year)[0])
