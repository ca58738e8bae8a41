"""Channels of talent: training, retention, migration."""

from __future__ import annotations

import numpy as np

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "training_places": ("place", "level"),
    "migration_pull_policy": ("origin",),
    "stay_policy": ("origin",),
    "invited": ("place", "level", "origin"),
}


def _training(book: Book, it: Instrument) -> None:
    """Extra entrants: money over cost a head, less those who would have come anyway."""
    heads = book.pay(it) / book.effect(it, "cost_per_head") * book.effect(it, "additionality")
    book.add("training_places", heads * book.shares(it, "place", "level"))


def _retention(book: Book, it: Instrument) -> None:
    """A change, from a date on, of the part of foreign graduates who stay."""
    since = float(it.delivery.get("starts", it.decided))
    change = np.log1p(book.effect(it, "stay"))
    chosen = book.shares(it, "origin") > 0
    book.add("stay_policy", book.path(((since, 1.0),), it.delay_award) * change * chosen)
    if it.money:
        book.pay(it)


def _migration(book: Book, it: Instrument) -> None:
    """A change of the pull on migrants from a date on; or people invited, a number a year."""
    if "pull" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        change = np.log1p(book.effect(it, "pull"))
        book.add("migration_pull_policy", book.path(((since, 1.0),), it.delay_award) * change)
    if it.quantity:
        people = book.pulses(it.quantity, it.delay_award)
        book.add("invited", people * book.shares(it, "place", "level", "origin"))
    if it.money:
        book.pay(it)


CHANNELS: dict[str, Channel] = {"training": _training, "migration": _migration, "retention": _retention}
