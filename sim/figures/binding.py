"""What binds when: by place, the part of members for which each cause takes the most output."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.figures import house
from sim.figures.data import Column
from sim.figures.words import caption
from sim.results.binding import NOTHING, share_by_group
from sim.results.store import Stored
from sim.results.wording import binding_sentence

NAME, ORDER = "binding", 50
LOOKS = {
    "people": (house.PURPLE, ""),
    "homes": ("#d9a5c7", "++"),
    "power": (house.ORANGE, "//"),
    "permits": (house.GREEN, ".."),
    "nitrogen": ("#8fbf9f", "oo"),
    "land": ("#b58a4b", "--"),
    "money": ("#e8c547", "**"),
    "builders": ("#8cb4d9", "||"),
    "building": (house.BLUE, "\\\\"),
    "demand": ("#d9d9d9", ""),
    "access": ("#a3483f", "xx"),
}
"""Colour and hatch of a group of causes; demand, which no policy for supply lifts, is the grey ground."""
OTHER = ("#8c8c8c", "xx")
BEFORE = 3
"""Years of the record that are shown before it ends."""


def applies(stored: Stored) -> bool:
    """Whether losses of output were recorded."""
    return len(stored.binding) > 0


def _shares(stored: Stored) -> dict[str, pd.DataFrame]:
    """By Dutch place, years × groups of causes in % of members; the same groups in every run."""
    places = [str(one) for one in dict.fromkeys(stored.binding["place"].tolist()) if one != "abroad"]
    tables = {place: share_by_group(stored.binding, stored.info.scenario, place) for place in places}
    first = stored.info.base_year - BEFORE
    return {
        place: 100 * table[table.index >= first].drop(columns=NOTHING, errors="ignore")
        for place, table in tables.items()
    }


def _name(cause: str, stored: Stored) -> str:
    return stored.labels.of("cause_group", cause)


def title(stored: Stored) -> str:
    """What is shown, with its unit."""
    return stored.labels("figures.binding.title")


def description(stored: Stored) -> str:
    """The picture in words, for who cannot see it."""
    return stored.labels("figures.binding.description", sentence=binding_sentence(stored)).strip()


def columns(stored: Stored) -> list[Column]:
    """The numbers of the picture, in % of members."""
    return [
        Column(
            f"{stored.labels.of('place', place)}: {_name(str(cause), stored)}",
            shares[cause],
            f"binding/{place}/{cause}/{{year}}/share",
            100,
        )
        for place, shares in _shares(stored).items()
        for cause in shares
    ]


def draw(stored: Stored) -> Figure:
    """Draw it."""
    labels, places = stored.labels, _shares(stored)
    across = min(3, len(places))
    rows = -(-len(places) // across)
    figure, axes = house.frame(
        title(stored),
        caption(stored, NAME, base_line=False),
        rows,
        across,
        height=1.75,
        share_y=True,
        above=0.28 + 0.22,
    )
    causes: list[str] = []
    for one, (place, shares) in zip(axes, places.items(), strict=False):
        causes = [str(cause) for cause in shares]
        colours, hatches = zip(*(LOOKS.get(cause, OTHER) for cause in causes), strict=True)
        stacks = one.stackplot(
            shares.index, shares.to_numpy().T, colors=colours, edgecolor="white", linewidth=0.4
        )
        for stack, hatch in zip(stacks, hatches, strict=True):
            stack.set_hatch(hatch)
        one.set_title(labels.of("place", place))
        house.over_years(one, [int(year) for year in shares.index], labels, known=stored.info.known_until)
        one.set_ylim(0, 100)
        one.grid(visible=False)
    for empty in axes[len(places) :]:
        empty.set_axis_off()
    keys = [
        Patch(facecolor=colour, edgecolor="white", hatch=hatch * 2, label=_name(cause, stored))
        for cause, (colour, hatch) in ((cause, LOOKS.get(cause, OTHER)) for cause in causes)
    ]
    keys.append(Patch(facecolor="white", edgecolor=house.GREY, label=labels("figures.binding.none_lost")))
    height = float(figure.get_size_inches()[1])
    figure.legend(
        handles=keys,
        loc="upper left",
        bbox_to_anchor=(0.05, 1 - 0.38 / height),
        ncols=-(-len(keys) // 2),
        frameon=False,
        fontsize=8.5,
        handlelength=1.6,
        columnspacing=1.6,
        borderaxespad=0,
    )
    return figure
