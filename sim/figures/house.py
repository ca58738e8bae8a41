"""What all pictures share: colours, the frame with title and caption, bands, direct labels, saving."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.results.labels import Labels

STYLE = Path(__file__).with_name("house.mplstyle")
PURPLE, ORANGE, GREEN, BLUE = "#42145f", "#e17000", "#275937", "#007bc7"
GREY = "#4d4d4d"
WARNING = "#b00020"
COLOURS = (PURPLE, ORANGE, GREEN, BLUE)
STYLES = ("-", "--", "-.", ":")
WIDTH = 9.6
"""Inches; all pictures are equally wide, so that they stand under one another."""
_LEFT, _RIGHT = 0.66, 0.25
_TITLE, _WARNED, _CAPTION = 11.5, 9, 8
"""Sizes of type, points."""
_TEXT = 0.96 * (WIDTH - 0.3)
"""Width of title and caption, inches: letters fitted to the dots of a screen run a few per cent wider."""
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LINE = 0.165
"""Height of a line of the caption, inches."""


def in_width(text: str, inches: float, size: float, *, bold: bool = False) -> list[str]:
    """A text in lines that are at most so wide in type of `size` points (a longer word stands alone)."""
    type_ = FontProperties(size=size, weight="bold" if bold else "normal")

    def wide(part: str) -> float:
        across, *_ = text_to_path.get_text_width_height_descent(part, type_, ismath=False)
        return float(across) / 72

    space = wide("a a") - wide("aa")
    lines: list[str] = []
    left = 0.0
    for word in filter(None, text.split(" ")):  # a space that binds two words binds them
        taken = wide(word)
        if lines and taken + space <= left:
            lines[-1] += f" {word}"
            left -= taken + space
        else:
            lines.append(word)
            left = inches - taken
    return lines


def evenly(text: str, inches: float, size: float) -> list[str]:
    """Bold text in as few lines as fit in a width, these about as long as each other: no word alone on the
    last."""
    lines = in_width(text, inches, size, bold=True)
    narrower = (in_width(text, part * inches, size, bold=True) for part in (0.6, 0.7, 0.8, 0.9))
    return next((one for one in narrower if len(one) == len(lines)), lines) if len(lines) > 1 else lines


def frame(
    title: str,
    caption: str,
    rows: int,
    columns: int,
    *,
    height: float,
    share_y: bool = False,
    left: float = _LEFT,
    right: float = _RIGHT,
    gap_x: float = 0.45,
    above: float = 0.0,
    below: float = 0.0,
    warning: str = "",
) -> tuple[Figure, list[Axes]]:
    """A figure with `rows` × `columns` axes, each row `height` inches; the title above, the caption below.

    `left` and `right` are the room beside the axes (inches), for names of rows and labels of lines; `gap_x`
    that between columns, `above` extra room under the title, for a key, `below` extra room above the
    caption, for words under the last row; `warning` stands under the title in red.
    """
    head = evenly(title, _TEXT, _TITLE)
    warned = in_width(warning, _TEXT, _WARNED)
    above += 0.2 * len(warned)
    foot = in_width(caption, _TEXT, _CAPTION)
    top = 0.34 + 0.22 * len(head) + above
    bottom = 0.5 + _LINE * len(foot) + below
    gap = 0.55
    whole = top + rows * height + (rows - 1) * gap + bottom
    figure = Figure(figsize=(WIDTH, whole))
    at = 0.15 / WIDTH
    figure.text(at, 1 - 0.12 / whole, "\n".join(head), ha="left", va="top", size=_TITLE, weight="bold")
    if warned:
        down = 1 - (0.2 + 0.22 * len(head)) / whole
        figure.text(at, down, "\n".join(warned), ha="left", va="top", size=_WARNED, color=WARNING)
    figure.text(at, 0.1 / whole, "\n".join(foot), ha="left", va="bottom", size=_CAPTION, color=GREY)
    gap_x = 0.2 if share_y else gap_x
    across = (WIDTH - left - right - gap_x * (columns - 1)) / columns
    grid = figure.add_gridspec(
        rows,
        columns,
        left=left / WIDTH,
        right=1 - right / WIDTH,
        top=1 - top / whole,
        bottom=bottom / whole,
        wspace=gap_x / across,
        hspace=gap / height,
    )
    axes: list[Axes] = []
    for row in range(rows):
        for column in range(columns):
            shared = axes[0] if share_y and axes else None
            one = figure.add_subplot(grid[row, column], sharey=shared)
            if share_y and column:
                one.tick_params(labelleft=False)
            axes.append(one)
    return figure, axes


def over_years(axes: Axes, years: Sequence[int], labels: Labels, *, known: float | None = None) -> None:
    """Ticks at a few whole years, numbers as a reader writes them, and a hairline where the record ends."""
    axes.set_xlim(years[0], years[-1])
    step = 10 if axes.get_position().width < 0.3 and len(years) > 20 else 5
    axes.set_xticks([year for year in range(years[0], years[-1] + 1) if year % step == 0])
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda x, _: short(x, labels)))
    if known is not None and years[0] < known < years[-1]:
        axes.axvline(known - 1, color=GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1)


def short(x: float, labels: Labels) -> str:
    """A tick's number with as many decimals as it needs, four at most; below that with its power of ten."""
    if 0 < abs(x) < 1e-4:
        power = math.floor(round(math.log10(abs(x)), 9))
        return f"{short(x / 10**power, labels)}·10{str(power).translate(RAISED)}"
    digits = next((d for d in range(4) if abs(x - round(x, d)) <= 1e-9 * max(abs(x), 1e-9)), 4)
    return labels.number(x, digits)


