"""Channels of access: export controls, and market access abroad.

A step bars, from its date on and over the time in which licences run off, a part of what the sellers that it
names could sell in the markets that it names. Before an announced date buyers order ahead. What began before
known until is on record, so it acts from there on. Steps bar parts of what the others left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.core.axes import Array
from sim.inputs.instruments import Instrument
from sim.run.channels.book import Book, Channel

SHAPES: dict[str, tuple[str, ...]] = {
    "barred": ("market", "segment"),
    "barred_service": ("market", "segment"),
    "revoking": ("market", "segment"),
    "ordering_ahead": ("market", "segment"),
    "barred_too": ("seller", "market"),
    "export_pull": ("market", "segment"),
}
MAJOR = "export_shock_size"
"""The parameter by which a step is a major one, of which there is one at most."""


@dataclass(frozen=True)
class Step:
    """A step in export control: the parts that it takes, arrays on all axes, member last.

    `where`: the part of each market that it names; `rivals`: the part of it that holds for each rival;
    `sales`, `service`: the parts lost by segment; `ahead`: the extra part that buyers order in the months
    before; `backlog`: the part of barred orders in the book that loses its licence.
    """

    where: Array
    rivals: Array
    sales: Array
    service: Array | float = 0.0
    ahead: Array | float = 0.0
    backlog: Array | float = 0.0


def enter_step(book: Book, step: Step, since: Array, announced: Array) -> None:
    """Enter a step from `since` (member,) on, inf where it never comes; nobody orders before `announced`."""
    run_off = float(book.inputs["licence_run_off"].reshape(-1)[0])
    months = float(book.inputs["front_loading_time"].reshape(-1)[0])
    lost, since_then = step.where * step.sales, book.ramp(since, run_off)
    if not np.any(lost) or not np.isfinite(since).any():
        return
    book.cover("barred", since_then * lost)
    if np.any(step.service):
        book.cover("barred_service", since_then * (step.where * step.service))
    if np.any(step.backlog):
        rate = -np.log1p(-lost * step.backlog) / run_off
        book.add("revoking", book.window(since, since + run_off) * rate)
    if np.any(step.ahead):
        before = book.window(np.maximum(since - months, announced), since)
        book.add("ordering_ahead", before * (step.where * (step.sales > 0) * step.ahead))
    if np.any(step.rivals):
        book.most("barred_too", since_then * (step.rivals * step.where))


def _export_control(book: Book, it: Instrument) -> None:
    """A dated step; a major one does nothing where another major one has come before by chance."""
    since = np.array([max(float(it.delivery.get("starts", it.decided)) + it.delay_award, book.known_until)])
    if it.effect["sales"] == MAJOR:
        since = np.where(book.major_step < since, np.inf, since)
    parts = {key: book.effect(it, key) for key in it.effect}
    rivals = book.shares(it, "seller") if "seller" in it.targets else np.zeros(1)
    step = Step(where=book.shares(it, "market"), rivals=rivals, **parts)
    enter_step(book, step, since, np.array([it.decided]))


def _market_access(book: Book, it: Instrument) -> None:
    """Log-odds for Dutch exporters from a date on: the effect on those who take part, times their part."""
    if "exports" in it.effect:
        since = float(it.delivery.get("starts", it.decided))
        pull = np.log1p(book.effect(it, "exports")) * book.shares(it, "market", "segment")
        book.add("export_pull", book.path(((since, 1.0),), it.delay_award) * pull)
    if it.money:
        book.pay(it)


CHANNELS: dict[str, Channel] = {"export_control": _export_control, "market_access": _market_access}
