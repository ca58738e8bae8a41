"""Drivers of the world market: what was sold on record, where demand goes, and what may happen to it."""

from __future__ import annotations

import numpy as np

from sim.core.axes import Array
from sim.core.paths import AnnualRecord, held_means, linear_means
from sim.core.prices import PRICES_OF
from sim.run.series import Series

LEAST_BOOK = 0.25
"""No book falls below this part of its normal size: a guard, for a delivery takes some time at any pace."""


class WorldDrivers(Series):
    """The clock, the world market until it is known or given, and its sampled paths afterwards."""

    def all(self) -> dict[str, Array]:
        """Every driver of the world market."""
        return {**self._clockwork(), **self._market(), **self._noises()}

    def _clockwork(self) -> dict[str, Array]:
        start, known = self.settings.start, self.settings.known_until
        observing = held_means([(start, 1.0), (known, 0.0)], self.edges)
        of_market = held_means([(start, 1.0), (self.settings.market_known, 0.0)], self.edges)
        ahead = self._ahead()
        mean_ahead = np.diff(0.5 * ahead**2) / np.diff(self.edges)
        return {
            "observing": self.common(observing),
            "market_observing": self.common(of_market),
            "years_ahead": self.common(mean_ahead),
        }

    def _growing(self, parameter: str) -> Array:
        """exp(rate × (t − the year of prices)) as step means, on the parameter's axes."""
        middle = 0.5 * (self.edges[1:] + self.edges[:-1])
        rate = self.inputs[parameter][None]
        grown: Array = np.exp(rate * (self.common(middle) - PRICES_OF))
        return grown

    def _annual(self, name: str) -> AnnualRecord:
        """A series of the world market, as far as it is known or given."""
        return AnnualRecord(self.first, self.market[name].filled(self.first, self.last_of_market))

    def _joined(self, name: str, edges: Array) -> tuple[Array, Array]:
        """Means and slopes at `edges`: of what is known until known until, of what is given from there.

        Until then nothing may lean on what comes: Dutch figures on record end there, and a world market that
        already turns would look like a change of their share.
        """
        known = AnnualRecord(self.first, self.known[name].filled(self.first, self.last)).means(edges)
        if self.settings.market_known <= self.settings.known_until:
            return known
        given, late = self._annual(name).means(edges), self.late(None)
        return np.where(late, given[0], known[0]), np.where(late, given[1], known[1])

    def _ahead(self) -> Array:
        """Integral of time since known until at the edges, to build what grows from there."""
        return np.maximum(0.0, self.edges - self.settings.known_until)

    def _market(self) -> dict[str, Array]:
        usd = self._joined("usd_per_eur", self.edges)[0]
        until = self.settings.market_known
        fx_noise = self.noise(
            "usd_per_eur", self.of_member("fx_spread"), self.of_member("fx_memory"), since=until
        )
        chips, _ = self._joined("world_chip_sales", self.edges)
        equipment, _ = self._joined("world_equipment_sales", self.edges)
        chips_ahead, chip_slope = self._joined("world_chip_sales", self.ahead_of_time())
        equipment_ahead, equipment_slope = self._joined("world_equipment_sales", self.ahead_of_time())
        return {
            "usd_per_eur": self.by_member(self.held(usd, until)[:, None] * np.exp(fx_noise)),
            "price_index": self._growing("price_growth"),
            "eur_price_index": self._growing("dutch_inflation"),
            "floor_value": self._growing("capacity_upgrading"),
            "recorded_chip_sales": self.common(self.held(chips, until)),
            "recorded_equipment_sales": self.common(self.held(equipment, until)),
            "chip_sales_ahead": self.common(self.held(chips_ahead, until)),
            "equipment_sales_ahead": self.common(self.held(equipment_ahead, until)),
            "recorded_chip_slope": self.common(self.until_known(chip_slope, until)),
            "recorded_equipment_slope": self.common(self.until_known(equipment_slope, until)),
            **self._orders_and_pace(),
            "recorded_weight": self.by_label("segment", self._weights()),
            "memory_share": self._memory(),
            "china_weight": self._china(),
            "downturn": self._downturn(),
            "extra_trend_growth": self._extra_growth(),
            "support_running": self._support(),
        }

    def _orders_and_pace(self) -> dict[str, Array]:
        """In a market that is given: orders over sales, and sales over what plain order books would give.

        Orders are what is sold a normal delivery time later. Until known until the residual of the order
        books says so; this comes as that one fades. Until it has come, books lag a market that is known to
        turn, and all sellers alike deliver faster or slower than they would: what is given are sales.
        """
        if self.settings.market_known <= self.settings.known_until:
            plain = self.by_label("segment", dict.fromkeys(self.axes.labels["segment"], np.ones(1)))
            return {"orders_lead": plain, "market_pace": plain}
        times = 0.5 * (self.edges[1:] + self.edges[:-1])
        since = np.maximum(0.0, times - self.settings.known_until)[:, None]
        reached = 1 - 0.5 ** (since / self.of_member("cycle_half_life"))
        is_chips = self.axes.indicators["counts_as_chips"][1]
        leads, paces = {}, {}
        for at, label in enumerate(self.axes.labels["segment"]):
            name = "world_chip_sales" if label in is_chips else "world_equipment_sales"
            sold, _ = self._annual(name).means(self.edges)
            wait = self.of_label("normal_delivery_time", at)
            later = np.interp(times[:, None] + reached * wait, times, sold)
            leads[label], paces[label] = self._book(sold, later, wait)
        return {
            "orders_lead": self.by_label("segment", leads),
            "market_pace": self.by_label("segment", paces),
        }

    def _book(self, sold: Array, ordered: Array, wait: Array) -> tuple[Array, Array]:
        """Orders over sales, and sales over what the book would give; (steps, member) each.

        The book is in balance at known until; what sales that nobody foresaw take out of it is ordered anew
        in the time in which orders close a gap in a book.
        """
        leads, paces = ordered / sold[:, None], np.ones_like(ordered)
        closing = self.of_member("backlog_correction_time")
        book: Array | None = None
        for step in np.flatnonzero(self.late(None)):
            normal = sold[step] * wait
            book = normal if book is None else np.maximum(book, LEAST_BOOK * normal)
            paces[step] = normal / book
            leads[step] += (normal - book) / closing / sold[step]
            book = book + (self.edges[step + 1] - self.edges[step]) * sold[step] * (leads[step] - 1)
        return leads, paces

    def _weights(self) -> dict[str, Array]:
        """A segment's part of world equipment sales: Dutch sales over Dutch share of it over the world."""
        world = self.known["world_equipment_sales"].filled(self.first, self.last)
        sales = self.dutch_sales()
        result = {}
        for segment, name in self.observed["share_of_segment"].items():
            share = self.known[name].filled(self.first, self.last)
            weight = [x / part / all_ for x, part, all_ in zip(sales[segment], share, world, strict=True)]
            result[segment] = self.held(
                AnnualRecord(self.first, tuple(weight)).means(self.ahead_of_time())[0]
            )
        return result

    def _part_of(self, part: str, whole: str, long_run: str) -> Array:
        """Step means (steps, member) of a recorded part of a whole: linear between the middles of recorded
        years, and from the last of them to its long run within three years."""
        share = {
            year: figure / self.market[whole].figures[year]
            for year, figure in self.market[part].figures.items()
            if year in self.market[whole].figures
        }
        years = sorted(share)
        long_run_share = self.of_member(long_run)
        if not years:
            return np.repeat(long_run_share[None], len(self.edges) - 1, axis=0)
        times = np.array([year + 0.5 for year in years] + [self.settings.market_known + 3.0])
        fixed = np.repeat(np.array([share[year] for year in years])[:, None], len(self.members), axis=1)
        path = linear_means(times, np.concatenate([fixed, long_run_share[None]]), self.edges)
        path[self.edges[:-1] >= times[-1]] = long_run_share
        path[self.edges[:-1] < times[0]] = fixed[0]
        return path

    def _memory(self) -> Array:
        return self.by_member(self._part_of("memory_sales", "world_chip_sales", "memory_share_long_run"))

    def _china(self) -> Array:
        equipment = self._part_of("china_equipment_sales", "world_equipment_sales", "china_weight_long_run")
        chips = np.repeat(self.of_member("china_weight_chips")[None], len(self.edges) - 1, axis=0)
        is_chips = self.axes.indicators["counts_as_chips"][1]
        columns = {label: chips if label in is_chips else equipment for label in self.axes.labels["segment"]}
        return self.by_label("segment", columns)

    def _downturn(self) -> Array:
        depth, start, length = (self.of_member(f"downturn_{what}") for what in ("depth", "start", "length"))
        if not depth.any():
            return self.common(np.zeros(len(self.edges) - 1))
        columns = [
            linear_means(
                np.array([self.settings.start - 1, s, s + w, s + 2 * w, self.settings.end + 1]),
                np.array([0.0, 0.0, np.log(1 - d), 0.0, 0.0]),
                self.edges,
            )
            for d, s, w in zip(depth, start, length, strict=True)
        ]
        return self.by_member(np.stack(columns, axis=1))

    def _extra_growth(self) -> Array:
        """Growth beyond the trend from known until to the overlay's date; the record has its own growth."""
        until = float(self.of_member("extra_growth_until")[0])
        path = [(self.settings.known_until, 1.0), (max(until, self.settings.known_until), 0.0)]
        return self.by_member(held_means(path, self.edges)[:, None] * self.of_member("extra_growth"))

    def _support(self) -> Array:
        begin, years = (float(self.inputs[it].reshape(-1)[0]) for it in ("support_start", "support_years"))
        return self.common(held_means([(begin, 1.0), (begin + years, 0.0)], self.edges))

    def _noises(self) -> dict[str, Array]:
        memory = self.of_member("weight_noise_memory")
        return {
            "chip_noise": self.by_member(
                self.noise(
                    "chip_noise",
                    self.of_member("chip_cycle_spread"),
                    self.of_member("chip_cycle_memory"),
                    self.of_member("chip_cycle_period"),
                    since=self.settings.market_known,
                )
            ),
            "equipment_noise": self.by_member(
                self.noise(
                    "equipment_noise",
                    self.of_member("equipment_noise_spread"),
                    self.of_member("equipment_noise_memory"),
                    since=self.settings.market_known,
                )
            ),
            "weight_noise": self.by_label(
                "segment",
                {
                    label: self.noise(
                        f"weight_noise/{label}",
                        self.of_label("weight_noise_spread", at),
                        memory,
                        unseen=self.unseen(at, orders=True),
                    )
                    for at, label in enumerate(self.axes.labels["segment"])
                },
            ),
        }
