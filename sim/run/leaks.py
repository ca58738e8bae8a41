"""Thefts of material from lead firms: dated, thinned candidates, and the lead that they carry to rivals.

Candidates come once a year, the highest rate there is; which of them happen depends on the member's chance
and on the policy in force at that date. So a policy that halves the chance removes some and moves none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.core.axes import Array, Axes
from sim.core.paths import held_means
from sim.ensemble.thinning import happen, thinned_each
from sim.run.settings import Settings

HIGHEST = 1.0
"""Candidates a year and segment."""


def leaks(
    axes: Axes, settings: Settings, inputs: Mapping[str, Array], members: Sequence[int], policy: Array
) -> tuple[dict[str, Array], list[tuple[object, ...]]]:
    """The driver `lead_leaked` (steps, …, segment, …, member) and the rows of the log of events.

    `policy`: the driver `leakage_policy`. Thefts begin at known until: those before are in the record.
    """
    edges = settings.clock.edges()
    labels = axes.labels["segment"]
    result = np.zeros((len(edges) - 1, *axes.shape(("segment",), len(members))))
    rows: list[tuple[object, ...]] = []
    if settings.events.get("shocks", True):
        chance, years, use, part = (
            np.broadcast_to(inputs[name].reshape(size, -1), (size, len(members)))
            for name, size in (
                ("leakage_probability", 1), ("leakage_effect", 1), ("leak_use_time", 1),
                ("leak_target", len(labels)),
            )
        )  # fmt: skip
        kept = np.exp(np.broadcast_to(policy.reshape(len(policy), -1), (len(policy), len(members))))
        paths = result.reshape(len(result), len(labels), len(members))
        found = {
            row: _candidates(settings, segment, members)
            for row, segment in enumerate(labels)
            if (chance[0] * part[row]).any()
        }
        for at, member in enumerate(members):
            for row, segment in enumerate(labels):
                rate = min(chance[0, at] * part[row, at], HIGHEST)
                if rate == 0:
                    continue
                for date, mark in zip(*found[row][at], strict=True):
                    step = min(int(np.searchsorted(edges, date, side="right")) - 1, len(kept) - 1)
                    if not happen([(date, mark)], rate * kept[step, at], HIGHEST):
                        continue
                    pulse = ((date, years[0, at] / use[0, at]), (date + use[0, at], 0.0))
                    paths[:, row, at] += np.maximum(held_means(pulse, edges), 0.0)
                    rows.append((member, date, "leak", f"leak/{segment}", "", segment, years[0, at], "year"))
    return {"lead_leaked": result}, rows


def _candidates(
    settings: Settings, segment: str, members: Sequence[int]
) -> list[tuple[list[float], list[float]]]:
    since = max(settings.start, settings.known_until)
    each = thinned_each(settings.seed, f"leak/{segment}", members, since, settings.end, HIGHEST)
    return [(times.tolist(), marks.tolist()) for times, marks in each]
