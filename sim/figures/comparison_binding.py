"""What binds when, a row a result: bars of the years in which one group of causes leads."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.figures import house, rows
from sim.figures.binding import LOOKS, OTHER
from sim.results import keyed
from sim.results.binding import NOTHING
from sim.results.compared import Comparison

BLANK = ("white", "")
ACROSS = 7
"""Causes beside each other in the legend."""


def binding(comparison: Comparison) -> rows.Picture | None:
    """The periods of each result in the place whose queue stands in the headline."""
    table = comparison.binding
    if not len(table):
        return None
    names = rows.in_order(comparison, set(table["run"]))
    looks = {**LOOKS, NOTHING: BLANK}

    def draw() -> Figure:
        labels = comparison.labels
        causes = [str(cause) for cause in dict.fromkeys(table["cause"])]
        lines = -(-len(causes) // ACROSS)
        figure, axes = rows.frame_of(comparison, "binding", names, 1, above=0.08 + 0.22 * lines)
        one = axes[0]
        columns = (table[name] for name in ("run", "period", "cause", "first", "last", "share_members"))
        for run, period, cause, begin, end, share in zip(*columns, strict=True):
            colour, hatch = looks.get(str(cause), OTHER)
            hatch = hatch if len(causes) > 1 else ""  # nothing to tell apart
            at, width, left = names.index(run), int(end) - int(begin) + 1, int(begin) - 0.5
            one.barh(
                at, width, left=left, height=0.6, color=colour, alpha=0.8, hatch=hatch, edgecolor="white",
                linewidth=0.5,
            )  # fmt: skip
            text = labels("compare.of_members", part=labels.number(100 * float(share)))
            patch = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
            if width > 2:
                mark = house.key_id(keyed.key("binding", run, period, "share_members"), float(share))
                one.text(left + width / 2, at, text, ha="center", va="center", size=7, bbox=patch, gid=mark)
        first, last = int(table["first"].min()), int(table["last"].max())
        one.set_xlim(first - 0.5, last + 0.5)
        one.set_xticks([year for year in range(first, last + 1) if year % 2 == 0])
        keys = []
        for cause in causes:
            colour, hatch = looks.get(cause, OTHER)
            look: dict[str, Any] = {
                "facecolor": colour,
                "edgecolor": house.GREY,
                "linewidth": 0.5,
                "alpha": 0.8,
            }
            hatch = 2 * hatch if len(causes) > 1 else ""
            keys.append(Patch(**look, hatch=hatch, label=labels.of("cause_group", cause)))
        down = 0.42 + (0.2 if comparison.unpaired else 0.0)
        top = 1 - down / float(figure.get_size_inches()[1])
        figure.legend(
            handles=keys, loc="upper left", bbox_to_anchor=(0.01, top), ncols=ACROSS, frameon=False,
            fontsize=8.5, handlelength=1.6, columnspacing=1.6, borderaxespad=0,
        )  # fmt: skip
        return figure

    shown = pd.DataFrame(
        {
            "run": table["run"],
            "cause": [comparison.labels.of("cause_group", str(cause)) for cause in table["cause"]],
            "since": table["first"],
            "until": table["last"],
            "share_members": 100 * table["share_members"],
        }
    )
    keys = {
        "share_members": [
            (keyed.key("binding", run, period, "share_members"), 100.0)
            for run, period in zip(table["run"], table["period"], strict=True)
        ]
    }
    return rows.Picture("binding", draw, shown, keys)
