"""Draws one feedback loop: its names on a ring, read clockwise, with a sign at every arrow."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.core.model import Model
from sim.core.vocabulary import Stock, Valve
from sim.figures import house
from sim.readings.loops import Link, Loop

Point = tuple[float, float]

WIDTH = 6.4
PITCH = 0.42
"""Inches between two names that stand above one another."""
SIDE = 1.9
"""Inches from the middle to the names at the sides."""
SQUARE = 4.0
"""Exponent of the ring's superellipse: 2 is an ellipse, more has straighter sides."""
LETTER = 0.071
"""Inches that a letter takes on average at this size. A fixed figure: measured text differs by version."""
CLEAR = 0.12
"""Inches between the middle of a name and the arrow above or below it."""
MORE, LESS = house.BLUE, house.ORANGE


def svg_of(loop: Loop, model: Model) -> bytes:
    """The drawing in the house style; equal loops give equal bytes."""
    with matplotlib.rc_context(fname=house.STYLE):
        return house.svg_bytes(draw(loop, model))


def draw(loop: Loop, model: Model) -> Figure:
    """Names on a ring, clockwise from the top; stocks in a box, what events carry dashed, delays barred."""
    places = ring(len(loop.links))
    height = 0.6 + max(y for _, y in places) - min(y for _, y in places)
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    middle = (places[0][1] + min(y for _, y in places)) / 2
    axes.set_ylim(middle - height / 2, middle + height / 2)
    names = [name_of(link) for link in loop.links]
    for link, text, place in zip(loop.links, names, places, strict=True):
        _name(axes, text, place, model, link)
    for at, link in enumerate(loop.links):
        _arrow(axes, link, (places[at - 1], names[at - 1]), (places[at], names[at]))
    _polarity(axes, loop, middle)
    return figure


def ring(count: int) -> list[Point]:
    """Where `count` names stand, inches: one at the top, pairs at equal heights below it, one at the bottom
    where they are even. So no two names share a line but those on opposite sides."""
    pairs, last = divmod(count - 1, 2)
    rows = pairs + 1
    half = rows / 2

    def side(row: int) -> float:
        up = abs(row - half) / half
        return float(SIDE * (1 - up**SQUARE) ** (1 / SQUARE))

    right = [(side(row), -PITCH * row) for row in range(1, rows)]
    bottom = [(0.0, -PITCH * rows)] if last else []
    left = [(-x, y) for x, y in reversed(right)]
    return [(0.0, 0.0), *right, *bottom, *left]


def name_of(link: Link) -> str:
    """The name to which a link goes, in words."""
    return link.target.replace("_", " ") + (f" ({link.who})" if link.who else "")


def _name(axes: Axes, text: str, place: Point, model: Model, link: Link) -> None:
    it = model.declarations[link.target]
    axes.text(*place, text, ha="center", va="center", size=8.5, zorder=3,
              style="italic" if isinstance(it, Valve) else "normal")  # fmt: skip
    if isinstance(it, Stock):
        wide = _width(text)
        corner = (place[0] - wide / 2, place[1] - 0.095)
        axes.add_patch(
            FancyBboxPatch(corner, wide, 0.19, boxstyle="square,pad=0", ec=house.PURPLE, fc="white", lw=1)
        )


def _width(text: str) -> float:
    return LETTER * len(text) + 0.14


def _arrow(axes: Axes, link: Link, source: tuple[Point, str], target: tuple[Point, str]) -> None:
    """From name to name, clockwise, with its sign on the outer side; two strokes where it takes time."""
    colour = MORE if link.sign > 0 else LESS
    start, end, bend = _ends(source, target)
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=9,
            color=colour,
            lw=1.3,
            ls=(0, (2, 1.5)) if link.event else "-",
            shrinkA=0,
            shrinkB=0,
        )
    )
    along = np.subtract(end, start) / np.hypot(*np.subtract(end, start))
    outer = np.array([-along[1], along[0]])
    middle = np.add(start, end) / 2 - bend / 2 * np.hypot(*np.subtract(end, start)) * outer
    level = bool(start[1] == end[1] or bend)
    x, y = middle + (0.16 * outer if level else np.array([0.17 * np.sign(middle[0]), 0.0]))
    sign = "+" if link.sign > 0 else "−"
    axes.text(x, y, sign, color=colour, size=11, weight="bold", ha="center", va="center_baseline", zorder=4)
    if len(link.steps) > 1:
        for shift in (-0.055, -0.015):
            ends = np.stack([middle + shift * along - 0.06 * outer, middle + shift * along + 0.06 * outer])
            axes.plot(*ends.T, color=colour, lw=1.1, ls="-", zorder=5)


def _ends(source: tuple[Point, str], target: tuple[Point, str]) -> tuple[Point, Point, float]:
    """Both ends of an arrow and its bend: beside a name in the middle or on the same line, else above or
    below it."""
    ((x, y), said), ((x2, y2), named) = source, target
    way = 1 if x2 > x else -1
    if y == y2:
        return _beside(x, y, said, way), _beside(x2, y2, named, -way), 0.0
    start = _beside(x, y, said, way) if x == 0 else (x, y + CLEAR * np.sign(y2 - y))
    end = _beside(x2, y2, named, -way) if x2 == 0 else (x2, y2 + CLEAR * np.sign(y - y2))
    return start, end, -0.15 if x * x2 == 0 else 0.0


def _beside(x: float, y: float, text: str, way: int) -> Point:
    return (x + way * (_width(text) / 2 + 0.03), y)


def _polarity(axes: Axes, loop: Loop, middle: float) -> None:
    """R or B in the middle, in an arrow that turns as the loop is read, and where the loop is."""
    colour = house.PURPLE if loop.sign > 0 else house.GREEN
    axes.text(0, middle, "R" if loop.sign > 0 else "B", color=colour, size=19, weight="bold", ha="center",
              va="center")  # fmt: skip
    turn = np.radians(np.linspace(225, -45, 28))
    x, y = 0.3 * np.cos(turn), middle + 0.3 * np.sin(turn)
    axes.plot(x, y, color=colour, lw=1.3, ls="-")
    axes.annotate("", (x[-1], y[-1]), (x[-2], y[-2]), arrowprops={"arrowstyle": "-|>", "color": colour,
                  "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0})  # fmt: skip
    where = "; ".join(f"{axis}: {label}" for axis, label in loop.where.items())
    axes.text(0, middle - 0.45, where, color=house.GREY, size=8, ha="center", va="center")
