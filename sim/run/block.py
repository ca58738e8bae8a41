"""One block of members from draws to yearly figures: a function of its inputs, whatever the block size."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.loop import Agenda, NonFinite, Observer, integrate
from sim.core.model import Model
from sim.core.stepping import Faster
from sim.core.valves import Valves
from sim.core.vocabulary import Valve
from sim.ensemble.design import Design
from sim.ensemble.draws import draw, drawn_from
from sim.inputs.axes import load_axes
from sim.inputs.record import load_record
from sim.inputs.scenarios import Case
from sim.run import policy
from sim.run.agenda import agenda_for
from sim.run.board import mandate
from sim.run.channels import Book
from sim.run.compiled import Compiled, compiled
from sim.run.drivers import drivers_of
from sim.run.event_table import event_table
from sim.run.leaks import leaks
from sim.run.money import Money, instrument_money
from sim.run.packed import pack
from sim.run.recorder import Recorder
from sim.run.settings import Settings
from sim.sectors import SECTORS

DRAWN = "inputs/drawn"
"""Where a packed block holds what was drawn, (parameter and label, member)."""


@dataclass(frozen=True)
class Prepared:
    """Everything that `integrate` needs for a block, so that a replay or an explanation can use the same."""

    model: Model
    inputs: dict[str, Any]
    drivers: dict[str, Array]
    settings: Settings
    members: tuple[int, ...]
    valves: Valves
    agenda: Agenda
    book: Book
    dated: tuple[tuple[Any, ...], ...] = ()
    """Rows of the log for events that are drivers and not on the agenda."""
    faster: Faster | None = None
    """What works out a step instead of numpy, with the same bits."""

    def run(self, observer: Observer) -> dict[str, Array]:
        """Integrate the block; returns the stocks at the end. Once only: valves and agenda are used up."""
        with without_collection():
            return integrate(
                self.model,
                self.inputs,
                self.drivers,
                self.settings.clock,
                len(self.members),
                self.agenda,
                self.valves,
                observer,
                self.faster,
            )


@contextmanager
def without_collection() -> Iterator[None]:
    """Events make many small objects and no rubbish in circles; looking for it costs a fifth of the time.

    Around all that is done with the objects: the first thing after it looks through those that are left.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@dataclass(frozen=True)
class BlockResult:
    """Yearly (or quarterly) figures, (period, …, member), the log of events, and the sampled inputs.

    `values`: outcomes; `variables`: the model's own, where all are asked for; apart because an outcome may
    carry the name of the variable that it shows. `money`: of each instrument, by name.
    """

    values: dict[str, Array]
    variables: dict[str, Array]
    events: list[tuple[Any, ...]]
    inputs: dict[str, Array]
    members: tuple[int, ...]
    money: dict[str, Money]


def build_model(case: Case, axes: Axes | None = None) -> Model:
    """The model of all sectors on the axes and parameters of a case."""
    return Model.build(*SECTORS, axes=axes or load_axes(), parameters=case.parameters)


