"""The share of the world chain and of its two parts: fans, the base dashed, the record as dots."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import median_and_band, statistics
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
    last = next(iter(_bands(stored).values())).iloc[-1]
    number = stored.labels.number
    shown = {
        key: number(last[column], 1) for key, column in (("end", "q50"), ("low", "q25"), ("high", "q75"))
    }
    return stored.labels("figures.share.description", year=stored.years[-1], **shown)


def table(stored: Stored) -> pd.DataFrame:
    """The numbers of the picture, in %."""
    bands = _bands(stored)
    return median_and_band({stored.labels(f"figures.share.{name}"): band for name, band in bands.items()})


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
