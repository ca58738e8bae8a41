"""From the triggers of a case to the board's mandate: what it reads, when it meets, what it changes.

A decision changes the rest of the policy drivers of the member for which it was taken: the channel of the
instrument is asked twice, with the instrument as it was and as the board left it, and the difference is
added. So every channel that is paid by a path works, money is booked where it always is, and a decision
counts from its exact time on, as any date does. What lies before the decision cannot change: checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.core.axes import POSITION, Array, Axes
from sim.core.model import Model
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.inputs.triggers import INDICATORS, Condition, Measure, Trigger
from sim.processes.board import Agreed, Mandate
from sim.run import policy
from sim.run.channels import Book
from sim.run.settings import Settings

BOARD = "semicon_board"
"""The instrument that is the board: it acts where it is in force, from its own date on."""
QUARTER = 0.25
ROUNDING = 1e-9
LEAST = 0.5
"""years; money that ends sooner than this after its shift is left as it is"""

PAID = ("paid_by_scheme", "paid_by_others")

Path = tuple[tuple[float, float], ...]


def mandate(
    case: Case,
    model: Model,
    axes: Axes,
    settings: Settings,
    inputs: Mapping[str, Array],
    drivers: dict[str, Array],
    members: int,
    book: Book | None = None,
) -> Mandate | None:
    """The mandate of a block, or None where no board meets or no trigger is set.

    `book`: where what a decision pays is entered under its instrument.

    `drivers` are those of the block: the ones that a decision may move are given their members here, and
    each decision adds to them.
    """
    force = {it.name: it for it in policy.in_force(case, settings)}
    if not (settings.events["board"] and case.triggers and BOARD in force):
        return None
    meetings = _meetings(force[BOARD].decided, settings)
    decisions = _Decisions(case.triggers, force, axes, settings, inputs, drivers, members, book)
    if meetings:
        decisions.try_out(meetings[0])
    agreed = [_agreed(it, model, axes) for it in case.triggers]
    return Mandate(agreed, meetings, decisions.enact)


def _meetings(first: float, settings: Settings) -> list[float]:
    """Every quarter from the board's first day on, those after known until; what went before is on record."""
    count = int(np.ceil((settings.end - first) / QUARTER))
    every = [first + QUARTER * number for number in range(max(count, 0))]
    return [time for time in every if max(settings.known_until, settings.start) <= time < settings.end]


def _agreed(it: Trigger, model: Model, axes: Axes) -> Agreed:
    when = it.condition
    return Agreed(
        name=it.name,
        reading=_reading(when, model, axes),
        level=when.level,
        above=when.comparison.endswith("above"),
        growth=when.comparison.startswith("growth"),
        years=when.years,
        delay=it.delay,
        rule=it.settings.get("grid_priority"),
        place=when.labels.get("place", ""),
        segment=when.labels.get("segment", ""),
        unit=INDICATORS[when.variable][0],
    )


def _reading(when: Condition, model: Model, axes: Axes) -> Callable[[Mapping[str, Array]], Array]:
    it = model.outcomes[when.variable]

    def read(state: Mapping[str, Array]) -> Array:
        value = np.asarray(it.function(*[state[name] for name in it.arguments]))
        for axis, label in when.labels.items():
            value = np.take(value, [axes.index(axis, label)], axis=POSITION[axis])
        return value.reshape(-1)

    return read


