"""Draws and writes a decomposition: contributions with their bands, tables, and what was asked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import rows
from sim.figures.drawing import Drawn, drawn, write_figures
from sim.inputs.policies import scenario_title
from sim.results.decomposition import Decomposition, contributions, interactions, subsets_frame
from sim.results.key_figures import SHOWN
from sim.results.whole import whole
from sim.results.wording import difference_unit

BANDS = ("q10", "q25", "mean", "q75", "q90")


def publish(found: Decomposition, folder: Path) -> None:
    """Write contributions.csv, interactions.csv, subsets.csv and figures/ to `folder`, whole or not."""
    with whole(folder) as making:
        contributions(found).to_csv(making / "contributions.csv", index=False)
        interactions(found).to_csv(making / "interactions.csv", index=False)
        subsets_frame(found).to_csv(making / "subsets.csv", index=False)
        write_figures([draw(found)], making / "figures")


def draw(found: Decomposition) -> Drawn:
    """What each part contributes to each outcome, the whole in the last row."""
    labels = found.labels
    table = contributions(found)
    table = table[table["way"] == "contribution"]
    all_ = labels("decompose.whole")
    names = [*(part.name for part in found.parts), all_]
    panels: dict[str, pd.DataFrame] = {}
    for outcome in found.ends:
        scale, end = SHOWN[outcome].scale, found.whole(outcome)
        band = table[table["outcome"] == outcome].set_index("part")[[*BANDS, "found"]].astype(float)
        band.loc[all_] = [getattr(end, name) for name in BANDS] + [float(end.found)]
        band[list(BANDS)] *= scale
        panels[f"{labels(f'figure_of.{outcome}')} ({difference_unit(outcome, labels)})"] = band

    def make() -> Figure:
        title = labels(
            "decompose.title", scenario=scenario_title(found.scenario, labels.lang), year=found.year
        )
        figure, axes = rows.row_frame(
            title, labels("decompose.caption"), names, len(panels), above=0.3, right=0.4
        )
        for one, (head, band) in zip(axes, panels.items(), strict=True):
            rows.intervals(one, band.loc[names], head, labels)
            one.axhline(len(names) - 1.5, color="black", linewidth=0.6)
        return figure

    title = labels("decompose.title", scenario=scenario_title(found.scenario, labels.lang), year=found.year)
    shown = pd.concat(panels, names=["figure", "part"]).drop(columns="found").reset_index()
    return drawn("contributions", title, title, labels("decompose.caption"), make, shown)
