"""Knock-outs: what is cut moves the headline, which way, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.run.recorded import Recorded
from tests.engine.conftest import ALL_EVENTS, figure, fixed

Run = Callable[..., Recorded]
USUAL = {"dutch": 1, "eu_rest": 1, "china": 1, "others": 1}
DECIDED = slice(14, None)
"""The years 2024–2038."""


def moved(run: Run, name: str = "share", base: dict[str, Any] | None = None, **knock_out: Any) -> Array:
    """The mean over 2024–2038 of run minus base, by member."""
    with_, without = run(**(base or {})), run(**knock_out)
    change: Array = (figure(without, name) - figure(with_, name))[DECIDED].mean(axis=0)
    return change


def words(change: Array) -> str:
    error = change.std(ddof=1) / np.sqrt(len(change))
    return f"moves by {change.mean():.3g} ± {error:.2g}, members {change.min():.3g} … {change.max():.3g}"


def above_chance(change: Array) -> bool:
    """More than twice the standard error: queues flip in single members."""
    return bool(abs(change.mean()) > 2 * change.std(ddof=1) / np.sqrt(len(change)))


def test_people_cut_from_output(recorded: Run) -> None:
    """Without a limit by people more is delivered: at least 0.01 points, a hundredth of a band's width."""
    change = moved(recorded, parameters={"people_limit_live": fixed(0)})
    assert change.mean() > 1e-4, words(change)
    assert above_chance(change), words(change)


def test_grid_cut_from_projects(recorded: Run) -> None:
    """Power at once: value added rises by a per cent at least; the share by less, as most is made abroad."""
    events = {**ALL_EVENTS, "grid": False}
    few = {"members": 64}
    value = moved(recorded, "value_added_nl", few, events=events, **few)
    before = figure(recorded(**few), "value_added_nl")[DECIDED].mean()
    assert value.mean() > 0.01 * before, words(value)
    assert above_chance(value), words(value)
    change = moved(recorded, "share", few, events=events, **few)
    assert change.mean() > 2e-5, words(change)
    assert above_chance(change), words(change)


def test_policy_cut_from_rd(recorded: Run) -> None:
    """Some 250 of over 7,000 MEUR a year, an elasticity of 0.15, years of lag: thousandths of a point.

    The same at the end, where nearly all of the lag is over: at least 0.001 points in the median.
    """
    base, cut = recorded(), recorded(parameters={"policy_reaches_rd": fixed(0)})
    change = (figure(cut, "share") - figure(base, "share"))[-1]
    assert np.median(change) < -1e-5, words(change)
    assert np.mean(change < 0) > 0.8, words(change)


def test_rivals_reaction_cut(recorded: Run) -> None:
    """Rivals whose technology stands still lose a tenth of a point: their knowledge grows with the market."""
    change = moved(recorded, parameters={"rivals_react": fixed(0)})
    assert change.min() > 0, words(change)
    assert change.mean() > 2e-4, words(change)


def test_a_rivals_rd_raised_lowers_the_dutch_share(recorded: Run) -> None:
    """Half more R&D is 0.15 · log 1.5 = 0.06 in log-odds, of which the record's residual takes up a part."""
    usual = recorded(parameters={"rd_effort": fixed(USUAL)})
    more = recorded(parameters={"rd_effort": fixed({**USUAL, "others": 1.5})})
    change = (figure(more, "share") - figure(usual, "share"))[-1]
    assert change.max() < 0, words(change)
    assert change.mean() < -1e-4, words(change)
