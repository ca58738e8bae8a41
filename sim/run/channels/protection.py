"""Channels of protection: screening of deals and of people, and what both do to leakage."""

from __future__ import annotations

import numpy as np

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "deals_deterred": (),
    "checked_share": ("level", "origin"),
    "leakage_policy": (),
}


def _screening(book: Book, it: Instrument) -> None:
    """Foreign deals deterred from a date on, as a part of all."""
    if "deterrence" in it.effect:
        book.add("deals_deterred", book.since(it) * book.effect(it, "deterrence"))
    _leakage(book, it)


def _knowledge_security(book: Book, it: Instrument) -> None:
    """People checked before they may start, from a date on, by level and origin."""
    if "checked" in it.effect:
        chosen = book.shares(it, "level", "origin") > 0
        book.add("checked_share", book.since(it) * book.effect(it, "checked") * chosen)
    _leakage(book, it)


def _leakage(book: Book, it: Instrument) -> None:
    if "leakage" in it.effect:
        book.add("leakage_policy", book.since(it) * np.log1p(-book.effect(it, "leakage")))
    if it.money:
        book.pay(it)


CHANNELS: dict[str, Channel] = {"screening": _screening, "knowledge_security": _knowledge_security}
