"""Public money: budgeted, awarded and paid by year, and the R&D that it causes."""

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
CAUSED = "rd_caused"


def applies(stored: Stored) -> bool:
    """Whether any money is paid: beyond the base, where there is one."""
    return any(one.to_numpy().any() for one in _streams(stored).values())


def _members(stored: Stored, name: str) -> pd.DataFrame | None:
    return stored.difference_of(name) if stored.has_base else stored.members_of(name)


def _streams(stored: Stored) -> dict[str, pd.DataFrame]:
    found = {name: _members(stored, name) for name in STREAMS}
    return {name: quantiles(one) for name, one in found.items() if one is not None}


def _caused(stored: Stored) -> pd.DataFrame | None:
    """The R&D that the money causes; None where it causes none, as money for homes or for training."""
    found = _members(stored, CAUSED)
    return None if found is None or not found.to_numpy().any() else quantiles(found)


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    labels = stored.labels
    whose = labels(f"figures.money.{'extra' if stored.has_base else 'whole'}", base=stored.base_said)
    return labels(f"figures.money.{'title_alone' if _caused(stored) is None else 'title'}", whose=whose)


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    first, last, labels = stored.years[0], stored.years[-1], stored.labels
    paid = public_money(stored)
    shown = labels.number(float("nan") if paid is None else paid.paid, key="money/paid")
    key = "description_extra" if stored.has_base else "description"
    return labels(f"figures.money.{key}", first=first, last=last, paid=shown, base=stored.base_said)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, each in the unit that its panel names: means of the money, and of the R&D
    that it causes the median, the 50 % band and the mean."""
    labels, of = stored.labels, "difference" if stored.has_base else "run"
    unit = labels("figures.money.unit")
    found = []
    for name, one in _streams(stored).items():
        heading = f"{labels(f'figures.money.{name}')} ({unit})"
        found.append(Column(heading, one["mean"], f"{of}/{name}/{{year}}/mean"))
    caused = _caused(stored)
    if caused is not None:
        heading, key = labels(f"figures.money.{CAUSED}"), f"{of}/{CAUSED}/{{year}}"
        found += band_columns(heading, caused, f"{key}/{{statistic}}", labels)
        found.append(Column(f"{heading} {labels('table_column.mean')}", caused["mean"], f"{key}/mean"))
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, streams, caused = stored.labels, _streams(stored), _caused(stored)
    figure, (first, *rest) = house.frame(
        title(stored),
        caption(stored, NAME, base_line=False),
        1,
        1 if caused is None else 2,
        height=2.3,
        gap_x=0.75,
    )
    shown = stored.years
    if stored.has_base:
        changes = [*streams.values(), *([] if caused is None else [caused])]
        shown = [x for x in shown if x >= first_of_change(shown, stored.info.base_year, changes)]
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
    if caused is not None:
        (one,) = rest
        house.fan(one, caused[caused.index >= shown[0]], house.GREEN)
        one.set_title(labels(f"figures.money.{CAUSED}"))
        house.over_years(one, shown, labels, known=stored.info.known_until)
        house.around_zero(one)
    return figure
