"""The table of key figures a member: what was drawn, and what came of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.results.headline import headline
from sim.results.statistics import common_members
from sim.run.recorded import Recorded
from sim.run.sheets import Window


def kpi_table(run: Recorded, base: Recorded | None, base_year: int) -> pa.Table:
    """A row a member: member, draw, the sampled inputs, and each headline outcome in `base_year` and the last
    year.

    Columns of outcomes are <name>_<year>, and <name>_<year>_difference for run minus base (empty for a member
    that the base lacks, zero for a run that is its own base): every run of a sweep has the same columns.
    """
    columns: dict[str, npt.NDArray[Any]] = {"member": run.members, "draw": run.members // 2}
    columns |= {name: x for name, x in run.drawn.items() if name not in columns}
    here, there = (None, None) if base is None else common_members(run.members, base.members)
    years = [int(year) for year in run.years]
    for year in [year for year in dict.fromkeys((base_year, years[-1])) if year in years]:
        window = Window(years.index(year), years.index(year) + 1)
        mine = headline(run.part(window))
        theirs = mine if base is None else headline(base.part(window))
        for name, (x,) in mine.items():
            columns[f"{name}_{year}"] = x
            if name in theirs:
                difference = np.full(len(run.members), np.nan)
                difference[here] = x[here] - theirs[name][0][there]
                columns[f"{name}_{year}_difference"] = difference
    return pa.table({name: pa.array(np.asarray(x), from_pandas=True) for name, x in columns.items()})
