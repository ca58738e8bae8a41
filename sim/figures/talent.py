"""The talent gap: jobs unfilled by place, vacancies by level, people trained, needed and to replace."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, band_columns, dutch_places, mean_by, statistics
from sim.figures.words import caption
from sim.results.headline import HOME
from sim.results.store import Stored

NAME, ORDER = "talent", 30
PEOPLE = ("trained", "needed", "to_replace")
"""People since the record ends, by the outcomes that count them."""


def applies(stored: Stored) -> bool:
    """Whether unfilled shares were recorded by place."""
    return bool(dutch_places(stored, "unfilled_share"))


def _bands(stored: Stored) -> dict[str, pd.DataFrame]:
    found = {
        place: statistics(stored.series, "unfilled_share", place=place)
        for place in dutch_places(stored, "unfilled_share")
    }
    return {place: 100 * band for place, band in found.items() if band is not None}


def _vacancies(stored: Stored) -> pd.DataFrame | None:
    found = mean_by(stored.series, "vacancies", "level")
    return None if found is None else found / 1000


def _people(stored: Stored) -> pd.DataFrame:
    # counted since the known date: the years before it say nothing
    found = {name: mean_by(stored.series, f"people_{name}") for name in PEOPLE}
    whole = pd.DataFrame({name: one.iloc[:, 0] / 1000 for name, one in found.items() if one is not None})
    return whole[whole.index >= stored.info.base_year]


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    return stored.labels("figures.talent.title")


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    bands = _bands(stored)
    place = HOME if HOME in bands else next(iter(bands))
    labels, last = stored.labels, stored.years[-1]
    key = f"series/unfilled_share/{place}/{last}/q50"
    end = labels.number(float(bands[place]["q50"].iloc[-1]) / 100, 1, scale=100, key=key)
    return labels("figures.talent.description", place=labels.of("place", place), end=end, year=last)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture: unfilled shares in %, vacancies and people in thousands."""
    labels = stored.labels
    found = []
    for place, band in _bands(stored).items():
        key = f"series/unfilled_share/{place}/{{year}}/{{statistic}}"
        found += band_columns(labels.of("place", place), band, key, labels, 100)
    vacancies, people = _vacancies(stored), _people(stored)
    for level in [] if vacancies is None else vacancies:
        assert vacancies is not None
        heading = f"{labels('figures.talent.vacancies')}, {labels.of('level', str(level))}"
        found.append(Column(heading, vacancies[level], f"series/vacancies/{level}/{{year}}/mean", 1e-3))
    for name in people:
        heading = f"{labels('figures.talent.people', year=stored.info.base_year + 1)}, "
        heading += labels(f"figures.talent.{name}")
        found.append(Column(heading, people[name], f"series/people_{name}/-/{{year}}/mean", 1e-3))
    return found


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, bands = stored.labels, _bands(stored)
    vacancies, people = _vacancies(stored), _people(stored)
    panels = len(bands) + (vacancies is not None) + (len(people) > 0)
    across = 4 if panels > 3 else panels
    figure, axes = house.frame(
        title(stored), caption(stored, NAME), -(-panels // across), across, height=1.85
    )
    top = max(float(band["q90"].max()) for band in bands.values()) * 1.05
    for one, (place, band) in zip(axes, bands.items(), strict=False):
        house.fan(one, band)
        base = statistics(stored.base, "unfilled_share", place=place) if stored.has_base else None
        if base is not None:
            house.dashed(one, 100 * base["q50"])
        one.set_title(labels.of("place", place))
        house.over_years(one, stored.years, labels, known=stored.info.known_until)
        one.set_ylim(0, max(top, 1e-9))
    rest = iter(axes[len(bands) :])
    if vacancies is not None:
        named = {labels.of("level", str(level)): vacancies[level] for level in vacancies}
        _lines(next(rest), named, labels("figures.talent.vacancies"), stored)
    if len(people):
        named = {labels(f"figures.talent.{name}"): people[name] for name in people}
        _lines(next(rest), named, labels("figures.talent.people", year=stored.info.base_year + 1), stored)
    for empty in rest:
        empty.set_axis_off()
    return figure


def _lines(axes: Axes, found: dict[str, pd.Series[float]], heading: str, stored: Stored) -> None:
    house.lines(axes, found)
    axes.set_title(heading)
    years = [int(year) for year in next(iter(found.values())).index]
    house.over_years(axes, years, stored.labels, known=stored.info.known_until)
