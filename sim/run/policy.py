"""From instruments to drivers: what each channel pays and what it causes, as step means.

A channel turns an instrument's money or quantity path, its targets and the parameters that its effect names
into the drivers that equations read. Additionality drives; leverage (`matched`) is never used here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.core.axes import POSITION, Array, Axes
from sim.core.paths import held_means
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.run.settings import Settings

NO_ROUND = ("entitlement", "annual_call", "event")


def in_force(case: Case, settings: Settings) -> list[Instrument]:
    """The instruments decided before `decided_until`, in the order of their names."""
    until = [x for x in (case.decided_until, settings.decided_until) if x is not None]
    latest = min(until, default=np.inf)
    return [it for _, it in sorted(case.instruments.items()) if it.decided <= latest]


def drivers(case: Case, axes: Axes, settings: Settings, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """The policy drivers of a block, (steps, …, member); zero (access: one) where nothing is in force."""
    book = _Book(axes, settings.clock.edges(), inputs)
    for it in in_force(case, settings):
        channel = CHANNELS.get(it.channel)
        if channel is not None and it.delivery.get("kind") in NO_ROUND:
            channel(book, it)
    return book.drivers()


SHAPES: dict[str, tuple[str, ...]] = {
    "tax_credit_caused": ("segment",),
    "support_caused": ("segment",),
    "training_places": ("place", "level"),
    "migration_pull_policy": ("origin",),
    "stay_policy": ("origin",),
    "invited": ("place", "level", "origin"),
    "homes_policy": ("place",),
    "access": ("market", "segment"),
    "paid_by_scheme": (),
}


class _Book:
    """Adds up what instruments bring to each driver."""

    def __init__(self, axes: Axes, edges: Array, inputs: Mapping[str, Array]) -> None:
        self.axes, self.edges, self.inputs = axes, edges, inputs
        self._sums: dict[str, Array] = {}

    def path(self, points: tuple[tuple[float, float], ...], late: float) -> Array:
        """Step means (steps, 1, …) of a path that holds, `late` years later."""
        means = held_means([(date + late, amount) for date, amount in points], self.edges)
        return means.reshape(-1, *[1] * 8)

    def pulses(self, points: tuple[tuple[float, float], ...], late: float) -> Array:
        """Step means of amounts that arrive over the year around their date, per year."""
        total = np.zeros((len(self.edges) - 1, *[1] * 8))
        for date, amount in points:
            total += self.path(((date - 0.5, amount), (date + 0.5, 0.0)), late)
        return total

    def shares(self, it: Instrument, *targets: str) -> Array:
        """The product of the target shares over `targets`, eight-dimensional; 1 where none is given."""
        product = np.ones((1,) * 8)
        for axis in targets:
            given = it.targets.get(axis)
            row = [1.0 if given is None else float(given.get(label, 0.0)) for label in self.axes.labels[axis]]
            shape = [1] * 8
            shape[POSITION[axis]] = len(row)
            product = product * np.array(row).reshape(shape)
        return product

    def effect(self, it: Instrument, name: str) -> Array:
        """The sampled parameter that the instrument's effect names."""
        return self.inputs[it.effect[name]]

    def add(self, driver: str, amount: Array) -> None:
        """Add (steps, …, member) to a driver."""
        self._sums[driver] = self._sums[driver] + amount if driver in self._sums else amount

    def drivers(self) -> dict[str, Array]:
        """Every policy driver in its full shape."""
        result = {}
        for name, over in SHAPES.items():
            shape = (len(self.edges) - 1, *self.axes.shape(over))
            amount = self._sums.get(name, np.zeros(shape))
            if name == "access":
                amount = np.maximum(0.0, 1.0 - amount)
            result[name] = amount + np.zeros(shape)
        return result


def _pay(book: _Book, it: Instrument) -> Array:
    paid = book.path(it.money, it.delay_award)
    book.add("paid_by_scheme", paid)
    return paid


def _research(driver: str) -> Callable[[_Book, Instrument], None]:
    def channel(book: _Book, it: Instrument) -> None:
        """R&D that would not have been done: money × additionality, apart for large firms where known."""
        small = book.effect(it, "additionality")
        large = book.effect(it, "additionality_large") if "additionality_large" in it.effect else small
        part = float(it.targets.get("large_firms", 0.0))
        book.add(driver, _pay(book, it) * book.shares(it, "segment") * (part * large + (1 - part) * small))

    return channel


def _training(book: _Book, it: Instrument) -> None:
    """Extra entrants: money over cost a head, less those who would have come anyway."""
    heads = _pay(book, it) / book.effect(it, "cost_per_head") * book.effect(it, "additionality")
    book.add("training_places", heads * book.shares(it, "place", "level"))


def _retention(book: _Book, it: Instrument) -> None:
    """A change, from a date on, of the part of foreign graduates who stay."""
    since = float(it.delivery.get("starts", it.decided))
    change = np.log1p(book.effect(it, "stay"))
    chosen = book.shares(it, "origin") > 0
    book.add("stay_policy", book.path(((since, 1.0),), it.delay_award) * change * chosen)
    if it.money:
        _pay(book, it)


def _migration(book: _Book, it: Instrument) -> None:
    """A change of the pull on migrants from a date on; or people invited, a number a year."""
    if "pull" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        change = np.log1p(book.effect(it, "pull"))
        book.add("migration_pull_policy", book.path(((since, 1.0),), it.delay_award) * change)
    if it.quantity:
        people = book.pulses(it.quantity, it.delay_award)
        book.add("invited", people * book.shares(it, "place", "level", "origin"))
    if it.money:
        _pay(book, it)


def _housing(book: _Book, it: Instrument) -> None:
    """Homes that policy starts."""
    if it.money:
        _pay(book, it)
    book.add("homes_policy", book.pulses(it.quantity, it.delay_award) * book.shares(it, "place"))


def _only_money(book: _Book, it: Instrument) -> None:
    """Money, if there is any, whose effect comes by events."""
    if it.money:
        _pay(book, it)


CHANNELS: dict[str, Callable[[_Book, Instrument], None]] = {
    "rd_tax_credit": _research("tax_credit_caused"),
    "direct_rd_support": _research("support_caused"),
    "training": _training,
    "migration": _migration,
    "retention": _retention,
    "housing": _housing,
    "grid_capacity": _only_money,
    "land": _only_money,
}
"""The channels that bring drivers. Rounds and megawatts come by events (`sim.run.agenda`)."""
