"""Drivers: the record until known until, sampled paths afterwards, policy paths throughout, as step means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from sim.core.axes import DIMENSIONS, POSITION, Array, Axes
from sim.core.paths import AnnualRecord, held_means, linear_means
from sim.ensemble.noise import path
from sim.inputs.record import Record
from sim.run.relief import reliefs
from sim.run.seasons import seasons
from sim.run.settings import Settings


class Drivers:
    """Builds the step means of every driver for one block of members.

    `inputs`: sampled parameters, all-axes, member last. Arrays that it makes are (steps, …, member).
    """

    def __init__(
        self,
        axes: Axes,
        settings: Settings,
        inputs: Mapping[str, Array],
        record: Record,
        members: Sequence[int],
    ) -> None:
        self.axes, self.settings, self.inputs, self.members = axes, settings, inputs, members
        self.edges = settings.clock.edges()
        self.known = record.known(settings.known_until)
        self.market = record.known(settings.market_known)
        self.observed = record.observations
        self.first = int(settings.start)
        self.last = int(settings.known_until) - 1
        self.last_of_market = int(settings.market_known) - 1

    # building blocks

    def _of_member(self, name: str) -> Array:
        return np.broadcast_to(self.inputs[name].reshape(-1), (len(self.members),)).astype(float)

    def _of_label(self, name: str, segment: int) -> Array:
        """(member,): a parameter at a segment."""
        row = np.take(self.inputs[name], segment, axis=POSITION["segment"]).reshape(-1)
        return np.broadcast_to(row, (len(self.members),)).astype(float)

    def _common(self, means: Array) -> Array:
        """(steps,) → the same for every label and member."""
        return means.reshape(-1, *[1] * DIMENSIONS)

    def _by_member(self, means: Array) -> Array:
        """(steps, member) → no label axes."""
        return means.reshape(len(means), *[1] * (DIMENSIONS - 1), -1)

    def _by_label(self, axis: str, columns: Mapping[str, Array]) -> Array:
        """Columns (steps,) or (steps, member) by label → (steps, …, label, …, member), zero where absent."""
        rows = [np.zeros(1) if label not in columns else columns[label] for label in self.axes.labels[axis]]
        members = max(row.shape[1] if row.ndim == 2 else 1 for row in rows)
        result = np.zeros((len(self.edges) - 1, *self.axes.shape((axis,), members)))
        for index, row in enumerate(rows):
            where = [slice(None)] * result.ndim
            where[1 + POSITION[axis]] = index  # type: ignore[call-overload]
            flat = row if row.ndim == 2 else row[:, None]
            result[tuple(where)] = flat.reshape(len(flat), *[1] * (result.ndim - 3), flat.shape[1])
        return result

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
        given, late = self._annual(name).means(edges), self._late(None)
        return np.where(late, given[0], known[0]), np.where(late, given[1], known[1])

    def _ahead(self) -> Array:
        """Integral of time since known until at the edges, to build what grows from there."""
        return np.maximum(0.0, self.edges - self.settings.known_until)

    def _noise(
        self,
        name: str,
        spread: Array,
        memory: Array,
        period: Array | None = None,
        since: float | None = None,
    ) -> Array:
        """Step means of a path that is zero before `since` (default: known until); (steps, member)."""
        since = self.settings.known_until if since is None else since
        horizon = max(0.0, self.settings.end - since)
        times, values = path(
            self.settings.seed,
            name,
            self.members,
            np.ceil(horizon * 16) / 16 + 1 / 16,
            spread,
            memory,
            period,
        )
        times = np.concatenate([[self.settings.start - 1], since + times])
        return linear_means(times, np.concatenate([values[:1] * 0, values]), self.edges)

    # the drivers

    def all(self) -> dict[str, Array]:
        """Every driver of the world; policy drivers come from `sim.run.policy`."""
        return {
            **self._clockwork(),
            **self._market(),
            **self._dutch(),
            **self._noises(),
            **self._staff(),
            **seasons(self.settings, self.inputs),
            **reliefs(self.settings, self.inputs),
        }

    def _clockwork(self) -> dict[str, Array]:
        start, known = self.settings.start, self.settings.known_until
        observing = held_means([(start, 1.0), (known, 0.0)], self.edges)
        of_market = held_means([(start, 1.0), (self.settings.market_known, 0.0)], self.edges)
        ahead = self._ahead()
        mean_ahead = np.diff(0.5 * ahead**2) / np.diff(self.edges)
        return {
            "observing": self._common(observing),
            "market_observing": self._common(of_market),
            "years_ahead": self._common(mean_ahead),
        }

    def _growing(self, parameter: str, base: float) -> Array:
        """exp(rate × (t − base)) as step means, by member."""
        rate = self._of_member(parameter)[None, :]
        middle = 0.5 * (self.edges[1:] + self.edges[:-1])[:, None]
        return self._by_member(np.exp(rate * (middle - base)))

    def _market(self) -> dict[str, Array]:
        usd = self._joined("usd_per_eur", self.edges)[0]
        until = self.settings.market_known
        fx_noise = self._noise(
            "usd_per_eur", self._of_member("fx_spread"), self._of_member("fx_memory"), since=until
        )
        chips, _ = self._joined("world_chip_sales", self.edges)
        equipment, _ = self._joined("world_equipment_sales", self.edges)
        chips_ahead, chip_slope = self._joined("world_chip_sales", self._ahead_of_time())
        equipment_ahead, equipment_slope = self._joined("world_equipment_sales", self._ahead_of_time())
        return {
            "usd_per_eur": self._by_member(self._held(usd, until)[:, None] * np.exp(fx_noise)),
            "price_index": self._growing("price_growth", 2023.5),
            "eur_price_index": self._growing("dutch_inflation", 2023.5),
            "recorded_chip_sales": self._common(self._held(chips, until)),
            "recorded_equipment_sales": self._common(self._held(equipment, until)),
            "chip_sales_ahead": self._common(self._held(chips_ahead, until)),
            "equipment_sales_ahead": self._common(self._held(equipment_ahead, until)),
            "recorded_chip_slope": self._common(self._until_known(chip_slope, until)),
            "recorded_equipment_slope": self._common(self._until_known(equipment_slope, until)),
            "orders_lead": self._orders_lead(),
            "recorded_weight": self._by_label("segment", self._weights()),
            "memory_share": self._memory(),
            "china_weight": self._china(),
            "downturn": self._downturn(),
            "extra_trend_growth": self._extra_growth(),
            "support_running": self._support(),
        }

    def _orders_lead(self) -> Array:
        """What a given market sells a normal delivery time later, over what it sells now.

        Until known until the residual of the order books says so; this comes as that one fades.
        """
        if self.settings.market_known <= self.settings.known_until:
            return self._by_label("segment", dict.fromkeys(self.axes.labels["segment"], np.ones(1)))
        times = 0.5 * (self.edges[1:] + self.edges[:-1])
        since = np.maximum(0.0, times - self.settings.known_until)[:, None]
        reached = 1 - 0.5 ** (since / self._of_member("cycle_half_life"))
        is_chips = self.axes.indicators["counts_as_chips"][1]
        columns = {}
        for at, label in enumerate(self.axes.labels["segment"]):
            name = "world_chip_sales" if label in is_chips else "world_equipment_sales"
            sold, _ = self._annual(name).means(self.edges)
            wait = np.take(self.inputs["normal_delivery_time"], at, axis=POSITION["segment"]).reshape(-1)
            later = np.interp(times[:, None] + reached * wait, times, sold)
            columns[label] = later / sold[:, None]
        return self._by_label("segment", columns)

    def _late(self, until: float | None) -> npt.NDArray[np.bool_]:
        """Which steps lie after `until` (default: known until)."""
        middle = 0.5 * (self.edges[1:] + self.edges[:-1])
        late: npt.NDArray[np.bool_] = middle >= (self.settings.known_until if until is None else until)
        return late

    def _held(self, means: Array, until: float | None = None) -> Array:
        """The recorded path until known until and its last value afterwards, without a jump."""
        late = self._late(until)
        result = means.copy()
        if late.any() and not late.all():
            result[late] = means[~late][-1]
        return result

    def _weights(self) -> dict[str, Array]:
        """A segment's part of world equipment sales: Dutch sales over Dutch share of it over the world."""
        world = self.known["world_equipment_sales"].filled(self.first, self.last)
        sales = self.dutch_sales()
        result = {}
        for segment, name in self.observed["share_of_segment"].items():
            share = self.known[name].filled(self.first, self.last)
            weight = [x / part / all_ for x, part, all_ in zip(sales[segment], share, world, strict=True)]
            result[segment] = self._held(
                AnnualRecord(self.first, tuple(weight)).means(self._ahead_of_time())[0]
            )
        return result

    def _part_of(self, part: str, whole: str, long_run: str) -> Array:
        """Step means (steps, member) of a recorded part of a whole: linear between the middles of recorded
        years, and from the last of them to its long run within three years after known until."""
        share = {
            year: figure / self.known[whole].figures[year]
            for year, figure in self.known[part].figures.items()
            if year in self.known[whole].figures
        }
        years = sorted(share)
        long_run_share = self._of_member(long_run)
        if not years:
            return np.repeat(long_run_share[None], len(self.edges) - 1, axis=0)
        times = np.array([year + 0.5 for year in years] + [self.settings.known_until + 3.0])
        fixed = np.repeat(np.array([share[year] for year in years])[:, None], len(self.members), axis=1)
        path = linear_means(times, np.concatenate([fixed, long_run_share[None]]), self.edges)
        path[self.edges[:-1] >= times[-1]] = long_run_share
        path[self.edges[:-1] < times[0]] = fixed[0]
        return path

    def _memory(self) -> Array:
        return self._by_member(self._part_of("memory_sales", "world_chip_sales", "memory_share_long_run"))

    def _china(self) -> Array:
        equipment = self._part_of("china_equipment_sales", "world_equipment_sales", "china_weight_long_run")
        chips = np.repeat(self._of_member("china_weight_chips")[None], len(self.edges) - 1, axis=0)
        is_chips = self.axes.indicators["counts_as_chips"][1]
        columns = {label: chips if label in is_chips else equipment for label in self.axes.labels["segment"]}
        return self._by_label("segment", columns)

    def _downturn(self) -> Array:
        depth, start, length = (self._of_member(f"downturn_{what}") for what in ("depth", "start", "length"))
        if not depth.any():
            return self._common(np.zeros(len(self.edges) - 1))
        columns = [
            linear_means(
                np.array([self.settings.start - 1, s, s + w, s + 2 * w, self.settings.end + 1]),
                np.array([0.0, 0.0, np.log(1 - d), 0.0, 0.0]),
                self.edges,
            )
            for d, s, w in zip(depth, start, length, strict=True)
        ]
        return self._by_member(np.stack(columns, axis=1))

    def _extra_growth(self) -> Array:
        """Growth beyond the trend from known until to the overlay's date; the record has its own growth."""
        until = float(self._of_member("extra_growth_until")[0])
        path = [(self.settings.known_until, 1.0), (max(until, self.settings.known_until), 0.0)]
        return self._by_member(held_means(path, self.edges)[:, None] * self._of_member("extra_growth"))

    def _support(self) -> Array:
        begin, years = (float(self.inputs[it].reshape(-1)[0]) for it in ("support_start", "support_years"))
        return self._common(held_means([(begin, 1.0), (begin + years, 0.0)], self.edges))

    def dutch_sales(self) -> dict[str, tuple[float, ...]]:
        """Recorded Dutch sales by measured segment, MUSD a year, first to last recorded year."""
        usd = self.known["usd_per_eur"].filled(self.first, self.last)
        result: dict[str, tuple[float, ...]] = {}
        for segment, firms in self.observed["sales"].items():
            figures = np.zeros(self.last - self.first + 1)
            for firm in firms:
                series = self.known[firm]
                rate = np.array(usd) if series.unit == "MEUR/year" else 1.0
                begin = min(series.figures, default=self.last + 1)
                own = np.zeros_like(figures)
                if series.figures:
                    own = np.array(series.filled(self.first, self.last))
                    own[: max(0, begin - self.first)] = 0.0
                figures += own * rate
            result[segment] = tuple(float(x) for x in figures)
        return result

    def _dutch(self) -> dict[str, Array]:
        sales, slopes = {}, {}
        for segment, figures in self.dutch_sales().items():
            means, slope = AnnualRecord(self.first, figures).means(self._ahead_of_time())
            sales[segment], slopes[segment] = self._held(means), self._until_known(slope)
        ends = {segment: self._year_ends(name) for segment, name in self.observed["backlog"].items()}
        return {
            "recorded_dutch_sales": self._by_label("segment", sales),
            "recorded_dutch_slope": self._by_label("segment", slopes),
            "recorded_backlog": self._by_label(
                "segment", {segment: self._held(level) for segment, (level, _) in ends.items()}
            ),
            "recorded_backlog_slope": self._by_label(
                "segment", {segment: self._until_known(slope) for segment, (_, slope) in ends.items()}
            ),
            **{
                f"{name}_part": self._by_label("segment", self._firm_part(name))
                for name in ("nexperia", "bought")
            },
            "purchased_part": self._by_label("segment", self._purchased()),
        }

    def _purchased(self) -> dict[str, Array]:
        """1 from a purchase on that comes after known until and is given, by segment of the buyer."""
        known, until = self.settings.known_until, self.settings.purchases_until or self.settings.known_until
        return {
            segment: held_means([(float(since), 1.0)], self.edges)
            for segment, (_, since) in self.observed["perimeter"].get("bought", {}).items()
            if known <= since < until
        }

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

    def _ahead_of_time(self) -> Array:
        """The edges as far ahead as a correction lags, so that it is in time; the record's end holds."""
        return self.edges + float(self.inputs["correction_time"].reshape(-1)[0])

    def _until_known(self, means: Array, until: float | None = None) -> Array:
        result = means.copy()
        result[self._late(until)] = 0.0
        return result

    def _year_ends(self, name: str, first: Array | None = None) -> tuple[Array, Array]:
        """Step means of a recorded level and of its slope; a smooth path in log through the years' ends.

        `first` (member,): the level at the start, where the record begins later. Returns (steps, member).
        """
        figures = self.known[name].figures
        times = [year + 1.0 for year in sorted(figures)]
        logs = np.log(np.array([[figures[year]] for year in sorted(figures)]))
        if first is not None:
            times = [self.settings.start, *times]
            logs = np.concatenate([np.log(first)[None], np.repeat(logs, len(first), axis=1)])
        inside = np.clip(self.edges, times[0], times[-1])
        path = (
            PchipInterpolator(times, logs)(inside) if len(times) > 1 else np.repeat(logs, len(inside), axis=0)
        )
        level = np.exp(path)
        return 0.5 * (level[1:] + level[:-1]), np.diff(level, axis=0) / np.diff(self.edges)[:, None]

    def _noises(self) -> dict[str, Array]:
        memory = self._of_member("weight_noise_memory")
        return {
            "chip_noise": self._by_member(
                self._noise(
                    "chip_noise",
                    self._of_member("chip_cycle_spread"),
                    self._of_member("chip_cycle_memory"),
                    self._of_member("chip_cycle_period"),
                    since=self.settings.market_known,
                )
            ),
            "equipment_noise": self._by_member(
                self._noise(
                    "equipment_noise",
                    self._of_member("equipment_noise_spread"),
                    self._of_member("equipment_noise_memory"),
                    since=self.settings.market_known,
                )
            ),
            "share_noise": self._by_label(
                "segment",
                {
                    label: self._noise(
                        f"share_noise/{label}",
                        self._of_label("share_noise_spread", at),
                        self._of_member("share_noise_memory"),
                    )
                    for at, label in enumerate(self.axes.labels["segment"])
                },
            ),
            "weight_noise": self._by_label(
                "segment",
                {
                    label: self._noise(
                        f"weight_noise/{label}", self._of_label("weight_noise_spread", at), memory
                    )
                    for at, label in enumerate(self.axes.labels["segment"])
                },
            ),
        }

    def _staff(self) -> dict[str, Array]:
        """Recorded people by cell, a smooth path in log from the model's start through the years' ends."""
        ends = {
            cell: self._year_ends(name, first=self._first_staff(cell))
            for cell, name in self.observed["staff"].items()
            if self.known[name].figures
        }
        level = {cell: self._held(path) for cell, (path, _) in ends.items()}
        slope = {cell: self._until_known(path) for cell, (_, path) in ends.items()}
        return {
            "recorded_staff": self._by_label("cell", level),
            "recorded_staff_slope": self._by_label("cell", slope),
        }

    def _first_staff(self, cell: str) -> Array:
        row = np.take(
            self.inputs["staff_2010"], self.axes.index("cell", cell), axis=POSITION["cell"]
        ).reshape(-1)
        return np.broadcast_to(row, (len(self.members),))
