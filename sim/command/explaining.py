"""The command `explain`: the tree of values behind one number of a result, for one member, computed again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.command.comparing import the_result
from sim.core.axes import AXES, DIMENSIONS
from sim.inputs.faults import Fault, Faults, hint

DEEPEST = 100
"""Steps back that a tree of values may have."""


def explain(words: Sequence[str]) -> int:
    """`explain RUN NAME YEAR [--member M] [--depth D] [--at AXIS=LABEL …]`; raises `Faults`."""
    parser = argparse.ArgumentParser(prog="python -m sim explain", add_help=False)
    parser.add_argument("run")
    parser.add_argument("name")
    parser.add_argument("year", type=int)
    parser.add_argument("--member", type=int, default=0)
    parser.add_argument("--depth", type=int, default=3)
    parser.add_argument("--at", nargs="*", default=[], metavar="AXIS=LABEL")
    asked = parser.parse_args(list(words))
    folder = the_result(asked.run)
    faults: list[Fault] = []

    from sim.command.defaults import composed_again
    from sim.command.session import Session
    from sim.readings.explain import tree
    from sim.results.information import read_info
    from sim.run.block import build_model, simulate

    info = read_info(folder / "run.json")
    prepared = Session().prepare(composed_again(info.configuration)[0])
    case, settings = prepared.request.run, prepared.settings
    model = build_model(case)
    names = [*model.outcomes, *model.declarations, *case.parameters]
    if asked.name not in names:
        faults.append(Fault(f"explain: the model has no '{asked.name}'.{hint(asked.name, names)}"))
    first, last = int(settings.start), int(settings.end) - 1
    if not first <= asked.year <= last:
        faults.append(Fault(f"explain: {asked.year} is not in the run, {first} to {last}"))
    if not 0 <= asked.member < settings.members:
        faults.append(Fault(f"explain: member {asked.member} is not in the run, 0 to {settings.members - 1}"))
    if not 0 <= asked.depth <= DEEPEST:
        faults.append(Fault(f"--depth {asked.depth}: must be 0 to {DEEPEST}"))
    labels = _labels(asked.at, model.axes.labels, faults)
    if faults:
        raise Faults(faults)
    say_if_older(info.identity, prepared)
    yearly = replace(settings, output={"every": "year", "variables": "all"})
    block = simulate(case, yearly, [asked.member])
    known = {name: series[asked.year - first] for name, series in block.variables.items()}
    values = _Values({**block.inputs, **known})
    for name in model.constants:
        equation = model.equation(name)
        arguments = [model.axes.cells if need == "cells" else values[need] for need in equation.arguments]
        values[name] = equation.function(*arguments)
    print(
        f"{info.scenario} · member {asked.member} · {asked.year} (flows: mean of the year, stocks: its end)"
    )
    roots = [asked.name]
    outcome = model.outcomes.get(asked.name)
    if outcome is not None:
        number = np.asarray(block.values[asked.name][asked.year - first], dtype=float)
        for position, axis in enumerate(AXES):
            if axis in labels and number.shape[position] > 1:
                number = number.take([model.axes.index(axis, labels[axis])], axis=position)
        shown = " … ".join(f"{end:.6g}" for end in dict.fromkeys((float(number.min()), float(number.max()))))
        print(
            f"{asked.name} = {shown} {outcome.unit} · outcome: {outcome.words.splitlines()[0]} It is made of:"
        )
        roots = [need for need in outcome.arguments if need != "cells" and need not in model.axes.indicators]
    for root in roots:
        print(tree(model, values, root, asked.depth, labels=labels, parameters=case.parameters))
    return 0


class _Values(dict[str, Any]):
    """Values by name; what no step records (an initial value, a valve) is shown as not a number."""

    def __missing__(self, name: str) -> Any:
        return np.full((1,) * DIMENSIONS, np.nan)


def _labels(words: Sequence[str], axes: Mapping[str, Sequence[str]], faults: list[Fault]) -> dict[str, str]:
    found = {}
    for word in words:
        axis, _, label = word.partition("=")
        if axis not in axes:
            faults.append(Fault(f"--at {word}: unknown axis.{hint(axis, axes)}"))
        elif label not in axes[axis]:
            faults.append(Fault(f"--at {word}: unknown label.{hint(label, axes[axis])}"))
        else:
            found[axis] = label
    return found


def say_if_older(identity: str, prepared: Any) -> None:
    """Say where inputs or engine are no longer those of a result that is worked out again."""
    from sim.command.job import identity as now

    if identity != now(prepared):
        print(
            "note: inputs or engine have changed since this result; what follows is of today", file=sys.stderr
        )
