"""Public money by instrument and year: the table money.parquet, and who paid it, for every member."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.inputs.channels import TO_FIRMS
from sim.inputs.instruments import PAYERS
from sim.results.statistics import Array
from sim.run.money import AMOUNTS, Money
from sim.run.recorded import Recorded

ROUNDING = 1e-12
"""A payment below this part of the largest is what adding up leaves, not a payment."""
KEYS = ("scenario", "instrument", "title", "priority", "channel", "payer")
COLUMNS = (*KEYS, "large_firms", "year", *AMOUNTS)


def payer_of(it: Money) -> str:
    """Who pays for an instrument."""
    return it.instrument.payer


def money_frame(run: Recorded, scenario: str) -> pd.DataFrame:
    """A row an instrument and year with the means over members: MEUR a year, `paid_real` in MEUR2023.

    `large_firms` is the part that goes to large firms, empty where it is not known. Years in which nothing
    moves are left out.
    """
    pieces = []
    for name, it in run.money.items():
        about = it.instrument
        means = {what: _cleared(it.amounts[what].mean(axis=-1)) for what in AMOUNTS}
        moving = np.any([x != 0 for x in means.values()], axis=0)
        title = about.title.get("en") or next(iter(about.title.values()), name)
        row = {"scenario": scenario, "instrument": name, "title": title, "priority": about.priority}
        row |= {"channel": about.channel, "payer": payer_of(it)}
        large = about.targets.get("large_firms")
        piece: dict[str, object] = {key: np.repeat(value, moving.sum()) for key, value in row.items()}
        piece["large_firms"] = np.full(moving.sum(), np.nan if large is None else float(large))
        piece["year"] = run.years[moving]
        pieces.append(pd.DataFrame({**piece, **{what: x[moving] for what, x in means.items()}}))
    if not pieces:
        return empty()
    return pd.concat(pieces, ignore_index=True)


def _cleared(x: Array) -> Array:
    """Without what only rounding leaves after a path has ended."""
    return np.where(np.abs(x) > ROUNDING * np.abs(x).max(initial=0.0), x, 0.0)


def empty() -> pd.DataFrame:
    """The table of a run that pays nothing."""
    texts = {key: pd.Series(dtype=object) for key in KEYS}
    numbers = {key: pd.Series(dtype=float) for key in ("large_firms", *AMOUNTS)}
    found = {**texts, **numbers, "year": pd.Series(dtype=int)}
    return pd.DataFrame({name: found[name] for name in COLUMNS})


def payments(run: Recorded) -> dict[str, Array]:
    """What each payer pays and what goes to firms, (year, member) in MEUR2023 a year; empty without money."""
    if not run.money:
        return {}
    nothing = np.zeros((len(run.years), len(run.members)))
    found = {f"paid_by_{payer}": nothing.copy() for payer in PAYERS}
    found["paid_to_firms"] = nothing.copy()
    for it in run.money.values():
        paid = it.amounts["paid_real"]
        key = f"paid_by_{payer_of(it)}"
        found[key] = found.get(key, nothing) + paid
        if it.instrument.channel in TO_FIRMS:
            found["paid_to_firms"] += paid
    return found


def own_instruments(money: pd.DataFrame, run: str, base: str) -> pd.DataFrame:
    """Run minus base by instrument and year, for the instruments whose money differs; columns as the table's.

    Without rows of `base` the whole money of the run.
    """
    keys = [key for key in COLUMNS if key not in ("scenario", *AMOUNTS)]
    signed = money[money["scenario"].isin([run, base])].copy()
    sign = np.where(signed["scenario"] == run, 1.0, -1.0)
    for what in AMOUNTS:
        signed[what] = signed[what] * sign
    grouped = signed.groupby([key for key in keys if key != "large_firms"], sort=False, dropna=False)
    found = grouped[list(AMOUNTS)].sum().reset_index()
    size = money.groupby("instrument")["paid"].sum()
    moved = found[list(AMOUNTS)].abs().sum(axis=1).groupby(found["instrument"]).sum()
    differs = [name for name in moved.index if moved[name] > 1e-9 * max(float(size[name]), 1.0)]
    return found[found["instrument"].isin(differs)]
