"""Relief: drivers that are 1 from the date on at which a limit is lifted, where it is lifted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.core.axes import DIMENSIONS, Array
from sim.core.paths import held_means
from sim.run.settings import Settings

BY_PLACE = ("people", "homes", "power", "capacity")
EVERYWHERE = "access"
"""Licences and inputs bind firms wherever they are, so this limit is lifted for all of them."""


def reliefs(settings: Settings, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Step means (steps, …) of each driver `*_lifted`; permits are lifted by their events alone."""
    reaches = inputs["relief_reaches"]

    def since(limit: str) -> Array:
        date = float(np.asarray(inputs[f"{limit}_lifted_from"]).reshape(-1)[0])
        return held_means([(date, 1.0)], settings.clock.edges()).reshape(-1, *[1] * DIMENSIONS)

    found = {f"{limit}_lifted": since(limit) * reaches for limit in BY_PLACE}
    return {**found, f"{EVERYWHERE}_lifted": since(EVERYWHERE)}
