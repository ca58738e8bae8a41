"""What the engine hands to the results: every outcome of every member, with its unit, axes and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sim.core.axes import Axes
from sim.run.event_table import as_frame
from sim.run.money import Money


@dataclass(frozen=True)
class Recorded:
    """The yearly figures of a run.

    `years` has shape (Y,), whole years or, where quarters are recorded, parts of a year; an array of `values`
    has shape (Y, seller, market, place, segment, cell, level, origin, member), length 1 where an axis does
    not apply, in the unit that `units` gives; it may be read from a file each time that it is asked for.
    `log` has the columns member, time (year), kind, identity, place, segment, amount, unit; `inputs` a row a
    member with a column a sampled parameter ("name" or "name[label]"); `members` holds the M member numbers
    (two members share one draw). `money`: of each instrument, by name.
    """

    years: npt.NDArray[np.int64] | npt.NDArray[np.float64]
    values: Mapping[str, npt.NDArray[np.float64]]
    units: dict[str, str]
    axes: dict[str, tuple[str, ...]]
    words: dict[str, str]
    log: pa.Table
    inputs: pd.DataFrame
    members: npt.NDArray[np.int64]
    labels: Axes
    money: Mapping[str, Money] = field(default_factory=dict)

    @property
    def events(self) -> pd.DataFrame:
        """The log of events as a frame, made anew each time: its texts take three times what the log does."""
        return as_frame(self.log)
