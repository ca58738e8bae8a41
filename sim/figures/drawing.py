"""Finds the pictures, draws them in the house style and writes them beside the tables of a result."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

import sim.figures
from sim.figures import house
from sim.figures.data import as_table
from sim.figures.words import caption
from sim.results.store import Stored


@dataclass(frozen=True)
class Drawn:
    """A picture that is drawn: its SVG and PNG, its words, and the numbers it shows.

    `keys`: for columns of the table, by heading, row by row: the key of the number, empty where it has none,
    and what the stored number was multiplied with.
    """

    name: str
    title: str
    description: str
    caption: str
    svg: bytes
    png: bytes
    table: pd.DataFrame
    keys: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)


def pictures() -> list[ModuleType]:
    """The modules of this package that draw a picture (they have `draw`), in the order in which they are
    shown."""
    names = sorted(one.name for one in pkgutil.iter_modules(sim.figures.__path__))
    modules = [importlib.import_module(f"sim.figures.{name}") for name in names]
    return sorted((one for one in modules if hasattr(one, "ORDER")), key=lambda one: int(one.ORDER))


def draw_all(stored: Stored) -> list[Drawn]:
    """Every picture that this result has the numbers for; equal results give equal bytes."""
    stored, said = stored.read_in(keyed=False), stored.read_in(keyed=True)
    return [picture(one, stored, said) for one in pictures() if one.applies(stored)]


def picture(one: ModuleType, stored: Stored, said: Stored) -> Drawn:
    """A picture drawn from `stored`; in its description, from `said`, numbers carry their keys."""
    words = (one.title(stored), one.description(said), caption(stored, one.NAME, base_line=False))
    columns = one.columns(stored)
    table = as_table(columns)
    keys = {
        column.heading: [(column.key.replace("{year}", f"{year:g}"), column.scale) for year in table["year"]]
        for column in columns
    }
    return replace(drawn(one.NAME, *words, partial(one.draw, stored), table), keys=keys)


def drawn(
    name: str, title: str, description: str, held: str, draw: Callable[[], Figure], table: pd.DataFrame
) -> Drawn:
    """Draw one picture in the house style, which leaves no trace in matplotlib's own settings."""
    with matplotlib.rc_context(fname=house.STYLE):
        figure = draw()
        return Drawn(name, title, description, held, house.svg_bytes(figure), house.png_bytes(figure), table)


def write_figures(found: Iterable[Drawn], folder: Path) -> None:
    """Write pictures to `folder`, made where it is not there."""
    folder.mkdir(exist_ok=True)
    for one in found:
        (folder / f"{one.name}.svg").write_bytes(one.svg)
        (folder / f"{one.name}.png").write_bytes(one.png)
