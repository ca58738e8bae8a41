"""The table of key figures a member: what was drawn, and what came of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.results.headline import headline
from sim.results.statistics import common_members
from sim.run.recorded import Recorded


def kpi_frame(run: Recorded, base: Recorded | None, base_year: int) -> pd.DataFrame:
    """A row a member: member, draw, the sampled inputs, and each headline outcome in `base_year` and the last
    year.

    Columns of outcomes are <name>_<year>, and <name>_<year>_difference for run minus base (empty for a member
    that the base lacks, zero for a run that is its own base): every run of a sweep has the same columns.
    """
    columns: dict[str, object] = {"member": run.members, "draw": run.members // 2}
    inputs = run.inputs.reset_index(drop=True)
    columns.update({str(name): inputs[name].to_numpy() for name in inputs.columns if name not in columns})
    mine = headline(run)
    base = run if base is None else base
    theirs = headline(base)
    here, there = common_members(run.members, base.members)
    years = [int(year) for year in run.years]
    for year in [year for year in dict.fromkeys((base_year, years[-1])) if year in years]:
        at = years.index(year)
        for name, x in mine.items():
            columns[f"{name}_{year}"] = x[at]
            if name in theirs:
                difference = np.full(len(run.members), np.nan)
                difference[here] = x[at][here] - theirs[name][at][there]
                columns[f"{name}_{year}_difference"] = difference
    return pd.DataFrame(columns)
