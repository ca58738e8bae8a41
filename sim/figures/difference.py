"""The headline picture: the paired difference of the share with its bands and a zero line."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, first_of_change, quantiles
from sim.figures.words import caption
from sim.results.key_figures import Difference, key_figures
from sim.results.store import Stored
from sim.results.wording import difference_parts

NAME, ORDER = "difference", 10


def applies(stored: Stored) -> bool:
    """Whether there is a base to differ from."""
    return stored.difference_of("share") is not None


def _band(stored: Stored) -> pd.DataFrame:
    found = stored.difference_of("share")
    assert found is not None
    return 100 * quantiles(found)


def _end(stored: Stored) -> Difference:
    """The difference of the last year."""
    share = next(one for one in key_figures(stored) if one.name == "share")
    assert share.difference is not None
    return share.difference


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    return stored.labels("figures.difference.title", scenario=stored.info.scenario, base=stored.base_said)


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    shown = difference_parts("share", _end(stored), stored.labels)
    return stored.labels("figures.difference.description", year=stored.years[-1], **shown)


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, in percentage points."""
    band, labels = _band(stored), stored.labels
    return [
        Column(labels(f"table_column.{name}"), band[name], f"difference/share/{{year}}/{name}", 100)
        for name in ("mean", "q10", "q25", "q50", "q75", "q90")
    ]


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, band = stored.labels, _band(stored)
    figure, (axes,) = house.frame(
        title(stored), caption(stored, NAME, base_line=False), 1, 1, height=3.4, right=1.25
    )
    first = first_of_change(stored.years, stored.info.base_year, [band])
    band = band[band.index >= first]
    house.fan(axes, band, middle="mean")
    house.over_years(axes, range(first, stored.years[-1] + 1), labels, known=stored.info.known_until)
    house.around_zero(axes)
    last = band.iloc[-1]
    found = _end(stored)
    end = f"{labels('figures.difference.mean')}\n{difference_parts('share', found, labels)['mean']}"
    ends = [(float(last["mean"]), end, house.PURPLE)]
    if last["q90"] - last["q10"] > 0:
        ends += [(float(last["q90"]), "90 %", house.GREY), (float(last["q10"]), "10 %", house.GREY)]
    house.label_ends(axes, ends, stored.years[-1], {end: house.key_id(f"{found.key}/mean", found.mean)})
    axes.text(
        0.005, 0, labels("figures.difference.zero"), transform=axes.get_yaxis_transform(), size=8, va="bottom"
    )
    return figure
