"""The record: yearly series out of the evidence files in data/record, as plain numbers by year."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.inputs import resources


@dataclass(frozen=True)
class Series:
    """A recorded series: figures by calendar year (gaps possible), in `unit`."""

    name: str
    unit: str
    figures: Mapping[int, float]

    def known(self, until: float) -> Series:
        """The same series with nothing of a year that ends after `until`."""
        return Series(
            self.name, self.unit, {year: x for year, x in self.figures.items() if year + 1 <= until}
        )

    def filled(self, first: int, last: int) -> tuple[float, ...]:
        """A figure for each year, gaps filled linearly, ends held; ValueError where nothing is recorded."""
        if not self.figures:
            raise ValueError(f"the record has nothing on '{self.name}' before known until")
        years = sorted(self.figures)
        at = np.interp(np.arange(first, last + 1), years, [self.figures[year] for year in years])
        return tuple(float(x) for x in at)


@dataclass(frozen=True)
class Record:
    """All series by name, and by subject which of them speak about which label of the model."""

    series: Mapping[str, Series]
    observations: Mapping[str, Mapping[str, Any]]

    def known(self, until: float) -> Record:
        """The record as it stood at `until`."""
        return Record({name: it.known(until) for name, it in self.series.items()}, self.observations)

    def __getitem__(self, name: str) -> Series:
        return self.series[name]


def load_record(folder: Path | None = None) -> Record:
    """Read data/record: the rows that series.yaml chooses, and observations.yaml."""
    folder = folder or resources.root() / "data" / "record"
    wanted: dict[str, dict[str, Any]] = _loaded(folder / "series.yaml")
    files: dict[str, list[dict[str, str]]] = {}
    result: dict[str, Series] = {}
    for name, how in wanted.items():
        choose = dict(how["rows"])
        file = choose.pop("file")
        if file not in files:
            with (folder / file).open(encoding="utf-8", newline="") as handle:
                files[file] = list(csv.DictReader(handle))
        less = how.get("less", {})
        figures = {
            int(row["year"]): float(row["value"]) * how.get("scale", 1) - less.get(int(row["year"]), 0)
            for row in files[file]
            if all(row[column] in _texts(text) for column, text in choose.items())
        }
        result[name] = Series(
            name, how["unit"], {y: x for y, x in sorted(figures.items()) if y >= how.get("from", 0)}
        )
    return Record(result, _loaded(folder / "observations.yaml"))


def _loaded(path: Path) -> Any:
    # by libyaml where it is there: each block of members reads the record
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def _texts(chosen: str | list[str]) -> list[str]:
    return chosen if isinstance(chosen, list) else [chosen]
