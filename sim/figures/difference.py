"""The headline picture: the paired difference of the share with its bands and a zero line."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.data import Column, first_of_change, quantiles
from sim.figures.words import caption
from sim.results.key_figures import Difference, key_figures
from sim.results.remembering import title_of
from sim.results.store import Stored
from sim.results.wording import difference_parts, without_number

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
    return stored.labels("figures.difference.title", scenario=title_of(stored), base=stored.base_said)


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    end = _end(stored)
    without = without_number("share", end, stored.labels)
    if without:
        return stored.labels("figures.difference.description_without", year=stored.years[-1], words=without)
    shown = difference_parts("share", end, stored.labels)
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
    house.thin(axes, band["q50"])
    house.over_years(axes, range(first, stored.years[-1] + 1), labels, known=stored.info.known_until)
    house.around_zero(axes)
    last = band.iloc[-1]
    found = _end(stored)
    parts = difference_parts("share", found, labels)
    end = f"{labels('figures.difference.mean')}\n{parts['mean']}"
    if not found.found and found.sureness != "equal":
        end += f"\n{labels('figures.difference.not_told')}"
    ends, ids = (
        [(float(last["mean"]), end, house.PURPLE)],
        {end: house.key_id(f"{found.key}/mean", found.mean)},
    )
    if found.carried_by_few:
        middle = f"{labels('figures.difference.median')}\n{parts['median']}"
        ends.append((float(last["q50"]), middle, house.PURPLE))
        ids[middle] = house.key_id(f"{found.key}/q50", found.q50)
    if last["q90"] - last["q10"] > 0:
        edges = {part: labels(f"table_column.{part}") for part in ("q90", "q10")}
        ends += [(float(last[part]), text, house.GREY) for part, text in edges.items()]
    house.label_ends(axes, ends, stored.years[-1], ids)
    axes.text(
        0.005, 0, labels("figures.difference.zero"), transform=axes.get_yaxis_transform(), size=8, va="bottom"
    )
    return figure
