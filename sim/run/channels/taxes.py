"""Channels of profit: what relief costs, the R&D that it causes, and its pull on where firms are."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "box_caused": ("segment",),
    "box_relief": ("segment",),
    "box_pull": ("segment",),
    "tax_relief": ("segment",),
    "tax_pull": ("segment",),
}


def _relief(kind: str) -> Channel:
    def channel(book: Book, it: Instrument) -> None:
        """Relief in money; `additionality` is R&D per euro, `location` the pull of a change of the tax rate.

        The pull counts from known until on: where firms were by then is on record.
        """
        if not it.money:
            return
        to = book.shares(it, "segment")
        relief = book.pay(it) * to
        book.add(f"{kind}_relief", relief)
        if "additionality" in it.effect:
            part = float(it.targets.get("large_firms", 0.0))
            caused = relief * book.effect(it, "additionality")
            book.cause("box_caused", it, part * caused, (1 - part) * caused)
        if "location" in it.effect:
            since = book.since_known(it.money, it.delay_award)
            book.add(f"{kind}_pull", since * to * book.effect(it, "location"))

    return channel


CHANNELS: dict[str, Channel] = {"profit_box": _relief("box"), "general_tax_climate": _relief("tax")}
