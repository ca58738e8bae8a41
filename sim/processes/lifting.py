"""When a limit is lifted: the date from which a place serves, or permits, all who ask at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sim.core.axes import Array
from sim.processes.events import Block, Due, Kind, rank
from sim.processes.waits import Table, by_label, by_member

NEVER = 2200.0
"""The year that stands for never: the default of every date of relief."""


def lifted_from(block: Block, parameters: Mapping[str, Array], limit: str) -> Table:
    """Years by [place][member] that parameter `limit` gives; inf where never. Errors as in `waits`."""
    dates = by_member(parameters, limit, block.axes, block.size)
    reaches = by_label(parameters, "relief_reaches", "place", block.axes, block.size)
    return [
        [date if part > 0.0 and date < NEVER else math.inf for date, part in zip(dates, row, strict=True)]
        for row in reaches
    ]


def schedule(block: Block, since: Table, kind: Kind, lift: Callable[[Due], None]) -> None:
    """Put the lifting on the calendars: `lift` is called with (member, place), after levers of its date."""
    calls: list[Any] = [lift]
    for place, row in enumerate(since):
        for member, date in enumerate(row):
            if math.isfinite(date):
                order = rank(kind, place, 2**24 - 1)
                block.due(member, (member, place)).at(max(date, block.start), order, calls)
