"""The record: yearly series out of the evidence files in data/record, as plain numbers by year."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.inputs import resources
from sim.inputs.checks import Reader
from sim.inputs.documents import read_document
from sim.inputs.faults import Fault, Faults, Gathering, hint


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


KEYS = ("unit", "rows", "scale", "less", "from")
COLUMNS = ("year", "value")
OBSERVED = ("sales", "backlog", "share_of_segment", "perimeter", "staff")

Rows = list[tuple[int, dict[str, str]]]
"""The rows of a table with the line each stands on."""


def load_record(folder: Path | None = None) -> Record:
    """Read data/record: the rows that series.yaml chooses, and observations.yaml; raises `Faults`."""
    folder = folder or resources.root() / "data" / "record"
    gathering = Gathering()
    document = read_document(folder / "series.yaml", numbered=True)
    top = Reader(gathering, document)
    files: dict[str, Rows] = {}
    result: dict[str, Series] = {}
    for name, how in top.mapping(document.value, None).items():
        with gathering.also():
            result[name] = _series(name, top.below(name), how, folder, files)
    observed = read_document(folder / "observations.yaml")
    reader = Reader(gathering, observed)
    observations = reader.mapping(observed.value, OBSERVED, required=OBSERVED)
    for subject, there in observations.items():
        for label, one in reader.mapping(there, None, subject).items():
            for series in _named(one):
                if series not in result:
                    reader.complain(f"'{series}' is no series.{hint(series, result)}", subject, label)
    gathering.finish()
    return Record(result, observations)


def _series(name: str, reader: Reader, how: Any, folder: Path, files: dict[str, Rows]) -> Series:
    """One series out of its table; raises `Faults` for what cannot be read, notes others in `reader`."""
    given = reader.mapping(how, KEYS, required=("unit", "rows"))
    choose = {key: _texts(one) for key, one in reader.mapping(given.get("rows"), None, "rows").items()}
    unit = reader.text(given.get("unit", "1"), "unit")
    scale = reader.number(given.get("scale", 1), "scale") or 0.0
    since = reader.number(given.get("from", 0), "from") or 0.0
    less = {
        int(year): reader.number(x, "less", year) or 0.0
        for year, x in reader.mapping(given.get("less"), None, "less").items()
        if year.isdigit()
    }
    (file,) = choose.pop("file", None) or [""]
    if file not in files:
        files[file] = _rows(folder, file)
    columns = files[file][0][1] if files[file] else {}
    for column in choose:
        if column not in columns:
            reader.complain(f"{file} has no such column.{hint(column, columns)}", "rows", column)
            return Series(name, unit, {})
    figures: dict[int, float] = {}
    for line, row in files[file]:
        if all(row[column] in texts for column, texts in choose.items()):
            year, value = _figure(row, file, line)
            if year >= since:
                figures[year] = value * scale - less.get(year, 0.0)
    return Series(name, unit, dict(sorted(figures.items())))


def _rows(folder: Path, file: str) -> Rows:
    """The rows of a table beside series.yaml, all of whose columns are texts; raises `Faults`."""
    if not file or Path(file).name != file:
        raise Faults([Fault("rows.file must name a table beside it", "series.yaml")])
    try:
        with (folder / file).open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Faults([Fault(f"cannot be read: {why}", file)]) from None
    for line, row in rows:
        if None in row or None in row.values() or not set(COLUMNS) <= set(row):
            raise Faults([Fault("is no row of this table: other columns than its head", file, line)])
    return rows


def _figure(row: Mapping[str, str], file: str, line: int) -> tuple[int, float]:
    try:
        year, value = int(row["year"]), float(row["value"])
    except ValueError:
        year, value = 0, np.nan
    if not 1900 <= year <= 2200 or not np.isfinite(value):
        text = f"year = {row['year'][:20]}, value = {row['value'][:20]}: must be a year and a number"
        raise Faults([Fault(text, file, line)])
    return year, value


def _named(chosen: Any) -> Iterator[str]:
    """The series that an entry of observations.yaml names: one, a list, or by label with a year."""
    if isinstance(chosen, Mapping):
        for one in chosen.values():
            yield from _named(one)
    else:
        yield from (one for one in _texts(chosen) if not one.isdigit())


def _texts(chosen: Any) -> list[str]:
    return [str(one) for one in chosen] if isinstance(chosen, list) else [str(chosen)]
