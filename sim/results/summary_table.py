"""The key figures as a table, for summary.csv."""

from __future__ import annotations

import pandas as pd

from sim.results.findings import public_money
from sim.results.key_figures import Difference, key_figures, start_and_end
from sim.results.store import Stored


def summary_frame(stored: Stored) -> pd.DataFrame:
    """The key figures as a table for summary.csv: a row a figure, in the unit that its column says."""
    rows = []
    first, last = start_and_end(stored)
    for one in key_figures(stored):
        row: dict[str, object] = {"scenario": stored.info.scenario, "figure": one.name, "unit": one.unit}
        row |= {"start_year": first, "start": one.start, "end_year": last, "end": one.end}
        row |= {"end_q25": one.q25, "end_q75": one.q75, "end_chance_share": one.chance}
        row |= _difference_columns(one.difference)
        rows.append(row)
    money = public_money(stored)
    if money is not None:
        row = {"scenario": stored.info.scenario, "figure": "public_money_present_value"}
        row["unit"] = "MEUR2023" if money.real else "MEUR"
        row |= {"start_year": money.discount.first, "end_year": last, "end": money.whole}
        rows.append(row | _difference_columns(money.present if stored.has_base else None))
    return pd.DataFrame(rows)


def _difference_columns(one: Difference | None) -> dict[str, object]:
    names = ("mean", "q10", "q25", "q50", "q75", "q90", "se", "up", "down")
    columns: dict[str, object] = {
        f"difference_{name}": None if one is None else getattr(one, name) for name in names
    }
    columns["difference_chance_share"] = None if one is None else one.chance
    columns["difference_words"] = "" if one is None else one.sureness
    return columns
