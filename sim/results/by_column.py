"""Tables with rows by member, of which a column at a time is read where they are large."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet

from sim.results.accepting import accept_table
from sim.results.tables import read_columns, read_parquet

AT_ONCE = 64 << 20
"""Bytes of a table up to which it is read whole: the headline outcomes of 4,000 members and of their base."""
HELD = 256 << 20
"""Bytes at most of what is made of its columns and held."""
TIMES = 4
"""How many times what may be read whole a table may have that is read by column."""


class Columns:
    """A table out of a frame, or by column out of its file where it is large."""

    def __init__(self, source: pd.DataFrame | Path) -> None:
        self._source = source
        self._by_member: dict[str, pd.Series] = {}
        self.names: list[str] = (
            list(source.columns) if isinstance(source, pd.DataFrame) else parquet.read_schema(source).names
        )

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def read(self, *names: str) -> pd.DataFrame:
        """These columns, or all; from a file anew each time. `Faults` where the file is broken."""
        if isinstance(self._source, pd.DataFrame):
            return self._source[list(names)] if names else self._source
        return read_columns(self._source, names or None)

    def of_members(self, name: str) -> pd.Series:
        """A column by member; read once."""
        if name not in self._by_member:
            self._by_member[name] = self.read("member", name).set_index("member")[name]
        return self._by_member[name]


class ByMember(Columns):
    """A row a scenario, member and year, a column an outcome: each is turned to years × members."""

    def __init__(self, source: pd.DataFrame | Path) -> None:
        super().__init__(source)
        self._held: OrderedDict[tuple[str, ...], pd.DataFrame] = OrderedDict()

    @property
    def outcomes(self) -> list[str]:
        """The names of its outcomes."""
        return [name for name in self.names if name not in ("scenario", "member", "year")]

    def years(self) -> list[float]:
        """The years in order, parts of a year where quarters were recorded."""
        return sorted(set(self._once(("", "year"), lambda: self.read("year").drop_duplicates())["year"]))

    def of(self, scenario: str, name: str) -> pd.DataFrame:
        """An outcome of a scenario as years × members."""
        return self._once((scenario, name), lambda: self._turned(scenario, name))

    def difference(self, run: str, base: str, name: str) -> pd.DataFrame:
        """An outcome of one scenario minus that of another, years × the members that both have."""

        def made() -> pd.DataFrame:
            one, other = self.of(run, name), self.of(base, name)
            common = one.columns.intersection(other.columns)
            return one[common] - other[common]

        return self._once((run, base, name), made)

    def _turned(self, scenario: str, name: str) -> pd.DataFrame:
        if isinstance(self._source, pd.DataFrame):
            whole = self._once((scenario,), lambda: self._pivot(scenario, *self.outcomes))
            return cast(pd.DataFrame, whole[name])
        keys = self._once(("", "keys"), lambda: self.read("scenario", "member", "year"))
        rows = (keys["scenario"] == scenario).to_numpy()
        members, years = keys["member"].to_numpy()[rows], keys["year"].to_numpy()[rows]
        numbers = self.read(name)[name].to_numpy()[rows]
        across = np.unique(years)
        numbered = members[:: len(across)]
        # as it is written: member by member, each with all years in order
        if not (
            len(members) == len(across) * len(numbered)
            and (np.diff(numbered) > 0).all()
            and np.array_equal(members, np.repeat(numbered, len(across)))
            and np.array_equal(years, np.tile(across, len(numbered)))
        ):
            return cast(pd.DataFrame, self._pivot(scenario, name)[name])
        return pd.DataFrame(
            numbers.reshape(len(numbered), -1).T,
            index=pd.Index(across, name="year"),
            columns=pd.Index(numbered, name="member"),
        )

    def _pivot(self, scenario: str, *names: str) -> pd.DataFrame:
        """The outcomes as years × (outcome, member)."""
        table = self.read("scenario", "member", "year", *names)
        rows = table[table["scenario"] == scenario].drop(columns="scenario")
        return rows.pivot(index="year", columns="member")

    def _once(self, key: tuple[str, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A frame made the first time that it is asked for; those asked for longest ago go where many are."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        frame = self._held[key] = make()
        while len(self._held) > 1 and sum(8 * one.size for one in self._held.values()) > HELD:
            self._held.popitem(last=False)
        return frame


def opened(path: Path, columns: Collection[str], maker: str) -> pd.DataFrame | Path:
    """A table of a result as a frame, or where it is large its file, if that may be read (`Faults`)."""
    accept_table(path, columns, maker, times=TIMES)
    about = parquet.read_metadata(path)
    return read_parquet(path, columns, maker) if 8 * about.num_rows * about.num_columns <= AT_ONCE else path