def sampled(
    case: Case, settings: Settings, members: Sequence[int], design: Design | None = None
) -> dict[str, Array]:
    """The parameters of these members; two members share a draw and differ in their events and noise.

    A `design` says itself where they stand, in their order.
    """
    if design is None:
        inputs = draw(case.parameters, settings.seed, [member // 2 for member in members], case.learnt)
    else:
        inputs = drawn_from(case.parameters, design.uniforms(settings.seed))
    if not settings.events["projects"]:
        inputs["projects_live"] = np.zeros_like(inputs["projects_live"])
    return inputs


def prepare(
    case: Case,
    settings: Settings,
    members: Sequence[int],
    faster: Faster | None = None,
    design: Design | None = None,
) -> Prepared:
    """Draws, drivers, valves and events of a block, ready to run."""
    axes = load_axes()
    model = build_model(case, axes)
    parameters = sampled(case, settings, members, design)
    drivers = drivers_of(axes, settings, parameters, load_record(), members)
    book = policy.book_of(case, axes, settings, parameters, members)
    drivers.update(book.drivers())
    outages = policy.outages(case, axes, settings, parameters, members)
    drivers.update(outages.drivers())
    drivers["downturn"] = drivers["downturn"] + outages.demand() * (1 - drivers["market_observing"])
    thefts, dated = leaks(axes, settings, parameters, members, drivers["leakage_policy"])
    drivers.update(thefts)
    valves = Valves(model.of(Valve), axes, len(members))
    board = mandate(case, model, axes, settings, parameters, drivers, len(members), book)
    agenda = agenda_for(case, axes, settings, parameters, members, valves, board)
    indicators = {name: axes.indicator(name) for name in axes.indicators}
    given = {**parameters, **indicators}
    rows = (*dated, *outages.rows())
    return Prepared(model, given, drivers, settings, tuple(members), valves, agenda, book, rows, faster)


def recorded_names(model: Model, settings: Settings) -> list[str]:
    """What the step must record: what outcomes read, or every variable on request."""
    constant = {*model.parameters, *model.axes.indicators, *model.constants, "cells"}
    needed = {name for it in model.outcomes.values() for name in it.arguments if name not in constant}
    if settings.output["variables"] == "all":
        needed |= set(model.declarations) - {
            *constant,
            *model.of("initial"),
            *model.of("measure"),
            *model.of(Valve),
        }
    return sorted(needed)


def compiled_for(case: Case, settings: Settings, runs: int) -> Compiled | None:
    """The compiled step of a case, where there is one or `runs` member runs are worth making it."""
    axes = load_axes()
    model = build_model(case, axes)
    indicators = {name: axes.indicator(name) for name in axes.indicators}
    return compiled(model, {**sampled(case, settings, [0]), **indicators}, runs)


def simulate(
    case: Case,
    settings: Settings,
    members: Sequence[int],
    faster: Faster | None = None,
    design: Design | None = None,
) -> BlockResult:
    """Run a block of members and return its figures; outcomes are evaluated on them period by period.

    With a `design` a member may stand in the block more than once, so that no money is kept by member.
    """
    block = prepare(case, settings, members, faster, design)
    per_year = 4 if settings.output["every"] == "quarter" else 1
    names = recorded_names(block.model, settings)
    recorder = Recorder(block.model, names, settings.clock, len(members), per_year)
    block.run(recorder)
    values = _outcomes(block, recorder)
    variables = recorder.values if settings.output["variables"] == "all" else {}
    events = sorted([*getattr(block.agenda, "log", []), *block.dated])  # by member, whatever the block
    money: dict[str, Money] = {}
    if design is None:
        prices = block.drivers["eur_price_index"]
        money = instrument_money(case, settings, block.book, prices, events, block.members, per_year)
    return BlockResult(values, variables, events, block.inputs, block.members, money)


def _outcomes(block: Prepared, recorder: Recorder) -> dict[str, Array]:
    model = block.model
    fixed = {**block.inputs, "cells": model.axes.cells}
    for name in model.constants:
        equation = model.equation(name)
        fixed[name] = equation.function(*[fixed[need] for need in equation.arguments])
    results: dict[str, list[Array]] = {name: [] for name in model.outcomes}
    for period in range(recorder.periods):
        moment = {**fixed, **{name: series[period] for name, series in recorder.values.items()}}
        for name, it in model.outcomes.items():
            value = it.function(*[moment[need] for need in it.arguments])
            shape = model.axes.shape(it.axes, len(block.members))
            if not np.isfinite(value).all():
                raise NonFinite(f"outcome '{name}' is not finite in period {period} ({it.where})")
            results[name].append(np.broadcast_to(value, shape))
    return {name: np.stack(series) for name, series in results.items()}


def packed(case: Case, settings: Settings, block: BlockResult) -> bytes:
    """A block as bytes, to be sent and kept: its figures, what was drawn, its money and its log of events.

    Of an outcome that carries the name of a variable the outcome is recorded.
    """
    arrays = {f"values/{name}": array for name, array in {**block.variables, **block.values}.items()}
    drawn = [block.inputs[name].reshape(-1, len(block.members)) for name in varying(case)]
    if drawn:
        arrays[DRAWN] = np.concatenate(drawn)
    for name, money in block.money.items():
        arrays |= {f"money/{name}/{amount}": array for amount, array in money.amounts.items()}
    logged = [row for row in block.events if row[0] < settings.logged]
    return pack(block.members, arrays, event_table(logged))


def varying(case: Case) -> list[str]:
    """The parameters that differ between members, in their order."""
    return [name for name, it in case.parameters.items() if it.points is None and not it.constant]
