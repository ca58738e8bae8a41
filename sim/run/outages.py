"""Supply outages of a block: dated ones of instruments and those by chance, as drivers and as log rows.

By chance come disruptions of a month or more at any node, a case over the ownership of a firm,
counter-measures after a major Dutch step in export control and, where switched on, the Taiwan tail. Each
belongs to (seed, name, member) and to nothing else. The crisis schemes in force when an outage begins
shorten it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.core.axes import POSITION, Array, Axes
from sim.core.paths import linear_means
from sim.ensemble.streams import Streams
from sim.ensemble.thinning import thinned_each
from sim.inputs.instruments import Instrument
from sim.run.settings import Settings

CHANNEL = "resilience"
RATES = ("disruption_frequency", "ownership_case_rate", "taiwan_probability")
"""The parameters at whose highest value, a limit, candidates come."""
HOME = "dutch"
"""The seller whom a measure against the Netherlands hits."""
SHOCKS = {"ownership_case": "back_end", "counter_measure": "materials", "taiwan": "foundry"}
"""The node at which each kind of shock stands still a supply."""


@dataclass(frozen=True)
class Outage:
    """A supply that stands still at a node for `length` years; `hit`: the part of each seller's output.

    `demand`: the log of world demand that goes with it; `price`: the rise of material prices while it lasts.
    """

    identity: str
    node: str
    start: float
    length: float
    hit: Mapping[str, float]
    demand: float = 0.0
    price: float = 0.0

    @property
    def name(self) -> str:
        """What it is and where, as the log says it."""
        return f"{self.identity}/{self.node}"

    @property
    def end(self) -> float:
        """The moment at which the supply is back."""
        return self.start + self.length


class Outages:
    """The outages of a block of members, drawn from their parameters and the instruments in force.

    `major`: (member,) dates of major Dutch steps in export control, inf where none comes.
    """

    def __init__(
        self,
        axes: Axes,
        settings: Settings,
        inputs: Mapping[str, Any],
        limits: Mapping[str, float],
        members: Sequence[int],
        active: Sequence[Instrument],
        major: Array,
    ) -> None:
        self.axes, self.settings, self.members = axes, settings, members
        self._inputs, self._limits = inputs, limits
        self._streams = Streams(settings.seed)
        self._candidates: dict[str, list[tuple[list[float], list[float]]]] = {}
        self._flat: dict[str, Array] = {}
        self._days = float(np.asarray(inputs["days_per_year"]).reshape(-1)[0])
        mine = [it for it in active if it.channel == CHANNEL]
        self._dated = [it for it in mine if "outage" in it.effect or "ends" in it.delivery]
        self._shorter = [it for it in mine if "shorten" in it.effect]
        self.of_member: list[list[Outage]] = [
            sorted(self._all(at, float(major[at])), key=lambda it: (it.start, it.identity))
            for at in range(len(members))
        ]

    # what happens to a member

    def _value(self, name: str, at: int, *node: str) -> float:
        key = "/".join((name, *node))
        if key not in self._flat:
            array = np.asarray(self._inputs[name])
            for one in node:
                array = np.take(array, [self.axes.index("node", one)], axis=POSITION["node"])
            self._flat[key] = np.broadcast_to(array.reshape(-1), (len(self.members),))
        return float(self._flat[key][at])

    def _uniform(self, name: str, at: int, ordinal: int = 0) -> float:
        return self._streams.uniform(name, self.members[at], ordinal)

    def _all(self, at: int, major: float) -> Iterable[Outage]:
        for it in self._dated:
            yield from self._of_instrument(it, at)
        if self.settings.events["shocks"]:
            yield from self._disruptions(at)
            yield from self._ownership_cases(at)
            yield from self._counter_measures(at, major)
            yield from self._taiwan(at)

    def _of_instrument(self, it: Instrument, at: int) -> Iterable[Outage]:
        """A dated outage; by its own dates what is on record, by a length what is a hypothesis."""
        start = float(it.delivery.get("starts", it.decided)) + it.delay_award
        chance = self._value(it.effect["chance"], at) if "chance" in it.effect else 1.0
        live = chance >= 1 or self.settings.events["shocks"]
        if not live or self._uniform(f"outage/{it.name}", at) >= chance:
            return
        part = self._product(it, "part", at)
        sellers = it.targets.get("seller", {HOME: 1.0})
        found = Outage(
            it.name,
            "",
            start,
            self._value(it.effect["outage"], at) / self._days if "outage" in it.effect else 0.0,
            {},
            math.log1p(-self._product(it, "demand", at)) if "demand" in it.effect else 0.0,
            self._value(it.effect["price"], at) if "price" in it.effect else 0.0,
        )
        found = self._shortened(found, at)
        if "ends" in it.delivery:
            found = replace(found, length=float(it.delivery["ends"]) + it.delay_award - start)
        for node, share in it.targets.get("node", {}).items():
            hit = {seller: part * share * weight for seller, weight in sellers.items()}
            yield replace(found, node=node, hit=hit)

    def _product(self, it: Instrument, key: str, at: int) -> float:
        names = [name for part, name in it.effect.items() if part == key or part.startswith(f"{key}_of_")]
        return math.prod(self._value(name, at) for name in names)

    def _dates(self, name: str, rate: float, highest: float, at: int) -> Iterable[tuple[int, float]]:
        """The ordinal and date of each candidate that happens; others keep theirs whatever the rate."""
        if name not in self._candidates:
            set_ = self.settings
            each = thinned_each(set_.seed, name, self.members, set_.known_until, set_.end, highest)
            self._candidates[name] = [(times.tolist(), marks.tolist()) for times, marks in each]
        for ordinal, (time, mark) in enumerate(zip(*self._candidates[name][at], strict=True)):
            if mark < rate / highest:
                yield ordinal, time

    def _disruptions(self, at: int) -> Iterable[Outage]:
        """A month or more at a node; rivals depend on the same supply in part."""
        rate, highest = self._value("disruption_frequency", at), self._limits["disruption_frequency"]
        least, beyond = self._value("disruption_least", at), self._value("disruption_beyond", at)
        part, shared = self._value("disruption_part", at), self._value("disruption_shared", at)
        for node in self.axes.labels["node"]:
            name = f"disruption/{node}"
            at_node = rate * self._value("disruption_at_node", at, node)
            for ordinal, time in self._dates(name, at_node, highest, at):
                length = least - beyond * math.log1p(-self._uniform(f"{name}/length", at, ordinal))
                hit = dict.fromkeys(self.axes.labels["seller"], part * shared) | {HOME: part}
                yield self._shortened(Outage(name, node, time, length / self._days, hit), at)

    def _ownership_cases(self, at: int) -> Iterable[Outage]:
        """As Nexperia in 2025: exports of one Dutch chip firm's back-end stand still."""
        rate, highest = self._value("ownership_case_rate", at), self._limits["ownership_case_rate"]
        hit = {HOME: self._value("nexperia_chip_part", at) * self._value("nexperia_backend_china", at)}
        for _, time in self._dates("ownership_case", rate, highest, at):
            length = self._value("nexperia_outage", at) / self._days
            yield self._shortened(Outage("ownership_case", SHOCKS["ownership_case"], time, length, hit), at)

    def _counter_measures(self, at: int, major: float) -> Iterable[Outage]:
        """Within a year of a major Dutch step, with a chance, materials stop."""
        if self._uniform("counter_measure", at) >= self._value("retaliation_probability", at):
            return
        start = major + self._uniform("counter_measure/wait", at)
        if not self.settings.known_until <= start < self.settings.end:
            return
        hit = {HOME: self._value("material_stop_part", at)}
        length, price = (
            self._value("material_stop", at) / self._days,
            self._value("material_price_rise_then", at),
        )
        name = "counter_measure"
        yield self._shortened(Outage(name, SHOCKS[name], start, length, hit, price=price), at)

    def _taiwan(self, at: int) -> Iterable[Outage]:
        """Blockade or war, where the tail is switched on; once at most, and it hits every seller."""
        rate = self._value("taiwan_probability", at) * self._value("taiwan_tail", at)
        if not rate:
            return
        found = next(iter(self._dates("taiwan", rate, self._limits["taiwan_probability"], at)), None)
        if found is None:
            return
        hit = dict.fromkeys(self.axes.labels["seller"], self._value("taiwan_part", at))
        lost = self._value("taiwan_gdp_loss", at) * self._value("chip_demand_per_gdp", at)
        length = self._value("taiwan_outage", at) / self._days
        yield Outage("taiwan", SHOCKS["taiwan"], found[1], length, hit, math.log1p(-lost))

    def _shortened(self, outage: Outage, at: int) -> Outage:
        """What schemes in force at its start leave of an outage's length."""
        left = outage.length
        for it in self._shorter:
            if float(it.delivery.get("starts", it.decided)) + it.delay_award <= outage.start:
                left *= 1 - self._value(it.effect["shorten"], at)
        return replace(outage, length=left)

    # what the equations see

    def drivers(self) -> dict[str, Array]:
        """Step means (steps, …, member); `missed` is the days of supply that each step misses."""
        edges, members = self.settings.clock.edges(), len(self.members)
        steps, wide = len(edges) - 1, self.axes.shape(("seller", "node"), members)
        size = (steps, self.axes.size("seller"), self.axes.size("node"), members)
        out, hit, price = np.zeros(size), np.zeros(size), np.zeros((steps, members))
        for at, mine in enumerate(self.of_member):
            for it in mine:
                if it.end <= edges[0] or it.start >= edges[-1]:
                    continue
                first = max(int(np.searchsorted(edges, it.start, side="right")) - 1, 0)
                last = min(int(np.searchsorted(edges, it.end, side="left")), steps)
                inside = np.clip(edges[first : last + 1], it.start, it.end)
                part = np.diff(inside) / np.diff(edges[first : last + 1])
                node = self.axes.index("node", it.node)
                for seller, much in it.hit.items():
                    row = self.axes.index("seller", seller)
                    here = out[first:last, row, node, at]
                    out[first:last, row, node, at] = np.minimum(1.0, here + part)
                    hit[first:last, row, node, at] = np.maximum(hit[first:last, row, node, at], much)
                price[first:last, at] += it.price * part
        days = (self._days * np.diff(edges)).reshape(-1, 1, 1, 1)
        by_node = {"outage": out, "missed": out * days, "hit": hit}
        narrow = self.axes.shape((), members)
        return {
            **{name: array.reshape(steps, *wide) for name, array in by_node.items()},
            "material_price_rise": price.reshape(steps, *narrow),
        }

    def demand(self) -> Array:
        """Log of world demand lost, step means (steps, …, member): whole while it lasts, then back."""
        edges, members = self.settings.clock.edges(), len(self.members)
        lost = np.zeros((len(edges) - 1, members))
        for at, mine in enumerate(self.of_member):
            for it in mine:
                if it.demand:
                    back = it.end + it.length
                    ends = (min(edges[0], it.start) - 1, max(edges[-1], back) + 1)
                    times = np.array([ends[0], it.start, it.start, it.end, back, ends[1]])
                    values = np.array([0.0, 0.0, it.demand, it.demand, 0.0, 0.0])
                    lost[:, at] += linear_means(times, values, edges)
        return lost.reshape(-1, *self.axes.shape((), members))

    def rows(self) -> list[tuple[Any, ...]]:
        """The log: member, time, kind, identity, place, segment, amount and unit of every outage."""
        return [
            (self.members[at], it.start, "outage", it.name, "", "", it.length * self._days, "day")
            for at, mine in enumerate(self.of_member)
            for it in mine
            if it.start >= self.settings.start
        ]
