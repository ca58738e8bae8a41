"""Step means of a block of members: the record held or cut, paths of noise, axes where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from sim.core.axes import DIMENSIONS, POSITION, Array, Axes
from sim.core.paths import linear_means
from sim.ensemble.noise import CLOCK, path
from sim.inputs.record import Record
from sim.run.settings import Settings

UNSEEN = 0.5
"""Years from the middle of the last year on record to its end: a yearly figure is a mean, and says nothing of
where shares and deliveries stood at the year's end."""


class Series:
    """What the drivers of one block are built with.

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

    def of_member(self, name: str) -> Array:
        return np.broadcast_to(self.inputs[name].reshape(-1), (len(self.members),)).astype(float)

    def of_label(self, name: str, segment: int) -> Array:
        """(member,): a parameter at a segment."""
        row = np.take(self.inputs[name], segment, axis=POSITION["segment"]).reshape(-1)
        return np.broadcast_to(row, (len(self.members),)).astype(float)

    def common(self, means: Array) -> Array:
        """(steps,) → the same for every label and member."""
        return means.reshape(-1, *[1] * DIMENSIONS)

    def by_member(self, means: Array) -> Array:
        """(steps, member) → no label axes."""
        return means.reshape(len(means), *[1] * (DIMENSIONS - 1), -1)

    def by_label(self, axis: str, columns: Mapping[str, Array]) -> Array:
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

    def late(self, until: float | None) -> npt.NDArray[np.bool_]:
        """Which steps lie after `until` (default: known until)."""
        middle = 0.5 * (self.edges[1:] + self.edges[:-1])
        late: npt.NDArray[np.bool_] = middle >= (self.settings.known_until if until is None else until)
        return late

    def held(self, means: Array, until: float | None = None) -> Array:
        """The recorded path until known until and its last value afterwards, without a jump."""
        late = self.late(until)
        result = means.copy()
        if late.any() and not late.all():
            result[late] = means[~late][-1]
        return result

    def until_known(self, means: Array, until: float | None = None) -> Array:
        result = means.copy()
        result[self.late(until)] = 0.0
        return result

    def ahead_of_time(self) -> Array:
        """The edges as far ahead as a correction lags, so that it is in time; the record's end holds."""
        return self.edges + float(self.inputs["correction_time"].reshape(-1)[0])

    def noise(
        self,
        name: str,
        spread: Array,
        memory: Array,
        period: Array | None = None,
        since: float | None = None,
        unseen: Array | None = None,
    ) -> Array:
        """Step means of a path that is zero before `since` (default: known until); (steps, member).

        `unseen` (member,), years: the path has run for so long when it shows. It comes in evenly within the
        time in which a correction follows the record, so that nothing jumps.
        """
        since = self.settings.known_until if since is None else since
        ages = np.zeros(len(self.members)) if unseen is None else unseen
        ahead = np.rint(ages / CLOCK).astype(np.int64)
        points = int(np.ceil(max(0.0, self.settings.end - since) / CLOCK)) + 2
        _, values = path(
            self.settings.seed,
            name,
            self.members,
            (points - 1 + int(ahead.max())) * CLOCK,
            spread,
            memory,
            period,
        )
        times: Array = np.arange(points, dtype=np.float64) * CLOCK
        values = np.take_along_axis(values, np.arange(points)[:, None] + ahead, axis=0)
        if unseen is not None:
            coming = float(self.inputs["correction_time"].reshape(-1)[0])
            values = values * np.minimum(times / coming, 1.0)[:, None]
        dates: Array = np.concatenate([[self.settings.start - 1], since + times])
        return linear_means(dates, np.concatenate([values[:1] * 0, values]), self.edges)

    def unseen(self, segment: int, orders: bool) -> Array:
        """(member,): years for which chance has run unseen in a segment when the record ends.

        Chance in orders shows in sales a delivery time later, where no book of orders is on record.
        """
        shown_late = orders and self.axes.labels["segment"][segment] not in self.observed["backlog"]
        return UNSEEN + shown_late * self.of_label("normal_delivery_time", segment)

    def year_ends(self, name: str, first: Array | None = None) -> tuple[Array, Array]:
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
