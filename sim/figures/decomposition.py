"""Draws and writes a decomposition: contributions with their bands, tables, and what was asked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sim.figures import rows
from sim.figures.drawing import Drawn, drawn, write_figures
from sim.inputs.policies import scenario_title
from sim.results.decomposition import Decomposition, contributions, interactions, subsets_frame
from sim.results.decomposition_stored import BANDS, StoredDecomposition, read_decomposition, write_about
from sim.results.key_figures import SHOWN
from sim.results.labels import Labels, load_labels, suffix
from sim.results.whole import whole
from sim.results.wording import difference_unit

DECIDED = "decided_until"
"""The part of a scenario that leaves out what was decided after a date."""


def publish(found: Decomposition, folder: Path, command: str = "") -> None:
    """Write contributions.csv, interactions.csv, subsets.csv, decomposition.json and figures/ to `folder`,
    whole or not."""
    with whole(folder) as making:
        contributions(found).to_csv(making / "contributions.csv", index=False)
        interactions(found).to_csv(making / "interactions.csv", index=False)
        subsets_frame(found).to_csv(making / "subsets.csv", index=False)
        write_about(found, making, command)
        write_figures([draw(read_decomposition(making), found.labels)], making / "figures")


def redraw(folder: Path, lang: str) -> Path:
    """Draw the picture of a stored decomposition again, in another language beside its own.

    Returns the folder of the picture; raises `Faults` where the decomposition is broken.
    """
    found = read_decomposition(folder)
    figures = folder / f"figures{suffix(lang, found.about.lang)}"
    write_figures([draw(found, load_labels(lang or found.about.lang))], figures)
    return figures


def draw(found: StoredDecomposition, labels: Labels) -> Drawn:
    """What each part contributes to each outcome, the whole in the last row."""
    about = found.about
    table = found.contributions[found.contributions["way"] == "contribution"]
    all_ = labels("decompose.whole")
    names = [*dict.fromkeys(table["part"]), all_]
    called = {name: about.named(name, labels.lang) for name in names} | {
        DECIDED: labels("decompose.decided_until")
    }
    panels: dict[str, pd.DataFrame] = {}
    for outcome, end in about.whole.items():
        scale = SHOWN[outcome].scale
        band = table[table["outcome"] == outcome].set_index("part")[[*BANDS, "found"]].astype(float)
        band.loc[all_] = [end[name] for name in (*BANDS, "found")]
        band[list(BANDS)] *= scale
        panels[f"{labels(f'figure_of.{outcome}')} ({difference_unit(outcome, labels)})"] = band

    def make() -> Figure:
        title = labels(
            "decompose.title", scenario=scenario_title(about.scenario, labels.lang), year=about.year
        )
        figure, axes = rows.row_frame(
            title,
            labels("decompose.caption"),
            [called[name] for name in names],
            len(panels),
            above=0.3,
            right=0.4,
        )
        for one, (head, band) in zip(axes, panels.items(), strict=True):
            rows.intervals(one, band.loc[names], head, labels)
            one.axhline(len(names) - 1.5, color="black", linewidth=0.6)
        return figure

    title = labels("decompose.title", scenario=scenario_title(about.scenario, labels.lang), year=about.year)
    shown = pd.concat(panels, names=["figure", "part"]).drop(columns="found").reset_index()
    shown["part"] = shown["part"].map(called)
    return drawn("contributions", title, title, labels("decompose.caption"), make, shown)
