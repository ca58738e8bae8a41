"""The effect of a package shared among its entries: contributions with bands, and how they interact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.key_figures import Difference, difference
from sim.results.labels import Labels
from sim.results.shapley import Worth, alone, interaction, last, shapley
from sim.results.statistics import Array
from sim.results.wording import difference_text
from sim.run.entries import Part

OUTCOMES = ("share", "value_added_nl", "jobs_nl")
WAYS = ("contribution", "alone", "last")
PARTS = ("mean", "q10", "q25", "q50", "q75", "q90", "se", "up", "found")


@dataclass(frozen=True)
class Decomposition:
    """`ends`: by outcome, the outcome in the last `year` of every subset of `parts`, (member,)."""

    scenario: str
    parts: tuple[Part, ...]
    ends: Mapping[str, Worth]
    units: Mapping[str, str]
    members: npt.NDArray[np.int64]
    year: int
    labels: Labels
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of parts that are one instrument, by name: its title, by language."""

    def whole(self, outcome: str) -> Difference:
        """The effect of all parts."""
        worth = self.ends[outcome]
        return self.described(outcome, worth[frozenset(range(len(self.parts)))] - worth[frozenset()])

    def described(self, outcome: str, x: Array) -> Difference:
        """A difference (member,) of an outcome with its bands."""
        return difference(x, self.members, float(np.abs(self.ends[outcome][frozenset()]).mean()))


def contributions(found: Decomposition) -> pd.DataFrame:
    """A row an outcome, part and way: its contribution (Shapley), what it does alone, what is lost without
    it; in the outcome's own unit."""
    rows: list[dict[str, object]] = []
    for outcome, worth in found.ends.items():
        count = len(found.parts)
        for way, array in zip(WAYS, (f(worth, count) for f in (shapley, alone, last)), strict=True):
            for part, x in zip(found.parts, array, strict=True):
                one = found.described(outcome, x)
                row: dict[str, object] = {"outcome": outcome, "unit": found.units[outcome]}
                row |= {"part": part.name, "entries": " ".join(map(str, part.entries)), "way": way}
                rows.append(row | {name: getattr(one, name) for name in PARTS})
    return pd.DataFrame(rows)


def interactions(found: Decomposition) -> pd.DataFrame:
    """A row an outcome and pair of parts: how much more both do together than each by itself."""
    rows: list[dict[str, object]] = []
    for outcome, worth in found.ends.items():
        for one, other in combinations(range(len(found.parts)), 2):
            both = found.described(outcome, interaction(worth, len(found.parts), one, other))
            row: dict[str, object] = {"outcome": outcome, "unit": found.units[outcome]}
            row |= {"part": found.parts[one].name, "with": found.parts[other].name}
            rows.append(row | {name: getattr(both, name) for name in PARTS})
    return pd.DataFrame(rows)


def subsets_frame(found: Decomposition) -> pd.DataFrame:
    """A row a subset of the parts that was run: the mean of each outcome, and of its difference with none."""
    rows: list[dict[str, object]] = []
    for chosen in next(iter(found.ends.values())):
        row: dict[str, object] = {"parts": " + ".join(found.parts[part].name for part in sorted(chosen))}
        row["count"] = len(chosen)
        for outcome, worth in found.ends.items():
            row[outcome] = float(worth[chosen].mean())
            row[f"{outcome}_difference"] = float((worth[chosen] - worth[frozenset()]).mean())
        rows.append(row)
    return pd.DataFrame(rows)


def lines(found: Decomposition) -> list[str]:
    """What the reader is told, a line each."""
    labels, count = found.labels, len(found.parts)
    texts = [
        labels(
            "decompose.head",
            scenario=found.scenario,
            count=count,
            runs=2**count,
            members=len(found.members),
            year=found.year,
        )
    ]
    for outcome, worth in found.ends.items():
        whole = found.whole(outcome)
        name = labels(f"figure_of.{outcome}")
        texts.append(f"{name}: {difference_text(outcome, whole, labels)}")
        width = max(len(part.name) for part in found.parts)
        for part, x in zip(found.parts, shapley(worth, count), strict=True):
            shown = difference_text(outcome, found.described(outcome, x), labels)
            texts.append(f"  {part.name:<{width}}  {shown}")
        together = worth[frozenset(range(count))] - worth[frozenset()] - alone(worth, count).sum(axis=0)
        shown = difference_text(outcome, found.described(outcome, together), labels)
        texts.append(f"  {labels('decompose.together')}: {shown}")
    return [*texts, labels("decompose.explained")]
