"""Channels of resilience and partnership: stocks and second sources, and what partners' research teaches.

Outages themselves, and what shortens them, are read by `sim.run.outages` from the same instruments.
"""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "cover_asked": ("node",),
    "second_source_asked": ("node",),
    "pilot_line_gain": ("segment",),
}


def _resilience(book: Book, it: Instrument) -> None:
    """Days of cover at nodes, held from each date on; or a part of stopped supply that can be replaced."""
    if it.quantity:
        book.add("cover_asked", book.path(it.quantity, it.delay_award) * book.shares(it, "node"))
    if "second" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        part = book.effect(it, "second") * book.shares(it, "node")
        book.add("second_source_asked", book.path(((since, 1.0),), it.delay_award) * part)
    if it.money:
        book.pay(it)


def _partnership(book: Book, it: Instrument) -> None:
    """What partners' research beyond that of the record teaches, and the way to market that it shortens.

    Money × what spills over, as own R&D; what ran before known until is in the record and adds nothing.
    """
    if it.money:
        book.pay(it)
        if "spillover" in it.effect:
            more = book.since_known(it.money, it.delay_award) * book.shares(it, "segment")
            book.add("public_research", more * book.effect(it, "spillover"))
    if "time_gain" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        gain = book.effect(it, "time_gain") * book.effect(it, "reach")
        chosen = book.shares(it, "segment") > 0
        book.add("pilot_line_gain", book.since_known(((since, 1.0),), it.delay_award) * gain * chosen)


CHANNELS: dict[str, Channel] = {"resilience": _resilience, "partnership": _partnership}
