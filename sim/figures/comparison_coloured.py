"""Coloured tables of a comparison: key figures, chances between pairs, futures, places, years."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.figures import rows
from sim.figures.comparison_bands import named
from sim.figures.words import in_lines
from sim.results.by_label import by_label_frame
from sim.results.compared import Comparison
from sim.results.comparison_words import few_figures
from sim.results.key_figures import SHOWN
from sim.results.pairs import matrix, pairs_frame, ranking
from sim.results.regret import regret_by_future, regret_frame

NOT_TOLD = "·"


def key_figures(comparison: Comparison) -> rows.Picture | None:
    """Every key figure's mean difference, as a coloured table."""
    means, told = {}, {}
    for one in comparison.results:
        ends = {name: one.end(name) for name in SHOWN}
        if not any(ends.values()):
            continue
        means[one.name] = {n: SHOWN[n].scale * e.mean if e else np.nan for n, e in ends.items()}
        told[one.name] = {n: bool(e and e.found) for n, e in ends.items()}
        money = one.money
        means[one.name]["public_money"] = np.nan if money is None else money.present.mean
        told[one.name]["public_money"] = money is not None and money.present.found
    if not means:
        return None
    table, found = pd.DataFrame(means).T, pd.DataFrame(told).T
    return _coloured(comparison, "key_figures", table, found, [_head(comparison, str(one)) for one in table])


def pairs(comparison: Comparison) -> rows.Picture | None:
    """The chance that each result has a higher share than each other in the last year."""
    table = pairs_frame(comparison, ("share",))
    if not len(table):
        return None
    order = ranking(comparison)
    chance, found = matrix(table, "chance", order), matrix(table.assign(f=table["found"] * 1.0), "f", order)
    chances, told = chance.to_numpy(float), found.to_numpy(float)
    names = [f"{name}  {at}" for at, name in enumerate(order, start=1)]

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "pairs", names, 1)
        rows.coloured(
            axes[0],
            chance,
            [str(at) for at in range(1, len(order) + 1)],
            lambda i, j: labels.number(100 * x) if np.isfinite(x := float(chances[i, j])) else "",
            middle=0.5,
            reach=0.5,
            pale=lambda i, j: bool(told[i, j] != 1.0),
        )
        return figure

    shown = (100 * chance).rename_axis(index="run").reset_index()
    return rows.Picture("pairs", draw, shown)


def overlays(comparison: Comparison) -> rows.Picture | None:
    """Mean regret by future, and the worst of them."""
    wide = regret_by_future(regret_frame(comparison))
    if not len(wide):
        return None
    wide = 100 * wide.sort_values("worst", kind="stable")
    heads = [comparison.labels("compare.worst") if name == "worst" else str(name) for name in wide]
    table = wide.set_axis(heads, axis=1).rename_axis(index="run")
    numbers = table.to_numpy(float)

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "overlays", [str(one) for one in table.index], 1)
        rows.coloured(
            axes[0],
            -table,
            [in_lines(head, 16) for head in heads],
            lambda i, j: few_figures(float(numbers[i, j]), labels),
            beside="table",
        )
        return figure

    return rows.Picture("overlays", draw, table.reset_index())


def years(comparison: Comparison) -> rows.Picture | None:
    """The mean difference of the share by year: what stands for the fans where there are too many."""
    found = {one.name: one.difference("share") for one in comparison.results}
    means = {
        name: 100 * table.mean(axis=1) for name, table in found.items() if table is not None and table.size
    }
    if not means:
        return None
    base_year = min(one.stored.info.base_year for one in comparison.results)
    table = pd.DataFrame(means).T
    table = table.loc[:, [int(str(year)) > base_year for year in table.columns]]

    def draw() -> Figure:
        figure, axes = rows.frame_of(comparison, "years", [str(one) for one in table.index], 1, right=0.7)
        heads = [str(year) if int(str(year)) % 5 == 0 else "" for year in table.columns]
        rows.coloured(axes[0], table, heads, lambda i, j: "", beside="row")
        most = [row[np.argmax(np.abs(row))] for row in table.to_numpy(float)]
        rows.beside(axes[0], [few_figures(float(x), comparison.labels, sign=True) for x in most])
        return figure

    return rows.Picture("years", draw, table.rename_axis(index="run").reset_index())


def places(comparison: Comparison) -> rows.Picture | None:
    """Value added by place."""
    return _by_label(comparison, "place", "value_added_nl", "places")


def segments(comparison: Comparison) -> rows.Picture | None:
    """Sales by segment."""
    return _by_label(comparison, "segment", "sales", "segments")


def _by_label(comparison: Comparison, axis: str, outcome: str, name: str) -> rows.Picture | None:
    table = by_label_frame(comparison)
    table = table[table["outcome"] == outcome]
    if not len(table):
        return None
    order, labels = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["run"]))
    wide = table.pivot(index="run", columns="label", values="mean").reindex(index=labels, columns=order)
    found = table.pivot(index="run", columns="label", values="found").reindex(index=labels, columns=order)
    if not table["se"].notna().any():  # against another base: means only
        found[:] = True
    heads = [comparison.labels.of(axis, label) for label in order]
    return _coloured(comparison, name, wide, found, heads)


def _coloured(
    comparison: Comparison, name: str, table: pd.DataFrame, found: pd.DataFrame, heads: list[str]
) -> rows.Picture:
    numbers, told = table.to_numpy(float), found.to_numpy(bool)

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, name, [str(one) for one in table.index], 1, above=0.45)
        rows.coloured(
            axes[0],
            table,
            [in_lines(head, 13) for head in heads],
            lambda i, j: few_figures(float(numbers[i, j]), labels, sign=True) if told[i, j] else NOT_TOLD,
            pale=lambda i, j: not told[i, j],
        )
        return figure

    shown = table.set_axis(heads, axis=1).rename_axis(index="run").reset_index()
    return rows.Picture(name, draw, shown)


def _head(comparison: Comparison, name: str) -> str:
    if name == "public_money":
        return f"{comparison.labels('figure_of.public_money')} ({comparison.labels('unit_of.public_money')})"
    return named(comparison, name)
