"""The academic year: new students come in September, diplomas in summer; switched off, both come evenly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.core.axes import DIMENSIONS, Array
from sim.core.paths import season_means
from sim.run.settings import Settings

SEASONS = {
    "intake_season": ("intake_opens", "intake_length"),
    "graduation_season": ("graduation_opens", "graduation_length"),
}


def seasons(settings: Settings, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """The drivers `intake_season` and `graduation_season`, (steps, 1, …): 1 in the mean of every year."""
    edges = settings.clock.edges()
    result = {}
    for name, window in SEASONS.items():
        means = np.ones(len(edges) - 1)
        if settings.events.get("seasons", True):
            opens, length = (float(inputs[each].reshape(-1)[0]) for each in window)
            means = season_means(opens, length, edges)
        result[name] = means.reshape(-1, *[1] * DIMENSIONS)
    return result
