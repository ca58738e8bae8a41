"""Bands of a comparison, a row a result: what each changes, what it does on equal money, its regret."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.figures import house, rows
from sim.results.compared import Comparison
from sim.results.equal_money import equal_money_frame
from sim.results.key_figures import SHOWN
from sim.results.regret import regret_frame
from sim.results.wording import difference_unit

EFFECTS = ("share", "value_added_nl", "jobs_nl")
RATES = {
    "share": ("basis_points", 1e4),
    "value_added_nl": ("value_added", 1.0),
    "jobs_nl": ("jobs_gross", 1.0),
}
"""Outcomes shown on equal money: label and factor."""
BANDS = ("q10", "q25", "mean", "q75", "q90")


def effects(comparison: Comparison) -> rows.Picture | None:
    """The paired differences in the last year, from the highest mean of the share to the lowest."""
    found = {
        name: pd.DataFrame(
            {
                one.name: {
                    **{part: SHOWN[name].scale * getattr(end, part) for part in BANDS},
                    "up": end.up,
                    "found": end.found,
                }
                for one in comparison.results
                if (end := one.end(name)) is not None
            }
        ).T
        for name in EFFECTS
    }
    found = {name: table for name, table in found.items() if len(table)}
    if "share" not in found:
        return None
    order = list(found["share"]["mean"].astype(float).sort_values(ascending=False, kind="stable").index)
    found = {name: table.reindex(order) for name, table in found.items()}

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "effects", order, len(found), right=1.15, above=0.3)
        for one, (name, table) in zip(axes, found.items(), strict=True):
            rows.intervals(one, table, named(comparison, name), labels)
        up = found["share"]["up"]
        rows.beside(axes[-1], [labels("compare.up_in", part=labels.number(100 * float(x))) for x in up])
        return figure

    pieces = {named(comparison, name): table.drop(columns="found") for name, table in found.items()}
    return rows.Picture("effects", draw, _long(pieces, comparison))


def regret(comparison: Comparison) -> rows.Picture | None:
    """How far each ends below the best of its future: mean over members, and the worst tenth of them."""
    table = regret_frame(comparison)
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
        one.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
        first = [labels("compare.first_in", part=labels.number(100 * x)) for x in table["first"]]
        rows.beside(one, first)
        return figure

    numbers = table[["mean", "q50", "q90", "max"]] * 100
    numbers.insert(0, "run", table["run"])
    numbers["first"] = 100 * table["first"]
    return rows.Picture("regret", draw, numbers)


def equal_money(comparison: Comparison) -> rows.Picture | None:
    """What each changes per EUR 100 m of public money, with twice its standard error."""
    table = equal_money_frame(comparison)
    table = table[table["outcome"].isin(list(RATES))]
    if not table["found"].any():
        return None
    order = list(dict.fromkeys(table["run"]))
    panels: dict[str, pd.DataFrame] = {}
    for name, (label, factor) in RATES.items():
        mine = table[table["outcome"] == name].set_index("run").reindex(order)
        band = pd.DataFrame({"mean": factor * mine["per_100_meur"], "found": mine["found"].eq(True)})
        twice = 2 * factor * mine["se"]
        for part, sign in (("q10", -1), ("q25", 0), ("q75", 0), ("q90", 1)):
            band[part] = band["mean"] + sign * twice
        panels[comparison.labels(f"accounts.effect_of.{label}")] = band
    lead = next(iter(panels.values()))["mean"]
    order = list(lead.sort_values(ascending=False, na_position="last", kind="stable").index)

    def draw() -> Figure:
        labels = comparison.labels
        figure, axes = rows.frame_of(comparison, "equal_money", order, len(panels), right=1.1, above=0.3)
        for one, (title, band) in zip(axes, panels.items(), strict=True):
            rows.intervals(one, band.reindex(order), title, labels)
        money = table.drop_duplicates("run").set_index("run")["money"].reindex(order)
        texts = [labels("compare.money", mean=labels.number(float(x), sign=True)) for x in money]
        rows.beside(axes[-1], texts)
        return figure

    shown = {title: band.reindex(order)[["mean", "q10", "q90"]] for title, band in panels.items()}
    names = {"q10": "two_se_below", "q90": "two_se_above"}
    return rows.Picture("equal_money", draw, _long(shown, comparison).rename(columns=names))


def named(comparison: Comparison, name: str) -> str:
    """A key figure with the unit of its difference."""
    labels = comparison.labels
    return f"{labels(f'figure_of.{name}')} ({difference_unit(name, labels)})"


def _long(pieces: dict[str, pd.DataFrame], comparison: Comparison) -> pd.DataFrame:
    """Panels as one table: figure, run, numbers."""
    return pd.concat(pieces, names=["figure", "run"]).reset_index()
