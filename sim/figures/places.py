"""The places on a schematic map: jobs in the sector, technical jobs unfilled, and power that waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

from sim.figures import house
from sim.figures.data import Column, dutch_places, mean_by, statistics
from sim.figures.words import caption
from sim.results.store import Stored

NAME, ORDER = "places", 55
MAP = Path(__file__).with_name("map.yaml")
NARROWING = 0.61
"""A degree of longitude over one of latitude at 52 degrees north."""
LARGEST = 0.25
"""Radius of the largest disc, degrees of latitude."""
GROUND = "#ececec"
HALO: Mapping[str, object] = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.75}


@dataclass(frozen=True)
class Panel:
    """An outcome on the map: which statistic, what it is multiplied with, decimals and colour."""

    outcome: str
    statistic: str
    scale: float
    digits: int
    colour: str


PANELS = (
    Panel("jobs_nl", "mean", 1e-3, 1, house.GREEN),
    Panel("unfilled_share", "q50", 100, 1, house.PURPLE),
    Panel("mw_queued", "q50", 1, 0, house.ORANGE),
)


def applies(stored: Stored) -> bool:
    """Whether some of it was recorded by place."""
    return bool(_shown(stored))


def _shown(stored: Stored) -> dict[Panel, pd.DataFrame]:
    """Of each panel: years × places, as stored."""
    found = {}
    for panel in PANELS:
        places = dutch_places(stored, panel.outcome)
        if panel.statistic == "mean":
            table = mean_by(stored.series, panel.outcome, "place")
        else:
            bands = {place: statistics(stored.series, panel.outcome, place=place) for place in places}
            table = pd.DataFrame({place: one["q50"] for place, one in bands.items() if one is not None})
        if places and table is not None and len(table):
            found[panel] = table[places]
    return found


def _at(table: pd.DataFrame, place: str, year: int) -> float:
    return float(table[place].to_dict()[year])


def _years(stored: Stored) -> list[int]:
    first = stored.info.base_year
    return [year for year in dict.fromkeys((first, stored.years[-1])) if year in stored.years]


def title(stored: Stored) -> str:
    """What is shown, with its units."""
    return stored.labels("figures.places.title", year=stored.years[-1])


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    labels, last = stored.labels, stored.years[-1]
    panel, table = next(iter(_shown(stored).items()))
    place = str(table.loc[last].idxmax())
    amount = labels.number(
        _at(table, place, last), panel.digits, scale=panel.scale, key=_key(panel, place, last)
    )
    what = labels(f"figures.places.{panel.outcome}")
    return labels(
        "figures.places.description", what=what, place=labels.of("place", place), amount=amount, year=last
    )


def _key(panel: Panel, place: str, year: int | str) -> str:
    return f"series/{panel.outcome}/{place}/{year}/{panel.statistic}"


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, in the base year and the last."""
    labels = stored.labels
    return [
        Column(
            f"{labels.of('place', place)}: {labels(f'figures.places.{panel.outcome}')}",
            panel.scale * table.loc[_years(stored), place],
            _key(panel, place, "{year}"),
            panel.scale,
        )
        for panel, table in _shown(stored).items()
        for place in map(str, table)
    ]


def draw(stored: Stored) -> Figure:
    """Draw it."""
    shown, labels = _shown(stored), stored.labels
    held = caption(stored, NAME, base_line=False, dotted=False)
    figure, axes = house.frame(title(stored), held, 1, len(shown), height=3.2, left=0.15, gap_x=0.1)
    for one, (panel, table) in zip(axes, shown.items(), strict=True):
        one.set_title(labels(f"figures.places.{panel.outcome}"))
        _ground(one)
        _discs(one, panel, table, stored)
    return figure


def _ground(axes: Axes) -> None:
    outline = _map()[1]
    axes.add_patch(Polygon(outline, closed=True, facecolor=GROUND, edgecolor="none", zorder=0))
    low, high = outline.min(axis=0), outline.max(axis=0)
    axes.set_xlim(low[0] - 0.1, high[0] + 0.15)
    axes.set_ylim(low[1] - 0.05, high[1] + 0.12)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _discs(axes: Axes, panel: Panel, table: pd.DataFrame, stored: Stored) -> None:
    """A disc a place for the last year, its area in proportion, and a ring for the base year."""
    years, labels = _years(stored), stored.labels
    top = max(float(table.loc[years].to_numpy().max()), 1e-12)
    for order, place in enumerate(map(str, table)):
        x, y = _map()[0].get(place, (3.42 * NARROWING, 53.2 - 0.4 * order))
        radius = {year: LARGEST * float(np.sqrt(max(_at(table, place, year), 0.0) / top)) for year in years}
        last = years[-1]
        axes.add_patch(Circle((x, y), radius[last], facecolor=panel.colour, alpha=0.85, edgecolor="none"))
        axes.add_patch(
            Circle((x, y), radius[years[0]], fill=False, edgecolor="black", linewidth=0.9, linestyle="--")
        )
        value = _at(table, place, last)
        amount = labels.number(value, panel.digits, scale=panel.scale)
        largest = max(radius.values())
        beside = place in _map()[2]
        across, down = (x + largest + 0.05, y + 0.02) if beside else (x, y - largest - 0.03)
        look: dict[str, Any] = {"ha": "left" if beside else "center", "va": "top", "bbox": HALO}
        axes.text(across, down, labels.of("place", place), size=8, **look)
        number = house.key_id(_key(panel, place, last), value)
        axes.text(across, down - 0.13, amount, size=9, weight="bold", gid=number, **look)


@cache
def _map() -> tuple[dict[str, tuple[float, float]], np.ndarray, frozenset[str]]:
    """Places and outline, as points in degrees of latitude either way, and places named beside their disc."""
    given = yaml.safe_load(MAP.read_text(encoding="utf-8"))
    places = {str(name): (east * NARROWING, north) for name, (east, north) in given["places"].items()}
    outline = np.array(given["outline"]) * np.array([NARROWING, 1.0])
    return places, outline, frozenset(given["named_beside"])
