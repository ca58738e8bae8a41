"""A comparison whose runs differ in numbers: the axes of a design, and how each key figure follows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.inputs.policies import in_language
from sim.results import keyed
from sim.results.compared import Comparison
from sim.results.key_figures import SHOWN, Shown, start_and_end
from sim.results.labels import Labels
from sim.results.naming import axes_of, points_of
from sim.results.statistics import Array
from sim.results.store import Stored

LEVEL, DIFFERENCE = "level", "difference"
MONEY = "public_money"
SURE = 0.05
"""A rank correlation that chance alone would make more often than this is not told from none."""
ROUNDED = 6
"""Decimals beyond those shown in which figures may differ; the rest is what adding up in another order
leaves."""
COLUMNS = (
    "policy", "of", "figure", "unit", "year", "axis", "runs", "lowest", "middle", "highest", "above_zero",
    "rank_correlation", "told",
)  # fmt: skip


@dataclass(frozen=True)
class Design:
    """The axes of a comparison, as dotted words; by run its value on each (`values`), the number of its point
    and its policy: its name without that number."""

    comparison: Comparison
    axes: tuple[str, ...]

    @cached_property
    def values(self) -> pd.DataFrame:
        """Runs × axes."""
        return self.comparison.numbers[list(self.axes)]

    @cached_property
    def points(self) -> dict[str, int]:
        """The number of the point of each run."""
        return dict(zip(map(str, self.values.index), points_of(self.values), strict=True))

    @cached_property
    def policies(self) -> dict[str, list[str]]:
        """Policies in the order of the results, each with its runs."""
        found: dict[str, list[str]] = {}
        for run, point in self.points.items():
            found.setdefault(run.removesuffix(f" · {point}"), []).append(run)
        return found

    def figures(self, of: str) -> dict[str, pd.Series[float]]:
        """By key figure, a number a run that has it, in its own unit: the median in the last year (`level`),
        or the mean paired difference then (`difference`; of public money its present value)."""
        runs = self.comparison.runs.set_index("run").reindex(list(self.points))
        columns = {name: name if of == LEVEL else f"{name}_difference_mean" for name in SHOWN}
        if of == DIFFERENCE:
            own = [one.name for one in self.comparison.results if one.end("share") is not None]
            runs = runs.loc[own]
            columns[MONEY] = f"{MONEY}_present_value"
        found = {name: runs[column].astype(float).dropna() for name, column in columns.items()}
        return {name: one for name, one in found.items() if len(one)}

    @staticmethod
    def moves(figure: str, values: pd.Series[float]) -> bool:
        """Whether a key figure is not the same in all runs, as far as adding up in another order tells."""
        return bool(np.ptp(_rounded(figure, values)) > 0)

    @cached_property
    def table(self) -> pd.DataFrame:
        """See `design_frame`."""
        return design_frame(self)

    def row(self, policy: str, of: str, figure: str, axis: str) -> Mapping[str, Any]:
        """A row of `table`."""
        found = self.table
        for key, value in (("policy", policy), ("of", of), ("figure", figure), ("axis", axis)):
            found = found[found[key] == value]
        return {str(name): value for name, value in found.iloc[0].items()} if len(found) else {}

    def by_weight(self, figure: str = "share") -> list[str]:
        """The axes from the largest rank correlation with a figure, of any policy and kind, to the least."""
        rows = self.table[self.table["figure"] == figure]
        most = rows.assign(size=rows["rank_correlation"].abs().fillna(0)).groupby("axis")["size"].max()
        return sorted(self.axes, key=lambda axis: -float(most.get(axis, 0.0)))

    def title(self, policy: str) -> str:
        """A policy as a reader calls it."""
        run = self.policies[policy][0]
        return self.comparison.shown[run].removesuffix(f" · {self.points[run]}")

    def said(self, axis: str, labels: Labels) -> str:
        """An axis in words, with its unit."""
        return axis_said(axis, self.comparison.results[0].stored, labels)


def design_of(comparison: Comparison) -> Design | None:
    """The design of a comparison; None where its runs differ in no number with enough values."""
    axes = axes_of(comparison.numbers)
    return Design(comparison, tuple(axes)) if axes else None


def design_frame(design: Design) -> pd.DataFrame:
    """A row a policy, kind (level or difference), key figure and axis: over its runs the lowest, middle and
    highest, the part above zero, and the rank correlation (Spearman) with the axis; `told`: whether chance
    alone makes one so large in less than `SURE` of cases. In the unit of the outcome."""
    rows: list[tuple[object, ...]] = []
    results = {one.name: one for one in design.comparison.results}
    for policy, runs in design.policies.items():
        year = start_and_end(results[runs[0]].stored)[1]
        for of in (LEVEL, DIFFERENCE):
            for name, all_runs in design.figures(of).items():
                figures = all_runs[[run for run in runs if run in all_runs.index]]
                if not len(figures):
                    continue
                unit = results[runs[0]].stored.unit(name) if name != MONEY else "MEUR2023"
                low, middle, high = (float(q) for q in np.quantile(figures, (0, 0.5, 1)))
                above = float((figures > 0).mean())
                head = (policy, of, name, unit, year)
                for axis in design.axes:
                    rank, told = _rank(design.values.loc[figures.index, axis], name, figures)
                    rows.append((*head, axis, len(figures), low, middle, high, above, rank, told))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rounded(figure: str, values: pd.Series[float]) -> Array:
    how = SHOWN.get(figure, Shown())
    return np.round(how.scale * values.to_numpy(float), how.digits + ROUNDED)


def _rank(x: pd.Series[float], figure: str, y: pd.Series[float]) -> tuple[float, bool]:
    """Spearman's rank correlation, not a number where nothing differs, and whether it is told from none."""
    from scipy.stats import spearmanr

    rounded = _rounded(figure, y)
    if len(x) < 3 or np.ptp(rounded) == 0 or x.nunique() < 2:
        return float("nan"), False
    found = spearmanr(x.to_numpy(float), rounded)
    return float(found.statistic), bool(found.pvalue < SURE)


def key_of(policy: str, of: str, figure: str, axis: str, column: str) -> str:
    """The key of a number of the table (`sim.results.keyed`)."""
    return keyed.key("design", policy, of, figure, axis, column)


def axis_said(axis: str, stored: Stored, labels: Labels) -> str:
    """A word of the command line as a reader calls it: a parameter by its words and labels, an instrument by
    its title and part, each with its unit; else the word itself."""
    group, _, rest = axis.partition(".")
    name, *parts = rest.split(".")
    parts = [part for part in parts if part != "value"]
    if group == "parameters":
        one: Mapping[str, Any] = next((it for it in stored.info.parameters if it["name"] == name), {})
        text = labels.of_evidence("parameters", name, "words", one.get("words", "")) or name
        unit = labels.of_unit(one.get("unit", ""))
        place = labels.of_label(".".join(parts)) if parts else ""
        return ", ".join(filter(None, (text, place))) + (f" ({unit})" if unit not in ("", "1") else "")
    if group == "instruments":
        title = labels.quoted(*in_language(stored.info.instruments.get(name, {}), labels.lang)) or name
        return f"{title}: {' '.join(labels.of('design.part', part) for part in parts)}"
    return axis
