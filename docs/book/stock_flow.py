"""Draws the stocks and flows of a sector: a row a stock, inflows on the left, outflows on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

ROW, GAP, LINE = 20, 14, 22
LEFT, BOX, WIDTH = 330, 300, 1000
GREEN, PURPLE, GREY = "#275937", "#42145f", "#5c5c5c"


@dataclass(frozen=True)
class StockRow:
    """A stock with the names of its flows."""

    name: str
    inflows: Sequence[str]
    outflows: Sequence[str]


def drawing(title: str, rows: Sequence[StockRow], link: Callable[[str], str]) -> str:
    """The rows as inline SVG; `link` says where a name is told of (empty where nowhere)."""
    if not rows:
        return ""
    y, parts = GAP, []
    for row in rows:
        height = max(1, len(row.inflows), len(row.outflows)) * LINE
        parts.append(_row(row, y, height, link))
        y += height + GAP
    described = f"Stocks and flows of {title}: " + "; ".join(_words(row) for row in rows)
    return (
        f'<svg class="stock-flow" role="img" viewBox="0 0 {WIDTH} {y}" xmlns="http://www.w3.org/2000/svg"'
        f' font-size="13" font-family="inherit"><title>{escape(described)}</title>'
        f'<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        f' orient="auto"><path d="M0 0 8 4 0 8z" fill="{GREY}"/></marker></defs>{"".join(parts)}</svg>'
    )


def _row(row: StockRow, y: int, height: int, link: Callable[[str], str]) -> str:
    middle = y + height / 2
    box = (
        f'<rect x="{LEFT + 20}" y="{y}" width="{BOX}" height="{height}" rx="3" fill="#fff" stroke="{GREEN}"'
        f' stroke-width="2"/>{_text(row.name, LEFT + 20 + BOX / 2, middle, "middle", GREEN, link, bold=True)}'
    )
    parts = [box]
    for at, name in enumerate(row.inflows):
        level = y + (at + 0.5) * height / len(row.inflows)
        parts.append(_text(name, LEFT - 36, level, "end", PURPLE, link))
        parts.append(_arrow(LEFT - 30, LEFT + 18, level))
    for at, name in enumerate(row.outflows):
        level = y + (at + 0.5) * height / len(row.outflows)
        parts.append(_arrow(LEFT + BOX + 22, LEFT + BOX + 70, level))
        parts.append(_text(name, LEFT + BOX + 76, level, "start", PURPLE, link))
    return "".join(parts)


def _arrow(x: float, end: float, y: float) -> str:
    return (
        f'<line x1="{x}" y1="{y:g}" x2="{end}" y2="{y:g}" stroke="{GREY}" stroke-width="2"'
        ' marker-end="url(#arrow)"/>'
    )


def _text(
    name: str, x: float, y: float, anchor: str, colour: str, link: Callable[[str], str], *, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    words = (
        f'<text x="{x:g}" y="{y + 4.5:g}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(name)}</text>"
    )
    to = link(name)
    return f'<a href="{escape(to)}">{words}</a>' if to else words


def _words(row: StockRow) -> str:
    said = f"{row.name}"
    if row.inflows:
        said += " filled by " + ", ".join(row.inflows)
    return said + (" emptied by " + ", ".join(row.outflows) if row.outflows else "")
