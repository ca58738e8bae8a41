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
    heads = [labels(f"binding_year.{name}") for name in ("place", "cause", "share_members", "q50", "band")]
    rows = [
        [
            labels.of("place", str(place)),
            labels.of("cause_group", str(cause)),
            labels.number(100 * part, 0),
            f"{middle:.0f}",
            f"{low:.0f}–{high:.0f}",
        ]
        for place, cause, (part, low, middle, high) in zip(
            mine["place"],
            mine["cause"],
            mine[["share_members", "q10", "q50", "q90"]].to_numpy(float),
            strict=True,
        )
    ]
    return Grid(heads, rows)
