"""Channels of R&D: what public money causes firms to do beyond what they would have done, or teaches them."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "tax_credit_caused": ("segment",),
    "support_caused": ("segment",),
    "public_research": ("segment",),
}


def _research(driver: str) -> Channel:
    def channel(book: Book, it: Instrument) -> None:
        """R&D that would not have been done: money × additionality, apart for large firms where known."""
        small = large = book.effect(it, "additionality")
        if "additionality_large" in it.effect:
            large = book.effect(it, "additionality_large")
        if "large_to_small" in it.effect:
            large = small * book.effect(it, "large_to_small")
        part = float(it.targets.get("large_firms", 0.0))
        paid = book.pay(it) * book.shares(it, "segment")
        book.cause(driver, it, paid * part * large, paid * (1 - part) * small)

    return channel


def _public_research(book: Book, it: Instrument) -> None:
    """Public research as own R&D of Dutch firms: money × what spills over to them."""
    if it.money:
        book.add("public_research", book.pay(it) * book.shares(it, "segment") * book.effect(it, "spillover"))


CHANNELS: dict[str, Channel] = {
    "rd_tax_credit": _research("tax_credit_caused"),
    "direct_rd_support": _research("support_caused"),
    "public_research": _public_research,
}
