"""The tornado of a sensitivity study: what parameters do at the ends of their ranges, and their indices."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.points import CHANCE, OTHERS
from sim.analysis.stored import Sensitivity
from sim.figures import house
from sim.figures.drawing import Drawn, drawn
from sim.inputs.parameter import WEAK

NAME = "tornado"
ROW = 0.42
"""Height of a row, inches: a bar and the words above it."""
LETTERS = 74
"""Letters of a parameter's words that fit above its bar."""


def draw_tornado(made: Sensitivity, what: str, unit: str, scale: float) -> Drawn:
    """The picture of a study; `what` it is about, in `unit`, which is the outcome's own times `scale`."""
    labels = made.labels
    first = made.assumptions.iloc[0]
    words = (
        labels("sensitivity.tornado", what=what, unit=unit),
        labels(
            "sensitivity.tornado_description",
            name=first["factor"],
            total=labels.number(100 * float(first["total"])),
            chance=labels.number(100 * made.part(CHANCE)),
        ),
        labels("sensitivity.tornado_caption", draws=made.about.effort.draws),
    )
    said = table(made, scale).replace(
        {"factor": {one: labels(f"sensitivity.{one}") for one in (CHANCE, OTHERS)}}
    )
    return drawn(NAME, *words, lambda: _draw(made, words[0], words[2], scale), said)


def table(made: Sensitivity, scale: float) -> pd.DataFrame:
    """The numbers of the picture: ends in the shown unit, indices in % of the variance."""
    shown = made.assumptions[["factor", "low", "high", "first", "total", "total_margin"]].copy()
    shown[["low", "high"]] *= scale
    shown[["first", "total", "total_margin"]] *= 100
    return shown


def _draw(made: Sensitivity, title: str, caption: str, scale: float) -> Figure:
    labels, rows = made.labels, table(made, scale)
    count = len(rows)
    figure, (left, right) = house.frame(
        title, caption, 1, 2, height=ROW * count + 0.1, gap_x=0.35, above=0.45, right=0.3
    )
    at = range(count - 1, -1, -1)
    for y, (_, row) in zip(at, rows.iterrows(), strict=True):
        low, high = float(row["low"]), float(row["high"])
        if low == low and high == high:
            left.barh(y - 0.18, low, height=0.3, color=house.PURPLE, zorder=3)
            left.barh(
                y - 0.18, high, height=0.3, color=house.ORANGE, hatch="////", edgecolor="white", zorder=3
            )
        total, margin = float(row["total"]), float(row["total_margin"])
        right.barh(y - 0.18, total, height=0.3, color="#cfc6d6", zorder=2)
        right.plot(
            [max(total - margin, 0), total + margin],
            [y - 0.18] * 2,
            color=house.GREY,
            lw=1,
            linestyle="-",
            zorder=3,
        )
        right.plot(float(row["first"]), y - 0.18, marker="o", color=house.PURPLE, zorder=4)
        left.text(
            0.0, y + 0.12, _words(made, str(row["factor"])), size=7.5, va="bottom",
            transform=left.get_yaxis_transform(), zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    for axes in (left, right):
        axes.set_ylim(-0.55, count - 0.35)
        axes.set_yticks([])
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
    left.axvline(0, color="black", linewidth=1.0, zorder=2)
    widest = max(abs(x) for x in left.get_xlim())
    left.set_xlim(-widest, widest)
    right.set_xlim(min(0.0, float(rows["first"].min())) * 1.05, right.get_xlim()[1])
    left.set_title(labels("sensitivity.tornado_left"), weight="normal", size=8.5)
    right.set_title(labels("sensitivity.tornado_right"), weight="normal", size=8.5)
    height = float(figure.get_size_inches()[1])
    ends = [
        Patch(facecolor=house.PURPLE, label=labels("sensitivity.low_end")),
        Patch(
            facecolor=house.ORANGE, hatch="//////", edgecolor="white", label=labels("sensitivity.high_end")
        ),
        Line2D([], [], marker="o", linestyle="", color=house.PURPLE, label=labels("sensitivity.first_key")),
        Patch(facecolor="#cfc6d6", label=labels("sensitivity.total_key")),
    ]
    figure.legend(
        handles=ends, loc="upper left", bbox_to_anchor=(0.06, 1 - 0.4 / height), ncols=4, frameon=False,
        fontsize=8.5, handlelength=1.6, borderaxespad=0,
    )  # fmt: skip
    return figure


def _words(made: Sensitivity, factor: str) -> str:
    labels = made.labels
    if factor in (CHANCE, OTHERS):
        return labels(f"sensitivity.{factor}")
    known = made.about.parameters[factor]
    weak = f" ({labels('sensitivity.weak')})" if known["confidence"] in WEAK else ""
    words = made.words(factor)
    if len(words) > LETTERS:
        words = words[:LETTERS].rsplit(" ", 1)[0] + " …"
    return f"{words}{weak}"
