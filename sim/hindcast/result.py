"""The folder of a hindcast: every forecast, scores, the gain over all series, what it says of itself."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from sim.hindcast.scores import MODEL, PULLED_IN, best, pooled, table
from sim.inputs.faults import Fault, Faults
from sim.results.accepting import accept_about
from sim.results.tables import read_csv
from sim.run.settings import Settings

ABOUT = "hindcast.json"
DRAWS = ("posterior", "prior")
TABLES: Mapping[str, Collection[str]] = {
    "forecasts": (
        "run",
        "subject",
        "forecaster",
        "origin",
        "year",
        "recorded",
        "q10",
        "q25",
        "q50",
        "q75",
        "q90",
    ),
    "scores": ("run", "subject", "horizon", "forecaster", "mape", "crps", "gain", "gain_error"),
    "pooled": ("run", "horizon", "without_2023", "covered_50", "covered_80"),
}
"""The tables of a hindcast, with columns without which its pictures cannot be drawn."""


@dataclass(frozen=True)
class _About:
    """What pictures need of what a hindcast says of itself."""

    draws: str
    settings: Mapping[str, Any]
    lang: str = "en"


@dataclass(frozen=True)
class Hindcast:
    """A stored hindcast: its folder, what it says of itself, and its tables (see `sim.hindcast.scores`)."""

    folder: Path
    info: dict[str, Any]
    forecasts: pd.DataFrame
    scores: pd.DataFrame
    pooled: pd.DataFrame

    def of(self, run: str, subject: str, forecaster: str = MODEL) -> pd.DataFrame:
        """The forecasts of a subject in a run, by origin and year."""
        every = self.forecasts
        chosen = (every["run"] == run) & (every["subject"] == subject) & (every["forecaster"] == forecaster)
        return every[chosen]

    def against_best(self, run: str) -> pd.DataFrame:
        """A row a subject and horizon with the model's scores and, as best_*, those of the best benchmark."""
        here = self.scores[self.scores["run"] == run]
        keys = ["subject", "horizon"]
        rival = best(here)[[*keys, "forecaster", "mape", "crps", "gain", "gain_error"]]
        names = {"forecaster": "best", "mape": "best_mape", "crps": "best_crps"}
        mine = here[here["forecaster"] == MODEL].drop(columns=["forecaster", "gain", "gain_error"])
        return mine.merge(rival.rename(columns=names), on=keys, how="left", sort=False)


def write_hindcast(
    forecasts: pd.DataFrame,
    above: Path,
    info: dict[str, Any],
    settings: Settings,
    finish: Sequence[Callable[[Hindcast], None]] = (),
) -> Hindcast:
    """Write a hindcast whole or not at all into a new folder of `above`; equal runs give equal tables."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    final = above / f"{moment}-{secrets.token_hex(3)}"
    making = above / f".{final.name}"
    making.mkdir(parents=True)
    try:
        tables = {"forecasts": forecasts, "scores": table(forecasts), "pooled": pooled(forecasts)}
        for name, frame in tables.items():
            frame.to_csv(making / f"{name}.csv", index=False, lineterminator="\n")
        said = {**info, "settings": {**asdict(settings), "results": ""}}
        text = json.dumps(said, indent=1, ensure_ascii=False, default=str)
        (making / ABOUT).write_text(text + "\n", encoding="utf-8")
        for step in finish:
            step(Hindcast(making, said, **tables))
        making.rename(final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return Hindcast(final, said, **tables)


def read_hindcast(folder: Path) -> Hindcast:
    """Read one back; FileNotFoundError where `folder` is none, `Faults` where it is broken."""
    if not (folder / ABOUT).is_file():
        raise FileNotFoundError(f"{folder} is no hindcast: it has no {ABOUT}")
    info = accept_about(folder / ABOUT, _About)
    if info["draws"] not in DRAWS or not {"members", "seed"} <= info["settings"].keys():
        raise Faults([Fault("draws or settings: are not what this engine writes", str(folder / ABOUT))])
    tables = {name: read_csv(folder / f"{name}.csv", columns) for name, columns in TABLES.items()}
    return Hindcast(folder, info, **tables)


def peak_inside(found: Hindcast, run: str, subject: str = "share_equipment") -> pd.DataFrame:
    """The 80 % band of 2023 from every origin that saw it, and whether what came lies inside."""
    rows = found.of(run, subject)
    rows = rows[rows["year"] == PULLED_IN].set_index("origin")
    inside = (rows["q10"] <= rows["recorded"]) & (rows["recorded"] <= rows["q90"])
    return rows[["q10", "q50", "q90", "recorded"]].assign(inside=inside)
