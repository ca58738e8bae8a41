"""Sets two results of one run side by side: same bytes, same numbers within a tolerance, or different and
where.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.results.store import TABLES, Stored

KEYS = ("year", "member")
"""Columns of numbers that say which row it is."""
DIFFERENCE = "_difference"
"""What columns of paired differences end in, beside the column of the level."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TableSameness:
    """How one table stands to the other: `largest` is the largest difference relative to the largest figure
    of the same outcome (dimensionless), `where` the row and column it stands in, `then` and `now` its values.

    `only_then` and `only_now` count rows that the other table has not.
    """

    name: str
    numbers: int
    differ: int = 0
    largest: float = 0.0
    where: str = ""
    then: float = math.nan
    now: float = math.nan
    only_then: int = 0
    only_now: int = 0

    @property
    def same_rows(self) -> bool:
        """Whether both have the same rows and columns."""
        return not (self.only_then or self.only_now)

    def within(self, tolerance: float) -> bool:
        """Whether nothing differs by more than this part of its outcome's largest figure."""
        return self.same_rows and self.largest <= tolerance


@dataclass(frozen=True)
class Sameness:
    """The tables of two results, and the data files (Parquet, CSV) of which the bytes differ."""

    tables: tuple[TableSameness, ...]
    files: int
    other_bytes: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether every data file has the same bytes."""
        return not self.other_bytes

    @property
    def worst(self) -> TableSameness:
        """The table with missing rows, or else with the largest difference."""
        return max(self.tables, key=lambda one: (not one.same_rows, one.largest))

    def within(self, tolerance: float) -> bool:
        """Whether all tables are within the tolerance."""
        return all(one.within(tolerance) for one in self.tables)


def sameness(then: Stored, now: Stored) -> Sameness:
    """Compare two stored results, table by table and file by file."""
    scales = _scales(then.series, now.series)
    tables = [table_sameness(name, then.table(name), now.table(name), scales) for name in TABLES]
    names = sorted({path.name for folder in (then.folder, now.folder) for path in _data(folder)})
    other = [name for name in names if _bytes(then.folder / name) != _bytes(now.folder / name)]
    return Sameness(tuple(tables), len(names), tuple(other))


def table_sameness(
    name: str, then: pd.DataFrame, now: pd.DataFrame, scales: Mapping[str, float] | None = None
) -> TableSameness:
    """Compare two tables row by row; `scales`: the largest figure of an outcome, by name, where known."""
    keys, columns = _split(then, now)
    values = [column for column in columns if column in then and column in now]
    left, right = _labelled(then, keys), _labelled(now, keys)
    common = left.index.intersection(right.index, sort=False)
    lost_columns = len(columns) - len(values)
    found = TableSameness(
        name,
        len(common) * len(values),
        only_then=len(left) - len(common) + (lost_columns if set(columns) - set(now.columns) else 0),
        only_now=len(right) - len(common) + (lost_columns if set(columns) - set(then.columns) else 0),
    )
    if not len(common) or not values:
        return found
    a = left.loc[common, values].to_numpy(float)
    b = right.loc[common, values].to_numpy(float)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    if same.all():
        return found
    relative = _relative(a, b, same, _row_scales(common, values, a, b, scales or {}))
    if "statistic" in keys:  # the last bit of a difference of nothing turns its sign; members are in `paired`
        relative[common.get_level_values("statistic") == "share_up"] = 0.0
    at = divmod(int(np.argmax(relative)), len(values))
    row = ", ".join(str(part) for part in _parts(common[at[0]]) if part not in ("", None))
    return TableSameness(
        name,
        found.numbers,
        int((~same).sum()),
        float(relative[at]),
        row if values == ["value"] else f"{values[at[1]]} ({row})",
        float(a[at]),
        float(b[at]),
        found.only_then,
        found.only_now,
    )


def _split(then: pd.DataFrame, now: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The columns that say which row it is, and those that hold numbers."""
    every = list(dict.fromkeys([*then.columns, *now.columns]))
    numbers = [
        name
        for name in every
        if name not in KEYS
        and all(pd.api.types.is_float_dtype(one[name]) for one in (then, now) if name in one)
    ]
    return [name for name in every if name not in numbers and name in then and name in now], numbers


def _labelled(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The frame with its keys as index; rows with equal keys are numbered, so that each is one of its own."""
    plain = pd.DataFrame({name: _plain(frame[name]) for name in keys})
    nth = (
        plain.groupby(list(keys), dropna=False, sort=False).cumcount()
        if keys
        else pd.Series(range(len(frame)))
    )
    again = ["" if one == 0 else f"row {one + 1}" for one in nth]
    index = pd.MultiIndex.from_arrays([*(plain[name] for name in keys), again], names=[*keys, "again"])
    return frame.set_axis(index, axis=0)


def _plain(column: pd.Series) -> pd.Series:
    return column if pd.api.types.is_numeric_dtype(column) else column.astype(object).fillna("")


def _parts(label: object) -> tuple[object, ...]:
    return label if isinstance(label, tuple) else (label,)


def _scales(*tables: pd.DataFrame) -> dict[str, float]:
    largest = [table["value"].abs().groupby(table["variable"], observed=True).max() for table in tables]
    return {str(name): float(x) for name, x in pd.concat(largest, axis=1).max(axis=1).items()}


def _row_scales(
    index: pd.Index, values: Sequence[str], a: Floats, b: Floats, scales: Mapping[str, float]
) -> Floats:
    """What a difference is measured against: the outcome's largest figure, or else the column's."""
    larger = np.nan_to_num(np.fmax(np.abs(a), np.abs(b)), nan=0.0)
    column = larger.max(axis=0, initial=0.0)
    size = np.broadcast_to(column, a.shape).copy()
    if "variable" in (index.names or ()):
        known = index.get_level_values("variable").map(lambda name: scales.get(str(name), math.nan))
        found = np.asarray(known, float)[:, None]
        size = np.where(np.isfinite(found), found, size)
    for place, name in enumerate(values):
        level = name.removesuffix(DIFFERENCE)  # a paired difference is as exact as what it is taken of
        beside = column[values.index(level)] if level in values else 0.0
        size[:, place] = np.maximum(size[:, place], max(scales.get(level, 0.0), beside))
    return size


def _relative(a: Floats, b: Floats, same: npt.NDArray[np.bool_], size: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.abs(a - b) / size
    return np.where(same, 0.0, np.where(np.isnan(relative), np.inf, relative))


def _data(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in (".parquet", ".csv")]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
