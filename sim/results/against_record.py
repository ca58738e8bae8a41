"""Sets a stored run beside the record: figures of the last recorded year, and checks on what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.inputs.record import Record
from sim.results.store import Stored

TOLERANCE = 0.05
"""The part of the record by which a figure may differ."""
OUTLOOK_YEAR = 2030
OUTLOOK = (850e3, 1_300e3)
"""World chip sales in that year as published before 2024, in MUSD: the lowest view (Yole, November 2023) and
the highest (ASML Investor Day, November 2022); both stand in data/record/market_outlook.csv."""
FANS = (
    "share",
    "share_equipment",
    "share_chips",
    "world_chip_sales",
    "world_equipment_sales",
    "value_added_nl",
    "jobs_nl",
    "unfilled_share",
    "mw_queued",
    "rd",
)
"""Headline outcomes whose fan may not narrow; public money has none of its own, it follows a plan."""

WIDTH_ERROR = 0.85
"""Standard error of the 80 % band in widths, times the root of the number of members (normal law)."""


@dataclass(frozen=True)
class Figure:
    """What is compared: an outcome at these labels and the series of the record that speaks of it.

    `shown` is the unit in which it is read, `scale` the factor to it from the outcome's own unit. `must`:
    whether it has to be within `TOLERANCE`; the others are shown because they explain.
    """

    words: str
    outcome: str
    series: str
    shown: str
    scale: float
    digits: int
    must: bool = False
    segment: str = ""
    place: str = ""


FIGURES = (
    Figure("share of the world chain", "share", "share", "%", 100, 2, must=True),
    Figure("  in world equipment", "share_equipment", "share_equipment", "%", 100, 2),
    Figure("  in world chips", "share_chips", "share_chips", "%", 100, 2),
    Figure("world chip sales", "world_chip_sales", "world_chip_sales", "USD bn", 1e-3, 1, must=True),
    Figure(
        "world equipment sales",
        "world_equipment_sales",
        "world_equipment_sales",
        "USD bn",
        1e-3,
        1,
        must=True,
    ),
    Figure("ASML system sales", "sales", "asml_system_sales", "EUR bn", 1e-3, 2, segment="lithography"),
    Figure(
        "ASML total sales",
        "sales_with_service",
        "asml_total_sales",
        "EUR bn",
        1e-3,
        2,
        must=True,
        segment="lithography",
    ),
    Figure("ASML backlog, end of year", "backlog", "asml_backlog", "EUR bn", 1e-3, 2, segment="lithography"),
    Figure("ASML R&D", "rd", "asml_rd", "EUR bn", 1e-3, 2, segment="lithography"),
    Figure(
        "ASML jobs in NL, end of year",
        "jobs_nl",
        "asml_jobs_nl",
        "FTE",
        1,
        0,
        must=True,
        segment="lithography",
        place="brainport",
    ),
)


@dataclass(frozen=True)
class Beside:
    """A figure of the engine (median of members) beside the record, both in the unit that is shown."""

    figure: Figure
    engine: float
    record: float

    @property
    def difference(self) -> float:
        """Engine over record minus one."""
        return self.engine / self.record - 1

    @property
    def beyond(self) -> bool:
        """Whether it differs by more than `TOLERANCE`, or is no number."""
        return not abs(self.difference) <= TOLERANCE


@dataclass(frozen=True)
class Check:
    """What must hold, whether it does, and the figures that say so."""

    words: str
    holds: bool
    why: str


def last_year(record: Record) -> int:
    """The last calendar year in which the record has a share."""
    return max(record["share"].figures)


def beside(run: Stored, record: Record, *, base: bool = False) -> list[Beside]:
    """`FIGURES` in the record's last year, of the run or its base; those that either lacks are left out."""
    year = last_year(record)
    tidy = run.base if base else run.series
    medians = tidy[(tidy["year"] == year) & (tidy["statistic"] == "q50")]
    found = []
    for one in FIGURES:
        rows = medians[medians["variable"] == one.outcome]
        for column, label in (("segment", one.segment), ("place", one.place)):
            rows = rows[rows[column] == label] if label else rows
        recorded = record[one.series].figures.get(year)
        if len(rows) == 1 and recorded:
            found.append(Beside(one, one.scale * float(rows["value"].iloc[0]), one.scale * recorded))
    return found


