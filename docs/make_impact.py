"""Writes docs/book/impact.csv: how each sampled parameter goes with the share of 2035 in a baseline.

    python -m sim members=512
    python docs/make_impact.py results/baseline/…

`docs/make_figures.py` makes it too.

Spearman's rank correlation; for a parameter with labels, that of the label that matters most. Members
in a pair share a draw, so an outcome is averaged over each pair first.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from sim.results.store import Stored, read_run

OUT = Path(__file__).resolve().parent / "book" / "impact.csv"
YEAR = 2035


def impact(stored: Stored) -> pd.DataFrame:
    """A row a parameter: its label, the rank correlation with the share, the draws."""
    share = stored.members_of("share")
    assert share is not None
    drawn = stored.kpi.set_index("member")
    inputs = drawn[[name for name in drawn.columns if name.partition("[")[0] in _names(stored)]]
    pair = inputs.index.to_series() // 2
    x, y = inputs.groupby(pair).mean(), share.loc[YEAR].groupby(pair).mean()
    rho = x.rank().corrwith(y.rank()).rename("rho").rename_axis("input").reset_index()
    rho["parameter"] = rho["input"].str.partition("[")[0]
    rho["label"] = rho["input"].str.extract(r"\[(.*)\]")[0].fillna("")
    top = rho.loc[rho.groupby("parameter")["rho"].apply(lambda part: part.abs().idxmax())]
    top = top.assign(draws=len(y), rho=top["rho"].round(3)).sort_values("parameter")
    return top[["parameter", "label", "rho", "draws"]].rename(columns={"rho": f"share_{YEAR}"})


def _names(stored: Stored) -> set[str]:
    return {one["name"] for one in stored.info.parameters}


if __name__ == "__main__":
    impact(read_run(sys.argv[1])).to_csv(OUT, index=False)