class _Decisions:
    """Works out what a decision adds to the drivers of a member, and adds it."""

    def __init__(
        self,
        triggers: Sequence[Trigger],
        force: Mapping[str, Instrument],
        axes: Axes,
        settings: Settings,
        inputs: Mapping[str, Array],
        drivers: dict[str, Array],
        members: int,
        book: Book | None,
    ) -> None:
        self._book = book
        self._triggers, self._force, self._axes, self._settings = triggers, force, axes, settings
        self._inputs, self._drivers, self._members = inputs, drivers, members

    def try_out(self, time: float) -> None:
        """Give the drivers that decisions may move their members; ValueError for a measure without effect."""
        for trigger in self._triggers:
            for measure in trigger.measures:
                moved = self._added(trigger, measure, time + trigger.delay, self._inputs)
                if not moved and measure.kind != "forward":
                    raise ValueError(f"trigger {trigger.name}: {measure.instrument} would change nothing")
                for name in moved:
                    shape = (*self._drivers[name].shape[:-1], self._members)
                    self._drivers[name] = np.broadcast_to(self._drivers[name], shape).copy()

    def enact(self, number: int, member: int, time: float) -> None:
        """Add what trigger `number` brings from `time` on to the drivers of the member at this position."""
        trigger = self._triggers[number]
        own = {
            name: array[..., member : member + 1] if np.shape(array)[-1:] == (self._members,) else array
            for name, array in self._inputs.items()
        }
        for measure in trigger.measures:
            moved = self._added(trigger, measure, time, own)
            for name, more in moved.items():
                self._drivers[name][..., member] += more[..., 0]
            for name in PAID:
                if self._book is not None and name in moved:
                    it = self._force.get(measure.instrument) or trigger.outside[measure.instrument]
                    self._book.decided(it, member, self._members, moved[name])

    def _added(
        self, trigger: Trigger, measure: Measure, time: float, inputs: Mapping[str, Array]
    ) -> dict[str, Array]:
        """The drivers that the measure moves from `time` on, as differences (steps, …, member)."""
        before = self._force.get(measure.instrument)
        if measure.kind == "active":
            after = started(trigger.outside[measure.instrument], time)
        elif before is None:
            return {}  # the instrument has not been decided in this run
        else:
            after = enlarged(before, measure, time)
        new = policy.brought([after], self._axes, self._settings, inputs)
        old = policy.brought([before] if before else [], self._axes, self._settings, inputs)
        moved = {}
        past = self._settings.clock.edges()[1:] <= time
        for name in {**old, **new}:
            more = np.asarray(new.get(name, 0.0) - old.get(name, 0.0))
            least = ROUNDING * max(np.abs(old.get(name, more)).max(), np.abs(more).max())
            if not (np.abs(more) > least).any():
                continue
            if (np.abs(more[past]) > least).any():
                raise ValueError(
                    f"trigger {trigger.name}: {measure.instrument} would change {name} before the decision"
                )
            more[past] = 0.0
            moved[name] = more
        return moved


def started(it: Instrument, time: float) -> Instrument:
    """An instrument not in force with all its dates shifted so that the first effect is at `time`."""
    dates = [date for date, _ in it.money + it.matched]
    dates += [date - 0.5 for date, _ in it.quantity]  # what arrives at a date comes over the year around it
    dates += [float(it.delivery["starts"])] if "starts" in it.delivery else []
    first = min(dates, default=it.decided)
    return replace(it, active=True, delay_award=time - first)


def enlarged(it: Instrument, measure: Measure, time: float) -> Instrument:
    """An instrument with more money, or the same money sooner, from `time` on."""
    own = time - it.delay_award
    if measure.kind == "forward":
        return replace(it, money=sooner(it.money, own, measure.amount))
    more = ((own, measure.amount), (own + measure.years, 0.0))
    return replace(it, money=both(it.money, more))


def both(one: Path, other: Path) -> Path:
    """The sum of two paths that hold their values."""
    dates = sorted({date for date, _ in (*one, *other)})
    return tuple((date, _held(one, date) + _held(other, date)) for date in dates)


def sooner(path: Path, time: float, years: float) -> Path:
    """What a path still pays after `time`, paid in a time that is `years` shorter; the sum stays."""
    end = path[-1][0]
    left = end - max(time, path[0][0])
    if time <= path[0][0] or left - years < LEAST:
        return path
    faster = left / (left - years)
    done = tuple((date, amount) for date, amount in path if date < time)
    rest = [(time, _held(path, time)), *((date, amount) for date, amount in path if date > time)]
    return (*done, *((time + (date - time) / faster, amount * faster) for date, amount in rest))


def _held(path: Path, date: float) -> float:
    return next((amount for since, amount in reversed(path) if since <= date), 0.0)
