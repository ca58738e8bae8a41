"""The three runs of a hindcast: what each is given beyond its origin, in settings and in benchmarks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

from sim.hindcast.benchmarks import Band, Offset, bands
from sim.hindcast.subjects import RATE, Subject, recorded
from sim.inputs.record import Record
from sim.run.settings import Settings

ORIGINS = tuple(range(2013, 2023))
YEARS = 5
"""How far a hindcast looks beyond its origin."""
HORIZONS = (1, 3, 5)
"""Years ahead at which scores are shown: 1 is the first year after the origin."""


@dataclass(frozen=True)
class Given:
    """What a run is given: the world market with the exchange rate, and purchases of firms."""

    name: str
    market: bool
    purchases: bool


RUNS = (Given("nothing", False, False), Given("market", True, False), Given("purchases", True, True))


def settings_at(origin: int, given: Given, base: Settings) -> Settings:
    """The settings of a run from an origin: nothing known, decided or drawn from the record after it."""
    end = float(origin + YEARS)
    return replace(
        base,
        end=end,
        known_until=float(origin),
        decided_until=float(origin),
        market_until=end if given.market else None,
        purchases_until=end if given.purchases else None,
    )


def benchmarks_of(
    subject: Subject, record: Record, origin: int, year: int, given: Given, bought_part: float
) -> dict[str, Band]:
    """The benchmarks of a subject for `year`, from what was known at the origin and what the run is given.

    `bought_part`: the part of sales that came with the purchase in chips (parameter freescale_part).
    """
    known = {at: figure for at, figure in recorded(subject, record).items() if at < origin}
    if not known:
        return {}
    bought = _bought(subject, record, origin, given, bought_part)
    result = bands(known, year, bought)
    if not given.market:
        return result
    rate = record[RATE].figures
    if subject.rate and year in rate:
        at_rate = _sum(bought, lambda at: subject.rate * log(rate[at]))
        usable = {at: x for at, x in known.items() if at in rate}
        result |= {f"{name}_rate": band for name, band in bands(usable, year, at_rate).items()}
    if subject.market:
        sold = record[subject.market].figures
        part = _sum(bought, lambda at: log(sold[at] / rate[at]))
        usable = {at: x for at, x in known.items() if at in rate and at in sold}
        if year in sold and year in rate and "walk" in (found := bands(usable, year, part)):
            result["constant_share"] = found["walk"]
    return result


def _sum(one: Offset, other: Offset) -> Offset:
    return lambda year: one(year) + other(year)


def _bought(subject: Subject, record: Record, origin: int, given: Given, part: float) -> Offset:
    """The log of what a purchase adds, from its first year on, where purchases are given."""
    if not (given.purchases and subject.bought):
        return lambda _: 0.0
    series, since = record.observations["perimeter"]["bought"]["chips"]
    before = min(origin, int(since)) - 1
    weight = 1.0
    if subject.bought == "chips":
        chips = record[series].figures[before]
        whole = record["share"].figures[before] * (
            record["world_chip_sales"].figures[before] + record["world_equipment_sales"].figures[before]
        )
        weight = chips / whole
    step = log(1 + weight * part / (1 - part))
    return lambda year: step if year >= since else 0.0
