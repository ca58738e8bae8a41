"""What the pages share: the templates, a picture set into a page, tables as rows of text."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from sim.figures.drawing import Drawn
from sim.results.labels import Labels

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Grid:
    """A table as text."""

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
    """A page as text; every value is escaped but what the template marks as ours."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(label=labels, lang=labels.lang, css=css, **values) + "\n"


def placed(one: Drawn, labels: Labels) -> Placed:
    """A picture with a title and a description for who cannot see it, and ids that no other picture has."""
    svg = one.svg.decode("utf-8")
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid=")', rf"\g<1>{one.name}-", svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{one.name}-", svg)
    described = f'role="img" aria-labelledby="{one.name}-title {one.name}-desc"'
    # the picture is as wide as the page: its own size in points would fix it
    opening, rest = svg.split(">", 1)
    opening = re.sub(r'\s(width|height)="[^"]*"', "", opening)
    words = (
        f'<title id="{one.name}-title">{html.escape(one.title)}</title>'
        f'<desc id="{one.name}-desc">{html.escape(f"{one.description} {one.caption}")}</desc>'
    )
    return Placed(one.name, one.title, f"{opening} {described}>{words}{rest}", grid(one.table, labels))


def grid(table: pd.DataFrame, labels: Labels) -> Grid:
    """A table as text, each column of numbers with as many decimals as give three figures to its largest."""
    columns = []
    for name in table:
        values = table[name].tolist()
        if str(name) == "year" or not all(isinstance(x, int | float) for x in values):
            columns.append([_plain(x) for x in values])
        else:
            digits = _digits([x for x in values if math.isfinite(x)])
            columns.append([labels.number(float(x), digits) for x in values])
    heads = [
        labels("figures.year") if name == "year" else labels.of("table_column", str(name)) for name in table
    ]
    return Grid(heads, list(zip(*columns, strict=True)))


def _plain(x: Any) -> str:
    return f"{x:g}" if isinstance(x, float) else str(x)


def _digits(values: Sequence[float]) -> int:
    largest = max((abs(x) for x in values), default=0.0)
    return 0 if largest == 0 else min(max(2 - math.floor(math.log10(largest)), 0), 5)
