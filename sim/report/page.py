"""What the pages share: the templates, a picture set into a page, tables as rows of text."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from sim.figures.drawing import Drawn
from sim.figures.house import KEY
from sim.results import keyed
from sim.results.labels import Labels

TEMPLATES = Path(__file__).with_name("templates")
YEARS = ("year", "since", "until")
"""Columns of the table of a picture that hold calendar years: written without a mark of thousands."""
_AMOUNT = re.compile(r"[+−]?[\d.,]+|–|")


@dataclass(frozen=True)
class Grid:
    """A table as text; cells may hold numbers that carry their keys (`sim.results.keyed`)."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Placed:
    """A picture as it stands in a page; `svg` is ours and goes in unescaped."""

    name: str
    title: str
    svg: str
    table: Grid


def render(template: str, labels: Labels, **values: Any) -> str:
    """A page as text; every value is escaped but what the template marks as ours.

    Numbers with keys become `data` elements, pieces in another language `span` elements; where only text may
    stand, in an attribute, a template takes them out with `plain`.
    """
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=marked_up,
    )
    environment.filters["plain"] = keyed.plain
    environment.filters["numeric"] = numeric
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(label=labels, lang=labels.lang, css=css, **values) + "\n"


def numeric(table: Grid) -> list[bool]:
    """Which columns of a table hold numbers alone; they stand right, digits under each other."""
    columns = zip(*(row for row in table.rows if any(row[1:])), strict=True)
    found = [all(_AMOUNT.fullmatch(keyed.plain(cell)) for cell in column) for column in columns]
    return found or [False] * len(table.columns)


def marked_up(value: Any) -> Any:
    """A text as HTML, with its numbers as elements that carry their keys; anything else as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup("").join(_element(one) for one in keyed.parts(value))


def _element(one: str | keyed.Number | keyed.Spoken) -> str | Markup:
    if isinstance(one, keyed.Number):
        return Markup('<data value="{}" data-key="{}">{}</data>').format(one.value, one.key, one.shown)
    if isinstance(one, keyed.Spoken):
        return Markup('<span lang="{}">{}</span>').format(one.lang, one.text)
    return one


def placed(one: Drawn, labels: Labels) -> Placed:
    """A picture with a title and a description for who cannot see it, and ids that no other picture has."""
    svg = one.svg.decode("utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(rf'\bid="{KEY}([^"=]*)=([^"]*)"', r'data-key="\1" data-value="\2"', svg)
    svg = re.sub(r'(\bid=")', rf"\g<1>{one.name}-", svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{one.name}-", svg)
    described = f'role="img" aria-labelledby="{one.name}-title {one.name}-desc"'
    # the picture is as wide as the page: its own size in points would fix it
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(width|height)="[^"]*"', "", opening)
    told = [part for part in keyed.parts(one.description) if isinstance(part, keyed.Number)]
    numbers = "; ".join(f"{part.key}={part.value}" for part in told)
    kept = f' data-numbers="{html.escape(numbers)}"' if numbers else ""  # no element may stand in a desc
    said = keyed.plain(f"{one.description} {one.caption}")
    words = (
        f'<title id="{one.name}-title">{html.escape(one.title)}</title>'
        f'<desc id="{one.name}-desc"{kept}>{html.escape(said)}</desc>'
    )
    table = grid(one.table, labels, one.keys)
    return Placed(one.name, one.title, f"{opening} {described}>{words}{rest}", table)


def grid(
    table: pd.DataFrame, labels: Labels, keys: Mapping[str, Sequence[tuple[str, float]]] | None = None
) -> Grid:
    """A table as text, each column of numbers with as many decimals as give three figures to its largest and
    one to its smallest; of a table with several key figures below each other, to those of each.

    `keys`: see `sim.figures.drawing.Drawn`; `labels` that carry keys put them on the numbers.
    """
    groups = table["figure"].tolist() if "figure" in table else [""] * len(table)
    columns = []
    for name in table:
        values = table[name].tolist()
        if str(name) in YEARS or not all(isinstance(x, int | float) for x in values):
            columns.append([_plain(x) for x in values])
            continue
        digits = {
            group: digits_of([x for x, of in zip(values, groups, strict=True) if of == group])
            for group in dict.fromkeys(groups)
        }
        told = (keys or {}).get(str(name), [("", 1.0)] * len(values))
        columns.append(
            [
                labels.number(float(x) / scale, digits[group], scale=scale, key=key)
                for x, group, (key, scale) in zip(values, groups, told, strict=True)
            ]
        )
    return Grid([_head(str(name), labels) for name in table], list(zip(*columns, strict=True)))


def _head(name: str, labels: Labels) -> str:
    """The heading of a column: what such columns are called, a label of an axis, or its name as it is."""
    if name == "year":
        return labels("figures.year")
    key = f"table_column.{name}"
    return labels(key) if labels.has(key) else labels.of_label(name) if name.isidentifier() else name


def _plain(x: Any) -> str:
    return f"{x:g}" if isinstance(x, float) else str(x)


def digits_of(values: Sequence[float]) -> int:
    """Decimals of a column of numbers: three figures of its largest and one of its smallest."""
    sizes = [abs(x) for x in values if math.isfinite(x) and x]
    if not sizes:
        return 0
    largest, smallest = (math.floor(math.log10(end(sizes))) for end in (max, min))
    # what is a thousand times smaller than the largest is nothing beside it
    return min(max(2 - largest, min(-smallest, 3 - largest), 0), 5)
