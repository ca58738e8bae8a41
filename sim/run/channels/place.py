"""Channels of place: homes, roads and rails, and what events bring: land, power, permits, nitrogen."""

from __future__ import annotations

import numpy as np

from sim.core.axes import DIMENSIONS, Array
from sim.core.paths import linear_means
from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel, only_money

SHAPES: dict[str, tuple[str, ...]] = {"homes_policy": ("place",), "reach_policy": ("place",)}


def _housing(book: Book, it: Instrument) -> None:
    """Homes that policy starts."""
    if it.money:
        book.pay(it)
    book.add("homes_policy", book.pulses(it.quantity, it.delay_award) * book.shares(it, "place"))


def _accessibility(book: Book, it: Instrument) -> None:
    """What has been spent, some years later, brings more people and homes within reach."""
    book.pay(it)
    if "reach" in it.effect:
        spent = _spent(book, it, book.inputs[it.effect["time"]].reshape(-1))
        book.add("reach_policy", spent * book.effect(it, "reach") * book.shares(it, "place"))


def _spent(book: Book, it: Instrument, lags: Array) -> Array:
    """Step means (steps, 1, …, member) of the money spent `lags` (member,) years before, in MEUR."""
    dates = [date + it.delay_award for date, _ in it.money]
    last = max(float(book.edges[-1]), dates[-1]) + 1.0
    times = np.array([min(float(book.edges[0]) - float(lags.max()), dates[0]) - 1.0, *dates, last])
    rates = np.array([0.0, *(rate for _, rate in it.money)])
    sums = np.concatenate([[0.0], np.cumsum(rates * np.diff(times))])
    columns = np.stack([linear_means(times, sums, book.edges - lag) for lag in lags], axis=1)
    return columns.reshape(len(columns), *[1] * (DIMENSIONS - 1), -1)


CHANNELS: dict[str, Channel] = {
    "housing": _housing,
    "accessibility": _accessibility,
    **dict.fromkeys(
        ("grid_capacity", "grid_flexibility", "land", "permit_speed", "nitrogen_room"), only_money
    ),
}
