"""Statistics by which a run and the record are compared: levels, in two halves, and scatter of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array
from sim.hindcast.subjects import Subject, recorded
from sim.inputs.record import Record

FROM = 2012
"""The first year that is not given: a free run starts from the record of 2010 and 2011 and sees only the
world market, the exchange rate and purchases after that."""
LEVEL_ERROR = 0.05
SCATTER_ERROR = 0.25
"""What the model may miss in a level (log) and in a scatter (log of a standard deviation) without any
parameter being wrong: an assumption of the engine's authors; a level is read off yearly figures to some
per cent, a scatter of n changes is known to 1/√(2n). What its structure misses comes on top (`discrepancy`).
"""
SUBJECTS = (
    "share_equipment",
    "asml_system_sales",
    "asm_sales",
    "besi_sales",
    "chip_sales",
    "asml_rd",
    "asml_backlog",
)
"""What is calibrated on. Of people, space and grid the record holds one to four dates each (ASML's jobs in NL
three before 2019), so they are confronted and not calibrated on."""
LEAST_CHANGES = 3
HALVES_FROM = 4


@dataclass(frozen=True)
class Moment:
    """A statistic: its value in the record, in each member (member,), and the error allowed beyond chance."""

    name: str
    observed: float
    members: Array
    error: float

    @property
    def implausibility(self) -> float:
        """Standard deviations between the record and the mean of the prior runs, error included."""
        spread = float(np.sqrt(self.members.var(ddof=1) + self.error**2))
        return float(self.observed - self.members.mean()) / spread


def discrepancy(observed: Array, members: Array) -> float:
    """What the structure misses of a series in years with (years,) logs `observed` and (years, member) logs.

    The spread over the years of record less the runs' mean: a level can be moved by parameters, what moves
    around it cannot. It lasts longer than a year, so means of years are as wrong as single ones (Kennedy &
    O'Hagan 2001; Vernon, Goldstein & Bower 2010). Zero where there are too few years to tell.
    """
    if len(observed) <= LEAST_CHANGES:
        return 0.0
    return float(np.std(observed - members.mean(axis=1), ddof=1))


def moments(subject: Subject, members: Array, record: Record, origin: int, first: int) -> list[Moment]:
    """The statistics of a subject between `FROM` and the origin; `members` (years from `first`, member)."""
    known = {year: x for year, x in recorded(subject, record).items() if FROM <= year < origin}
    years = sorted(known)
    if not years:
        return []
    logs = np.log(np.array([known[year] for year in years]))
    own = np.log(np.stack([members[year - first] for year in years]))
    level_error = float(np.hypot(LEVEL_ERROR, discrepancy(logs, own)))
    parts: Mapping[str, slice] = {"level": slice(None)}
    if len(years) >= HALVES_FROM:
        half = len(years) // 2
        parts = {"early level": slice(None, half), "late level": slice(half, None)}
    found = [
        Moment(f"{subject.name}: {name}", float(logs[at].mean()), own[at].mean(axis=0), level_error)
        for name, at in parts.items()
    ]
    changes, theirs = np.diff(logs), np.diff(own, axis=0)
    if len(changes) >= LEAST_CHANGES and (np.diff(years) == 1).all():
        scatter = np.log(theirs.std(axis=0, ddof=1))
        error = float(np.hypot(SCATTER_ERROR, 1 / np.sqrt(2 * len(changes))))
        found.append(Moment(f"{subject.name}: scatter", float(np.log(changes.std(ddof=1))), scatter, error))
    return found
