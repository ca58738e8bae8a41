"""The book in which channels enter what instruments pay and cause, driver by driver, as step means."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from sim.core.axes import DIMENSIONS, POSITION, Array, Axes
from sim.core.paths import held_means
from sim.inputs.instruments import DUTCH_PUBLIC, Instrument


class Book:
    """Adds up what instruments bring to each driver."""

    def __init__(
        self,
        axes: Axes,
        edges: Array,
        inputs: Mapping[str, Array],
        shapes: Mapping[str, tuple[str, ...]],
        known_until: float = math.inf,
        major_step: Array | None = None,
    ) -> None:
        """`major_step`: (member,) dates of export-control steps that come by chance; inf where none does."""
        self.axes, self.edges, self.inputs, self.shapes = axes, edges, inputs, shapes
        self.known_until = known_until
        self.major_step = np.array([np.inf]) if major_step is None else major_step
        self.released: Array | float = 1.0
        """1 or 0 by member: whether the money of the instrument being entered is released."""
        self._sums: dict[str, Array] = {}
        self.combined: set[str] = set()
        """Drivers in which parts are not added up: what one instrument brings hangs on the others."""
        self.paid: dict[str, Array] = {}
        """What each instrument pays, step means (steps, …, member or 1), by its name."""
        self.payers: dict[str, Instrument] = {}
        """The instruments that pay, by name."""
        self.caused: dict[str, tuple[Array, Array]] = {}
        """R&D that each instrument causes at large firms and at others, (steps, member or 1), by name."""

    def path(self, points: tuple[tuple[float, float], ...], late: float) -> Array:
        """Step means (steps, 1, …) of a path that holds, `late` years later."""
        means = held_means([(date + late, amount) for date, amount in points], self.edges)
        return means.reshape(-1, *[1] * DIMENSIONS)

    def since_known(self, points: tuple[tuple[float, float], ...], late: float) -> Array:
        """Step means of how far a path is from where it stood at known until; zero before that."""
        known = tuple(point for point in points if point[0] + late < self.known_until)
        return self.path(points, late) - self.path(known, late)

    def pulses(self, points: tuple[tuple[float, float], ...], late: float) -> Array:
        """Step means of amounts that arrive over the year around their date, per year."""
        total = np.zeros((len(self.edges) - 1, *[1] * DIMENSIONS))
        for date, amount in points:
            total += self.path(((date - 0.5, amount), (date + 0.5, 0.0)), late)
        return total

    def since(self, it: Instrument) -> Array:
        """1 from the date on at which an instrument starts (else: was decided) until it ends."""
        begins = float(it.delivery.get("starts", it.decided))
        ends = it.delivery.get("ends")
        return self.path(
            ((begins, 1.0), *(((float(ends), 0.0),) if ends is not None else ())), it.delay_award
        )

    def window(self, since: Array, until: Array) -> Array:
        """Step means (steps, …, member) of what is 1 from `since` until `until`, each (member,)."""
        last = self.edges[-1]
        begin = np.minimum(since, last)
        reached = np.clip(self.edges[:, None], begin, np.maximum(begin, np.minimum(until, last)))
        return self._by_member(np.diff(reached, axis=0) / np.diff(self.edges)[:, None])

    def ramp(self, since: Array, length: float) -> Array:
        """Step means (steps, …, member) of what rises evenly from 0 at `since` (member,) to 1."""
        over = np.maximum(0.0, self.edges[:, None] - since)
        area = np.where(over < length, 0.5 * over**2 / length, over - 0.5 * length)
        return self._by_member(np.diff(area, axis=0) / np.diff(self.edges)[:, None])

    def _by_member(self, means: Array) -> Array:
        return means.reshape(len(means), *[1] * (DIMENSIONS - 1), -1)

    def shares(self, it: Instrument, *targets: str) -> Array:
        """The product of the target shares over `targets`, all-axes; 1 where none is given."""
        product = np.ones((1,) * DIMENSIONS)
        for axis in targets:
            given = it.targets.get(axis)
            row = [1.0 if given is None else float(given.get(label, 0.0)) for label in self.axes.labels[axis]]
            shape = [1] * DIMENSIONS
            shape[POSITION[axis]] = len(row)
            product = product * np.array(row).reshape(shape)
        return product

    def effect(self, it: Instrument, name: str) -> Array:
        """The sampled parameter that the instrument's effect names."""
        return self.inputs[it.effect[name]]

    def add(self, driver: str, amount: Array) -> None:
        """Add (steps, …, member) to a driver, for the members for which the money is released."""
        amount = amount * self.released
        self._sums[driver] = self._sums[driver] + amount if driver in self._sums else amount

    def cover(self, driver: str, part: Array) -> None:
        """Take a part of what others left of a driver that is itself a part of a whole."""
        before = self._sums.get(driver, np.zeros(1))
        self._sums[driver] = 1 - (1 - before) * (1 - part * self.released)
        self.combined.add(driver)

    def most(self, driver: str, amount: Array) -> None:
        """Let a driver be the largest of what instruments bring."""
        amount = amount * self.released
        self._sums[driver] = np.maximum(self._sums.get(driver, np.zeros(1)), amount)
        self.combined.add(driver)

    def pay(self, it: Instrument, part: Array | float = 1.0) -> Array:
        """Book the money of an instrument that is paid yearly, under its payer, and return its path.

        `part`: what is paid of it, by member, where that hangs on chance.
        """
        paid = self.path(it.money, it.delay_award) * part
        self.add("paid_by_scheme" if it.payer in DUTCH_PUBLIC else "paid_by_others", paid)
        self._enter(it, paid * self.released)
        return paid

    def decided(self, it: Instrument, member: int, members: int, more: Array) -> None:
        """Book what a decision taken during the run makes an instrument pay more, for one member."""
        change = np.zeros((*more.shape[:-1], members))
        change[..., member] = more[..., 0]
        self._enter(it, change)

    def cause(self, driver: str, it: Instrument, large: Array, small: Array) -> None:
        """Add R&D caused at large and at other firms, (steps, …, member), to a driver; note whose it is."""
        self.add(driver, large + small)
        released = [x * self.released for x in (large, small)]
        both = tuple(x.reshape(len(x), -1, x.shape[-1]).sum(axis=1) for x in released)
        before = self.caused.get(it.name, (0.0, 0.0))
        self.caused[it.name] = (before[0] + both[0], before[1] + both[1])

    def _enter(self, it: Instrument, paid: Array) -> None:
        self.paid[it.name] = self.paid.get(it.name, 0.0) + paid
        self.payers[it.name] = it

    def sums(self) -> dict[str, Array]:
        """The drivers to which something was added, (steps, …, member or 1)."""
        return dict(self._sums)

    def drivers(self) -> dict[str, Array]:
        """Every policy driver in its full shape; zero where no instrument brought anything."""
        result = {}
        for name, over in self.shapes.items():
            shape = (len(self.edges) - 1, *self.axes.shape(over))
            result[name] = self._sums.get(name, 0.0) + np.zeros(shape)
        return result


Channel = Callable[[Book, Instrument], None]
"""Reads one instrument and enters what it brings."""


def only_money(book: Book, it: Instrument) -> None:
    """Money, if there is any, whose effect comes by events."""
    if it.money:
        book.pay(it)
