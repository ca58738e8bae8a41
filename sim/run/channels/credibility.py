"""The channel of coordination: without effect, unless an instrument declares one on credibility."""

from __future__ import annotations

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {"credibility_shocks": (), "credibility_care": ()}


def _coordination(book: Book, it: Instrument) -> None:
    """Reversals by date, each spread over the year after it; or care for steadiness from a date on."""
    if "reversal" in it.effect:
        year_after = tuple((date + 0.5, count) for date, count in it.quantity)
        book.add("credibility_shocks", book.pulses(year_after, it.delay_award) * book.effect(it, "reversal"))
    if "care" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        book.add("credibility_care", book.path(((since, 1.0),), it.delay_award) * book.effect(it, "care"))


CHANNELS: dict[str, Channel] = {"coordination": _coordination}
