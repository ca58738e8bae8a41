"""The feedback loops of configs/loops.yaml: every link is there with its sign, and a cut moves what it must.

Two runs serve all: the model as it is, and one in which each loop is cut from known until on in members of
its own. Events other than projects and the grid are off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.core.axes import AXES, DIMENSIONS, POSITION, Array
from sim.core.model import Model
from sim.core.vocabulary import Equation, Stock, Valve
from sim.inputs import resources
from sim.inputs.faults import Faults
from sim.inputs.scenarios import Case, Evidence
from sim.readings.loops import Link, Loop, Step, load_loops
from sim.run.block import Prepared
from sim.sectors import SECTORS
from tests.engine.conftest import NO_EVENTS, Watch, block

FILE = resources.root() / "configs" / "loops.yaml"
EACH = 4
"""Members in which a loop is cut."""
END = 2037.0
EVENTS = {**NO_EVENTS, "projects": True, "grid": True}
MOMENTS = (2026.0, 2032.0)
MORE = 1.5
"""Factor on what flows into a stock that events empty, to see that they take more out."""


@pytest.fixture(scope="module")
def model(evidence: Evidence) -> Model:
    return Model.build(*SECTORS, axes=evidence.axes, parameters=evidence.parameters)


@pytest.fixture(scope="module")
def loops(model: Model) -> dict[str, Loop]:
    return load_loops(FILE, model)


# Cutting ----------------------------------------------------------------------------------------------------


def changed(it: Equation, argument: str, members: Array, change: Callable[[Any, Any], Any]) -> Equation:
    """The equation with `change(observing, value)` in place of an argument, in these members alone."""
    extra = () if "observing" in it.arguments else ("observing",)
    names = (*it.arguments, *extra)
    at, sees = names.index(argument), names.index("observing")

    def function(*values: Any) -> Any:
        values_ = list(values)
        values_[at] = np.where(members, change(values[sees], values[at]), values[at])
        return it.function(*values_[: len(it.arguments)])

    return replace(it, function=function, arguments=names)


def frozen(where: Array) -> Callable[[Any, Any], Any]:
    """What an argument was at known until, at the labels where the loop is; before it, the argument."""
    kept: list[Any] = [None]

    def change(observing: Any, value: Any) -> Any:
        if kept[0] is None or np.all(observing > 0):
            kept[0] = np.array(value)
        return np.where(where, kept[0], value)

    return change


def label_mask(model: Model, loop: Loop) -> Array:
    """True at the labels of the loop, all-axes with a member axis of length 1."""
    mask = np.ones([1] * DIMENSIONS, dtype=bool)
    for axis, label in loop.where.items():
        shape = [1] * mask.ndim
        shape[POSITION[axis]] = -1
        mask = mask & (np.arange(len(model.axes.labels[axis])) == model.axes.index(axis, label)).reshape(
            shape
        )
    return mask


@dataclass(frozen=True)
class Runs:
    """Values by name at every step that a test reads, (step, …, member), as it is and with cuts."""

    model: Model
    base: Watch
    cut: Watch
    places: dict[str, slice]
    fixed: Mapping[str, Any]
    moments: list[dict[str, Any]]
    observing: Array


@pytest.fixture(scope="module")
def runs(case: Callable[..., Case], model: Model, loops: dict[str, Loop]) -> Runs:
    """Both runs. The last members of each are cut nowhere."""
    fed = [link for loop in loops.values() for link in loop.links if link.event]
    names = [*loops, *[f"{link.source} feeds {link.target}" for link in fed], "uncut"]
    places = {name: slice(EACH * at, EACH * (at + 1)) for at, name in enumerate(names)}
    members = EACH * len(names)
    declarations = dict(model.declarations)

    def here(name: str) -> Array:
        mask = np.zeros(members, dtype=bool)
        mask[places[name]] = True
        return mask

    for loop in loops.values():
        argument, name = loop.cut
        it = declarations[name]
        assert isinstance(it, Equation)
        declarations[name] = changed(it, argument, here(loop.name), frozen(label_mask(model, loop)))
    for link in fed:
        stock = declarations[link.source]
        assert isinstance(stock, Stock)
        flow = declarations[stock.inflows[0]]
        assert isinstance(flow, Equation)
        more = lambda observing, value: value * (observing + (1 - observing) * MORE)  # noqa: E731
        declarations[stock.inflows[0]] = changed(
            flow, flow.arguments[0], here(f"{link.source} feeds {link.target}"), more
        )
    reads = {need for loop in loops.values() for need in model.outcomes[loop.outcome].arguments}
    reads |= {link.target for link in fed}
    moments: list[dict[str, Any]] = []

    def run(model: Model, call: Callable[[int, Mapping[str, Any]], None] | None) -> tuple[Watch, Prepared]:
        prepared = block(case(), members, end=END, events=EVENTS)
        inputs = dict(prepared.inputs)
        for loop in loops.values():
            for parameter, value in loop.switch.items():
                inputs[parameter] = np.where(here(loop.name), value, inputs[parameter])
        prepared = replace(prepared, model=model, inputs=inputs)
        moving = {*model.steps, *model.of(Stock), *prepared.drivers, *model.of(Valve)}
        watch = Watch(*sorted(reads & moving), call=call)
        prepared.run(watch)
        return watch, prepared

    def keep(step: int, values: Mapping[str, Any]) -> None:
        if 2010 + step / 16 in MOMENTS:
            moments.append({name: _first(value, members) for name, value in values.items()})

    base, prepared = run(model, keep)
    cut, _ = run(replace(model, declarations=declarations), None)
    fixed = {**prepared.inputs, "cells": model.axes.cells}
    for name in model.constants:
        fixed[name] = model.equation(name).function(*[fixed[need] for need in model.equation(name).arguments])
    return Runs(model, base, cut, places, fixed, moments, prepared.drivers["observing"])


def _first(value: Any, members: int) -> Any:
    """The first members of a value, copied."""
    if isinstance(value, np.ndarray) and value.shape[-1] == members:
        return np.array(value[..., : 2 * EACH])
    return np.array(value) if isinstance(value, np.ndarray) else value


# Signs ------------------------------------------------------------------------------------------------------


def responses(model: Model, values: Mapping[str, Any], step: Step, link: Link, loop: Loop) -> Iterator[Array]:
    """Signs of what the equation does when one element of the argument rises a little, at its own labels.

    Where both have an axis, the result is read at the label that was moved; along `across` at all others.
    """
    argument, name = step
    it = model.equation(name)
    given = [values[need] for need in it.arguments]
    at = it.arguments.index(argument)
    x = np.broadcast_to(given[at], np.broadcast_shapes(np.shape(given[at]), [1] * (DIMENSIONS - 1) + [8]))
    before = np.asarray(it.function(*given))
    noise = 1e-12 * float(np.abs(before).max())
    least = 1e-6 * (float(np.abs(x).max()) or 1.0)
    for index in np.ndindex(x.shape[:-1]):
        if any(
            x.shape[POSITION[axis]] > 1 and index[POSITION[axis]] != model.axes.index(axis, label)
            for axis, label in loop.where.items()
        ):
            continue
        moved = x.copy()
        moved[index] += np.maximum(1e-4 * np.abs(moved[index]), least)
        change = np.asarray(it.function(*given[:at], moved, *given[at + 1 :])) - before
        for axis in AXES:
            place = POSITION[axis]
            if x.shape[place] > 1 and change.shape[place] > 1:
                there = [index[place]]
                if axis == link.across:
                    there = [k for k in range(x.shape[place]) if k != index[place]]
                change = change.take(there, axis=place)
        yield np.sign(np.where(np.abs(change) > noise, change, 0)).ravel()


def sign_of_step(model: Model, runs: Runs, step: Step, link: Link, loop: Loop) -> int:
    """The one sign that a step has in all members and moments, in most where it depends."""
    it = model.declarations[step[1]]
    if isinstance(it, Stock):
        return 1 if step[0] in it.inflows else -1
    found: list[Array] = []
    for moment in runs.moments:
        values = dict(moment)
        for name, value in loop.switch.items():
            values[name] = np.full([1] * DIMENSIONS, float(value))
        found += responses(model, values, step, link, loop)
    every = np.concatenate(found)
    signs = {int(one) for one in np.unique(every)} - {0}
    if link.depends:
        assert signs == {1, -1}, f"{loop.name}: {step[0]} on {step[1]} has one sign and needs no 'depends'"
        return int(np.sign(every.sum()))
    assert len(signs) == 1, f"{loop.name}: {step[0]} on {step[1]} works {sorted(signs) or 'not at all'}"
    return signs.pop()


NAMES = ("rd_growth", "experience", "cluster", "speculative_requests", "chinese_technology", "delivery_delay",
         "wages_supply", "first_jobs", "wages_cost", "wages_rd", "lead_drains_suppliers", "housing_migration",
         "queue_relocation", "rivals_response", "crowding_out")  # fmt: skip


def test_the_loops_are_those_that_must_exist(loops: dict[str, Loop]) -> None:
    assert tuple(loops) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_link_has_its_sign(name: str, model: Model, runs: Runs, loops: dict[str, Loop]) -> None:
    """By finite difference of the one equation in the one argument; what events carry is tested below."""
    assert len(runs.moments) == len(MOMENTS)
    for link in loops[name].links:
        if link.event:
            continue
        found = 1
        for step in link.steps:
            found *= sign_of_step(model, runs, step, link, loops[name])
        assert found == link.sign, f"{name}: {link.source} on {link.target}"


@pytest.mark.parametrize("name", ["speculative_requests", "queue_relocation"])
def test_events_take_more_out_of_a_fuller_stock(name: str, runs: Runs, loops: dict[str, Loop]) -> None:
    (link,) = [one for one in loops[name].links if one.event]
    place = runs.places[f"{link.source} feeds {link.target}"]

    def taken(run: Watch) -> Array:
        result: Array = run[link.target][..., place].sum(axis=tuple(range(DIMENSIONS)))
        return result

    more, usual = taken(runs.cut), taken(runs.base)
    assert link.sign == 1
    assert (more > usual).all(), f"{usual} to {more}"


# Cuts -------------------------------------------------------------------------------------------------------


def outcome_of(runs: Runs, watch: Watch, name: str, place: slice) -> Array:
    """An outcome by (moment, …, member) in these members, once a year from known until on."""
    it = runs.model.outcomes[name]

    def at(step: int) -> Array:
        given = [watch.kept[need][step] if need in watch.kept else runs.fixed[need] for need in it.arguments]
        return np.asarray(it.function(*given))[..., place]

    return np.stack([at(step) for step in range(0, round((END - 2010) * 16) + 1, 16)])


ROUNDING = 1e-9
"""Of an outcome's largest value: sums over thirty years of steps are rounded to some 1e-13 of it."""


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_moves_the_outcome_named(name: str, runs: Runs, loops: dict[str, Loop]) -> None:
    """By more than rounding, in every member, and only after known until."""
    place = runs.places[name]
    base, cut = (outcome_of(runs, watch, loops[name].outcome, place) for watch in (runs.base, runs.cut))
    whole = np.abs(base).max(axis=tuple(range(base.ndim - 1)))
    moved = np.abs(cut - base).max(axis=tuple(range(1, base.ndim - 1))) / whole
    assert (moved[: 2024 - 2010 + 1] == 0).all()
    assert (moved[-1] > ROUNDING).all(), moved[-1]


