"""How far bands can be trusted: what they held in the past, and what few members leave open."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pandas as pd

from sim.inputs import resources
from sim.results.labels import Labels

RUN, HORIZON = "nothing", 5
"""Of the shipped hindcast: projections with nothing given that was not known, five years ahead."""
BAND = 0.80
TRIAL = 128
"""Members below which percentages of them are said to be those of a trial run."""


def coverage_file() -> Path:
    """The shipped scores of the bands; docs/make_hindcast.py writes it, and no run reads it."""
    return resources.root() / "data" / "hindcast" / "coverage.csv"


def trust_sentences(members: int, labels: Labels, key: str = "info/members") -> list[str]:
    """How sure a reader can be of levels and percentages: a sentence on what bands held in the past, where
    that is shipped, and one on the number of members (`key`: of it) where these are few."""
    found = []
    if members < TRIAL:
        # twice the standard error of a part near one half
        points = labels.number(100 / sqrt(members), key=f"trust/points/{members}")
        shown = labels.number(members, key=key)
        found.append(labels("trust.few_members", members=shown, points=points))
    found.append(coverage_sentence(labels))
    return [one for one in found if one]


def coverage_sentence(labels: Labels) -> str:
    """The part of past outcomes that 80 % bands held; empty where no hindcast is shipped."""
    path = coverage_file()
    if not path.is_file():
        return ""
    table = pd.read_csv(path)
    rows = table[(table["run"] == RUN) & (table["horizon"] == HORIZON)]
    if not len(rows):
        return ""
    row, at = rows.iloc[0], f"hindcast/{RUN}/{HORIZON}"
    part = float(row["covered_80"])
    return labels(
        "trust.narrow" if part < BAND else "trust.wide",
        years=HORIZON,
        first=int(row["first_origin"]),
        last=int(row["last_origin"]),
        outcomes=labels.number(int(row["outcomes"]), key=f"{at}/outcomes"),
        part=labels.number(part, scale=100, key=f"{at}/covered_80"),
    )
