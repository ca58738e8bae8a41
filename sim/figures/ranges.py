"""A picture of differences side by side: a dot for the mean, its bands, hollow where none is found."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures import house
from sim.results.key_figures import Difference
from sim.results.labels import Labels

LEAST, BESIDE, LETTER = 0.15, 0.03, 0.0078
"""Parts of the width: the least room for the names, what they need beside themselves, and a letter."""
LINE = 0.14
"""Height of a line of a heading, inches."""


@dataclass(frozen=True)
class Panel:
    """One outcome: its heading with unit, the factor from its own unit, and a difference by row."""

    heading: str
    scale: float
    rows: Sequence[Difference]


def draw_ranges(
    title: str, caption: str, names: Sequence[str], panels: Sequence[Panel], labels: Labels
) -> Figure:
    """Panels side by side with a row a name, the first on top: mean, 50 % band thick, 80 % band thin."""
    height = 0.5 + 0.3 * len(names)
    heads = [textwrap.wrap(panel.heading, 30) for panel in panels]
    above = LINE * max(map(len, heads))
    figure, axes = house.frame(title, caption, 1, len(panels), height=height, share_y=True, above=above)
    # room for the names, which stand left of the first panel
    left = max(LEAST, BESIDE + LETTER * max(map(len, names)))
    width = (0.985 - left) / len(panels)
    for number, (one, panel, head) in enumerate(zip(axes, panels, heads, strict=True)):
        where = one.get_position()
        one.set_position((left + number * width, where.y0, width - 0.03, where.height))
        for row, each in enumerate(panel.rows):
            _range(one, row, each, panel.scale)
        one.axvline(0, color="black", linewidth=1.0, zorder=1)
        one.set_title("\n".join(head), fontsize=9)
        one.set_ylim(len(names) - 0.5, -0.5)
        one.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        one.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
        one.grid(axis="x", linewidth=0.4, color="#cccccc")
        one.grid(visible=False, axis="y")
    axes[0].set_yticks(range(len(names)), labels=list(names))
    return figure


def _range(axes: Axes, row: int, each: Difference, scale: float) -> None:
    colour = house.PURPLE if each.found else house.GREY
    low, high = scale * each.q10, scale * each.q90
    axes.plot([low, high], [row, row], color=colour, linewidth=1.2, linestyle="-", zorder=2)
    axes.plot([scale * each.q25, scale * each.q75], [row, row], color=colour, linewidth=4.5, linestyle="-",
              zorder=2, alpha=0.55, solid_capstyle="butt")  # fmt: skip
    face = colour if each.found else "white"
    axes.plot([scale * each.mean], [row], marker="o", markersize=5.5, color=colour, markerfacecolor=face,
              linestyle="", zorder=3)  # fmt: skip


def numbers(names: Sequence[str], panels: Mapping[str, Panel]) -> list[dict[str, object]]:
    """The numbers of the picture: a row a name and outcome."""
    return [
        {"run": name, "outcome": outcome}
        | {key: panel.scale * getattr(each, key) for key in ("mean", "q10", "q25", "q75", "q90")}
        for outcome, panel in panels.items()
        for name, each in zip(names, panel.rows, strict=True)
    ]
