"""How commands on pairs of runs answer: a page, and differences with their error or in words."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from sim.figures.drawing import Drawn, write_figures
from sim.report.page import Grid, placed, render
from sim.results.folder import write_whole
from sim.results.key_figures import Difference
from sim.results.labels import Labels
from sim.results.summary import PLAIN_WIDTH
from sim.results.tables import write_both
from sim.results.wording import WITHOUT_NUMBER, words


@dataclass(frozen=True)
class Page:
    """What a command on pairs of runs answers: a table to store, what it says about itself beside that, a
    picture, and the words of its page."""

    name: str
    frame: pd.DataFrame
    about: Mapping[str, object]
    picture: Drawn
    title: str
    intro: str
    tables: Sequence[tuple[str, Grid]]
    notes: Sequence[str]


def publish(page: Page, labels: Labels, command: str, results: Path) -> Path:
    """Write <results>/<name>/<time>-<short id>/ with table, picture and page, whole; returns it."""

    def fill(folder: Path) -> None:
        write_both(page.frame, folder, page.name)
        said = {"command": command, "lang": labels.lang, **page.about}
        text = json.dumps(said, indent=1, ensure_ascii=False)
        (folder / f"{page.name}.json").write_text(text + "\n", encoding="utf-8")
        draw(page, labels, command, folder)

    return write_whole(results / page.name, fill)


def draw(page: Page, labels: Labels, command: str, folder: Path, other: str = "") -> Path:
    """Write the picture and the page into the folder of an answer and return the page.

    `other`: what their names get where they are in another language than its own, as .nl.
    """
    write_figures([page.picture], folder / f"figures{other}")
    text = render(
        "paired.html.j2",
        labels,
        title=page.title,
        intro=page.intro,
        tables=page.tables,
        pictures=[placed(page.picture, labels)],
        notes=page.notes,
        command=command,
    )
    path = folder / f"{page.name}{other}.html"
    path.write_text(text, encoding="utf-8")
    return path


def figures(one: Difference, scale: float, labels: Labels) -> str:
    """Mean ± standard error and the 50 % band; words where no difference is found."""
    if one.sureness in WITHOUT_NUMBER:
        return words(one, labels)
    digits = digits_of(scale * one.mean)

    def shown(x: float, sign: bool = True) -> str:
        return labels.number(scale * x, digits, sign=sign)

    return labels(
        "paired.cell", mean=shown(one.mean), se=shown(one.se, False), low=shown(one.q25), high=shown(one.q75)
    )


def digits_of(x: float) -> int:
    """Decimals that show two figures of x, six at most."""
    return 0 if x == 0 or abs(x) >= 10 else min(6, 1 - math.floor(math.log10(abs(x))))


def print_grid(grid: Grid, title: str) -> None:
    """A table on the terminal; without colour and at a fixed width where nobody looks on."""
    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else PLAIN_WIDTH, no_color=not terminal, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in grid.columns:
        table.add_column(heading)
    for row in grid.rows:
        table.add_row(*row)
    console.print(title, markup=False, soft_wrap=True, style="bold" if terminal else "")
    console.print(table)


def print_lines(lines: Sequence[str]) -> None:
    """Sentences under a table."""
    for line in lines:
        print(line)