def checks(run: Stored, record: Record, *, base: bool = False) -> list[Check]:
    """What must hold of the run, or of its base."""
    return [
        _near(beside(run, record, base=base)),
        _no_leap(run.members_of("share", base=base), record),
        _in_outlook(run.members_of("world_chip_sales", base=base)),
        _fans_open({name: run.members_of(name, base=base) for name in FANS}),
    ]


def _near(found: Sequence[Beside]) -> Check:
    words = f"the figures with * differ from the record by at most {100 * TOLERANCE:.0f} %"
    wanted = [one for one in FIGURES if one.must]
    there = [one for one in found if one.figure.must]
    beyond = [one for one in there if one.beyond]
    lacking = [one.words for one in wanted if one not in [other.figure for other in there]]
    texts = [f"{one.figure.words.strip()} {100 * one.difference:+.1f} %" for one in beyond]
    texts += [f"{name} was not recorded" for name in lacking]
    if texts:
        return Check(words, False, ", ".join(texts))
    worst = max(there, key=lambda one: abs(one.difference))
    return Check(words, True, f"furthest: {worst.figure.words.strip()} {100 * worst.difference:+.1f} %")


def _no_leap(share: pd.DataFrame | None, record: Record) -> Check:
    recorded = pd.Series(dict(record["share"].figures)).sort_index()
    most = float(recorded.diff().abs()[recorded.index.to_series().diff() == 1].max())
    year = last_year(record)
    words = f"after {year} no yearly change of the median share above the record's largest"
    words = f"{words} ({100 * most:.1f} points)"
    if share is None or not (share.index > year).any():
        return Check(words, False, f"the run has no share after {year}")
    changes = share.median(axis=1).diff()[share.index > year]
    at = int(changes.abs().to_numpy().argmax())
    largest = float(changes.iloc[at])
    why = f"largest: {100 * largest:+.2f} points in {changes.index[at]}"
    return Check(words, bool(abs(largest) <= most), why)


def _in_outlook(sales: pd.DataFrame | None) -> Check:
    low, high = OUTLOOK
    published = f"{low / 1e3:,.0f}–{high / 1e3:,.0f}"
    words = f"the 80 % band of world chip sales in {OUTLOOK_YEAR} overlaps {published} USD bn"
    if sales is None or OUTLOOK_YEAR not in sales.index:
        return Check(words, False, f"the run has no {OUTLOOK_YEAR}")
    members = sales.loc[OUTLOOK_YEAR].to_numpy(float)
    least, middle, most = (float(x) for x in np.quantile(members, (0.1, 0.5, 0.9)))
    why = f"{least / 1e3:,.0f} … {most / 1e3:,.0f}, median {middle / 1e3:,.0f}"
    return Check(words, least <= high and most >= low, why)


def _fans_open(found: dict[str, pd.DataFrame | None]) -> Check:
    there = {name: one for name, one in found.items() if one is not None}
    last = max((int(one.index[-1]) for one in there.values()), default=OUTLOOK_YEAR)
    words = f"no fan (80 % band) is narrower in {last}, the last whole year, than in {OUTLOOK_YEAR}"
    # A band is a statistic: what lies within the error of two widths tells nothing of the fan.
    if last <= OUTLOOK_YEAR or any(OUTLOOK_YEAR not in one.index for one in there.values()):
        return Check(words, False, f"the run does not hold {OUTLOOK_YEAR} and a later year")
    members = min(one.shape[1] for one in there.values())
    doubt = WIDTH_ERROR / members**0.5
    error = f"with {members} members a width is known to about {100 * doubt:.0f} %"
    narrower, least = [], ("", float("inf"))
    for name, one in there.items():
        band = one.quantile(0.9, axis=1) - one.quantile(0.1, axis=1)
        then, now = float(band.loc[OUTLOOK_YEAR]), float(band.loc[last])
        if now < then * (1 - 2 * doubt):
            narrower.append(f"{name} ({100 * (now / then - 1):+.1f} %)")
        if then > 0:
            least = min(least, (name, now / then), key=lambda pair: pair[1])
    if narrower:
        return Check(words, False, f"narrower: {', '.join(narrower)}; {error}")
    why = f"{len(there)} outcomes, least wider: {least[0]}, {least[1]:.2f} times; {error}"
    return Check(words, True, why)
