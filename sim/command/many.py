"""Runs many cases of one command side by side and keeps of each only what is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from sim.command.progress import progress

if TYPE_CHECKING:
    from sim.inputs.scenarios import Case
    from sim.run.recorded import Recorded
    from sim.run.settings import Settings

It = TypeVar("It")


def measured(
    cases: Mapping[str, Case], settings: Settings, measure: Callable[[Recorded], It], title: str
) -> dict[str, It]:
    """`measure` of the run of each case, by its name; as many cases at a time as there are workers.

    `measure` stands at the top of a module, because it goes to other processes. Raises what a run raised.
    """
    from joblib import Parallel, delayed

    workers = settings.processes(len(cases))
    alone = replace(settings, workers=1) if workers > 1 else settings
    pending = (delayed(_measured)(case, alone, measure) for case in cases.values())
    found: dict[str, It] = {}
    with progress(title) as report:
        for name, one in zip(cases, Parallel(n_jobs=workers, return_as="generator")(pending), strict=True):
            found[name] = one
            if report:
                report(len(found), len(cases))
    return found


def _measured(case: Case, settings: Settings, measure: Callable[[Recorded], It]) -> It:
    from sim.run.engine import run_case

    return measure(run_case(case, settings))
