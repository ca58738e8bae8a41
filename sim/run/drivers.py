"""Drivers: the record until known until, sampled paths afterwards, policy paths throughout, as step means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.core.axes import Array, Axes
from sim.inputs.record import Record
from sim.run.dutch_drivers import DutchDrivers
from sim.run.relief import reliefs
from sim.run.seasons import seasons
from sim.run.settings import Settings
from sim.run.world_drivers import WorldDrivers


def drivers_of(
    axes: Axes, settings: Settings, inputs: Mapping[str, Array], record: Record, members: Sequence[int]
) -> dict[str, Array]:
    """Step means of every driver, (steps, …, member), by name; policy's come from `sim.run.policy`.

    `inputs`: sampled parameters, all-axes, member last.
    """
    return {
        **WorldDrivers(axes, settings, inputs, record, members).all(),
        **DutchDrivers(axes, settings, inputs, record, members).all(),
        **seasons(settings, inputs),
        **reliefs(settings, inputs),
    }
