"""Pictures with a row a result, readable from 2 to 50: intervals beside each other, and coloured tables."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures import house
from sim.figures.words import in_lines
from sim.results.compared import Comparison
from sim.results.key_figures import start_and_end
from sim.results.labels import Labels

ROW = 0.235
"""Height of a row, inches."""
LEFT = 2.75
"""Room for the names, inches."""
LONGEST = 40
"""Letters of a name that fit beside the axes."""
WIDE = 1.7
"""Inches above which an axis has room for more than three ticks with thousands."""
BOLD = 0.085
"""Width of a letter of the title of a panel, inches."""
LETTER, LINE, SLANT = 0.07, 0.135, 35.0
"""Width of a letter and height of a line of a heading (inches), and the angle of one that does not fit."""
CELL_TEXTS = 30
"""Rows up to which every cell of a coloured table holds its number."""
UP_AND_DOWN = LinearSegmentedColormap.from_list("up_and_down", [house.ORANGE, "#ffffff", house.PURPLE])


SHOCKS = "compare.shocks"
"""The heading above the rows of shocks, by its label: a row without numbers."""

Keys = Mapping[str, Sequence[tuple[str, float]]]
"""As `sim.figures.drawing.Drawn.keys`."""


@dataclass(frozen=True)
class Picture:
    """A picture of a comparison: its name, how it is drawn, the numbers that it shows and what they are
    (`sim.figures.drawing.Drawn.keys`). `words`: the label of its title, description and caption below
    `figures`, where that is not compare_<name>."""

    name: str
    draw: Callable[[], Figure]
    table: pd.DataFrame
    keys: Keys = field(default_factory=dict)
    words: str = ""


def row_frame(
    title: str, caption: str, names: Sequence[str], columns: int, *, warning: str = "", gap_x: float = 0.25,
    right: float = 0.25, above: float = 0.1,
) -> tuple[Figure, list[Axes]]:  # fmt: skip
    """A figure with a row a name and `columns` axes that share the rows; the first name stands on top."""
    figure, axes = house.frame(
        title, caption, 1, columns, height=max(ROW * len(names), 0.5), left=LEFT, right=right, gap_x=gap_x,
        above=above, warning=warning,
    )  # fmt: skip
    for at, one in enumerate(axes):
        one.set_ylim(len(names) - 0.5, -0.5)
        one.set_yticks(range(len(names)), [shortened(name) for name in names] if at == 0 else [])
        one.tick_params(axis="y", length=0, labelsize=8)
        one.grid(visible=False, axis="y")
    return figure, axes


def frame_of(
    comparison: Comparison, key: str, names: list[str], columns: int, **more: float
) -> tuple[Figure, list[Axes]]:
    """The frame of picture `key`: title, caption and warning from the labels, a row a name."""
    labels, last = comparison.labels, start_and_end(comparison.results[0].stored)[1]
    warning = labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else ""
    title, caption = (labels(f"figures.compare_{key}.{part}", year=last) for part in ("title", "caption"))
    shown = [labels(name) if name == SHOCKS else comparison.shown.get(name, name) for name in names]
    return row_frame(title, caption, shown, columns, warning=warning, **more)


def in_order(comparison: Comparison, there: Collection[str]) -> list[str]:
    """The results that are `there`, by name, as a reader sees them: policies, a heading, shocks."""
    names = [one.name for one in comparison.ranked if one.name in there]
    shocks = {one.name for one in comparison.shocks}
    at = next((at for at, name in enumerate(names) if name in shocks), None)
    return names if not at else [*names[:at], SHOCKS, *names[at:]]


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name that fits in its room; its middle goes, because its ends tell it apart."""
    if len(name) <= longest:
        return name
    half = (longest - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


def intervals(axes: Axes, bands: pd.DataFrame, title: str, labels: Labels, *, zero: bool = True) -> None:
    """A point and its bands a row: `bands` has q10, q25, mean, q75, q90 and `found` (a hollow point where the
    mean is not told from zero), and with q50 a tick at the median; rows without numbers stay empty."""
    for at, (_, row) in enumerate(bands.iterrows()):
        if not np.isfinite(row["mean"]):
            continue
        axes.plot([row["q10"], row["q90"]], [at, at], color=house.PURPLE, linewidth=1.0, linestyle="-")
        axes.plot([row["q25"], row["q75"]], [at, at], color=house.PURPLE, linewidth=4.0, alpha=0.4,
                  linestyle="-", solid_capstyle="butt")  # fmt: skip
        if "q50" in bands:
            axes.plot([row["q50"]], [at], marker="|", markersize=9, color="black", linestyle="", zorder=3)
        face = house.PURPLE if row["found"] else "white"
        axes.plot([row["mean"]], [at], marker="o", markersize=5, color=house.PURPLE, linestyle="",
                  markerfacecolor=face, zorder=4)  # fmt: skip
    if zero:
        axes.axvline(0, color="black", linewidth=1.0, zorder=1)
    wide = axes.get_position().width * house.WIDTH
    axes.set_title("\n".join(textwrap.wrap(title, max(int(wide / BOLD), 12))), size=8.5)
    axes.grid(visible=True, axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(4 if wide > WIDE else 3, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
    axes.margins(x=0.06)


@dataclass(frozen=True)
class Heads:
    """Headings of columns as they fit above them: in lines, or slanted where a word is wider than a
    column."""

    texts: Sequence[str]
    angle: float
    above: float
    """Room that they take, inches."""


def heads_that_fit(heads: Sequence[str]) -> Heads:
    """Of a coloured table with a column a heading."""
    letters = int((house.WIDTH - LEFT - 0.4) / len(heads) / LETTER)
    lines = [in_lines(head, letters) for head in heads]
    if max(len(line) for text in lines for line in text.split("\n")) <= letters:
        return Heads(lines, 0, 0.02 + LINE * max(text.count("\n") + 1 for text in lines))
    longest = max(len(head) for head in heads) * LETTER
    return Heads(list(heads), SLANT, 0.1 + longest * math.sin(math.radians(SLANT)))


def nothing(axes: Axes, text: str) -> None:
    """Axes in which no row has a number say why, and have no ticks but zero."""
    axes.set_xticks([0])
    patch = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", size=8, color=house.GREY,
              bbox=patch)  # fmt: skip


def beside(axes: Axes, texts: Sequence[str], ids: Sequence[str | None]) -> None:
    """A text at the right of each row, outside the axes; `ids` say which number each shows
    (`house.key_id`)."""
    for at, (text, mark) in enumerate(zip(texts, ids, strict=True)):
        axes.annotate(text, (1, at), xycoords=("axes fraction", "data"), xytext=(5, 0),
                      textcoords="offset points", va="center", size=7.5, color=house.GREY,
                      annotation_clip=False, gid=mark)  # fmt: skip


def coloured(
    axes: Axes,
    values: pd.DataFrame,
    heads: Sequence[str] | Heads,
    texts: Callable[[int, int], str],
    *,
    beside: str = "column",
    middle: float = 0.0,
    reach: float | None = None,
    pale: Callable[[int, int], bool] = lambda row, column: False,
    apart: int | None = None,
    ids: Callable[[int, int], str | None] = lambda row, column: None,
) -> None:
    """A coloured table: purple above `middle`, orange below, as strong as the value is far from it.

    The strongest colour is the largest distance in its `beside` (column, row or table), or `reach`. A cell
    that is `pale`, or without a number, is left white. Rows from `apart` on have a scale of their own.
    `texts` gives what stands in a cell, shown up to `CELL_TEXTS` rows, and `ids` which number that is; the
    data table of the picture holds all numbers.
    """
    x = values.to_numpy(float) - middle
    distance = np.abs(np.where(np.isfinite(x), x, 0.0))
    along = {"column": 0, "row": 1, "table": None}[beside]
    largest = np.full_like(x, np.nan if reach is None else reach)
    for part in (slice(None, apart), slice(apart, None)) if reach is None else ():
        if distance[part].size:
            largest[part] = distance[part].max(axis=along, keepdims=True)
    strength = np.divide(x, largest, out=np.zeros_like(x), where=np.isfinite(x) & (largest > 0))
    for row, column in np.ndindex(x.shape):
        if pale(row, column):
            strength[row, column] = 0.0
    colours = UP_AND_DOWN(0.5 + 0.5 * np.clip(np.where(np.isfinite(strength), strength, 0.0), -1, 1))
    rows, columns = x.shape
    across, up = np.meshgrid(np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5)
    axes.pcolormesh(across, up, colours, edgecolors="#d9d9d9", linewidth=0.4)
    if apart is not None:  # the heading of the rows below: no cells
        axes.axhspan(apart - 0.47, apart + 0.47, facecolor="white", edgecolor="none", zorder=2)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.xaxis.tick_top()
    heads = heads if isinstance(heads, Heads) else Heads(heads, 0, 0)
    axes.set_xticks(
        range(columns), list(heads.texts), rotation=heads.angle, ha="left" if heads.angle else "center"
    )
    axes.tick_params(axis="x", length=0, labelsize=7.5)
    if rows > CELL_TEXTS:
        return
    for row, column in np.ndindex(x.shape):
        dark = abs(strength[row, column]) > 0.55
        axes.text(column, row, texts(row, column), ha="center", va="center", size=7, gid=ids(row, column),
                  color="white" if dark and strength[row, column] > 0 else "black")  # fmt: skip
