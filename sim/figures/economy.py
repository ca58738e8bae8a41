"""What a scenario changes in value added and jobs: paired differences with their bands and a zero line."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, band_columns, first_of_change, quantiles
from sim.figures.words import caption
from sim.results.key_figures import key_figures
from sim.results.store import Stored
from sim.results.wording import difference_text

NAME, ORDER = "economy", 15
PANELS = ("value_added_nl", "jobs_nl")


def applies(stored: Stored) -> bool:
    """Whether there is a base to differ from."""
    return bool(_bands(stored))


def _bands(stored: Stored) -> dict[str, pd.DataFrame]:
    found = {name: stored.difference_of(name) for name in PANELS}
    return {name: quantiles(one) for name, one in found.items() if one is not None}


def title(stored: Stored) -> str:
    """What is shown, with its units."""
    return stored.labels("figures.economy.title")


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    labels = stored.labels
    parts = [
        f"{labels(f'figure_of.{one.name}')}: {difference_text(one.name, one.difference, labels)}"
        for one in key_figures(stored)
        if one.name in PANELS and one.difference is not None
    ]
    return labels("figures.economy.description", year=stored.years[-1], changes="; ".join(parts))


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture: of each outcome the median, the 50 % band and the mean."""
    labels, found = stored.labels, []
    for name, one in _bands(stored).items():
        heading, key = labels(f"figures.economy.{name}"), f"difference/{name}/{{year}}"
        found += band_columns(heading, one, f"{key}/{{statistic}}", labels)
        found.append(Column(f"{heading} {labels('table_column.mean')}", one["mean"], f"{key}/mean"))
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, bands = stored.labels, _bands(stored)
    figure, axes = house.frame(
        title(stored), caption(stored, NAME, base_line=False), 1, len(bands), height=2.5, gap_x=0.75
    )
    first = first_of_change(stored.years, stored.info.base_year, bands.values())
    shown = [year for year in stored.years if year >= first]
    for one, (name, band) in zip(axes, bands.items(), strict=True):
        house.fan(one, band[band.index >= first], house.GREEN)
        one.set_title(labels(f"figures.economy.{name}"))
        house.over_years(one, shown, labels, known=stored.info.known_until)
        house.around_zero(one)
        if not band.to_numpy().any():
            house.empty(one, labels("figures.difference.zero"))
    return figure
