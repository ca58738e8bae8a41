"""Coloured tables of a comparison: key figures, chances between pairs, futures, places, years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house, rows
from sim.figures.comparison_bands import named
from sim.results import keyed
from sim.results.compared import Comparison
from sim.results.comparison_words import few_figures
from sim.results.key_figures import SHOWN, numbers_of
from sim.results.pairs import matrix, ranking
from sim.results.regret import regret_by_future
from sim.results.runs_table import money_key
from sim.results.statistics import standard_error

NOT_TOLD = "·"


def key_figures(comparison: Comparison) -> rows.Picture | None:
    """Every key figure's mean difference, as a coloured table."""
    cells: dict[str, dict[str, Cell]] = {}
    for one in comparison.ranked:
        ends = {name: end for name in SHOWN if (end := one.end(name)) is not None}
        if not ends:
            continue
        cells[one.name] = {
            name: Cell(end.mean, end.found, f"{end.key}/mean", SHOWN[name].scale)
            for name, end in ends.items()
        }
        if one.money is not None:
            money = one.money.present
            cells[one.name]["public_money"] = Cell(money.mean, money.found, money_key(one.name))
    if not cells:
        return None
    heads = {name: _head(comparison, name) for name in (*SHOWN, "public_money")}
    return _coloured(comparison, "key_figures", cells, heads)


def pairs(comparison: Comparison) -> rows.Picture | None:
    """The chance that each result has a higher share than each other in the last year."""
    table = comparison.pairs[comparison.pairs["outcome"] == "share"]
    if not len(table):
        return None
    order = ranking(comparison)
    chance, found = matrix(table, "chance", order), matrix(table.assign(f=table["found"] * 1.0), "f", order)
    chances, told = chance.to_numpy(float), found.to_numpy(float)
    names = [f"{comparison.shown[name]}  {at}" for at, name in enumerate(order, start=1)]

    def key(run: str, against: str) -> str:
        return keyed.key("pairs", "share", run, against, "chance")

    def mark(i: int, j: int) -> str | None:
        return house.key_id(key(order[i], order[j]), chances[i, j]) if np.isfinite(chances[i, j]) else None

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
            ids=mark,
        )
        return figure

    shown = (100 * chance).rename_axis(index="run").reset_index()
    keys = {other: [(key(run, other), 100.0) for run in order] for other in order}
    return rows.Picture("pairs", draw, shown, keys)


def overlays(comparison: Comparison) -> rows.Picture | None:
    """Mean regret by future, and the worst of them."""
    wide = regret_by_future(comparison.regret)
    if not len(wide):
        return None
    wide = wide.sort_values("worst", kind="stable")
    heads = {str(name): comparison.labels("compare.worst") if name == "worst" else str(name) for name in wide}
    keys = {
        head: [
            (keyed.key("regret_by_future", policy, "-" if name == "worst" else name), 100.0)
            for policy in wide.index
        ]
        for name, head in heads.items()
    }
    table = (100 * wide).set_axis(list(heads.values()), axis=1).rename_axis(index="run")
    numbers = table.to_numpy(float)

    def mark(i: int, j: int) -> str | None:
        x = float(numbers[i, j])
        return house.key_id(list(keys.values())[j][i][0], x / 100) if np.isfinite(x) else None

    def draw() -> Figure:
        labels = comparison.labels
        fitting = rows.heads_that_fit(list(heads.values()))
        names = [str(one) for one in table.index]
        figure, axes = rows.frame_of(comparison, "overlays", names, 1, above=fitting.above)
        rows.coloured(
            axes[0],
            -table,
            fitting,
            lambda i, j: few_figures(float(numbers[i, j]), labels),
            beside="table",
            ids=mark,
        )
        return figure

    return rows.Picture("overlays", draw, table.reset_index(), keys)


def years(comparison: Comparison) -> rows.Picture | None:
    """The mean difference of the share by year: what stands for the fans where there are too many."""
    found = {one.name: one.difference("share") for one in comparison.ranked}
    means = {
        name: 100 * table.mean(axis=1) for name, table in found.items() if table is not None and table.size
    }
    if not means:
        return None
    base_year = min(one.stored.info.base_year for one in comparison.results)
    table = pd.DataFrame(means).T
    table = table.loc[:, [int(str(year)) > base_year for year in table.columns]]
    names = rows.in_order(comparison, means)
    whole = table.reindex(names)
    told = np.array([_told(found.get(str(run)), table.columns) for run in whole.index])

    def key(run: object, year: object) -> str:
        return keyed.key("difference", run, "share", year, "mean")

    def draw() -> Figure:
        figure, axes = rows.frame_of(comparison, "years", names, 1, right=0.7)
        heads = [str(year) if int(str(year)) % 5 == 0 else "" for year in table.columns]
        rows.coloured(axes[0], whole, heads, lambda i, j: "", beside="row", pale=lambda i, j: not told[i, j])
        numbers = np.where(told, whole.to_numpy(float), 0.0)
        at = [int(np.argmax(np.abs(row))) for row in np.nan_to_num(numbers)]
        most = [float(row[i]) for row, i in zip(numbers, at, strict=True)]
        ids = [
            house.key_id(key(run, table.columns[i]), x / 100)
            for run, i, x in zip(whole.index, at, most, strict=True)
        ]
        texts = [
            "" if name == rows.SHOCKS else few_figures(x, comparison.labels, sign=True) if x else NOT_TOLD
            for name, x in zip(names, most, strict=True)
        ]
        rows.beside(axes[0], texts, [mark if x else None for mark, x in zip(ids, most, strict=True)])
        return figure

    keys = {str(year): [(key(run, year), 100.0) for run in table.index] for year in table.columns}
    shown = table.set_axis([str(year) for year in table.columns], axis=1).rename_axis(index="run")
    return rows.Picture("years", draw, shown.reset_index(), keys)


