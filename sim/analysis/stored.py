"""A sensitivity study as a result folder: its tables and what it says about itself, written and read back."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis import ends, indices, screening
from sim.analysis.points import CHANCE, OTHERS
from sim.analysis.study import Effort, Study
from sim.inputs.faults import Fault, Faults
from sim.inputs.parameter import WEAK
from sim.results.accepting import accept_about
from sim.results.labels import Labels, load_labels
from sim.results.store import short_mark
from sim.results.tables import read_parquet, write_both

FOLDER = "sensitivity"
ABOUT = "sensitivity.json"
TABLES = ("assumptions", "sectors", "parameters")
ASSUMED = tuple(dict.fromkeys((*indices.COLUMNS, *ends.COLUMNS)))
"""Columns of the table of assumptions from which it is read back."""


@dataclass(frozen=True)
class About:
    """What a study says about itself (sensitivity.json); plain values only. `base`: of a paired difference.

    `parameters`: name → words, sector, range, unit, confidence, of every parameter in which members differ.
    """

    scenario: str
    base: str | None
    outcome: str
    year: int
    at: Mapping[str, str]
    unit: str
    effort: Effort
    seed: int
    known_until: float
    command: str
    configuration: Mapping[str, Any]
    parameters: Mapping[str, Mapping[str, str]]
    versions: Mapping[str, str] = field(default_factory=dict)
    data_hashes: Mapping[str, str] = field(default_factory=dict)
    commit: str | None = None
    started: str = ""
    finished: str = ""
    seconds: float = 0.0
    lang: str = "en"
    identity: str = ""


@dataclass(frozen=True)
class _Written(About):
    """What stands in sensitivity.json: what it is about, and the numbers of a study that no table holds."""

    effort: Mapping[str, float]  # type: ignore[assignment]
    usual: float = field(kw_only=True)
    runs: int = field(kw_only=True)


@dataclass(frozen=True)
class Sensitivity:
    """A study with what it is about; `folder` is where it stands or is being written."""

    folder: Path
    about: About
    study: Study

    @cached_property
    def labels(self) -> Labels:
        """The words in the language of the study."""
        return load_labels(self.about.lang)

    def words(self, factor: str) -> str:
        """What a parameter means, in the language of the study; empty of what is none."""
        english = self.about.parameters.get(factor, {}).get("words", "")
        return self.labels.of_evidence("parameters", factor, "words", english)

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """A row a parameter that has indices, then all others and chance: by total index, with ends, words,
        sector and confidence."""
        table = self.study.indices.merge(self.study.ends, on="factor", how="left")
        known = self.about.parameters
        for name in ("words", "sector", "range", "unit", "confidence"):
            table[name] = [known.get(factor, {}).get(name, "") for factor in table["factor"]]
        last = table["factor"].isin([OTHERS, CHANCE])
        return pd.concat([table[~last], table[last]], ignore_index=True)

    @property
    def parameters(self) -> pd.DataFrame:
        """The rows of `assumptions` that are parameters."""
        return self.assumptions[~self.assumptions["factor"].isin([OTHERS, CHANCE])]

    @property
    def weak(self) -> int:
        """How many of the parameters that matter most rest on memory or assumption."""
        return int(self.parameters["confidence"].isin(WEAK).sum())

    @property
    def sure(self) -> list[str]:
        """The parameters whose total index is above zero beyond its margin."""
        own = self.parameters
        return [str(name) for name in own["factor"][own["total"] > own["total_margin"]]]

    def part(self, factor: str, column: str = "total") -> float:
        """An index of a factor, of `OTHERS` or of `CHANCE`."""
        rows = self.assumptions[self.assumptions["factor"] == factor]
        return float(rows[column].iloc[0])


def write(
    study: Study, about: About, results: Path, finish: Sequence[Callable[[Sensitivity], None]] = ()
) -> Path:
    """Write `results`/sensitivity/<YYYYmmdd-HHMMSS>-<6 hex>/ and return it; `finish` may add to it."""
    above = results / FOLDER
    above.mkdir(parents=True, exist_ok=True)
    mark = short_mark(about.identity, secrets.token_hex(4))
    final = above / f"{datetime.now():%Y%m%d-%H%M%S}-{mark}"
    making = above / f".{final.name}"
    making.mkdir()
    try:
        made = Sensitivity(making, about, study)
        tables = (made.assumptions, study.sectors, study.parameters)
        for name, table in zip(TABLES, tables, strict=True):
            write_both(table, making, name)
        said = asdict(about) | {"runs": study.runs, "usual": study.usual}
        text = json.dumps(said, indent=1, ensure_ascii=False, default=str)
        (making / ABOUT).write_text(text + "\n", encoding="utf-8")
        for step in finish:
            step(made)
        making.rename(final)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return final


def read(folder: Path) -> Sensitivity:
    """Read a study back; `Faults` where it is broken, or of a version that wrote less than its page tells."""
    stored = accept_about(folder / ABOUT, _Written)
    known = {one.name: stored[one.name] for one in fields(About) if one.name in stored}
    assumptions, sectors, parameters = (
        _texts(read_parquet(folder / f"{name}.parquet", columns, "another version"))
        for name, columns in zip(TABLES, (ASSUMED, screening.COLUMNS, screening.COLUMNS), strict=True)
    )
    own = ~assumptions["factor"].isin([OTHERS, CHANCE])
    study = Study(
        sectors,
        parameters,
        assumptions[list(indices.COLUMNS)],
        assumptions.loc[own, list(ends.COLUMNS)],
        float(stored["usual"]),
        stored["runs"],
    )
    try:
        effort = Effort(**{name: int(value) for name, value in stored["effort"].items()})
    except TypeError:
        text = "effort: is not of the kind that this engine writes"
        raise Faults([Fault(text, str(folder / ABOUT))]) from None
    return Sensitivity(folder, About(**known | {"effort": effort}), study)


def _texts(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({name: object for name, kind in table.dtypes.items() if kind == "category"})


def find(results: Path, identity: str) -> Path | None:
    """The newest stored study with this identity, if there is one."""
    wanted = f'"identity": "{identity}"'
    for path in sorted((results / FOLDER).glob(f"*/{ABOUT}"), reverse=True):
        if wanted in path.read_text(encoding="utf-8"):
            return path.parent
    return None
