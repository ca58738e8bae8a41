"""Drivers of Dutch firms: sales, order books and people on record, purchases, chance of their own."""

from __future__ import annotations

import numpy as np

from sim.core.axes import POSITION, Array
from sim.core.paths import AnnualRecord, held_means, linear_means
from sim.run.series import Series


class DutchDrivers(Series):
    """What is on record of Dutch firms until known until; noise on odds and deliveries afterwards."""

    def all(self) -> dict[str, Array]:
        """Every driver of Dutch firms."""
        return {**self._dutch(), **self._noises(), **self._staff()}

    def _dutch(self) -> dict[str, Array]:
        sales, slopes = {}, {}
        for segment, figures in self.dutch_sales().items():
            means, slope = AnnualRecord(self.first, figures).means(self.ahead_of_time())
            sales[segment], slopes[segment] = self.held(means), self.until_known(slope)
        ends = {segment: self.year_ends(name) for segment, name in self.observed["backlog"].items()}
        return {
            "recorded_dutch_sales": self.by_label("segment", sales),
            "recorded_dutch_slope": self.by_label("segment", slopes),
            "recorded_backlog": self.by_label(
                "segment", {segment: self.held(level) for segment, (level, _) in ends.items()}
            ),
            "recorded_backlog_slope": self.by_label(
                "segment", {segment: self.until_known(slope) for segment, (_, slope) in ends.items()}
            ),
            **{
                f"{name}_part": self.by_label("segment", self._firm_part(name))
                for name in ("nexperia", "bought")
            },
            "purchased_part": self.by_label("segment", self._purchased()),
            "bought_share": self.by_label("segment", self._taken_in()),
        }

    def _purchased(self) -> dict[str, Array]:
        """1 from a purchase on that comes after known until and is given, by segment of the buyer."""
        known, until = self.settings.known_until, self.settings.purchases_until or self.settings.known_until
        return {
            segment: held_means([(float(since), 1.0)], self.edges)
            for segment, (_, since) in self.observed["perimeter"].get("bought", {}).items()
            if known <= since < until
        }

    def _taken_in(self) -> dict[str, Array]:
        """A buyer's part as recorded sales take a purchase in: their path through years rises around it."""
        parts = {}
        for segment, part in self._firm_part("bought").items():
            since = float(self.observed["perimeter"]["bought"][segment][1])
            after = part[self.edges[:-1] >= since]
            if len(after):
                times = np.array([self.edges[0] - 1, since - 0.9, since + 0.2, self.edges[-1] + 1])
                rising = linear_means(times, np.array([0.0, 0.0, 1.0, 1.0])[:, None], self.edges)[:, 0]
                parts[segment] = np.where(part > 0, part, after[0]) * rising
        return parts

    def _firm_part(self, name: str) -> dict[str, Array]:
        """A firm's part of recorded Dutch sales by segment, a value a year, the last one held."""
        parts = {}
        all_sales = self.dutch_sales()
        for segment, (series, since) in self.observed["perimeter"].get(name, {}).items():
            own = self.known[series]
            years = [year for year in sorted(own.figures) if year >= max(since, self.first)]
            points = [
                (float(year), own.figures[year] / all_sales[segment][year - self.first]) for year in years
            ]
            parts[segment] = held_means(points, self.edges)
        return parts

    def _staff(self) -> dict[str, Array]:
        """Recorded people by cell, a smooth path in log from the model's start through the years' ends."""
        ends = {
            cell: self.year_ends(name, first=self._first_staff(cell))
            for cell, name in self.observed["staff"].items()
            if self.known[name].figures
        }
        level = {cell: self.held(path) for cell, (path, _) in ends.items()}
        slope = {cell: self.until_known(path) for cell, (_, path) in ends.items()}
        return {
            "recorded_staff": self.by_label("cell", level),
            "recorded_staff_slope": self.by_label("cell", slope),
        }

    def _first_staff(self, cell: str) -> Array:
        row = np.take(
            self.inputs["staff_2010"], self.axes.index("cell", cell), axis=POSITION["cell"]
        ).reshape(-1)
        return np.broadcast_to(row, (len(self.members),))

    def _noises(self) -> dict[str, Array]:
        return {
            "share_noise": self._noise("share_noise", "share_noise_spread", "share_noise_memory"),
            "delivery_noise": self._noise("delivery_noise", "delivery_noise_spread", "delivery_noise_memory"),
        }

    def _noise(self, name: str, spread: str, memory: str) -> Array:
        """A path a segment, seen after known until, of the spread and memory that two parameters say."""
        columns = {
            label: self.noise(
                f"{name}/{label}",
                self.of_label(spread, at),
                self.of_member(memory),
                unseen=self.unseen(at, orders=name == "share_noise"),
            )
            for at, label in enumerate(self.axes.labels["segment"])
        }
        return self.by_label("segment", columns)