def _told(difference: pd.DataFrame | None, years: pd.Index) -> npt.NDArray[np.bool_]:
    """In which years the mean of a difference (years × members) is at least twice its standard error."""
    if difference is None:
        return np.zeros(len(years), bool)
    x = difference.reindex(years).to_numpy(float)
    mean, se = x.mean(axis=1), standard_error(x, numbers_of(difference))
    return np.asarray((mean != 0) & (np.abs(mean) >= 2 * se))


def places(comparison: Comparison) -> rows.Picture | None:
    """Value added by place."""
    return _by_label(comparison, "place", "value_added_nl", "places")


def segments(comparison: Comparison) -> rows.Picture | None:
    """Sales by segment."""
    return _by_label(comparison, "segment", "sales", "segments")


def _by_label(comparison: Comparison, axis: str, outcome: str, name: str) -> rows.Picture | None:
    table = comparison.by_label
    table = table[(table["outcome"] == outcome) & table["mean"].notna()]
    if not len(table):
        return None
    plain = not table["se"].notna().any()  # against another base: means only
    cells: dict[str, dict[str, Cell]] = {}
    columns = (table[column] for column in ("run", "label", "mean", "found"))
    for run, label, mean, found in zip(*columns, strict=True):
        key = keyed.key("places_segments", run, outcome, axis, label, "mean")
        cells.setdefault(str(run), {})[str(label)] = Cell(float(mean), plain or bool(found), key)
    heads = {str(label): comparison.labels.of(axis, str(label)) for label in dict.fromkeys(table["label"])}
    return _coloured(comparison, name, cells, heads)


@dataclass(frozen=True)
class Cell:
    """A number of a coloured table in its stored unit, whether it is told from zero, its key, and what it is
    multiplied with to be shown."""

    value: float = np.nan
    found: bool = False
    key: str = ""
    scale: float = 1.0


def _coloured(
    comparison: Comparison, name: str, cells: Mapping[str, Mapping[str, Cell]], heads: Mapping[str, str]
) -> rows.Picture:
    """Runs × `heads` of those columns in which some run has a number."""
    columns = [column for column in heads if any(column in row for row in cells.values())]
    names = rows.in_order(comparison, cells)
    grid = [[cells.get(name, {}).get(column, Cell()) for column in columns] for name in names]
    table = pd.DataFrame([[one.scale * one.value for one in row] for row in grid], index=names)
    apart = names.index(rows.SHOCKS) if rows.SHOCKS in names else None
    shown = table.set_axis([heads[column] for column in columns], axis=1)
    shown = shown[shown.index != rows.SHOCKS]

    def text(i: int, j: int) -> str:
        one = grid[i][j]
        if names[i] == rows.SHOCKS:
            return ""
        return few_figures(one.scale * one.value, comparison.labels, sign=True) if one.found else NOT_TOLD

    def mark(i: int, j: int) -> str | None:
        one = grid[i][j]
        return house.key_id(one.key, one.value) if one.found and np.isfinite(one.value) else None

    def draw() -> Figure:
        fitting = rows.heads_that_fit([heads[column] for column in columns])
        figure, axes = rows.frame_of(comparison, name, names, 1, above=fitting.above)
        rows.coloured(
            axes[0],
            table,
            fitting,
            text,
            pale=lambda i, j: not grid[i][j].found,
            apart=apart,
            ids=mark,
        )
        return figure

    told = [row for name, row in zip(names, grid, strict=True) if name != rows.SHOCKS]
    keys = {heads[column]: [(row[j].key, row[j].scale) for row in told] for j, column in enumerate(columns)}
    return rows.Picture(name, draw, shown.rename_axis(index="run").reset_index(), keys)


def _head(comparison: Comparison, name: str) -> str:
    if name == "public_money":
        return f"{comparison.labels('figure_of.public_money')} ({comparison.labels('unit_of.public_money')})"
    return named(comparison, name)
