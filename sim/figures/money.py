"""Public money: budgeted, awarded and paid by year, and what it bought."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, band_columns, first_of_change, quantiles
from sim.figures.words import caption
from sim.results.findings import public_money
from sim.results.store import Stored

NAME, ORDER = "money", 60
STREAMS = ("budgeted", "awarded", "paid")
BOUGHT = ("rd_caused", "value_added_nl", "jobs_nl")


def applies(stored: Stored) -> bool:
    """Whether money was recorded."""
    return bool(_streams(stored))


def _members(stored: Stored, name: str) -> pd.DataFrame | None:
    return stored.difference_of(name) if stored.has_base else stored.members_of(name)


def _streams(stored: Stored) -> dict[str, pd.DataFrame]:
    found = {name: _members(stored, name) for name in STREAMS}
    return {name: quantiles(one) for name, one in found.items() if one is not None}


def _bought(stored: Stored) -> dict[str, pd.DataFrame]:
    # without a base there is nothing that the money can be said to have bought but the R&D it caused
    found = {name: _members(stored, name) for name in (BOUGHT if stored.has_base else BOUGHT[:1])}
    return {name: quantiles(one) for name, one in found.items() if one is not None}


def title(stored: Stored) -> str:
    """What is shown; the units stand above the panels."""
    key = "figures.money.extra" if stored.has_base else "figures.money.whole"
    return stored.labels("figures.money.title", whose=stored.labels(key, base=stored.base_said))


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    first, last, labels = stored.years[0], stored.years[-1], stored.labels
    paid = public_money(stored)
    shown = labels.number(float("nan") if paid is None else paid.paid, key="money/paid")
    return labels("figures.money.description", first=first, last=last, paid=shown)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, each in the unit that its panel names: means of the money, and of what it
    bought the median, the 50 % band and the mean."""
    labels, of = stored.labels, "difference" if stored.has_base else "run"
    unit = labels("figures.money.streams")
    found = []
    for name, one in _streams(stored).items():
        heading = f"{labels(f'figures.money.{name}')} ({unit})"
        found.append(Column(heading, one["mean"], f"{of}/{name}/{{year}}/mean"))
    for name, one in _bought(stored).items():
        heading, key = labels(f"figures.money.{name}"), f"{of}/{name}/{{year}}"
        found += band_columns(heading, one, f"{key}/{{statistic}}", labels)
        found.append(Column(f"{heading} {labels('table_column.mean')}", one["mean"], f"{key}/mean"))
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, streams, bought = stored.labels, _streams(stored), _bought(stored)
    panels = 1 + len(bought)
    across = 2 if panels > 1 else 1
    figure, axes = house.frame(
        title(stored),
        caption(stored, NAME, base_line=False),
        -(-panels // across),
        across,
        height=2.1,
        gap_x=0.75,
    )
    first, shown = axes[0], stored.years
    if stored.has_base:
        changes = [*streams.values(), *bought.values()]
        shown = [x for x in shown if x >= first_of_change(shown, stored.info.base_year, changes)]
    spent = any(band["mean"].to_numpy().any() for band in streams.values())
    if spent:
        house.lines(
            first,
            {
                labels(f"figures.money.{name}"): band.loc[band.index >= shown[0], "mean"]
                for name, band in streams.items()
            },
            step=True,
        )
    first.set_title(labels("figures.money.streams"))
    house.over_years(first, shown, labels, known=stored.info.known_until)
    if not spent:
        house.empty(first, labels("figures.money.nothing"))
    for one, (name, band) in zip(axes[1:], bought.items(), strict=False):
        house.fan(one, band[band.index >= shown[0]], house.GREEN)
        one.set_title(labels(f"figures.money.{name}"))
        house.over_years(one, shown, labels, known=stored.info.known_until)
        house.around_zero(one)
        if not band.to_numpy().any():
            house.empty(one, labels("figures.money.nothing"))
    for empty in axes[panels:]:
        empty.set_axis_off()
    return figure
