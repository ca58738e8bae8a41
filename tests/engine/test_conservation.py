"""Closed books over a whole run with events: people, capacity, orders, money, power, homes, inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.core.axes import Array
from sim.core.vocabulary import Stock
from sim.inputs.scenarios import Case
from sim.run.block import Prepared
from tests.engine.conftest import Watch, block

BOOKS: dict[str, dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("books.yaml").read_text())


def summed(array: Any) -> Array:
    """Over all labels, a number a member."""
    flat = np.asarray(array, dtype=float)
    return flat.reshape(-1, flat.shape[-1]).sum(axis=0)


class Ledger:
    """Adds up every flow, and checks at each step that no unsigned stock is below zero."""

    def __init__(self, prepared: Prepared) -> None:
        self.model = prepared.model
        self.dt = prepared.settings.dt
        self.stocks = prepared.model.of(Stock)
        names = {flow for it in self.stocks.values() for flow in (*it.inflows, *it.outflows)}
        self.flows = sorted(
            names | {each for book in BOOKS.values() for side in ("in", "out") for each in book[side]}
        )
        self.through: dict[str, Any] = dict.fromkeys(self.flows, 0.0)
        self.first: dict[str, Array] = {}
        self.last: dict[str, Array] = {}
        self.lowest: dict[str, float] = {}

    def see(self, step: int, values: Mapping[str, Any]) -> None:
        if step == 0:
            self.first = {name: summed(values[name]) for name in self.stocks}
        self.last = {name: summed(values[name]) for name in self.stocks}
        for name, it in self.stocks.items():
            if not it.signed:
                self.lowest[name] = min(self.lowest.get(name, 0.0), float(np.min(values[name])))
        self.now = {name: summed(values[name]) * self.dt for name in self.flows}
        for name in self.flows:
            self.through[name] = self.through[name] + self.now[name]

    def close(self) -> None:
        """The observer sees the end once more; what flowed there is not part of the run."""
        for name in self.flows:
            self.through[name] = self.through[name] - self.now[name]


@pytest.fixture(scope="module")
def ledger(case: Callable[..., Case]) -> Ledger:
    prepared = block(case("ipcei_boost"), 6)
    kept = Ledger(prepared)
    prepared.run(kept)
    kept.close()
    return kept


@pytest.mark.parametrize("book", [name for name in BOOKS if name != "people"])
def test_the_book_closes(ledger: Ledger, book: str) -> None:
    how = BOOKS[book]
    start = sum(ledger.first[name] for name in how["stocks"])
    end = sum(ledger.last[name] for name in how["stocks"])
    came = sum((ledger.through[name] for name in how["in"]), np.zeros_like(end))
    went = sum((ledger.through[name] for name in how["out"]), np.zeros_like(end))
    scale = np.maximum(np.abs(end), np.abs(came))
    np.testing.assert_allclose(end - start, came - went, atol=1e-9 * float(np.max(scale)), rtol=0)


def test_the_book_of_people_closes(ledger: Ledger) -> None:
    """Who leaves staff either seeks work, turns to other work, or leaves the country or the model."""
    how = BOOKS["people"]
    through = ledger.through
    start = sum(ledger.first[name] for name in how["stocks"])
    end = sum(ledger.last[name] for name in how["stocks"])
    came = sum(through[name] for name in how["in"]) + through["hiring"] - through["hired_locally"]
    lost = through["novices_lost"] + through["experienced_lost"] - through["quits"] - through["laid_off"]
    assert (lost >= 0).all()
    went = sum(through[name] for name in how["out"]) + lost
    np.testing.assert_allclose(end - start, came - went, atol=1e-9 * float(np.max(end)), rtol=0)


def test_no_flow_of_a_book_is_forgotten(ledger: Ledger) -> None:
    """Every flow at the edge of a book is named in it; all others join two stocks of the book."""
    for name, how in BOOKS.items():
        named = {*how["in"], *how["out"], *how.get("across", [])}
        into = {flow for each in how["stocks"] for flow in ledger.stocks[each].inflows}
        out = {flow for each in how["stocks"] for flow in ledger.stocks[each].outflows}
        edge = (into ^ out) - named
        paired = {
            "graduates_seeking", "graduates_outside", "choosing_sector", "choosing_other",
            "migrants", "migrant_arrivals", "leaving_for_lead", "joining_lead", "started_unqueued",
            "abroad_at_money", "abroad_at_land", "abroad_at_permit", "abroad_at_nitrogen", "abroad_at_grid",
            "scaleups_sold", "sold_on_record",
            "sold_since_known",
        }  # fmt: skip
        assert edge <= paired, (name, edge)


MEMOS = {
    "migrants_present", "directed__1", "directed__2", "directed__3", "trained_since", "left_since",
    "kept_away_by_homes", "kept_away_by_screening", "kept_away_by_places", "sent_away_by_permit",
    "sent_away_by_money", "sent_away_by_land",
    "sent_away_by_nitrogen", "sent_away_by_grid", "mw_queued_societal", "mw_queued_speculative",
    "experience", "barred_book",
}  # fmt: skip
"""Counts of what stands in a book already, or of what has been: nothing is moved by them."""
LEVELS = {
    "chip_trend", "equipment_trend", "home_reserve", "knowledge_reference", "credibility", "wage_index",
    "output_per_person", "school_interest", "homes_base_need", "mw_demand", "share_lasting",
}  # fmt: skip
"""Levels, rates and indices that grow or wear by themselves: nobody owns and nothing holds them."""


def test_a_stock_is_in_a_book_or_no_matter(ledger: Ledger) -> None:
    """Perceptions, residuals of the record and memories of known until tell by their names and flows."""
    held = {name for book in BOOKS.values() for name in book["stocks"]}
    told = {
        name
        for name, it in ledger.stocks.items()
        if f"{name}__adjustment" in it.inflows or name.endswith(("_residual", "_then"))
    }
    assert set(ledger.stocks) - held - told == MEMOS | LEVELS


def test_days_of_supply_that_stop_are_replaced_drawn_or_gone_without(case: Callable[..., Case]) -> None:
    """At every node and step; and a step draws no more than there is."""
    stops = {"disruption_frequency": {"value": 1, "spread": "none"}}
    prepared = block(case("supply_retaliation", stops), 4, end=2034.0)
    dt, seen = prepared.settings.dt, [0]

    def see(step: int, values: Mapping[str, Any]) -> None:
        drawn = values["stock_drawn"] / values["days_per_year"]
        gone = values["hit"] * (values["outage"] * values["not_replaced"] - drawn)
        np.testing.assert_allclose(values["short_of"], gone, atol=1e-12)
        assert (values["stock_drawn"] * dt <= values["cover"] + 1e-9).all()
        seen[0] += int(np.count_nonzero(values["short_of"]))

    prepared.run(Watch(call=see))
    assert seen[0] > 0, "no outage outlasts a stock"


def test_the_same_people_on_other_axes_are_as_many(ledger: Ledger) -> None:
    pairs = [
        ("graduates_seeking", "choosing_sector"),
        ("graduates_outside", "choosing_other"),
        ("migrants", "migrant_arrivals"),
        ("leaving_for_lead", "joining_lead"),
    ]
    for one, other in pairs:
        np.testing.assert_allclose(ledger.through[one], ledger.through[other], rtol=1e-9, err_msg=one)


def test_no_unsigned_stock_is_below_zero(ledger: Ledger) -> None:
    assert {name: low for name, low in ledger.lowest.items() if low < -1e-9} == {}


def test_what_queues_is_also_a_stock(case: Callable[..., Case]) -> None:
    """After every step the stocks of the queues equal the sums over their lists."""
    prepared = block(case("baseline"), 4)
    agenda: Any = prepared.agenda
    held: dict[str, Array] = {}

    def see(step: int, values: Mapping[str, Any]) -> None:
        for name, sums in held.items():
            np.testing.assert_allclose(np.reshape(values[name], sums.shape), sums, atol=1e-9, err_msg=name)
        held.clear()

    original = agenda.advance

    def advance(start: float, end: float, state: Mapping[str, Any]) -> None:
        # The stocks that the agenda now reads carry everything poured before it.
        for name, sums in agenda.holdings().items():
            if start > prepared.settings.start:
                now = np.reshape(state[name], sums.shape)
                np.testing.assert_allclose(now, sums, atol=1e-9, err_msg=f"{name} at {start}")
        original(start, end, state)

    object.__setattr__(agenda, "advance", advance)
    prepared.run(Watch(call=see))


def test_attributions_add_up_to_the_gap(case: Callable[..., Case]) -> None:
    causes = [f"output_lost_{each}" for each in ("demand", "people", "power", "capacity", "access")]

    def see(step: int, values: Mapping[str, Any]) -> None:
        together = sum(values[name] for name in causes)
        np.testing.assert_allclose(together, values["output_gap"], rtol=1e-12, atol=1e-9)
        gap = values["output_wanted"] - values["realised_output"]
        np.testing.assert_allclose(values["output_gap"], gap, rtol=1e-9, atol=1e-6)

    for scenario in ("baseline", "export_shock"):
        block(case(scenario), 4).run(Watch(call=see))
