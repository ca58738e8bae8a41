"""Pictures of a hindcast: fans from past origins, the gain on benchmarks, how many outcomes bands hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.figures import house
from sim.figures.drawing import Drawn, drawn
from sim.hindcast.given import HORIZONS, RUNS
from sim.hindcast.result import Hindcast
from sim.results.labels import Labels

RUN = "market"
SUBJECTS = ("share", "share_equipment")
SHOWN_ORIGINS = 5
LEFT_OF_NAMES, RIGHT_END, GAP = 0.21, 0.97, 0.035
"""Where axes with names of series beside them begin and end, and what lies between them, in widths."""
NEAR = 200.0
"""Gains below minus this many per cent are drawn at the edge."""


def draw_all(found: Hindcast, labels: Labels) -> list[Drawn]:
    """Every picture; equal hindcasts give equal bytes."""
    parts: dict[str, tuple[Callable[[Hindcast, Labels], Figure], pd.DataFrame]] = {
        "fans": (_fans, found.forecasts[found.forecasts["subject"].isin(SUBJECTS)]),
        "gain": (_gain, found.against_best(RUN)),
        "coverage": (_coverage, found.pooled),
    }
    if not found.against_best(RUN)["best"].notna().any():
        del parts["gain"]  # too few origins: no series has outcomes enough to compare
    held = _caption(found, labels)
    return [
        drawn(
            f"hindcast_{name}",
            labels(f"hindcast.figure.{name}"),
            labels(f"hindcast.figure.{name}_about"),
            held,
            partial(draw, found, labels),
            table,
        )
        for name, (draw, table) in parts.items()
    ]


def _caption(found: Hindcast, labels: Labels) -> str:
    settings = found.info["settings"]
    return labels(
        "hindcast.figure.caption",
        members=settings["members"],
        seed=settings["seed"],
        kind=labels(f"hindcast.text.{found.info['draws']}"),
    )


def _fans(found: Hindcast, labels: Labels) -> Figure:
    origins = sorted(found.forecasts["origin"].unique())
    chosen = sorted(
        {origins[at] for at in np.linspace(0, len(origins) - 1, SHOWN_ORIGINS).round().astype(int)}
    )
    rows = len(SUBJECTS)
    figure, panels = house.frame(
        labels("hindcast.figure.fans"), _caption(found, labels), rows, len(chosen), height=1.9, gap_x=0.3
    )
    for row, subject in enumerate(SUBJECTS):
        every = found.of(RUN, subject)
        facts = 100 * every.drop_duplicates("year").set_index("year")["recorded"].sort_index()
        top = max(float(facts.max()), float(100 * every["q90"].max())) * 1.08
        for column, origin in enumerate(chosen):
            axes = panels[row * len(chosen) + column]
            band = every[every["origin"] == origin].set_index("year")[["q10", "q25", "q50", "q75", "q90"]]
            house.fan(axes, 100 * band)
            axes.plot(facts.index, facts, linestyle="", marker="o", markersize=2.5, color="black", zorder=3)
            axes.axvline(origin - 0.5, color=house.GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1)
            axes.set_xlim(min(origins) - 0.6, 2023.6)
            axes.set_xticks([2015, 2020])
            axes.set_ylim(0, top)
            if column:
                axes.tick_params(labelleft=False)
            when = labels("hindcast.figure.origin", year=origin)
            name = labels.of("hindcast.subject", subject)
            axes.set_title(when, size=8.5)
            if not column:
                axes.set_ylabel(f"{name}, %", size=8.5)
    return figure


def _gain(found: Hindcast, labels: Labels) -> Figure:
    every = found.against_best(RUN).dropna(subset=["best"])
    subjects = list(dict.fromkeys(every["subject"]))
    height = 0.25 * len(subjects) + 0.4
    title, held = labels("hindcast.figure.gain"), _caption(found, labels)
    figure, panels = house.frame(title, held, 1, len(HORIZONS), height=height, gap_x=0.15)
    across = (RIGHT_END - LEFT_OF_NAMES - GAP * (len(panels) - 1)) / len(panels)
    for at, axes in enumerate(panels):
        box = axes.get_position()
        axes.set_position((LEFT_OF_NAMES + at * (across + GAP), box.y0, across, box.height))
    for at, (axes, horizon) in enumerate(zip(panels, HORIZONS, strict=True)):
        here = every[every["horizon"] == horizon].set_index("subject")
        axes.axvline(0, color="black", linewidth=1.0)
        for place, subject in enumerate(reversed(subjects)):
            if subject not in here.index:
                continue
            value, error = (100 * float(here.loc[subject, name]) for name in ("gain", "gain_error"))
            colour = house.GREEN if value > 0 else house.ORANGE
            ends = np.clip([value - error, value + error], -NEAR, 100)
            axes.plot(ends, [place, place], color=colour, linewidth=1.4, linestyle="-")
            marker = "o" if value >= -NEAR else "<"
            axes.plot([max(value, -NEAR)], [place], color=colour, marker=marker, markersize=5, linestyle="")
        axes.set_xlim(-NEAR - 8, 100)
        axes.set_xticks([-200, -100, 0, 100])
        axes.set_ylim(-0.6, len(subjects) - 0.4)
        names = [labels.of("hindcast.subject", one) for one in reversed(subjects)]
        axes.set_yticks(range(len(subjects)), names if not at else [""] * len(subjects))
        axes.grid(axis="x")
        axes.set_title(_ahead(horizon, labels))
    return figure


def _coverage(found: Hindcast, labels: Labels) -> Figure:
    whole = found.pooled[~found.pooled["without_2023"]]
    figure, panels = house.frame(
        labels("hindcast.figure.coverage"), _caption(found, labels), 1, 2, height=2.3, above=0.1
    )
    for axes, level in zip(panels, (50, 80), strict=True):
        lines = {
            labels(f"hindcast.run.{run.name}"): 100
            * whole[whole["run"] == run.name].set_index("horizon")[f"covered_{level}"]
            for run in RUNS
            if run.name in set(whole["run"])
        }
        house.lines(axes, lines)
        axes.axhline(level, color="black", linewidth=1.0)
        axes.set_ylim(0, 130)
        axes.set_yticks([0, 20, 40, 60, 80, 100])
        axes.set_xticks(HORIZONS, [_ahead(one, labels) for one in HORIZONS])
        axes.set_xlim(HORIZONS[0] - 0.6, HORIZONS[-1] + 0.6)
        axes.set_title(labels("hindcast.figure.band", level=level))
    return figure


def _ahead(horizon: int, labels: Labels) -> str:
    return (
        labels("hindcast.figure.ahead_one")
        if horizon == 1
        else labels("hindcast.figure.ahead", years=horizon)
    )
