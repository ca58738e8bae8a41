"""Pictures of results side by side: which there are, and the fans of each."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.comparison_bands import effects, equal_money, regret, shocks
from sim.figures.comparison_binding import binding
from sim.figures.comparison_coloured import key_figures, overlays, pairs, places, segments, years
from sim.figures.comparison_design import design_pictures
from sim.figures.data import first_of_change, quantiles
from sim.figures.drawing import Drawn, drawn
from sim.figures.rows import Keys, Picture
from sim.results import keyed
from sim.results.compared import Compared, Comparison
from sim.results.key_figures import start_and_end

COLUMNS = 3
PANELS = 12
"""Results up to which each has a panel of its own."""
FAN = ("mean", "q25", "q50", "q75")
"""Statistics of a fan that its data table holds."""


def pictures_of(comparison: Comparison) -> list[Picture]:
    """The pictures of a comparison that it has the numbers for, in the order in which they are shown.

    Up to `PANELS` results have a fan each; with more, tables and bands with a row a result take over. Those
    of a design, figure against axis, come first; with more than `PANELS` runs they stand alone.
    """
    designed = design_pictures(comparison)
    many = len(comparison.results) > PANELS
    if designed and many:
        return designed
    makers: list[Callable[[Comparison], Picture | None]] = [effects, shocks, key_figures, pairs]
    makers += [regret, overlays, equal_money, binding, places, segments]
    makers += [years] if many else [differences, shares]
    return [*designed, *(one for make in makers if (one := make(comparison)) is not None)]


def draw_comparison(comparison: Comparison) -> list[Drawn]:
    """Those pictures drawn, with their words and tables."""
    labels, last = comparison.labels, start_and_end(comparison.results[0].stored)[1]
    found = []
    for picture in pictures_of(comparison):
        title, described, caption = (
            labels(f"figures.{picture.words or f'compare_{picture.name}'}.{part}", year=last)
            for part in ("title", "description", "caption")
        )
        table, keys = _as_read(picture, comparison)
        one = drawn(picture.name, title, described, caption, picture.draw, table)
        found.append(replace(one, keys=keys))
    return found


def _as_read(picture: Picture, comparison: Comparison) -> tuple[pd.DataFrame, Keys]:
    """The table of a picture, and what its numbers are, with results as a reader calls them."""
    shown = comparison.shown
    table = picture.table.assign(run=[shown.get(str(run), str(run)) for run in picture.table["run"]])
    keys = {shown.get(column, column): told for column, told in picture.keys.items()}
    return table.rename(columns=shown), keys


def differences(comparison: Comparison) -> Picture | None:
    """Fans of the paired difference, a panel a result; None where no result has a base."""
    return _fans("difference", "difference", comparison, difference_bands(comparison), _difference)


def shares(comparison: Comparison) -> Picture | None:
    """Fans of the share, a panel a result."""
    return _fans("share", "level", comparison, share_bands(comparison), _share)


def _fans(
    name: str,
    of: str,
    comparison: Comparison,
    bands: dict[str, pd.DataFrame],
    draw: Callable[[Comparison, dict[str, pd.DataFrame]], Figure],
) -> Picture | None:
    if not bands:
        return None
    table = pd.concat({run: band[list(FAN)] for run, band in bands.items()}, names=["run", "year"])
    keys = {
        part: [(keyed.key(of, run, "share", year, part), 100.0) for run, year in table.index] for part in FAN
    }
    return Picture(name, lambda: draw(comparison, bands), table.reset_index(), keys)


def difference_bands(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Of each result with a base: mean and quantiles of the paired difference of the share, percentage
    points."""
    found = {one.name: one.difference("share") for one in comparison.ranked}
    return {name: 100 * quantiles(one) for name, one in found.items() if one is not None and one.size}


def share_bands(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Of each result: mean and quantiles of the share, %."""
    found = {one.name: one.members("share") for one in comparison.ranked}
    return {name: 100 * quantiles(one) for name, one in found.items() if one is not None}


def _difference(comparison: Comparison, bands: dict[str, pd.DataFrame]) -> Figure:
    # a shock may be a hundred times as large as any policy, whose fans would lie flat on its axes
    apart = bool(comparison.shocks)
    figure, axes = _panels(comparison, bands, "compare_difference", apart=apart)
    infos = [one.stored.info for one in comparison.results]
    years = sorted({int(year) for band in bands.values() for year in band.index})
    first = first_of_change(years, min(info.base_year for info in infos), bands.values())
    for one, (name, band) in zip(axes, bands.items(), strict=False):
        house.fan(one, band[band.index >= first], middle="mean")
        house.thin(one, band.loc[band.index >= first, "q50"])
        _dress(one, comparison.shown[name], _result(comparison, name), first)
    shocks = {one.name for one in comparison.shocks}
    for group in (set(bands) - shocks, set(bands) & shocks):
        mine = [one for one, name in zip(axes, bands, strict=False) if name in group]
        house.alike_around_zero(mine)
    return figure


def _share(comparison: Comparison, bands: dict[str, pd.DataFrame]) -> Figure:
    figure, axes = _panels(comparison, bands, "compare_share")
    for one, (name, band) in zip(axes, bands.items(), strict=False):
        result = _result(comparison, name)
        house.fan(one, band)
        base = result.base_members("share")
        if base is not None:
            house.dashed(one, 100 * base.median(axis=1))
        record = {
            year: 100 * x
            for year, x in result.stored.info.record.get("share", {}).items()
            if year in band.index
        }
        one.plot(list(record), list(record.values()), linestyle="", marker="o", color="black", zorder=3)
        _dress(one, comparison.shown[name], result)
    house.from_zero(axes[0])
    return figure


def _panels(
    comparison: Comparison, bands: dict[str, pd.DataFrame], key: str, *, apart: bool = False
) -> tuple[Figure, list[Axes]]:
    """Panels, a result each, on one axis of numbers; with `apart` shocks have one of their own."""
    labels = comparison.labels
    columns = min(COLUMNS, len(bands))
    parts = [f"figures.{key}.caption", *(["figures.shocks_apart"] if apart else []), "figures.dotted"]
    caption = " ".join(labels(part) for part in parts)
    figure, axes = house.frame(
        labels(f"figures.{key}.title"),
        caption,
        -(-len(bands) // columns),
        columns,
        height=2.2,
        share_y=not apart,
        gap_x=0.6,
        warning=labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else "",
    )
    for empty in axes[len(bands) :]:
        empty.set_axis_off()
    return figure, axes


def _dress(axes: Axes, name: str, result: Compared, first: int | None = None) -> None:
    stored = result.stored
    years = [year for year in stored.years if first is None or year >= first]
    axes.set_title("\n".join(textwrap.wrap(name, 44)))
    house.over_years(axes, years, stored.labels, known=stored.info.known_until)


def _result(comparison: Comparison, name: str) -> Compared:
    return next(one for one in comparison.results if one.name == name)
