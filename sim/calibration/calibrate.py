"""Calibrates the parameters for an origin: a free run from 2011 in steps, from the priors of that origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from sim.calibration.bayes_linear import Belief, adjust
from sim.calibration.moments import FROM, SUBJECTS, Moment, moments
from sim.core.axes import Array
from sim.ensemble.draws import uniform
from sim.hindcast.forecasts import series_of
from sim.hindcast.subjects import load_subjects, recorded
from sim.inputs.learnt import Learnt, streams_of
from sim.inputs.parameter import Parameter
from sim.inputs.posteriors import prior_at
from sim.inputs.record import Record, load_record
from sim.inputs.scenarios import Case
from sim.run.settings import Settings

STEPS = 4
"""Adjustments in which the record is taken in; Emerick & Reynolds use 4."""


@dataclass(frozen=True)
class Fit:
    """How near runs come to the years of the record that they were calibrated on: of the median, mean
    absolute error and mean error, both in log.
    """

    subject: str
    prior: tuple[float, float]
    posterior: tuple[float, float]


@dataclass(frozen=True)
class Calibrated:
    """A posterior: streams (n,) with the belief about them, what was compared, and how well it fits."""

    origin: int
    settings: Settings
    streams: tuple[str, ...]
    belief: Belief
    wider: frozenset[str]
    before: tuple[Moment, ...]
    after: tuple[Moment, ...]
    fits: tuple[Fit, ...]

    @property
    def learnt(self) -> Learnt:
        """What a run's draws go through."""
        return learnt_of(self.origin, self.streams, self.belief, self.wider)

    @property
    def ratio(self) -> Array:
        """(n,): posterior over prior spread of each stream's normal score."""
        found = np.ones(len(self.streams))
        found[self.belief.moved] = np.sqrt((self.belief.factor() ** 2).sum(axis=1))
        return found


def learnt_of(origin: int, streams: Sequence[str], belief: Belief, wider: frozenset[str]) -> Learnt:
    """A belief as what draws go through."""
    names = tuple(streams[at] for at in belief.moved)
    return Learnt(float(origin), names, belief.mean[belief.moved], belief.factor(), wider)


def free_run(origin: int, settings: Settings) -> Settings:
    """The record is followed through 2010; then only world market, exchange rate and purchases are given,
    as they were known at the origin, where the run ends.
    """
    until = float(origin)
    return replace(
        settings,
        known_until=float(FROM),
        decided_until=until,
        market_until=until,
        purchases_until=until,
        end=until,
    )


def calibrate(case: Case, parameters: Mapping[str, Parameter], origin: int, settings: Settings) -> Calibrated:
    """The posterior of an origin from `settings.members` runs a step; nothing younger than it is used."""
    streams = tuple(stream for it in parameters.values() for stream in streams_of(it))
    record = load_record().known(float(origin))
    wider = prior_at(parameters, float(origin)).wider
    asked = free_run(origin, settings)
    draws = np.arange(settings.members) // 2
    plain = {name: uniform(name, settings.seed, draws) for name in streams}
    z = ndtri(np.stack([plain[name] for name in streams]))
    belief = Belief.prior(len(streams))
    runs, found = [], []
    for step in range(STEPS + 1):
        learnt = learnt_of(origin, streams, belief, wider)
        runs.append(series_of(replace(case, learnt=learnt), asked))
        found.append(_moments(runs[-1], record, origin, int(settings.start)))
        if step < STEPS:
            own = z.copy()
            moved = belief.moved
            own[moved] = belief.mean[moved][:, None] + belief.factor() @ z[moved]
            belief = adjust(belief, own, found[-1], STEPS)
    fits = _fits(runs[0], runs[-1], record, int(settings.start))
    return Calibrated(
        origin, settings, streams, belief, wider, tuple(found[0]), tuple(found[-1]), tuple(fits)
    )


def _moments(series: Mapping[str, Array], record: Record, origin: int, first: int) -> list[Moment]:
    subjects = {it.name: it for it in load_subjects()}
    return [
        moment for name in SUBJECTS for moment in moments(subjects[name], series[name], record, origin, first)
    ]


def _fits(before: Mapping[str, Array], after: Mapping[str, Array], record: Record, first: int) -> list[Fit]:
    found = []
    for subject in load_subjects():
        if subject.name not in SUBJECTS:
            continue
        known = {year: x for year, x in recorded(subject, record).items() if year >= FROM}
        if not known:
            continue
        errors = [
            np.array([np.log(np.median(run[subject.name][year - first]) / x) for year, x in known.items()])
            for run in (before, after)
        ]
        prior, posterior = ((float(np.abs(one).mean()), float(one.mean())) for one in errors)
        found.append(Fit(subject.name, prior, posterior))
    return found
