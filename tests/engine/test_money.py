"""Public money by instrument: what the book and the log of rounds say adds up to what the model pays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.core.axes import Array
from sim.inputs.instruments import DUTCH_PUBLIC
from sim.results.money_table import money_frame, own_instruments, payments
from sim.run.money import AMOUNTS
from sim.run.recorded import Recorded
from tests.engine.conftest import figure

Run = Callable[..., Recorded]
BOOST = {
    "ipcei_me_ct": {"money": [[2024, 55.125], [2032, 0]]},
    "ipcei_ast": {"money": [[2027, 75], [2031, 0]]},
}


@pytest.fixture(scope="module", params=["baseline", "more rounds"])
def run(recorded: Run, request: pytest.FixtureRequest) -> Recorded:
    return recorded() if request.param == "baseline" else recorded(instruments=BOOST)


def summed(run: Recorded, what: str, *, dutch: bool = True) -> Array:
    """An amount over the instruments that Dutch public money pays, or the others do, (year, member)."""
    nothing = np.zeros((len(run.years), len(run.members)))
    chosen = [it for it in run.money.values() if (it.instrument.payer in DUTCH_PUBLIC) == dutch]
    return sum((it.amounts[what] for it in chosen), nothing)


@pytest.mark.parametrize("what", ["budgeted", "awarded", "paid", "paid_real"])
def test_the_instruments_add_up_in_every_year_and_member(run: Recorded, what: str) -> None:
    """Rounds are taken from the log of events, the model's money from valves: two roads to one number."""
    found, wanted = summed(run, what), figure(run, what)
    assert wanted.max() > 100
    assert np.abs(found - wanted).max() <= 1e-9 * wanted.max()


def test_the_table_holds_the_means(run: Recorded) -> None:
    table = money_frame(run, "x")
    dutch = table["payer"].isin(DUTCH_PUBLIC)
    by_year = table[dutch].groupby("year")["paid"].sum().reindex(run.years).fillna(0.0)
    wanted = figure(run, "paid").mean(axis=1)
    assert by_year.to_numpy() == pytest.approx(wanted, rel=1e-9)
    assert (table[list(AMOUNTS)] >= 0).all().all()
    assert table["title"].str.len().min() > 0


def test_extra_rd_adds_up_too(run: Recorded) -> None:
    found = sum(it.amounts["caused"] for it in run.money.values())
    assert found == pytest.approx(figure(run, "rd_caused"), rel=1e-9)
    for it in run.money.values():
        assert (it.amounts["caused_large"] <= it.amounts["caused"] + 1e-12).all()
    assert sum(it.amounts["caused_large"] for it in run.money.values()).max() > 0


def test_who_pays_adds_up_too(run: Recorded) -> None:
    paid = payments(run)
    by_payer = paid["paid_by_nl"] + paid["paid_by_region"]
    assert by_payer == pytest.approx(figure(run, "paid_real"), rel=1e-9)
    assert summed(run, "paid", dutch=False) == pytest.approx(figure(run, "paid_by_others"), rel=1e-9)
    by_payer = by_payer + paid["paid_by_eu"] + paid["paid_by_firms"]
    assert (paid["paid_to_firms"] <= by_payer + 1e-9).all()
    assert paid["paid_to_firms"].max() > 0


def test_only_what_differs_is_a_scenarios_own(recorded: Run) -> None:
    both = [money_frame(recorded(instruments=BOOST), "run"), money_frame(recorded(), "base")]
    import pandas as pd

    own = own_instruments(pd.concat(both, ignore_index=True), "run", "base")
    assert set(own["instrument"]) == set(BOOST)
    difference = figure(recorded(instruments=BOOST), "paid") - figure(recorded(), "paid")
    assert own["paid"].sum() == pytest.approx(difference.mean(axis=1).sum())


def test_taxes_and_wages_are_within_what_is_added(run: Recorded) -> None:
    """A macro tax ratio between its limits, and less paid in wages than is earned."""
    year = list(run.years).index(2023)
    added, tax, wages = (figure(run, name)[year] for name in ("value_added_nl", "tax_return", "wages_nl"))
    assert ((tax / added > 0.25) & (tax / added < 0.45)).all()
    assert ((wages > 0.2 * added) & (wages < added)).all()
