"""Shocks from outside that come by chance: here the major step in export control that nobody decided yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import DIMENSIONS, POSITION, Array
from sim.ensemble.thinning import happen, thinned_each
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.run.channels import Book
from sim.run.channels.access import MAJOR, Step, enter_step
from sim.run.settings import Settings

MARKET, PARTLY = "china", "others"
"""Where a step by chance falls, and which rivals are barred too in part."""


def scheduled_major(instruments: Sequence[Instrument]) -> float:
    """The date of a major step that a scenario decides; inf where there is none."""
    dates = [
        float(it.delivery.get("starts", it.decided)) + it.delay_award
        for it in instruments
        if it.channel == "export_control" and it.effect.get("sales") == MAJOR
    ]
    return min(dates, default=np.inf)


def major_steps(
    case: Case, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int], until: float
) -> Array:
    """(member,): when a major step comes by chance, before `until`; inf where it does not. At most one."""
    dates = np.full(len(members), np.inf)
    if not settings.events["shocks"]:
        return dates
    highest = case.parameters["export_shock_rate"].limits[1] or 1.0
    rates = np.broadcast_to(
        (inputs["export_shock_rate"] * inputs["major_steps_by_chance"]).reshape(-1), dates.shape
    )
    begin = np.broadcast_to(inputs["export_shock_from"].reshape(-1), dates.shape)
    first = max(settings.known_until, float(begin.min()))
    each = thinned_each(settings.seed, "export_shock", members, first, settings.end, highest)
    for at, (times, marks) in enumerate(each):
        late = times >= max(settings.known_until, float(begin[at]))
        candidates = list(zip(times[late].tolist(), marks[late].tolist(), strict=True))
        found = happen(candidates, float(rates[at]), highest)
        if found and found[0] < until:
            dates[at] = found[0]
    return dates


def enter(book: Book, dates: Array) -> None:
    """Book the major steps by chance, with the sizes of a decided one."""
    if not np.isfinite(dates).any():
        return  # a run without chance, or one whose rate is zero
    step = Step(
        where=_only(book, "market", MARKET),
        rivals=_only(book, "seller", PARTLY) * book.inputs["rivals_barred_too"],
        sales=book.inputs[MAJOR],
        service=book.inputs["export_shock_service"],
        ahead=book.inputs["front_loading"],
        backlog=book.inputs["barred_backlog"],
    )
    enter_step(book, step, dates, np.zeros(1))


def _only(book: Book, axis: str, label: str) -> Array:
    """1 for one label of an axis, 0 for the others; all-axes."""
    row = np.zeros((1,) * DIMENSIONS)
    row = np.repeat(row, len(book.axes.labels[axis]), axis=POSITION[axis])
    row[(*[0] * POSITION[axis], book.axes.index(axis, label))] = 1.0
    return row
