"""No flow jumps at known until: the record ends, the model goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.core.vocabulary import Stock
from sim.inputs.scenarios import Case
from tests.engine.conftest import NO_EVENTS, QUIET, block

NEAR = 8
"""Steps on either side that are neighbours: half a year."""
BOUND = 3.0
"""Times the largest change in a neighbouring step. A slope may turn at known until, and a filter's input may
change its slope, which at most doubles or trebles a change; a jump is ten times a neighbour or more."""
SMALL = 1e-3
"""Changes below this part of a flow are no jump that anybody could see."""
OF_THE_RECORD = ("__fading", "__learning")
"""A residual learns while the record is there and fades afterwards: these two flows are the switch itself."""
SWITCHES = {
    "chip_trend_correction": "a filter on the record; nothing after known until",
    "equipment_trend_correction": "a filter on the record; nothing after known until",
    "share_confirmed": "a filter on the record; nothing after known until",
    "share_forgotten": "the lasting residual of shares, which fades after known until as every residual does",
    "capacity_on_record": "capacity that recorded sales prove; nothing after known until",
    "trained_for_sector": "a count that begins at known until",
    "left_for_good": "a count that begins at known until",
    "staff_remembered": "a memo that follows staff up to known until",
    "home_pull_remembered": "a memo that follows what keeps R&D up to known until",
    "profit_remembered": "a memo that follows profit up to known until",
    "cluster_remembered": "a memo that follows the cluster up to known until",
    "experience_remembered": "a memo that follows experience up to known until",
    "value_remembered": "a memo that follows the value of firms up to known until",
    "credibility_remembered": "a memo that follows credibility up to known until",
}


def test_no_flow_jumps_at_known_until(case: Callable[..., Case]) -> None:
    prepared = block(case(parameters=QUIET), 8, end=2025.0, events=NO_EVENTS)
    stocks = prepared.model.of(Stock).values()
    flows = {flow for it in stocks for flow in (*it.inflows, *it.outflows)}
    flows = {each for each in flows if not each.endswith(OF_THE_RECORD)} - set(SWITCHES)
    at = round((prepared.settings.known_until - prepared.settings.start) / prepared.settings.dt)
    kept: dict[str, list[Array]] = {name: [] for name in sorted(flows)}

    def see(step: int, values: Mapping[str, Any]) -> None:
        if at - NEAR - 1 <= step <= at + NEAR:
            for name, series in kept.items():
                series.append(np.ravel(values[name]).astype(float))

    class Watcher:
        def see(self, step: int, values: Mapping[str, Any]) -> None:
            see(step, values)

    prepared.run(Watcher())
    jumps = {}
    for name, series in kept.items():
        values = np.stack(series)
        change = np.abs(np.diff(values, axis=0))
        there, near = change[NEAR], np.delete(change, NEAR, axis=0).max(axis=0)
        least = SMALL * np.abs(values).max(axis=0)
        beyond = (there > BOUND * near) & (there > least)
        if beyond.any():
            jumps[name] = float((there / np.maximum(near, 1e-300))[beyond].max())
    assert jumps == {}
