"""The engine as a function of the points that an analysis asks for, and its parameters as factors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np
from joblib import Parallel, delayed

from sim.analysis.points import Factor, Points
from sim.core.axes import POSITION, Array
from sim.core.stepping import Faster
from sim.ensemble.design import Design
from sim.ensemble.draws import columns
from sim.inputs.axes import load_axes
from sim.inputs.parameter import Parameter
from sim.inputs.scenarios import Case
from sim.results.headline import HEADLINE
from sim.run.block import build_model, compiled_for, simulate
from sim.run.recorded import Recorded
from sim.run.settings import Settings

LARGEST_BLOCK = 64
"""Members of a block, at most, so that a progress bar moves."""


@dataclass(frozen=True)
class Figure:
    """One number a member: outcome `name` in `year`, at the labels in `at` (axis → label) and summed over the
    others; a headline outcome without labels is counted as the headline counts it."""

    name: str
    year: int
    at: Mapping[str, str] = field(default_factory=dict)

    def of(self, run: Recorded) -> Array:
        """The number of every member, (member,)."""
        when = int(np.flatnonzero(run.years == self.year)[0])
        if not self.at and self.name in HEADLINE:
            return np.asarray(HEADLINE[self.name](run, self.name)[when])
        values = run.values[self.name][when]
        for axis, label in self.at.items():
            values = values.take([run.labels.index(axis, label)], axis=POSITION[axis])
        return np.asarray(values.reshape(-1, values.shape[-1]).sum(axis=0))


@dataclass(frozen=True)
class Engine:
    """The figure of `case` at points, or its paired difference with `base`; calls `tell` with the runs done.

    A point's parameters come from the design, its events and noise from the member that is its stream.
    """

    figure: Figure
    case: Case
    base: Case | None
    settings: Settings
    tell: Callable[[float], None] = lambda _: None

    def __call__(self, points: Points) -> Array:
        """The outcome, (point,)."""
        design = Design(points.draws, points.given)
        found = self._run(self.case, points, design)
        if self.base is not None:
            found = found - self._run(self.base, points, design)
        return found

    def _run(self, case: Case, points: Points, design: Design) -> Array:
        count = len(points)
        workers = self.settings.processes(count)
        size = min(self.settings.block, LARGEST_BLOCK, -(-count // workers))
        end = max(float(self.figure.year + 1), float(np.ceil(self.settings.known_until)))
        short = replace(self.settings, end=end, output={"every": "year", "variables": "outcomes"})
        faster = compiled_for(case, short, count)
        blocks = [(first, min(first + size, count)) for first in range(0, count, size)]
        calls = [
            delayed(figures)(
                self.figure,
                case,
                short,
                points.streams[first:last].tolist(),
                faster,
                design.part(first, last),
            )
            for first, last in blocks
        ]
        found = []
        for each in Parallel(n_jobs=min(workers, len(blocks)), return_as="generator")(calls):
            found.append(each)
            self.tell(len(each) / (1 if self.base is None else 2))
        return np.concatenate(found)


def figures(
    figure: Figure,
    case: Case,
    settings: Settings,
    members: Sequence[int],
    faster: Faster | None,
    design: Design,
) -> Array:
    """The figure of a block of members, (member,): all that its process sends back."""
    block = simulate(case, settings, members, faster, design)
    labels = load_axes()
    outcomes = build_model(case, labels).outcomes
    run = Recorded(
        years=int(settings.start) + np.arange(len(next(iter(block.values.values())))),
        values=block.values,
        units={name: it.unit for name, it in outcomes.items()},
        axes={name: it.axes for name, it in outcomes.items()},
        words={},
        members=np.asarray(members),
        labels=labels,
    )
    return figure.of(run)


def factors_by_sector(*many: Mapping[str, Parameter]) -> dict[str, list[Factor]]:
    """Every parameter in which members differ, as a factor, by the file that holds it; of a run and its base.

    An overlay or a scenario gives a parameter no other file.
    """
    found: dict[str, list[Factor]] = {}
    seen: set[str] = set()
    for parameters in many:
        for name, parameter in sorted(parameters.items()):
            names = columns(parameter)
            if names and name not in seen:
                seen.add(name)
                found.setdefault(PurePath(parameter.file).stem, []).append(Factor(name, names))
    return dict(sorted(found.items()))
