"""Channels of investment: what public money makes firms build beyond what they would have built."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {"supported_investment": ("segment",)}


def _investment(book: Book, it: Instrument) -> None:
    """Capacity that would not be ordered: money × additionality over what a unit of capacity costs."""
    if not it.money:
        return
    invested = book.pay(it) * book.shares(it, "segment") * book.effect(it, "additionality")
    book.add("supported_investment", invested / book.effect(it, "capital_cost"))


CHANNELS: dict[str, Channel] = {"investment_support": _investment}
