"""Bands of a comparison, a row a result: what each changes, what it does on equal money, its regret."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures import house, rows
from sim.results import keyed
from sim.results.compared import Compared, Comparison
from sim.results.key_figures import SHOWN
from sim.results.runs_table import money_key
from sim.results.wording import difference_unit

EFFECTS = ("share", "value_added_nl", "jobs_nl")
RATES = {
    "share": ("basis_points", 1e4),
    "value_added_nl": ("value_added", 1.0),
    "jobs_nl": ("jobs_gross", 1.0),
}
"""Outcomes shown on equal money: label and factor."""
BANDS = ("q10", "q25", "mean", "q50", "q75", "q90")


def effects(comparison: Comparison) -> rows.Picture | None:
    """The paired differences of the policies in the last year, from the highest mean of the share to the
    lowest."""
    return _effects(comparison, "effects", comparison.rivals)


def shocks(comparison: Comparison) -> rows.Picture | None:
    """The same of shocks that stand beside policies, on axes of their own: a shock may be a hundred times as
    large as any policy."""
    return _effects(comparison, "shocks", comparison.shocks)


def _effects(comparison: Comparison, name_of: str, results: Sequence[Compared]) -> rows.Picture | None:
    ends = {
        name: {one.name: end for one in results if (end := one.end(name)) is not None} for name in EFFECTS
    }
    ends = {name: of_run for name, of_run in ends.items() if of_run}
    if "share" not in ends:
        return None
    order = sorted(ends["share"], key=lambda run: -ends["share"][run].mean)
    found = {
        name: pd.DataFrame(
            {
                run: {part: SHOWN[name].scale * getattr(end, part) for part in BANDS} | {"found": end.found}
                for run, end in of_run.items()
            }
        ).T.reindex(order)
        for name, of_run in ends.items()
    }

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, name_of, order, len(found), right=1.6, above=0.45)
        for one, (name, table) in zip(axes, found.items(), strict=True):
            rows.intervals(one, table, named(comparison, name), labels)
        shares = [ends["share"][run] for run in order]
        rows.beside(
            axes[-1],
            [labels("compare.up_in", part=labels.number(100 * one.up)) for one in shares],
            [house.key_id(f"{one.key}/up", one.up) for one in shares],
        )
        return figure

    def told(name: str, run: str, part: str) -> tuple[str, float]:
        end = ends[name].get(run)
        scale = 100.0 if part == "up" else SHOWN[name].scale
        return ("", scale) if end is None else (f"{end.key}/{part}", scale)

    pieces = {
        name: table.drop(columns="found").assign(
            up=[100 * end.up if (end := ends[name].get(run)) else np.nan for run in order]
        )
        for name, table in found.items()
    }
    return rows.Picture(name_of, draw, *_long(pieces, {n: named(comparison, n) for n in pieces}, told))


def regret(comparison: Comparison) -> rows.Picture | None:
    """How far each ends below the best of its future: mean over members, and the worst tenth of them."""
    table = comparison.regret
    if not len(table):
        return None
    table = table.sort_values("mean", kind="stable").reset_index(drop=True)

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "regret", table["run"].tolist(), 1, right=1.5)
        one, at = axes[0], np.arange(len(table))
        one.barh(at, 100 * table["mean"], height=0.6, color=house.PURPLE, alpha=0.75)
        one.plot(100 * table["q90"], at, linestyle="", marker="|", markersize=9, color=house.ORANGE)
        one.set_xlim(0, max(100 * float(table["q90"].max()), 100 * float(table["mean"].max()), 1e-9) * 1.05)
        one.grid(visible=True, axis="x")
        one.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        one.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
        rows.beside(
            one,
            [labels("compare.first_in", part=labels.number(100 * x)) for x in table["first"]],
            [
                house.key_id(keyed.key("regret", run, "first"), x)
                for run, x in zip(table["run"], table["first"], strict=True)
            ],
        )
        return figure

    parts = {"mean": "mean", "q50": "q50", "q90": "q90", "max": "max", "best_in": "first"}
    numbers = pd.DataFrame({heading: 100 * table[part] for heading, part in parts.items()})
    numbers.insert(0, "run", table["run"])
    keys = {
        heading: [(keyed.key("regret", run, part), 100.0) for run in table["run"]]
        for heading, part in parts.items()
    }
    return rows.Picture("regret", draw, numbers, keys)


def equal_money(comparison: Comparison) -> rows.Picture | None:
    """What each changes per EUR 100 m of public money, with twice its standard error."""
    table = comparison.equal_money
    table = table[table["outcome"].isin(list(RATES))]
    table = table[~table["run"].isin([one.name for one in comparison.shocks])]
    if not table["found"].any():
        return None
    order = list(dict.fromkeys(table["run"]))
    panels: dict[str, pd.DataFrame] = {}
    for name, (_, factor) in RATES.items():
        mine = table[table["outcome"] == name].set_index("run").reindex(order)
        band = pd.DataFrame({"mean": factor * mine["per_100_meur"], "found": mine["found"].eq(True)})
        twice = 2 * factor * mine["se"]
        for part, sign in (("q10", -1), ("q25", 0), ("q75", 0), ("q90", 1)):
            band[part] = band["mean"] + sign * twice
        panels[name] = band
    lead = next(iter(panels.values()))["mean"]
    order = list(lead.sort_values(ascending=False, na_position="last", kind="stable").index)
    heads = {name: comparison.labels(f"accounts.effect_of.{label}") for name, (label, _) in RATES.items()}

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "equal_money", order, len(panels), right=1.1, above=0.45)
        for one, (name, band) in zip(axes, panels.items(), strict=True):
            rows.intervals(one, band.reindex(order), heads[name], labels)
            if not band["mean"].notna().any():
                rows.nothing(one, labels("figures.difference.not_told"))
        money = table.drop_duplicates("run").set_index("run")["money"].reindex(order)
        rows.beside(
            axes[-1],
            [labels("compare.money", mean=labels.number(float(x), sign=True)) for x in money],
            [house.key_id(money_key(run), float(x)) for run, x in money.items()],
        )
        return figure

    parts = {"mean": "per_100_meur", "two_se_below": "two_se_below", "two_se_above": "two_se_above"}

    def told(name: str, run: str, heading: str) -> tuple[str, float]:
        return keyed.key("equal_money", run, name, parts[heading]), RATES[name][1]

    shown = {
        name: band.reindex(order)[["mean", "q10", "q90"]].set_axis(list(parts), axis=1)
        for name, band in panels.items()
    }
    return rows.Picture("equal_money", draw, *_long(shown, heads, told))


def named(comparison: Comparison, name: str) -> str:
    """A key figure with the unit of its difference."""
    labels = comparison.labels
    return f"{labels(f'figure_of.{name}')} ({difference_unit(name, labels)})"


def _long(
    pieces: Mapping[str, pd.DataFrame],
    heads: Mapping[str, str],
    told: Callable[[str, str, str], tuple[str, float]],
) -> tuple[pd.DataFrame, dict[str, list[tuple[str, float]]]]:
    """Panels by outcome, each runs × numbers, as one table (figure, run, numbers) and what its numbers
    are."""
    keys = {
        str(column): [
            told(name, str(run), str(column)) for name, piece in pieces.items() for run in piece.index
        ]
        for column in next(iter(pieces.values()))
    }
    table = pd.concat({heads[name]: piece for name, piece in pieces.items()}, names=["figure", "run"])
    return table.reset_index(), keys
