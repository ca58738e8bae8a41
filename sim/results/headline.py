"""The headline outcomes of every member by year: one number each, from which differences are paired later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.core.axes import AXES, Axes
from sim.results.money_table import payments
from sim.results.statistics import Array
from sim.run.recorded import Recorded

HOME = "brainport"
"""The place whose queue stands in the headline, because that is where the letter's concern is."""
ABROAD = "abroad"
"""The label that places outside the Netherlands carry where the axes name no indicator `is_abroad`."""

TOGETHER = 1 << 12
"""Members whose headline outcomes are worked out together."""


def headline(run: Recorded) -> dict[str, Array]:
    """The headline outcomes that the run recorded, by name, each (year, member) in its outcome's unit.

    `unfilled_share` is over the Dutch places, weighted by jobs; `mw_queued` is that of Brainport alone.
    """
    found: dict[str, Array] = {}
    for name, figure in HEADLINE.items():
        if name in run.values:
            found[name] = figure(run, name)
    return found | payments(run)


def headline_tables(run: Recorded, scenario: str) -> Iterator[pa.Table]:
    """`headline` as tables that follow each other: scenario, member, year and a column an outcome; a row a
    member and year."""
    for part in run.by_member(TOGETHER):
        rows = len(part.members) * len(part.years)
        frame = {
            "scenario": pa.array([scenario]).dictionary_encode().take(pa.array(np.zeros(rows, np.int32))),
            "member": np.repeat(part.members, len(part.years)),
            "year": np.tile(part.years, len(part.members)),
        }
        frame |= {name: np.ascontiguousarray(x.T).ravel() for name, x in headline(part).items()}
        yield pa.table({name: pa.array(x, from_pandas=True) for name, x in frame.items()})


def is_dutch_place(labels: Axes) -> npt.NDArray[np.bool_]:
    """Which labels of the axis `place` lie in the Netherlands."""
    _, abroad = labels.indicators.get("is_abroad", ("place", frozenset({ABROAD})))
    return np.array([label not in abroad for label in labels.labels["place"]])


def by_place(run: Recorded, name: str) -> Array:
    """A variable summed over all but place, as (year, place, member); cells are added up in their place."""
    return added_by_place(run, run.values[name], run.axes[name])


def added_by_place(run: Recorded, x: Array, axes: Sequence[str]) -> Array:
    """As `by_place`, for an array (year, …, member) with these axes, made of variables of the run."""
    if "cell" in axes:
        x = np.moveaxis(_summed(x, keep="cell"), 1, 0)
        total = np.zeros((run.labels.size("place"), *x.shape[1:]))
        np.add.at(total, run.labels.cells.place, x)
        return np.moveaxis(total, 0, 1)
    return _summed(x, keep="place")


def _summed(x: Array, keep: str | None = None) -> Array:
    """(year, …, member) summed over every axis but `keep`, as (year, [keep,] member)."""
    gone = tuple(1 + position for position, axis in enumerate(AXES) if axis != keep)
    return np.asarray(x.sum(axis=gone))


def _total(run: Recorded, name: str) -> Array:
    return _summed(run.values[name])


def _in_nl(run: Recorded, name: str) -> Array:
    axes = run.axes[name]
    if "place" not in axes and "cell" not in axes:
        return _total(run, name)
    return np.asarray(by_place(run, name)[:, is_dutch_place(run.labels)].sum(axis=1))


def _unfilled(run: Recorded, name: str) -> Array:
    if "place" not in run.axes[name]:
        return _total(run, name)
    here = is_dutch_place(run.labels)
    share = _summed(run.values[name], keep="place")[:, here]
    if "jobs_nl" not in run.values:
        return np.asarray(share.mean(axis=1))
    jobs = by_place(run, "jobs_nl")[:, here]
    whole = jobs.sum(axis=1)
    found: Array = np.divide((share * jobs).sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 0)
    return found


def _at_home(run: Recorded, name: str) -> Array:
    if "place" not in run.axes[name]:
        return _total(run, name)
    return _summed(run.values[name], keep="place")[:, run.labels.index("place", HOME)]


HEADLINE: dict[str, Callable[[Recorded, str], Array]] = {
    "share": _total,
    "share_equipment": _total,
    "share_chips": _total,
    "share_constant_fx": _total,
    "value_added_nl": _in_nl,
    "jobs_nl": _in_nl,
    "unfilled_share": _unfilled,
    "mw_queued": _at_home,
    "budgeted": _total,
    "awarded": _total,
    "paid": _total,
    "paid_real": _total,
    "rd": _total,
    "rd_caused": _total,
    "rd_caused_real": _total,
    "tax_return": _in_nl,
    "wages_nl": _in_nl,
    "rents_above": _in_nl,
    "value_added_abroad": _total,
    "tax_on_moved_profit": _total,
    "waiting_societal": _in_nl,
    "waiting_others": _in_nl,
    "world_chip_sales": _total,
    "world_equipment_sales": _total,
}
"""How each headline outcome becomes one number a member and year; the order is that of the columns."""
