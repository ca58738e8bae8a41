"""The short table that a run ends with on the terminal, and where the results are."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from sim.results.key_figures import key_figures, start_and_end
from sim.results.store import Stored
from sim.results.wording import difference_text, level, money_cells, sentences

PLAIN_WIDTH = 150


def print_summary(stored: Stored, file: TextIO | None = None) -> None:
    """Print the summary of a result; without colour and at a fixed width where nobody looks on."""
    file = file or sys.stdout
    terminal = file.isatty()
    console = Console(
        file=file, width=None if terminal else PLAIN_WIDTH, no_color=not terminal, highlight=False
    )
    console.print(headline_text(stored), soft_wrap=True, style="bold" if terminal else "", markup=False)
    console.print(key_table(stored))
    said = sentences(stored)
    for sentence in [*said, stored.labels("summary.explained")] if stored.has_base else said:
        console.print(sentence, markup=False, soft_wrap=not terminal)
    report = stored.folder / "report.html"
    console.print(shown_path(report if report.exists() else stored.folder), markup=False, soft_wrap=True)


def headline_text(stored: Stored) -> str:
    """Scenario, members, seed and window in one line."""
    info, labels, years = stored.info, stored.labels, stored.years
    text = labels(
        "summary.head",
        scenario=info.scenario,
        members=info.members,
        seed=info.seed,
        first=start_and_end(stored)[0] + 1,
        last=years[-1],
        known=labels.year(info.known_until, 1),
    )
    return (
        text
        if info.seconds is None
        else f"{text}  {labels('summary.took', seconds=labels.number(info.seconds, 1))}"
    )


def key_table(stored: Stored) -> Table:
    """The key figures as a table of rich."""
    labels = stored.labels
    first, last = start_and_end(stored)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("")
    for heading in (str(first), str(last), labels("summary.band")):
        table.add_column(heading, justify="right", no_wrap=True)
    if stored.has_base:
        table.add_column(labels("summary.difference", base=stored.base_said))
    for one in key_figures(stored):
        row = [
            f"{labels(f'figure_of.{one.name}')} ({labels(f'unit_of.{one.name}')})",
            level(one, "start", labels),
            level(one, "end", labels),
            labels("summary.to", low=level(one, "q25", labels), high=level(one, "q75", labels)),
        ]
        table.add_row(*row, *([difference_text(one.name, one.difference, labels)] if stored.has_base else []))
    money = money_cells(stored)
    if money:
        name = f"{labels('figure_of.public_money')} ({labels('unit_of.public_money')})"
        table.add_row(name, "", *(money if stored.has_base else money[:2]))
    return table


def shown_path(path: Path) -> str:
    """A path as a reader would type it from here."""
    shown = os.path.relpath(path)
    return str(path) if shown.startswith("..") else shown
