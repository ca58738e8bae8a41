"""What each instrument budgets, awards and pays, by member: schemes from their paths, rounds from the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.core.axes import Array
from sim.core.paths import held_means
from sim.inputs.instruments import Instrument
from sim.inputs.scenarios import Case
from sim.run.agenda import subsidy_round
from sim.run.channels import Book
from sim.run.policy import in_force
from sim.run.settings import Settings

AMOUNTS = ("budgeted", "awarded", "paid", "paid_real", "matched", "caused", "caused_large")
"""In MEUR a year of the day, `paid_real` in MEUR2023 a year. `caused`: extra R&D, `caused_large` the part of
it at large firms; what a board's decision causes is not told apart by instrument."""
ROUND_KINDS = ("called", "awarded", "paid_out")


@dataclass(frozen=True)
class Money:
    """The money of one instrument: `amounts` by the names in `AMOUNTS`, each (period, member)."""

    instrument: Instrument
    amounts: Mapping[str, Array]


def instrument_money(
    case: Case,
    settings: Settings,
    book: Book,
    prices: Array,
    log: Iterable[tuple[Any, ...]],
    members: Sequence[int],
    per_year: int = 1,
) -> dict[str, Money]:
    """The money of every instrument of a block that pays anything, by name.

    `prices`: step means of the price level, (steps, …, member). A scheme's money is budgeted and awarded when
    it is paid, as in the model.
    """
    ledger = _Ledger(settings, members, prices, per_year)
    rounds = _by_round(log)
    result = {}
    # a board may have started an instrument that was not in force
    every = {it.name: it for it in in_force(case, settings)} | book.payers
    for _, it in sorted(every.items()):
        large, small = book.caused.get(it.name, (ledger.nothing, ledger.nothing))
        if it.name in book.paid:
            paid = ledger.flat(book.paid[it.name])
            amounts = {"budgeted": paid, "awarded": paid, "paid": paid}
        elif it.name in rounds:
            plan = subsidy_round(it)
            amounts = ledger.of_round(rounds[it.name], plan.duration)
            by_size = [
                np.array(replace(plan.effect, large=part).per_euro(book.inputs, book.axes, len(members)))
                for part in (1.0, 0.0)
            ]
            part = plan.effect.large
            large, small = amounts["paid"] * part * by_size[0], amounts["paid"] * (1 - part) * by_size[1]
        else:
            continue
        amounts["paid_real"] = amounts["paid"] / ledger.prices
        amounts["matched"] = ledger.flat(book.path(it.matched, it.delay_award))
        amounts |= {"caused": large + small, "caused_large": large}
        found = {name: ledger.by_period(amounts[name]) for name in AMOUNTS}
        if any(x.any() for x in found.values()):
            result[it.name] = Money(it, found)
    return result


Entries = dict[str, list[tuple[int, float, float]]]


def _by_round(log: Iterable[tuple[Any, ...]]) -> dict[str, Entries]:
    """The (member, time, amount) of each kind of event, by round."""
    found: dict[str, Entries] = defaultdict(lambda: {kind: [] for kind in ROUND_KINDS})
    for row in log:
        if row[2] in ROUND_KINDS:
            member, time, kind, identity, _, _, amount, _ = row
            found[identity][kind].append((member, time, amount))
    return found


class _Ledger:
    """Turns paths and events into step means (steps, member) and these into figures by period."""

    def __init__(self, settings: Settings, members: Sequence[int], prices: Array, per_year: int) -> None:
        self.edges = settings.clock.edges()
        self.at = {member: place for place, member in enumerate(members)}
        self.prices = self.flat(prices)
        self.nothing = np.zeros((len(self.edges) - 1, 1))
        self._steps = round(1 / (settings.clock.dt * per_year))

    def flat(self, path: Array) -> Array:
        """(steps, …, member or 1) without other labels → (steps, member or 1)."""
        return path.reshape(len(path), -1)

    def of_round(self, entries: Entries, duration: float) -> dict[str, Array]:
        """A round: poured whole at call and award, then paid evenly over its years.

        An award from before the run's start is known by its end only.
        """
        found = {name: np.zeros((len(self.edges) - 1, len(self.at))) for name in ("budgeted", "awarded")}
        for name, kind in (("budgeted", "called"), ("awarded", "awarded")):
            for member, time, amount in entries[kind]:
                step = int(np.searchsorted(self.edges, time, side="right")) - 1
                found[name][step, self.at[member]] += amount / (self.edges[step + 1] - self.edges[step])
        paid = np.zeros_like(found["awarded"])
        began = [(member, time, amount) for member, time, amount in entries["awarded"]]
        known = {(member, round(time, 9)) for member, time, _ in began}
        began += [
            (member, time - duration, amount)
            for member, time, amount in entries["paid_out"]
            if (member, round(time - duration, 9)) not in known
        ]
        for member, time, amount in began:
            rate = amount / duration
            paid[:, self.at[member]] += held_means([(time, rate), (time + duration, 0.0)], self.edges)
        return {**found, "paid": paid}

    def by_period(self, steps: Array) -> Array:
        """Means over each whole period."""
        whole = len(steps) // self._steps * self._steps
        return np.asarray(steps[:whole].reshape(-1, self._steps, steps.shape[-1]).mean(axis=1))
