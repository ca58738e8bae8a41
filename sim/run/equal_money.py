"""`equal_money=500`: scales what a scenario adds until the present value of its extra money is that amount.

Worked out from money paths alone, at the centres of the parameters: the same factor for every member, seed
and number of members. Rounds count as their money path is written; that their awards come later or earlier
and that projects drop out is left to the run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.core.axes import Array
from sim.core.prices import PRICES_OF
from sim.inputs.axes import load_axes
from sim.inputs.changes import sentences
from sim.inputs.faults import Fault, Faults
from sim.inputs.instruments import DUTCH_PUBLIC
from sim.inputs.scenarios import Case, Request
from sim.run.agenda import is_round
from sim.run.policy import book_of, in_force, released
from sim.run.settings import Settings

Points = tuple[tuple[float, float], ...]
LEAST = 1e-9
"""MEUR; own money worth less than this is none."""


@dataclass(frozen=True)
class Scaled:
    """A request whose extra money is worth what was asked, and the factor that made it so."""

    request: Request
    factor: float


def within_cap(request: Request, settings: Settings) -> Scaled | None:
    """The request with its extra money scaled down to the cap of its bundles; None where it is within."""
    cap = request.money_cap
    if cap is None or present_value(request.run, settings) - present_value(request.base, settings) <= cap:
        return None
    return with_equal_money(request, cap, settings, word="money_cap")


def with_equal_money(
    request: Request, amount: float, settings: Settings, word: str = "equal_money"
) -> Scaled:
    """Scale the money that the run's own instruments add, with the quantities that it buys, by one factor.

    Own instruments are those in force whose money differs from the base. `amount`: MEUR of 2023, present
    value of the difference. Raises `Faults` where there is nothing to scale or no factor of at least 0 does.
    """
    own = own_instruments(request, settings)
    name = request.run.name
    if not own:
        raise _refused(
            amount, f"scenario {name} has no money of its own to scale: no instrument's money differs"
        )
    before = present_value(request.base, settings)
    none = present_value(_at(request, settings, own, 0.0), settings) - before
    all_ = present_value(request.run, settings) - before
    if abs(all_ - none) < LEAST:
        raise _refused(amount, f"scenario {name} moves money and adds none, so there is nothing to scale")
    factor = (amount - none) / (all_ - none)
    if factor < 0:
        raise _refused(
            amount,
            f"scenario {name} changes public money by EUR {all_:.4g} m, so no factor of at least 0 gives this"
            f" (a cut takes a negative amount)",
        )
    if abs(factor - 1) < 1e-12:
        return Scaled(request, 1.0)
    run = _at(request, settings, own, factor)
    note = (
        f"{word} = {amount:g}: what {name} adds to the money (and with it to the quantities) of"
        f" {', '.join(sorted(own))} is multiplied by {factor:.6g}, so that it is worth EUR {amount:g} m"
        f" instead of {all_:.4g} m (present value; awards of rounds as written, drop-outs left aside)"
    )
    changed = tuple(sentences(request.base, run))
    return Scaled(replace(request, run=run, notes=(*request.notes, note), changes=changed), float(factor))


def own_instruments(request: Request, settings: Settings) -> set[str]:
    """Instruments in force in the run whose money path is not that of the base; tariffs are no such money."""
    before = {it.name: it.money for it in in_force(request.base, settings)}
    return {
        it.name
        for it in in_force(request.run, settings)
        if it.payer != "tariffs"
        and it.money != before.get(it.name, ())
        and any(x for _, x in it.money + before.get(it.name, ()))
    }


def present_value(case: Case, settings: Settings) -> float:
    """What the instruments of a case cost Dutch public funds, in MEUR of 2023, present value.

    Counts from the appraisal's first year on, at the centres of the parameters.
    """
    axes = load_axes()
    centres = {name: it.centre for name, it in case.parameters.items()}
    book = book_of(case, axes, settings, centres)
    edges = book.edges
    dutch = [x for name, x in book.paid.items() if book.payers[name].payer in DUTCH_PUBLIC]
    paid = sum((x.reshape(len(x), -1).mean(axis=1) for x in dutch), np.zeros(len(edges) - 1))
    for it in in_force(case, settings):
        if is_round(it) and settings.events["subsidies"]:
            go = released(it, settings, centres, ())
            paid = paid + book.path(it.money, it.delay_award).reshape(-1) * go
    inflation = case.parameters["dutch_inflation"].at()
    rate, first = (case.parameters[name].at() for name in ("discount_rate", "appraisal_year"))
    middle = 0.5 * (edges[1:] + edges[:-1])
    years = np.floor(middle)
    worth = np.exp(-inflation * (middle - PRICES_OF)) * (1 + rate) ** -(years - first) * (years >= first)
    return float((paid * worth * np.diff(edges)).sum())


def _at(request: Request, settings: Settings, own: set[str], factor: float) -> Case:
    """The run with `factor` times what its own instruments add to the base."""
    instruments = dict(request.run.instruments)
    in_base = {it.name: it for it in in_force(request.base, settings)}
    for name in own:
        it, before = instruments[name], in_base.get(name)
        instruments[name] = replace(
            it,
            money=_scaled(before.money if before else (), it.money, factor, _held),
            matched=_scaled(before.matched if before else (), it.matched, factor, _held),
            quantity=_scaled(before.quantity if before else (), it.quantity, factor, _arriving),
        )
    return replace(request.run, instruments=instruments)


def _scaled(before: Points, after: Points, factor: float, value: Callable[[Points, Array], Array]) -> Points:
    """before + factor × (after − before) on the dates of both."""
    if before == after:
        return after
    dates = np.array(sorted({date for date, _ in before + after}))
    old, new = value(before, dates), value(after, dates)
    amounts = old + factor * (new - old)
    if (amounts < -LEAST).any():
        what = f"{factor:.4g} times this change would take a money path or a quantity below zero"
        raise Faults([Fault(f"equal_money: {what}")])
    return tuple((float(date), max(float(amount), 0.0)) for date, amount in zip(dates, amounts, strict=True))


def _held(points: Points, dates: Array) -> Array:
    """The value of a path that holds, at each date."""
    if not points:
        return np.zeros(len(dates))
    at = np.searchsorted([date for date, _ in points], dates, side="right") - 1
    return np.where(at >= 0, np.array([amount for _, amount in points])[np.maximum(at, 0)], 0.0)


def _arriving(points: Points, dates: Array) -> Array:
    """What arrives at each date."""
    known = dict(points)
    return np.array([known.get(float(date), 0.0) for date in dates])


def _refused(amount: float, why: str) -> Faults:
    return Faults([Fault(f"equal_money = {amount:g}: {why}")])
