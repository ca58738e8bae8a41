"""What a parameter is for: the equations, instruments, drivers and events that use it, and how it moves the
share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.core.axes import Axes

FOLDERS = ("run", "processes")
"""Where drivers and events are made, which read parameters by name."""
OUTCOME = "share"


def used_by(
    name: str, parameters: Mapping[str, Any], instruments: Mapping[str, Any], axes: Axes
) -> list[str]:
    """A line for each equation, instrument and file that uses a parameter, in this order."""
    from sim.core.model import Model
    from sim.core.vocabulary import Equation
    from sim.sectors import SECTORS

    model = Model.build(*SECTORS, axes=axes, parameters=parameters)
    equations = {**model.declarations, **model.outcomes}
    found = [
        f"equation {each} ({it.where})"
        for each, it in equations.items()
        if isinstance(it, Equation) and name in it.arguments
    ]
    for each, it in instruments.items():
        keys = [key for key, value in {**it.effect, **it.delivery}.items() if value == name]
        if keys:
            found.append(f"instrument {each} ({', '.join(keys)})")
    return found + _in_code(name)


def _in_code(name: str) -> list[str]:
    """The files of drivers and events that name it."""
    here = Path(__file__).resolve().parents[1]
    quoted = re.compile(rf"[\"']{re.escape(name)}[\"']")
    files = [path for folder in FOLDERS for path in sorted((here / folder).rglob("*.py"))]
    names = (path.relative_to(here.parent).as_posix() for path in files if _holds(path, quoted))
    return [f"driver or event ({each})" for each in names]


def _holds(path: Path, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(path.read_text(encoding="utf-8")))


def effect(name: str, results: Path = Path("results")) -> str:
    """How a parameter goes with the share at the end of the newest result in a folder; empty without one.

    Spearman's rank correlation over draws, the two members of a draw taken together; by label the strongest.
    It is told from zero beyond 2/√n.
    """
    from scipy.stats import spearmanr

    from sim.results.tables import read_parquet

    found = [one for one in results.glob("*/*/kpi.parquet") if not any(p[0] == "." for p in one.parts)]
    if not found:
        return ""
    newest = max(found, key=lambda path: path.parent.name)
    table = read_parquet(newest)
    ends = [str(column) for column in table if re.fullmatch(rf"{OUTCOME}_\d{{4}}", str(column))]
    drawn = [str(column) for column in table if str(column).partition("[")[0] == name]
    if not ends or not drawn:
        return ""
    by_draw = table.groupby("draw")[[*drawn, max(ends)]].mean()
    if len(by_draw) < 4:
        return ""
    moves = {one: float(spearmanr(by_draw[one], by_draw[max(ends)])[0]) for one in drawn}
    strongest = max(moves, key=lambda one: abs(np.nan_to_num(moves[one])))
    told = "" if abs(moves[strongest]) > 2 / np.sqrt(len(by_draw)) else ", not told from none"
    where = newest.parent.as_posix()
    year = max(ends).rpartition("_")[2]
    return (
        f"{strongest}: rank correlation with the share of {year} {moves[strongest]:+.2f} over"
        f" {len(by_draw)} draws{told} ({where})"
    )
