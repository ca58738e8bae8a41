"""The share of the world chain and of its two parts: fans, the base dashed, the record as dots."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, band_columns, statistics
from sim.figures.words import caption
from sim.results.store import Stored

NAME, ORDER = "share", 20
PANELS = ("share", "share_equipment", "share_chips")


def applies(stored: Stored) -> bool:
    """Whether shares were recorded."""
    return bool(_bands(stored))


def _bands(stored: Stored) -> dict[str, pd.DataFrame]:
    found = {name: statistics(stored.series, name) for name in PANELS}
    return {name: 100 * band for name, band in found.items() if band is not None}


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    return stored.labels("figures.share.title")


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    name, band = next(iter(_bands(stored).items()))
    year, labels = stored.years[-1], stored.labels
    shown = {
        word: labels.number(
            float(band[column].iloc[-1]) / 100, 2, scale=100, key=f"series/{name}/-/{year}/{column}"
        )
        for word, column in (("end", "q50"), ("low", "q25"), ("high", "q75"))
    }
    return labels("figures.share.description", year=year, **shown)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, in %."""
    found = []
    for name, band in _bands(stored).items():
        key = f"series/{name}/-/{{year}}/{{statistic}}"
        found += band_columns(stored.labels(f"figures.share.{name}"), band, key, stored.labels, 100)
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, bands = stored.labels, _bands(stored)
    figure, panels = house.frame(title(stored), caption(stored, NAME), 1, len(bands), height=2.9)
    for axes, (name, band) in zip(panels, bands.items(), strict=True):
        house.fan(axes, band)
        if stored.has_base:
            base = statistics(stored.base, name)
            if base is not None:
                house.dashed(axes, 100 * base["q50"])
        record = {year: 100 * x for year, x in stored.info.record.get(name, {}).items() if year in band.index}
        axes.plot(list(record), list(record.values()), linestyle="", marker="o", color="black", zorder=3)
        axes.set_title(labels(f"figures.share.{name}"))
        house.over_years(axes, stored.years, labels, known=stored.info.known_until)
        house.from_zero(axes)
    return figure