def fan(
    axes: Axes, band: pd.DataFrame, colour: str = PURPLE, *, middle: str = "q50", label: str | None = None
) -> None:
    """The 80 % band, the 50 % band and a line; `band` has years as index and columns q10, q25, q75, q90 and
    `middle`."""
    years = band.index.to_numpy()
    axes.fill_between(years, band["q10"], band["q90"], color=colour, alpha=0.14, linewidth=0)
    axes.fill_between(years, band["q25"], band["q75"], color=colour, alpha=0.28, linewidth=0)
    axes.plot(years, band[middle], color=colour, linestyle="-", label=label)


def thin(axes: Axes, line: pd.Series[float], colour: str = PURPLE) -> None:
    """A second line of a fan: the median where the line is the mean."""
    axes.plot(line.index, line, color=colour, linestyle=(0, (2, 1.5)), linewidth=0.9)


def dashed(axes: Axes, line: pd.Series[float]) -> None:
    """The base: a dashed grey line."""
    axes.plot(line.index, line, color=GREY, linestyle=(0, (4, 2)), linewidth=1.2)


KEY = "key:"


def key_id(key: str, value: float) -> str:
    """The id of a text in a picture that says which stored number it shows; a page makes an attribute of
    it."""
    return f"{KEY}{key}={value:.12g}"


def label_ends(
    axes: Axes,
    ends: Sequence[tuple[float, str, str]],
    x: float,
    ids: Mapping[str, str] | None = None,
    *,
    size: float = 8.5,
) -> None:
    """Direct labels beside the ends of lines (y, text, colour), moved apart so that none covers another.

    `ids`: of texts that show a number, by text (`key_id`).
    """
    if not ends:
        return
    low, high = axes.get_ylim()
    inches = axes.get_position().height * _height(axes)
    least = (high - low) * 0.15 / inches
    placed: list[tuple[float, str, str]] = []
    for y, text, colour in sorted(ends):
        tall = (placed[-1][1].count("\n") + text.count("\n")) / 2 + 1 if placed else 0  # in lines
        bottom = placed[-1][0] + least * tall if placed else low
        placed.append((max(y, bottom), text, colour))
    over = placed[-1][0] - high
    if over > 0:
        placed = [(y - over, text, colour) for y, text, colour in placed]
    for y, text, colour in placed:
        axes.annotate(
            text, (x, y), xytext=(4, 0), textcoords="offset points", va="center", size=size, color=colour,
            annotation_clip=False, gid=(ids or {}).get(text),
        )  # fmt: skip


def lines(axes: Axes, found: dict[str, pd.Series[float]], *, step: bool = False) -> None:
    """Two to four lines, each in its own colour and style and named above them, from the highest end to the
    lowest."""
    looks = dict(zip(found, zip(COLOURS, STYLES, strict=True), strict=False))
    for name, (colour, style) in looks.items():
        axes.plot(
            found[name].index,
            found[name],
            color=colour,
            linestyle=style,
            drawstyle="steps-mid" if step else "default",
        )
    low, high = axes.get_ylim()
    low = min(low, 0.0) if low < -1e-9 * abs(high) and any(one.min() < 0 for one in found.values()) else 0.0
    inches = axes.get_position().height * _height(axes)
    row = 0.19 / inches
    room = row * len(found) + 0.04
    axes.set_ylim(low, low + max(high - low, 1e-9) / (1 - room))
    wide = 0.3 / (axes.get_position().width * WIDTH)
    for number, name in enumerate(sorted(looks, key=lambda one: -float(found[one].iloc[-1]))):
        colour, style = looks[name]
        height = 1 - row * (number + 0.5)
        axes.plot(
            [0.02, 0.02 + wide],
            [height, height],
            color=colour,
            linestyle=style,
            transform=axes.transAxes,
            zorder=4,
        )
        axes.text(
            0.04 + wide, height, name, transform=axes.transAxes, color=colour, size=8, va="center", zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip


def _height(axes: Axes) -> float:
    """Height of the figure in inches."""
    figure = axes.get_figure(root=True)
    return float(figure.get_size_inches()[1]) if figure is not None else 1.0


def empty(axes: Axes, text: str) -> None:
    """Axes in which nothing happens say so."""
    axes.set_ylim(-1, 1)
    axes.set_yticks([0])
    patch = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    axes.text(0.5, 0.58, text, transform=axes.transAxes, ha="center", va="bottom", color=GREY, bbox=patch)


def from_zero(axes: Axes) -> None:
    """Let a level begin at zero, with a little air above."""
    axes.set_ylim(0, max(axes.get_ylim()[1], 1e-9))


def around_zero(axes: Axes) -> None:
    """A zero line, always within the axes."""
    low, high = axes.get_ylim()
    if not np.isfinite([low, high]).all() or max(abs(low), abs(high)) < 1e-12:
        low, high = -1.0, 1.0
    axes.set_ylim(min(low, -0.04 * high), max(high, -0.04 * low))
    axes.axhline(0, color="black", linewidth=1.0, zorder=2)


def alike_around_zero(axes: Sequence[Axes]) -> None:
    """A zero line in each of several axes, which get the range that all their numbers need."""
    ends = [one.get_ylim() for one in axes]
    for one in axes:
        one.set_ylim(min(low for low, _ in ends), max(high for _, high in ends))
        around_zero(one)


def svg_bytes(figure: Figure) -> bytes:
    """The figure as SVG without date, creator or random names: equal figures are equal bytes."""
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def png_bytes(figure: Figure) -> bytes:
    """The figure as PNG, without the version of what drew it."""
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
