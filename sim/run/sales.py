"""Which firms may be sold when: candidates drawn by segment and member, and the lead firms that are sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import POSITION, Array, Axes
from sim.core.valves import Valves
from sim.ensemble.streams import Streams
from sim.ensemble.thinning import happen, thinned, thinned_each
from sim.processes.events import Block
from sim.processes.sales import Candidate, Candidates, FirmSales
from sim.run.settings import Settings


def sales_of(
    axes: Axes, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int], valves: Valves
) -> FirmSales:
    """The sales of a block: candidates where there is a population of firms; lead firms after known until."""
    block = Block(axes, tuple(members), valves, Streams(settings.seed), settings.start)
    highest = float(inputs["sale_highest_rate"].reshape(-1)[0])
    entry = inputs["firm_entry"]
    parts = []
    for segment, label in enumerate(axes.labels["segment"]):
        if not np.take(entry, segment, axis=POSITION["segment"]).any():
            continue
        name = f"scaleup_sold/{label}"
        each = thinned_each(settings.seed, name, members, settings.start, settings.end, highest)
        parts += [(segment, at, times, marks) for at, (times, marks) in enumerate(each)]
    return FirmSales(block, Candidates.of(parts), highest, _lead(axes, settings, inputs, members))


def _lead(
    axes: Axes, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int]
) -> list[Candidate]:
    """The first sale of each lead firm after known until, where the switch lets them be sold."""
    if not inputs["lead_sales_live"].any():
        return []
    highest = float(inputs["lead_sale_highest_rate"].reshape(-1)[0])
    found = []
    for segment, label in enumerate(axes.labels["segment"]):
        rates = np.take(inputs["lead_sale_rate"], segment, axis=POSITION["segment"]).reshape(-1)
        for position, rate in enumerate(np.broadcast_to(rates, (len(members),))):
            name, since = f"lead_firm_sold/{label}", settings.known_until
            sold = happen(
                thinned(settings.seed, name, members[position], since, settings.end, highest), rate, highest
            )
            found += [Candidate(time, segment, position) for time in sold[:1]]
    return found
