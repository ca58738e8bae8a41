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
from sim.results.key_figures import SHOWN, start_and_end
from sim.results.wording import difference_text

CHANGES = ("share", "value_added_nl", "jobs_nl")
"""The key figures whose difference the table of runs shows; runs.csv holds them all."""
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
        levels=levels_grid(comparison),
        pictures=[placed(one, labels) for one in drawn],
        command=comparison.command,
    )
    path = comparison.folder / "comparison.html"
    path.write_text(text, encoding="utf-8")
    return path


def levels_grid(comparison: Comparison) -> Grid:
    """Results × key figures: the median in the last year, and what is changed, as text."""
    labels = comparison.labels
    heads = [labels("compare.run")]
    heads += [f"{labels(f'figure_of.{name}')} ({labels(f'unit_of.{name}')})" for name in SHOWN]
    rows = []
    for one in comparison.results:
        row = [one.name]
        for name, how in SHOWN.items():
            figures, changed = one.members(name), one.end(name)
            if figures is None:
                row.append("")
                continue
            median = float(np.median(figures.iloc[-1].to_numpy(float)))
            text = labels.number(median * how.scale, how.digits)
            row.append(text if changed is None else f"{text} ({difference_text(name, changed, labels)})")
        rows.append(row)
    return Grid(heads, rows)


def runs_grid(comparison: Comparison) -> Grid:
    """The table of runs as text; runs.csv holds the words of each besides."""
    labels = comparison.labels
    last = start_and_end(comparison.results[0].stored)[1]
    table = comparison.runs.set_index("run")
    regrets, firsts = table["share_regret"], table["share_first"]
    heads = [labels("compare.run")]
    heads += [labels("compare.status"), labels("compare.end_share", year=last)]
    heads += [labels("compare.change", label=labels(f"figure_of.{name}")) for name in CHANGES]
    heads += [labels("figure_of.public_money")]
    heads += [labels("compare.per_100", label=labels(f"accounts.effect_of.{name}")) for name in PER_100]
    heads += [labels("compare.regret"), labels("compare.first")]
    rows = []
    for one in comparison.results:
        share, regret = one.members("share"), float(regrets.get(one.name, float("nan")))
        row = [one.name, one.stored.info.status]
        row.append(
            ""
            if share is None
            else labels.number(100 * float(np.median(share.iloc[-1].to_numpy(float))), SHOWN["share"].digits)
        )
        row += [difference_text(name, one.end(name), labels) for name in CHANGES]
        money = one.money
        row.append(
            ""
            if money is None
            else labels("compare.money", mean=labels.number(money.present.mean, sign=True))
        )
        for outcome, factor, digits in PER_100.values():
            each = rate(one, outcome)
            told = each is not None and each.found
            row.append(
                labels.number(each.mean * factor, digits) if each and told else labels("compare.no_rate")
            )
        row.append(labels.number(100 * regret, SHOWN["share"].difference_digits))
        row.append(labels.number(100 * float(firsts.get(one.name, float("nan"))), 0))
        rows.append(row)
    for name, why in comparison.failed:
        row = [name, f"{labels('compare.failed')}: {why}"]
        rows.append(row + [""] * (len(heads) - len(row)))
    return Grid(heads, rows)
