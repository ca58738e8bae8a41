"""What the commands on pairs of runs measure: a few outcomes of every member, and their differences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.headline import by_place, headline, is_dutch_place
from sim.results.key_figures import Difference, difference
from sim.results.present_value import Discount, width_of
from sim.results.statistics import Array
from sim.run.recorded import Recorded

OUTCOMES: Mapping[str, str] = {
    "output_nl": "MUSD2023/year",
    "value_added_nl": "MEUR2023/year",
    "jobs_nl": "person",
    "share": "1",
}
"""What is measured, with its unit: output, value added and jobs in the Netherlands, share of the chain. Jobs
count those whom a lifted limit of people stands for, so that output is not made by nobody."""
WORTH = "value_added_nl"
"""The outcome whose present value is given."""


@dataclass(frozen=True)
class Measured:
    """Of one run: its years, its members' numbers, and `OUTCOMES` by name, each (year, member)."""

    years: npt.NDArray[np.float64]
    members: npt.NDArray[np.int64]
    outcomes: Mapping[str, Array]


@dataclass(frozen=True)
class Change:
    """The paired difference of one outcome over one span: `year`, `cumulated` or `present_value`."""

    outcome: str
    unit: str
    span: str
    difference: Difference


def measure(run: Recorded) -> Measured:
    """`OUTCOMES` of a run."""
    known, here = headline(run), is_dutch_place(run.labels)
    outcomes = {
        "output_nl": by_place(run, "output")[:, here].sum(axis=1),
        "value_added_nl": known["value_added_nl"],
        "jobs_nl": known["jobs_nl"] + by_place(run, "people_stood_in")[:, here].sum(axis=1),
        "share": known["share"],
    }
    return Measured(run.years.astype(float), run.members, outcomes)


def figure(one: Measured, outcome: str, year: int) -> Array:
    """An outcome in a calendar year, (member,): the mean over its parts where quarters are recorded."""
    return np.asarray(one.outcomes[outcome][np.floor(one.years) == year].mean(axis=0))


def changes(
    run: Measured, base: Measured, year: int, since: float, discount: Discount, per: float = 1.0
) -> Iterator[Change]:
    """Run minus base, member by member: in `year`, summed from the year of `since` on, and its present value
    where it is worth money; each times `per`."""
    counted = run.years >= np.floor(since)
    for name, unit in OUTCOMES.items():
        change = per * (run.outcomes[name] - base.outcomes[name])
        frame = pd.DataFrame(change, index=run.years)
        level = base.outcomes[name]
        here = np.floor(run.years) == year
        spans = {
            "year": (change[here].mean(axis=0), unit, float(level[here].mean())),
            "cumulated": (
                change[counted].sum(axis=0) * width_of(frame),
                summed(unit),
                float(level[counted].mean(axis=1).sum()) * width_of(frame),
            ),
        }
        if name == WORTH:
            worth = float(discount.present(pd.DataFrame(level, index=run.years)).mean())
            spans["present_value"] = (discount.present(frame), summed(unit), worth)
        for span, (x, of, whole) in spans.items():
            yield Change(name, of, span, difference(x, run.members, per * whole))


def summed(unit: str) -> str:
    """The unit of a sum over years: a flow loses its year, a level gains one."""
    return unit.removesuffix("/year") if unit.endswith("/year") else "year" if unit == "1" else f"{unit}*year"


def from_columns(row: Mapping[str, Any]) -> Difference:
    """A difference out of what `columns` made of it."""
    return Difference(
        mean=float(row["mean"]),
        q10=float(row["q10"]),
        q25=float(row["q25"]),
        q50=float(row["q50"]),
        q75=float(row["q75"]),
        q90=float(row["q90"]),
        se=float(row["se"]),
        up=float(row["members_up"]),
        down=float(row["members_down"]),
        members=int(row["members"]),
        chance=math.nan,
        # the level is not kept, but whether the difference was tiny beside it
        level=math.inf if row["words"] == "tiny" else 0.0,
    )


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as mappings."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


DIFFERENCE = (
    *("mean", "q10", "q25", "q50", "q75", "q90", "se"),
    *("members_up", "members_down", "members", "words"),
)
"""Columns from which a difference is read back."""


def columns(one: Difference) -> dict[str, float | bool | int | str]:
    """A difference as columns of a table."""
    return {
        "mean": one.mean,
        "q10": one.q10,
        "q25": one.q25,
        "q50": one.q50,
        "q75": one.q75,
        "q90": one.q90,
        "se": one.se,
        "members_up": one.up,
        "members_down": one.down,
        "members": one.members,
        "found": one.found,
        "words": one.sureness,
    }