def test_where_nothing_is_cut_nothing_moves(runs: Runs) -> None:
    """So a difference above is the cut's, not that of another run."""
    place = runs.places["uncut"]
    for name, series in runs.base.kept.items():
        for before, after in zip(series, runs.cut.kept[name], strict=True):
            if before.shape[-1] > 1:
                assert np.array_equal(before[..., place], after[..., place]), name


# What the file must say -------------------------------------------------------------------------------------

GOOD = """toy:
  title: {nl: a, en: b}
  kind: balancing
  links:
    - {to: homes_short, sign: "+"}
    - {to: rent_pressure, sign: "+"}
    - {to: homes_started, sign: "+"}
    - {to: homes_completed, sign: "+"}
    - {to: homes, sign: "+"}
  cut: [homes_short, rent_pressure]
  outcome: homes_short
"""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{to: homes_short, sign: "+"}', '{to: homes_short, sign: "-"}', ""),
        ("", "", "toy: is said to be balancing, and the product of its signs says otherwise"),
        ("rent_pressure, sign", "rent_presure, sign", "there is no variable 'rent_presure' in the model. Did"
         " you mean 'rent_pressure'?"),
        ("homes_started, sign", "homes_needed, sign", "does not depend on 'rent_pressure'"),
        ("outcome: homes_short", "outcome: homes_shor", "no outcome 'homes_shor'. Did you mean"),
        ("kind: balancing", "sort: balancing", "'sort' is no part of a loop."),
        ("cut: [homes_short", "cut: [homes", "'cut' names one link of the loop"),
    ],
)  # fmt: skip
def test_faults_are_said_in_words(before: str, after: str, words: str, model: Model, tmp_path: Path) -> None:
    file = tmp_path / "loops.yaml"
    file.write_text(GOOD.replace(before, after) if before else GOOD, encoding="utf-8")
    if not words:
        (link,) = [one for one in load_loops(file, model)["toy"].links if one.target == "homes_completed"]
        assert len(link.steps) == 4, "a delay of two stages: in, on, on, out"
        return
    with pytest.raises(Faults) as raised:
        load_loops(file, model)
    assert words in str(raised.value)
