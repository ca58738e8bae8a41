"""The binding year as a table of text."""

from __future__ import annotations

from sim.report.page import Grid
from sim.results.store import Stored

FEW = 0.05
"""Causes that bind in fewer members than this part are left out of the report; the table has them all."""


def binding_year_grid(stored: Stored) -> Grid | None:
    """By place and cause: in how many members it ever takes a tenth of desired output, and first when."""
    labels, frame = stored.labels, stored.binding_year
    mine = frame[
        (frame["scenario"] == stored.info.scenario)
        & (frame["share_members"] >= FEW)
        & (frame["place"] != "abroad")
    ]
    if not len(mine):
        return None
    order = list(dict.fromkeys(mine["place"].astype(str)))
    mine = mine.iloc[sorted(range(len(mine)), key=lambda row: order.index(str(mine["place"].iloc[row])))]
    heads = [labels(f"binding_year.{name}") for name in ("place", "cause", "share_members", "q50", "band")]
    rows = []
    for place, cause, numbers in zip(
        mine["place"],
        mine["cause"],
        mine[["share_members", "q10", "q50", "q90"]].to_numpy(float),
        strict=True,
    ):
        at = f"binding_year/{place}/{cause}"
        part = labels.number(numbers[0], scale=100, key=f"{at}/share_members")
        low, middle, high = (
            labels.year(x, key=f"{at}/{name}")
            for x, name in zip(numbers[1:].round(), ("q10", "q50", "q90"), strict=True)
        )
        about = [labels.of("place", str(place)), labels.of("cause_group", str(cause)), part]
        rows.append([*about, middle, f"{low}–{high}"])
    return Grid(heads, rows)
