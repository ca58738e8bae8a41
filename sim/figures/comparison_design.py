"""Pictures of a design: each key figure against each sampled axis, a colour a policy."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from sim.figures import house, rows
from sim.figures.comparison_bands import EFFECTS
from sim.results import keyed
from sim.results.compared import Comparison
from sim.results.design import DIFFERENCE, LEVEL, MONEY, Design, key_of
from sim.results.key_figures import SHOWN, Shown, start_and_end
from sim.results.labels import Labels
from sim.results.runs_table import money_key
from sim.results.wording import difference_unit

MOST = 4
"""Axes in a picture, and policies in one of its axes; more axes stand in the table alone."""
MARKERS = ("o", "s", "^", "D")
MAIN = (*EFFECTS, MONEY)
PARTS = {"": MAIN, "_more": tuple(name for name in SHOWN if name not in MAIN)}
"""Key figures by picture: few enough for a slide."""
ROW = 1.12
"""Height of a row of panels, inches."""
WRAP = {1: 110, 2: 54, 3: 36, 4: 26}
"""Letters in a line under a panel, by the number of columns."""
WIDE = 10.0
"""Ratio of the ends of an axis from which on it is drawn on a log scale."""


def design_pictures(comparison: Comparison) -> list[rows.Picture]:
    """What each policy changes (a dot a run, hollow where it is not told from zero) and the key figures
    themselves, of what matters most; then the same of the rest. None where there is no design."""
    design = comparison.design
    if design is None:
        return []
    return [one for part in PARTS for of in (DIFFERENCE, LEVEL) for one in _pictures(design, of, part)]


def _pictures(design: Design, of: str, part: str) -> list[rows.Picture]:
    """One for every `MOST` policies."""
    every = design.figures(of)
    still = [name for name, one in every.items() if not design.moves(name, one)]
    figures = {name: every[name] for name in PARTS[part] if name in every and name not in still}
    pictures = []
    policies = list(design.policies)
    for at in range(0, len(policies), MOST):
        # a policy has its colour by its place among all, in every picture
        looks = {
            policy: number
            for number, policy in enumerate(policies[at : at + MOST])
            if any(one.reindex(design.policies[policy]).fillna(0).any() for one in figures.values())
        }
        if looks:
            name = f"design_{of}{part}" + (f"_{at // MOST + 1}" if at else "")
            pictures.append(_picture(design, of, name, looks, figures, () if part else still))
    return pictures


def _picture(
    design: Design,
    of: str,
    name: str,
    policies: Mapping[str, int],
    figures: Mapping[str, pd.Series[float]],
    still: Sequence[str],
) -> rows.Picture:
    runs = [run for policy in policies for run in design.policies[policy]]
    table = pd.DataFrame({"run": runs})
    keys: dict[str, list[tuple[str, float]]] = {}
    labels, year = design.comparison.labels, start_and_end(design.comparison.results[0].stored)[1]
    for axis in design.axes:
        table[axis] = design.values.loc[runs, axis].to_numpy(float)
        keys[axis] = [(keyed.key("runs", run, axis), 1.0) for run in runs]
    for figure, values in figures.items():
        head, scale = _head(figure, of, labels), _how(figure).scale
        table[head] = scale * values.reindex(runs).to_numpy(float)
        keys[head] = [(_key(figure, of, run, year), scale) for run in runs]
    return rows.Picture(
        name, lambda: _draw(design, of, policies, figures, still), table, keys, words=f"compare_design_{of}"
    )


def _key(figure: str, of: str, run: str, year: int) -> str:
    if figure == MONEY:
        return money_key(run)
    return keyed.key(of, run, figure, year, "q50" if of == LEVEL else "mean")


def _how(figure: str) -> Shown:
    return SHOWN.get(figure, Shown())


def _head(figure: str, of: str, labels: Labels) -> str:
    unit = labels(f"unit_of.{figure}") if of == LEVEL else difference_unit(figure, labels)
    return f"{labels(f'figure_of.{figure}')} ({unit})"


def _draw(
    design: Design,
    of: str,
    policies: Mapping[str, int],
    figures: Mapping[str, pd.Series[float]],
    still: Sequence[str],
) -> Figure:
    comparison, labels = design.comparison, design.comparison.labels
    axes = design.by_weight()[:MOST]
    year = start_and_end(comparison.results[0].stored)[1]
    caption = [labels(f"figures.compare_design_{of}.caption")]
    if more := len(design.axes) - len(axes):
        caption.append(labels("design.more_axes", count=more))
    if still:
        names = ", ".join(labels(f"figure_of.{name}") for name in still)
        caption.append(labels("design.still", names=names))
    heads = [_wrapped(design, axis, len(axes)) for axis in axes]
    room = 0.16 * max(map(len, heads)) + 0.1
    figure, panels = house.frame(
        labels(f"figures.compare_design_{of}.title", year=year),
        " ".join(caption),
        len(figures),
        len(axes),
        height=ROW,
        left=0.85,
        gap_x=0.22,
        above=0.5,
        below=room,
        warning=labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else "",
    )
    found = {one.name: one for one in comparison.results}
    for at, (name, values) in enumerate(figures.items()):
        for column, axis in enumerate(axes):
            panel = panels[at * len(axes) + column]
            for policy, number in policies.items():
                runs = [run for run in design.policies[policy] if run in values.index]
                told = [of == LEVEL or _told(found[run], name) for run in runs]
                _dots(panel, design.values.loc[runs, axis], _how(name).scale * values[runs], told, number)
            _dress(panel, design, of, name, axis, policies)
            panel.tick_params(labelleft=column == 0)  # a row has the same dots, so the same heights
            if column == 0:
                panel.set_title(_head(name, of, labels), fontsize=8.5)
            if at == len(figures) - 1:
                panel.set_xlabel("\n".join(heads[column]), fontsize=8)
    _legend(figure, {design.title(policy): number for policy, number in policies.items()})
    return figure


def _told(one: object, name: str) -> bool:
    end = one.money.present if name == MONEY and one.money else one.end(name)  # type: ignore[attr-defined]
    return bool(end is not None and end.found)


def _dots(panel: Axes, x: pd.Series[float], y: pd.Series[float], told: Sequence[bool], number: int) -> None:
    colour, marker = house.COLOURS[number], MARKERS[number]
    sure = np.asarray(told, bool)
    for chosen, face in ((sure, colour), (~sure, "white")):
        if chosen.any():
            panel.plot(
                x.to_numpy(float)[chosen], y.to_numpy(float)[chosen], linestyle="", marker=marker,
                markersize=3.6, markeredgewidth=0.8, color=colour, markerfacecolor=face, alpha=0.85,
                zorder=3,
            )  # fmt: skip


def _dress(panel: Axes, design: Design, of: str, figure: str, axis: str, policies: Mapping[str, int]) -> None:
    """Ticks, a zero line under changes, and the rank correlation of each policy above the dots."""
    labels = design.comparison.labels
    if of == DIFFERENCE:
        panel.axhline(0, color="black", linewidth=0.8, zorder=1)
    values = design.values[axis]
    if values.min() > 0 and values.max() / values.min() >= WIDE:
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(LogLocator(numticks=5))
        panel.xaxis.set_minor_formatter(NullFormatter())
    else:
        panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
    panel.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda x, _: house.short(x, labels)))
    panel.tick_params(labelsize=7.5)
    panel.margins(x=0.05, y=0.1)
    low, high = panel.get_ylim()
    panel.set_ylim(low, high + 0.22 * (high - low))
    at = 0.98
    for policy, number in reversed(list(policies.items())):
        row = design.row(policy, of, figure, axis)
        rank = float(row.get("rank_correlation", np.nan))
        if not np.isfinite(rank):
            continue
        text = panel.text(
            at, 0.98, labels("design.rank", rank=labels.number(rank, 2, sign=True)),
            transform=panel.transAxes, ha="right", va="top", fontsize=7.5,
            weight="bold" if row["told"] else "normal",
            color=house.COLOURS[number] if row["told"] else house.GREY,
            gid=house.key_id(key_of(policy, of, figure, axis, "rank_correlation"), rank), zorder=4,
        )  # fmt: skip
        text.set_alpha(1.0 if row["told"] else 0.7)
        at -= 0.56 / (panel.get_position().width * house.WIDTH)


def _wrapped(design: Design, axis: str, columns: int) -> list[str]:
    return textwrap.wrap(
        design.said(axis, design.comparison.labels), WRAP[columns], max_lines=4, placeholder=" …"
    )


def _legend(figure: Figure, names: Mapping[str, int]) -> None:
    height = float(figure.get_size_inches()[1])
    handles = [
        Line2D([], [], linestyle="", marker=MARKERS[at], color=house.COLOURS[at], markersize=5, label=name)
        for name, at in names.items()
    ]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.06, 1 - 0.36 / height), ncols=len(names),
        frameon=False, fontsize=8.5, handlelength=1.0, borderaxespad=0,
    )  # fmt: skip
