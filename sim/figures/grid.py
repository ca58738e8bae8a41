"""The grid: power that waits for a connection by place, and how long."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, band_columns, dutch_places, statistics
from sim.figures.words import caption
from sim.results.headline import HOME
from sim.results.store import Stored

NAME, ORDER = "grid", 40
TOGETHER = 3
"""Places whose waits stand in one panel."""


def applies(stored: Stored) -> bool:
    """Whether the queue was recorded by place."""
    return bool(dutch_places(stored, "mw_queued"))


def _bands(stored: Stored, variable: str = "mw_queued") -> dict[str, pd.DataFrame]:
    found = {
        place: statistics(stored.series, variable, place=place) for place in dutch_places(stored, variable)
    }
    return {place: band for place, band in found.items() if band is not None}


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    return stored.labels("figures.grid.title")


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    bands = _bands(stored)
    place = HOME if HOME in bands else next(iter(bands))
    labels, last = stored.labels, stored.years[-1]
    key = f"series/mw_queued/{place}/{last}/q50"
    end = labels.number(float(bands[place]["q50"].iloc[-1]), key=key)
    return labels("figures.grid.description", place=labels.of("place", place), end=end, year=last)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture: MW, and the wait in years."""
    labels = stored.labels
    found = []
    for place, band in _bands(stored).items():
        key = f"series/mw_queued/{place}/{{year}}/{{statistic}}"
        found += band_columns(labels.of("place", place), band, key, labels)
    for place, band in _bands(stored, "grid_wait").items():
        heading = f"{labels.of('place', place)}: {labels('figures.grid.wait')}"
        found.append(Column(heading, band["q50"], f"series/grid_wait/{place}/{{year}}/q50"))
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, bands, waits = stored.labels, _bands(stored), _bands(stored, "grid_wait")
    # the headline's place first, then those where the wait is longest
    longest = sorted(waits, key=lambda place: (place != HOME, -float(waits[place]["q50"].max())))
    groups = [longest[at : at + TOGETHER] for at in range(0, len(longest), TOGETHER)]
    across = 4 if len(bands) > 3 else len(bands)
    panels = len(bands) + len(groups)
    figure, axes = house.frame(
        title(stored), caption(stored, NAME), -(-panels // across), across, height=1.85, gap_x=0.62
    )
    for one, (place, band) in zip(axes, bands.items(), strict=False):
        house.fan(one, band)
        base = statistics(stored.base, "mw_queued", place=place) if stored.has_base else None
        if base is not None:
            house.dashed(one, base["q50"])
        one.set_title(labels.of("place", place))
        house.over_years(one, stored.years, labels, known=stored.info.known_until)
        house.from_zero(one)
    rest = axes[len(bands) :]
    for number, (one, places) in enumerate(zip(rest, groups, strict=False)):
        house.lines(one, {labels.of("place", place): waits[place]["q50"] for place in places})
        one.set_title(labels(f"figures.grid.{'wait_more' if number else 'wait'}"))
        house.over_years(one, stored.years, labels, known=stored.info.known_until)
    top = max((one.get_ylim()[1] for one in rest[: len(groups)]), default=1.0)
    for one in rest[: len(groups)]:
        one.set_ylim(0, top)
    for empty in rest[len(groups) :]:
        empty.set_axis_off()
    return figure
