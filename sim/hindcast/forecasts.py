"""Runs the rolling origins and makes a row of every forecast: the engine's and each benchmark's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.core.axes import Array, Axes
from sim.hindcast.given import RUNS, YEARS, Given, benchmarks_of, settings_at
from sim.hindcast.scores import MODEL, naive_error, of_band, of_members
from sim.hindcast.subjects import Subject, load_subjects, recorded, simulated
from sim.inputs.axes import load_axes
from sim.inputs.record import Record, load_record
from sim.inputs.scenarios import Case
from sim.run.block import simulate
from sim.run.settings import Settings

Job = tuple[int, Given]
Cases = Callable[[int], Case]
"""The case of an origin: the baseline with what was known of its parameters then."""


def forecasts(
    case_at: Cases,
    settings: Settings,
    origins: Sequence[int],
    runs: Sequence[Given] = RUNS,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """A row a run, origin, year, subject and forecaster, with what was recorded where that is known.

    Columns: run, origin, year, horizon (1: the first year after the origin), subject, forecaster, recorded,
    naive (what MASE divides by), q10 … q90, crps; in the subject's unit.
    """
    jobs = [(origin, given) for origin in origins for given in runs]
    rows: list[dict[str, Any]] = []
    record, subjects = load_record(), load_subjects()
    computed = zip(jobs, _computed(case_at, settings, jobs), strict=True)
    for done, ((origin, given), found) in enumerate(computed, start=1):
        part = _bought_part(case_at(origin))
        rows += _rows(origin, given, found, subjects, record, part, int(settings.start))
        if progress:
            progress(done, len(jobs))
    return pd.DataFrame(rows)


def _computed(case_at: Cases, settings: Settings, jobs: Sequence[Job]) -> Iterable[dict[str, Array]]:
    workers = settings.processes(len(jobs))
    asked = [(case_at(origin), settings_at(origin, given, settings)) for origin, given in jobs]
    if workers <= 1:
        return (series_of(case, one) for case, one in asked)
    from joblib import Parallel, delayed

    found: Iterable[dict[str, Array]] = Parallel(n_jobs=workers, return_as="generator")(
        delayed(series_of)(case, one) for case, one in asked
    )
    return found


def series_of(case: Case, settings: Settings) -> dict[str, Array]:
    """Every subject's outcome, (years, members), of a run in blocks one after another."""
    axes, subjects = load_axes(), load_subjects()
    members = range(settings.members)
    blocks = [members[at : at + settings.block] for at in range(0, len(members), settings.block)]
    parts = [_of_block(case, settings, block, subjects, axes) for block in blocks]
    return {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}


def _of_block(
    case: Case, settings: Settings, members: Sequence[int], subjects: Sequence[Subject], axes: Axes
) -> dict[str, Array]:
    yearly = replace(settings, output={"every": "year", "variables": "outcomes"})
    values = simulate(case, yearly, members).values
    return {one.name: simulated(one, values, axes) for one in subjects}


def _rows(
    origin: int,
    given: Given,
    found: dict[str, Array],
    subjects: Sequence[Subject],
    record: Record,
    bought_part: float,
    first: int,
) -> Iterable[dict[str, Any]]:
    for subject in subjects:
        if subject.driver and given.market:
            continue
        every = recorded(subject, record)
        known = {year: x for year, x in every.items() if year < origin}
        members = found[subject.name]
        if subject.scope == "index":
            last = max(known, default=first)
            if not known or (members[last - first] <= 0).any():
                continue  # no change can be told from nothing
            members = members / members[last - first] * known[last]
        for year in range(origin, origin + YEARS):
            if year not in every:
                continue
            common = {
                "run": given.name,
                "origin": origin,
                "year": year,
                "horizon": year - origin + 1,
                "subject": subject.name,
            }
            fact = {"recorded": every[year], "naive": naive_error(known)}
            yield {
                **common,
                "forecaster": MODEL,
                **fact,
                **of_members(members[year - first], every[year]),
            }
            for name, band in benchmarks_of(subject, record, origin, year, given, bought_part).items():
                yield {**common, "forecaster": name, **fact, **of_band(band, every[year])}


def _bought_part(case: Case) -> float:
    return float(case.parameters["freescale_part"].centre.reshape(-1)[0])
