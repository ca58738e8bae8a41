"""Channels of firms: public money that buys stakes, and orders that hang on a decision elsewhere."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {"equity_paid": ("segment",), "project_demand": ("segment",)}


def _equity(book: Book, it: Instrument) -> None:
    """Money buys stakes; what a stake does to sale and growth stands in the sector of firms."""
    if it.money:
        book.add("equity_paid", book.pay(it) * book.shares(it, "segment"))


def _contingent_demand(book: Book, it: Instrument) -> None:
    """Where the decision falls well (a mark below its chance): the money is paid, a part of it is orders.

    A higher chance adds members to those where it falls well and takes none away.
    """
    if not it.money:
        return
    awarded = (book.effect(it, "mark") < book.effect(it, "chance")).astype(float)
    ordered = book.pay(it, awarded) * book.effect(it, "content")
    book.add("project_demand", ordered * book.shares(it, "segment"))


CHANNELS: dict[str, Channel] = {"equity": _equity, "contingent_demand": _contingent_demand}
