"""Channels of talent: training, retention, migration."""

from __future__ import annotations

import numpy as np

from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "training_places": ("place", "level"),
    "retraining_places": ("place", "level"),
    "intake_policy": ("level", "origin"),
    "migration_pull_policy": ("origin",),
    "stay_policy": ("origin",),
    "technical_policy": (),
    "invited": ("place", "level", "origin"),
}


def _training(book: Book, it: Instrument) -> None:
    """People trained beyond those who would come, at school or again: money over cost a head × additionality.

    A quantity is people in other work who are retrained beyond those who would be, whatever that costs. Or a
    rule that changes, from a date on, how many of those who want to enrol may: by level and origin.
    """
    if it.quantity:
        people = book.pulses(it.quantity, it.delay_award)
        book.add("retraining_places", people * book.shares(it, "place", "level"))
    if "cost_per_head" in it.effect:
        heads = book.pay(it) / book.effect(it, "cost_per_head") * book.effect(it, "additionality")
        heads = heads * book.shares(it, "place", "level")
        again = book.effect(it, "retraining") if "retraining" in it.effect else 0.0
        book.add("training_places", heads * (1 - again))
        book.add("retraining_places", heads * again)
    if "intake" in it.effect:
        change = np.log1p(book.effect(it, "intake"))
        chosen = book.shares(it, "level", "origin") > 0
        book.add("intake_policy", book.since(it) * change * chosen)


def _retention(book: Book, it: Instrument) -> None:
    """A change, from a date on: of foreign graduates who stay, or of the odds of work as a technician."""
    if "stay" in it.effect:
        change = np.log1p(book.effect(it, "stay"))
        chosen = book.shares(it, "origin") > 0
        book.add("stay_policy", book.since(it) * change * chosen)
    if "technical" in it.effect:
        book.add("technical_policy", book.since(it) * np.log1p(book.effect(it, "technical")))
    if it.money:
        book.pay(it)


def _migration(book: Book, it: Instrument) -> None:
    """A change of the pull on migrants from a date on; or people invited, a number a year."""
    if "pull" in it.effect:
        change = np.log1p(book.effect(it, "pull"))
        book.add("migration_pull_policy", book.since(it) * change)
    if it.quantity:
        people = book.pulses(it.quantity, it.delay_award)
        book.add("invited", people * book.shares(it, "place", "level", "origin"))
    if it.money:
        book.pay(it)


CHANNELS: dict[str, Channel] = {"training": _training, "migration": _migration, "retention": _retention}
