"""The page of a comparison: a table of runs, what each changes, the share in each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.figures.comparison import draw_comparison
from sim.figures.drawing import Drawn, write_figures
from sim.report.page import Grid, digits_of, placed, render
from sim.results import keyed
from sim.results.compared import Comparison
from sim.results.comparison_words import sentences
from sim.results.equal_money import rate
from sim.results.key_figures import SHOWN, Difference, start_and_end
from sim.results.labels import Labels
from sim.results.runs_table import money_key
from sim.results.wording import MOST_MEMBERS, difference_parts, difference_unit

FIRST = ("effects", "shocks", "design_level", "design_difference")
"""Pictures that stand above the tables: what a reader looks for first."""
PER_100 = {"basis_points": ("share", 1e4, 3), "jobs_gross": ("jobs_nl", 1, 1)}
"""Effects shown per EUR 100 m: outcome, factor, decimals."""


def publish(comparison: Comparison) -> None:
    """Add figures/ and comparison.html to a comparison; for `compare(finish=[publish])`."""
    draw(comparison)


def draw(comparison: Comparison, other: str = "") -> Path:
    """Write the pictures and the page of a comparison into its folder and return the page.

    `other`: what their names get where they are in another language than its own, as .nl.
    """
    drawn = draw_comparison(comparison)
    write_figures(drawn, comparison.folder / f"figures{other}")
    return write_comparison_page(comparison, drawn, other)


def write_comparison_page(comparison: Comparison, drawn: Sequence[Drawn], other: str = "") -> Path:
    """Write comparison.html, in which every number carries its key, and return its path."""
    labels = comparison.labels.with_keys()
    pictures = [placed(one, labels) for one in drawn]
    first = [one for one in pictures if one.name.startswith(FIRST)]
    year = start_and_end(comparison.results[0].stored)[1]
    text = render(
        "comparison.html.j2",
        labels,
        title=title(comparison, labels),
        year=year,
        intro=intro(comparison, labels),
        warning=labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else "",
        lead=sentences(comparison, labels),
        runs=runs_grid(comparison, labels),
        changes=changes_grid(comparison, labels),
        levels=levels_grid(comparison, labels),
        first=first,
        pictures=[one for one in pictures if one not in first],
        designed=comparison.design is not None,
        command=comparison.command,
    )
    path = comparison.folder / f"comparison{other}.html"
    path.write_text(text, encoding="utf-8")
    return path


def title(comparison: Comparison, labels: Labels) -> str:
    """How many scenarios are compared, or points of a design."""
    count = labels.number(len(comparison.results), key="count/results")
    if comparison.design is None:
        return labels("compare.title", count=count)
    points = labels.number(max(comparison.design.points.values()), key="count/points")
    return labels("design.title", points=points, count=count)


def intro(comparison: Comparison, labels: Labels) -> str:
    """How many results of how many members stand side by side."""
    sizes = [one.stored.info.members for one in comparison.results]
    least = labels.number(min(sizes), key="count/members_least")
    if comparison.unpaired:
        return labels("compare.unpaired_intro")
    seed = labels.exact(comparison.results[0].stored.info.seed, key="count/seed")
    said = labels("compare.intro", members=least, seed=seed)
    if min(sizes) == max(sizes):
        return said
    most = labels.number(max(sizes), key="count/members_most")
    return f"{said} {labels('compare.sizes', least=least, most=most)}"


def levels_grid(comparison: Comparison, labels: Labels) -> Grid:
    """Results × key figures: the median in the last year, as text."""
    heads = [labels("compare.run")]
    heads += [f"{labels(f'figure_of.{name}')} ({labels(f'unit_of.{name}')})" for name in SHOWN]
    rows = []
    for one in comparison.ranked:
        row = [comparison.shown[one.name]]
        for name, how in SHOWN.items():
            figures = one.members(name)
            if figures is None:
                row.append("")
                continue
            key = keyed.key("level", one.name, name, figures.index[-1], "q50")
            median = float(np.median(figures.iloc[-1].to_numpy(float)))
            row.append(labels.number(median, how.digits, scale=how.scale, key=key))
        rows.append(row)
    return Grid(heads, _apart(rows, comparison, labels))


def _apart(rows: list[list[str]], comparison: Comparison, labels: Labels) -> list[list[str]]:
    """Rows with a heading above those of shocks, which stand last."""
    at = len(rows) - len(comparison.shocks)
    if at in (0, len(rows)):
        return rows
    return [*rows[:at], [labels("compare.shocks"), *[""] * (len(rows[0]) - 1)], *rows[at:]]


def changes_grid(comparison: Comparison, labels: Labels) -> Grid:
    """Results × key figures: mean and 50 % band of what is changed in the last year, in few letters.

    key_figures.csv and runs.csv hold the words of each, and the members that would tell.
    """
    heads = [labels("compare.run")]
    heads += [f"{labels(f'figure_of.{name}')} ({difference_unit(name, labels)})" for name in SHOWN]
    rows = [
        [comparison.shown[one.name], *(_change(name, one.end(name), labels) for name in SHOWN)]
        for one in comparison.ranked
        if any(one.end(name) for name in SHOWN)
    ]
    return Grid(heads, _apart(rows, comparison, labels))


def _change(name: str, one: Difference | None, labels: Labels) -> str:
    if one is None:
        return ""
    if one.sureness == "equal":
        return labels("compare.equal")
    needed = one.members_that_would_tell
    if not one.found and needed is not None and needed <= MOST_MEMBERS:
        return labels("compare.none_but", members=labels.number(needed, key=f"{one.key}/needed"))
    if not one.found:
        return labels("compare.none_found")
    parts = difference_parts(name, one, labels)
    few = f"; {labels('compare.median', **parts)}" if one.carried_by_few else ""
    return labels("compare.change_cell", **parts) + few


def runs_grid(comparison: Comparison, labels: Labels) -> Grid:
    """What each run costs and brings, how far it ends below the best; failed runs with why."""
    regret = comparison.regret.set_index("run")
    named = any(name != shown for name, shown in comparison.shown.items())
    heads = [labels("compare.run"), labels("compare.status")][: 2 if comparison.failed else 1]
    unit = difference_unit("share", labels)
    design = comparison.design
    axes = [] if design is None else list(design.axes)
    heads += [design.said(axis, labels) for axis in axes] if design else []
    heads += [labels("compare.change", label=labels("figure_of.share"), unit=unit)]
    heads += [f"{labels('figure_of.public_money')} ({labels('unit_of.public_money')})"]
    heads += [labels("compare.per_100", label=labels(f"accounts.effect_of.{name}")) for name in PER_100]
    heads += [labels("compare.regret"), labels("compare.first")]
    heads += [labels("compare.file")] if named else []
    fine = digits_of([100 * float(x) for x in regret["mean"]])
    rows = []
    for one in comparison.ranked:
        row = [comparison.shown[one.name], labels("compare.done")][: 2 if comparison.failed else 1]
        if design is not None:
            row += [
                labels.exact(float(design.values[axis][one.name]), key=keyed.key("runs", one.name, axis))
                for axis in axes
            ]
        row.append(_change("share", one.end("share"), labels))
        row.append("" if one.money is None else _money(one.money.present, money_key(one.name), labels))
        for outcome, factor, digits in PER_100.values():
            each = rate(one, outcome)
            key = keyed.key("equal_money", one.name, outcome, "per_100_meur")
            told = each is not None and each.found
            row.append(labels.number(each.mean, digits, scale=factor, key=key) if each and told else "")
        for column, digits in (("mean", fine), ("first", 0)):
            x = float(regret[column].get(one.name, np.nan))
            row.append(labels.number(x, digits, scale=100, key=keyed.key("regret", one.name, column)))
        row += [one.name] if named else []
        rows.append(row)
    rows = _apart(rows, comparison, labels)
    for name, why in comparison.failed:
        row = [name, f"{labels('compare.failed')}: {why}"]
        rows.append(row + [""] * (len(heads) - len(row)))
    return Grid(heads, rows)


def _money(one: Difference, key: str, labels: Labels) -> str:
    return labels.number(one.mean, sign=True, key=key)
