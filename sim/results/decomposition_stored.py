"""A decomposition as it stands in its folder: the contributions, and what it says about itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import pandas as pd

from sim.inputs.faults import Fault, Faults
from sim.inputs.policies import in_language
from sim.results.accepting import accept_about
from sim.results.decomposition import OUTCOMES, Decomposition
from sim.results.tables import read_csv

ABOUT, TABLE = "decomposition.json", "contributions.csv"
BANDS = ("q10", "q25", "mean", "q75", "q90")
"""Statistics of a contribution that its picture shows."""


@dataclass(frozen=True)
class About:
    """What decomposition.json holds. `whole`: by outcome, in its own unit, the bands of the effect of all
    parts together, and whether it is found (1 or 0); `titles`: see `Decomposition`."""

    command: str
    lang: str
    scenario: str
    year: int
    members: int
    whole: Mapping[str, Mapping[str, float]]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def named(self, part: str, lang: str) -> str:
        """What a reader calls a part: by the title of its instrument where it is one."""
        return in_language(self.titles.get(part, {}), lang)[0] or part


@dataclass(frozen=True)
class StoredDecomposition:
    """What is read back: see `About` and `sim.results.decomposition.contributions`."""

    about: About
    contributions: pd.DataFrame


def write_about(found: Decomposition, folder: Path, command: str) -> None:
    """Write decomposition.json into a folder."""
    wholes = {outcome: found.whole(outcome) for outcome in found.ends}
    whole = {
        outcome: {name: float(getattr(end, name)) for name in (*BANDS, "found")}
        for outcome, end in wholes.items()
    }
    said = (command, found.labels.lang, found.scenario, found.year, len(found.members))
    about = About(*said, whole, found.titles)
    text = json.dumps(asdict(about), indent=1, ensure_ascii=False)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


def read_decomposition(folder: Path) -> StoredDecomposition:
    """Read one back; `Faults` where it is broken."""
    path = folder / ABOUT
    stored = accept_about(path, About)
    about = About(**{one.name: stored[one.name] for one in fields(About) if one.name in stored})
    shown = {*BANDS, "found"}
    if not {*about.whole} <= {*OUTCOMES} or any({*end} != shown for end in about.whole.values()):
        raise Faults([Fault("whole: is not of the kind that this engine writes", str(path))])
    table = read_csv(folder / TABLE, ("outcome", "part", "way", *shown))
    return StoredDecomposition(about, table)
