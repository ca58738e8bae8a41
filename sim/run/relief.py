"""Relief: drivers that are 1 from the date on at which a limit is lifted, where it is lifted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.core.axes import DIMENSIONS, Array
from sim.core.paths import held_means
from sim.run.settings import Settings

BY_PLACE = {
    "people_lifted": "people_lifted_from",
    "homes_lifted": "homes_lifted_from",
    "power_lifted": "power_lifted_from",
    "capacity_lifted": "capacity_lifted_from",
}
"""Drivers of limits that stand in a place, and the parameter that dates each."""
EVERYWHERE = {"access_lifted": "access_lifted_from"}
"""Licences and inputs bind firms wherever they are, so this limit is lifted for all of them."""


def reliefs(settings: Settings, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Step means (steps, …) of each driver; permits are lifted by their events alone."""

    def since(dated: str) -> Array:
        date = float(np.asarray(inputs[dated]).reshape(-1)[0])
        return held_means([(date, 1.0)], settings.clock.edges()).reshape(-1, *[1] * DIMENSIONS)

    reaches = inputs["relief_reaches"]
    by_place = {driver: since(dated) * reaches for driver, dated in BY_PLACE.items()}
    return {**by_place, **{driver: since(dated) for driver, dated in EVERYWHERE.items()}}
