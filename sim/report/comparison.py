"""The page of a comparison: a table of runs, what each changes, the share in each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.figures.comparison import draw_comparison
from sim.figures.drawing import Drawn, write_figures
from sim.report.page import Grid, placed, render
from sim.results.compared import Comparison
from sim.results.comparison_words import sentences
from sim.results.equal_money import rate
from sim.results.key_figures import SHOWN, Difference, start_and_end
from sim.results.labels import Labels
from sim.results.wording import MOST_MEMBERS, difference_parts, difference_unit

PER_100 = {"basis_points": ("share", 1e4, 3), "jobs_gross": ("jobs_nl", 1, 1)}
"""Effects shown per EUR 100 m: outcome, factor, decimals."""


def publish(comparison: Comparison) -> None:
    """Add figures/ and comparison.html to a comparison; for `compare(finish=[publish])`."""
    drawn = draw_comparison(comparison)
    write_figures(drawn, comparison.folder / "figures")
    write_comparison_page(comparison, drawn)


def write_comparison_page(comparison: Comparison, drawn: Sequence[Drawn]) -> Path:
    """Write comparison.html and return its path."""
    labels = comparison.labels
    info = comparison.results[0].stored.info
    members = min(one.stored.info.members for one in comparison.results)
    intro = labels("compare.intro", count=len(comparison.results), members=members, seed=info.seed)
    sizes = [one.stored.info.members for one in comparison.results]
    if min(sizes) < max(sizes):
        intro = f"{intro} {labels('compare.sizes', least=min(sizes), most=max(sizes))}"
    if comparison.unpaired:
        intro = labels("compare.unpaired_intro", count=len(comparison.results))
    text = render(
        "comparison.html.j2",
        labels,
        title=labels("compare.title"),
        year=start_and_end(comparison.results[0].stored)[1],
        intro=intro,
        warning=labels("figures.unpaired", what=comparison.unpaired) if comparison.unpaired else "",
        lead=sentences(comparison),
        runs=runs_grid(comparison),
        changes=changes_grid(comparison),
        levels=levels_grid(comparison),
        pictures=[placed(one, labels) for one in drawn],
        command=comparison.command,
    )
    path = comparison.folder / "comparison.html"
    path.write_text(text, encoding="utf-8")
    return path


def levels_grid(comparison: Comparison) -> Grid:
    """Results × key figures: the median in the last year, as text."""
    labels = comparison.labels
    heads = [labels("compare.run")]
    heads += [f"{labels(f'figure_of.{name}')} ({labels(f'unit_of.{name}')})" for name in SHOWN]
    rows = []
    for one in comparison.results:
        row = [one.name]
        for name, how in SHOWN.items():
            figures = one.members(name)
            row.append(
                ""
                if figures is None
                else labels.number(float(np.median(figures.iloc[-1].to_numpy(float))) * how.scale, how.digits)
            )
        rows.append(row)
    return Grid(heads, rows)


def changes_grid(comparison: Comparison) -> Grid:
    """Results × key figures: mean and 50 % band of what is changed in the last year, in few letters.

    key_figures.csv and runs.csv hold the words of each, and the members that would tell.
    """
    labels = comparison.labels
    heads = [labels("compare.run")]
    heads += [f"{labels(f'figure_of.{name}')} ({difference_unit(name, labels)})" for name in SHOWN]
    rows = [
        [one.name, *(_change(name, one.end(name), labels) for name in SHOWN)]
        for one in comparison.results
        if any(one.end(name) for name in SHOWN)
    ]
    return Grid(heads, rows)


def _change(name: str, one: Difference | None, labels: Labels) -> str:
    if one is None:
        return ""
    if one.sureness == "equal":
        return labels("compare.equal")
    needed = one.members_that_would_tell
    if not one.found and needed is not None and needed <= MOST_MEMBERS:
        return labels("compare.none_but", members=labels.number(needed))
    if not one.found:
        return labels("compare.none_found")
    parts = difference_parts(name, one, labels)
    return labels("compare.change_cell", mean=parts["mean"], low=parts["low"], high=parts["high"])


def runs_grid(comparison: Comparison) -> Grid:
    """What each run costs and brings, how far it ends below the best; failed runs with why."""
    labels = comparison.labels
    table = comparison.runs.set_index("run")
    heads = [labels("compare.run"), labels("compare.status")][: 2 if comparison.failed else 1]
    heads += [labels("compare.change", label=labels("figure_of.share")), labels("figure_of.public_money")]
    heads += [labels("compare.per_100", label=labels(f"accounts.effect_of.{name}")) for name in PER_100]
    heads += [labels("compare.regret"), labels("compare.first")]
    rows = []
    for one in comparison.results:
        row = [one.name, labels("compare.done")][: 2 if comparison.failed else 1]
        row.append(_change("share", one.end("share"), labels))
        money = "" if one.money is None else labels.number(one.money.present.mean, sign=True)
        row.append(labels("compare.money", mean=money) if money else "")
        for outcome, factor, digits in PER_100.values():
            each = rate(one, outcome)
            told = each is not None and each.found
            row.append(labels.number(each.mean * factor, digits) if each and told else "")
        for column, digits in (("share_regret", SHOWN["share"].difference_digits), ("share_first", 0)):
            row.append(labels.number(100 * float(table[column][one.name]), digits))
        rows.append(row)
    for name, why in comparison.failed:
        row = [name, f"{labels('compare.failed')}: {why}"]
        rows.append(row + [""] * (len(heads) - len(row)))
    return Grid(heads, rows)
