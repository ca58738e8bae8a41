"""Channels of place: homes, land, power."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel, only_money

SHAPES: dict[str, tuple[str, ...]] = {"homes_policy": ("place",)}


def _housing(book: Book, it: Instrument) -> None:
    """Homes that policy starts."""
    if it.money:
        book.pay(it)
    book.add("homes_policy", book.pulses(it.quantity, it.delay_award) * book.shares(it, "place"))


CHANNELS: dict[str, Channel] = {"housing": _housing, "grid_capacity": only_money, "land": only_money}
