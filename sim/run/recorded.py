"""What the engine hands to the results: every outcome of every member, with its unit, axes and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.core.axes import Array, Axes
from sim.run.event_table import Log, as_frame
from sim.run.money import Money
from sim.run.sheets import Sheet, Window

SPAN = 1 << 19
"""Numbers of one outcome that are looked at together, 4 MiB: all periods of 500 members."""


@dataclass(frozen=True)
class Recorded:
    """The yearly figures of a run.

    `years` has shape (Y,), whole years or, where quarters are recorded, parts of a year; an array of `values`
    has shape (Y, seller, market, place, segment, cell, level, origin, member), length 1 where an axis does
    not apply, in the unit that `units` gives; it may be read from a file each time that it is asked for, and
    is not to be written to. `log` has the columns member, time (year), kind, identity, place, segment,
    amount, unit; `drawn` holds each sampled parameter ("name" or "name[label]"), (member,); `members` the M
    member numbers (two members share one draw). `money`: of each instrument, by name.
    """

    years: npt.NDArray[np.int64] | npt.NDArray[np.float64]
    values: Mapping[str, Array]
    units: dict[str, str]
    axes: dict[str, tuple[str, ...]]
    words: dict[str, str]
    members: npt.NDArray[np.int64]
    labels: Axes
    log: Log = field(default_factory=Log)
    drawn: Mapping[str, Array] = field(default_factory=dict)
    money: Mapping[str, Money] = field(default_factory=dict)

    @property
    def events(self) -> pd.DataFrame:
        """The log of events as a frame, made anew each time: its texts take three times what the log does."""
        return as_frame(self.log.table())

    @property
    def inputs(self) -> pd.DataFrame:
        """What was drawn as a frame, made anew each time: a row a member, a column a sampled parameter."""
        return pd.DataFrame(dict(self.drawn), index=pd.Index(self.members, name="member"))

    def part(self, window: Window) -> Recorded:
        """The figures of some periods and members alone, without log and draws; each is that of the whole."""
        return replace(
            self,
            years=self.years[window.start : window.stop],
            members=self.members[window.first : window.last],
            values=_part(self.values, window),
            log=Log(),
            drawn={},
            money={name: Money(it.instrument, _part(it.amounts, window)) for name, it in self.money.items()},
        )

    def read(self, name: str, window: Window) -> Array:
        """An outcome in some periods and of some members."""
        return _part(self.values, window)[name]

    def windows(self, *names: str) -> Iterator[Window]:
        """All periods in order, some at a time: so many that none of these outcomes (default: of all) has
        more than `SPAN` numbers in them, or one."""
        widest = max((_width(self.values, name) for name in names or self.values), default=1)
        each = max(1, SPAN // max(widest, 1))
        for start in range(0, len(self.years), each):
            yield Window(start, start + each)

    def by_member(self, members: int) -> Iterator[Recorded]:
        """The run in parts of so many members that follow each other."""
        for first in range(0, len(self.members), members):
            yield self.part(Window(first=first, last=first + members))


class _Part(Mapping[str, Array]):
    """Part of arrays that stand in memory, each cut when it is asked for."""

    def __init__(self, whole: Mapping[str, Array], window: Window) -> None:
        self._whole, self._window = whole, window

    def __getitem__(self, name: str) -> Array:
        return self._window.of(self._whole[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def _part(whole: Mapping[str, Array], window: Window) -> Mapping[str, Array]:
    return whole.part(window) if isinstance(whole, Sheet) else _Part(whole, window)


def _width(values: Mapping[str, Array], name: str) -> int:
    """Numbers of an outcome in one period."""
    return values.width(name) if isinstance(values, Sheet) else values[name][0].size
