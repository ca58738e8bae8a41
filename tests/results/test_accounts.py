"""Public accounts: entries add up, the cost of public funds scales what is paid, costs need a difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.accounts import OUTSIDE, Accounts, accounts_frame, accounts_of, ratio_of_means
from sim.results.breakeven import Point, break_evens
from sim.results.present_value import Discount
from sim.results.store import Stored, read_run, write_run
from sim.run.recorded import Recorded
from tests.results.synthetic import info, recorded


def with_accounts(run: Recorded) -> Recorded:
    """The made-up run with the outcomes that accounts read, each a part of one that it has."""
    added, paid = run.values["value_added_nl"], run.values["paid"]
    parts = {
        "tax_return": 0.37 * added,
        "wages_nl": 0.45 * added,
        "rd_caused_real": 1.1 * paid,
        "rents_above": 0.01 * added,
        "value_added_abroad": 0.2 * added,
        "paid_real": 0.9 * paid,
    }
    units = dict.fromkeys(parts, "MEUR2023/year")
    axes = {name: run.axes["paid" if "paid" in name or "rd" in name else "value_added_nl"] for name in parts}
    return replace(
        run,
        values={**run.values, **parts},
        units={**run.units, **units},
        axes={**run.axes, **axes},
        drawn={**run.drawn, "crowding_out_labour": np.linspace(0.5, 1.0, len(run.members))},
    )


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    folder = tmp_path_factory.mktemp("accounts")
    return read_run(write_run(with_accounts(recorded(32, 0.4)), with_accounts(recorded(32)), info(), folder))


@pytest.fixture(scope="module")
def accounts(stored: Stored) -> Accounts:
    found = accounts_of(stored)
    assert found is not None
    return found


def test_a_present_value_by_hand() -> None:
    frame = pd.DataFrame({0: [7.0, 10.0, 0.0, 10.0]}, index=[2023, 2024, 2025, 2026])
    assert Discount(0.0225, 2024).present(frame) == pytest.approx([10 + 10 / 1.0225**2], rel=1e-12)


def test_quarters_are_worth_their_year() -> None:
    quarters = pd.DataFrame({0: [10.0] * 8}, index=2024 + np.arange(8) / 4)
    years = pd.DataFrame({0: [10.0] * 2}, index=[2024, 2025])
    discount = Discount(0.0225, 2024)
    assert discount.present(quarters) == pytest.approx(discount.present(years), rel=1e-12)


def test_the_entries_add_up_to_the_net_present_value(accounts: Accounts) -> None:
    """Written out another way: value added, less what workers would have yielded elsewhere, less R&D and
    money, plus what firms receive, less what of the firms' part falls to owners abroad; the rest cancels."""
    present = accounts._present
    firms = 0.63 * (present("value_added_nl") - present("wages_nl")) - present("rd_caused_real")
    wanted = (
        present("value_added_nl")
        - accounts.drawn("crowding_out_labour") * present("jobs_nl") * 0.08
        - present("rd_caused_real")
        - present("paid_real")
        + present("paid_to_firms")
        - 0.75 * (firms + present("paid_to_firms"))
    )
    assert accounts.net_members() == pytest.approx(wanted, rel=1e-9)
    lines = accounts.lines()
    total = sum(one.amount for one in lines if one.who not in OUTSIDE)
    assert accounts.net_members() == pytest.approx(total, rel=1e-12)
    others = sum(one.amount for one in lines if one.who == "others")
    assert accounts.net_members(spillover=True) == pytest.approx(total + others, rel=1e-12)


def test_what_lasts_is_the_last_year_fading_and_nothing_is_spent(accounts: Accounts) -> None:
    """Written out as a sum of a hundred years; what is spent ends with the window."""
    lasting = {(one.who, one.what): one.amount for one in accounts.lines(beyond=True)}
    assert not any(lasting[key].any() for key in [("state", "paid"), ("firms", "received"), ("firms", "rd")])
    change = accounts.stored.difference_of("tax_return")
    assert change is not None
    last, first = int(change.index[-1]), accounts.discount.first
    years = np.arange(1, 100)
    worth = (0.82**years / 1.0225 ** (last - first + years)).sum()
    assert lasting["state", "tax"] == pytest.approx(worth * change.to_numpy(float)[-1], rel=1e-6)
    both = accounts.net_members() + sum(a for (who, _), a in lasting.items() if who not in OUTSIDE)
    assert accounts.net_members(beyond=True) == pytest.approx(both, rel=1e-12)


def test_the_cost_of_public_funds_scales_what_is_paid_and_nothing_else(accounts: Accounts) -> None:
    for one, dear in zip(accounts.lines(1.0), accounts.lines(1.25), strict=True):
        factor = 1.25 if (one.who, one.what) in (("state", "paid"), ("region", "paid")) else 1.0
        assert dear.amount == pytest.approx(factor * one.amount, rel=1e-12)
    gone = accounts.net_members(1.0) - accounts.net_members(1.25)
    assert gone == pytest.approx(0.25 * accounts.money, rel=1e-9)


def test_net_jobs_are_gross_less_displacement_by_member(accounts: Accounts) -> None:
    gross, net = accounts.jobs(net=False), accounts.jobs(net=True)
    assert net == pytest.approx(gross * (1 - np.linspace(0.5, 1.0, 32)), rel=1e-12)
    assert (gross > 0).all()


def test_a_cost_needs_a_difference() -> None:
    members = np.arange(64)
    money = np.full(64, 300.0)
    effect = 30 + np.sin(members)
    found = ratio_of_means(money, effect, members)
    assert found.found
    assert found.mean == pytest.approx(300 / effect.mean())
    assert found.low < found.mean < found.high
    noise = np.where(members % 4 < 2, 1.0, -1.001)
    assert not ratio_of_means(money, noise, members).found
    assert not ratio_of_means(money, -effect, members).found
    assert not ratio_of_means(money, np.zeros(64), members).found


def test_the_table_holds_every_entry_at_both_costs(stored: Stored, accounts: Accounts) -> None:
    table = pd.read_csv(stored.folder / "accounts.csv")
    assert len(table) == len(accounts_frame(stored))
    assert set(table["mcpf"].dropna()) == {1.0, 1.25}
    net = table[(table["who"] == "net") & (table["what"] == "without_spillover")].set_index("mcpf")["mean"]
    assert net[1.0] == pytest.approx(accounts.net_members().mean())
    entries = table[(table["mcpf"] == 1.0) & ~table["who"].isin(["net", *OUTSIDE])]
    assert entries["mean"].sum() == pytest.approx(net[1.0])


def test_the_places_add_up_to_the_netherlands(stored: Stored, accounts: Accounts) -> None:
    table = pd.read_csv(stored.folder / "accounts_by_place.csv").set_index("place")
    assert "abroad" not in table.index
    for name in ("value_added_nl", "tax_return", "wages_nl", "rents_above"):
        assert table[name].sum() == pytest.approx(accounts._present(name).mean(), rel=1e-9), name
    assert table["jobs_nl"].sum() == pytest.approx(accounts.jobs(net=False).mean(), rel=1e-9)
    assert table["jobs_net"].sum() == pytest.approx(0.25 * table["jobs_nl"].sum(), rel=1e-9)
    assert table["jobs_found"].all()


def test_without_a_base_there_are_no_accounts(tmp_path: Path) -> None:
    alone = read_run(write_run(with_accounts(recorded(4)), None, info("baseline"), tmp_path))
    assert accounts_of(alone) is None
    assert len(pd.read_csv(alone.folder / "accounts.csv")) == 0


def at_value(stored: Stored, value: float) -> Accounts:
    """The accounts as if everything that R&D yields were `value` times as much, at the same money."""
    found = accounts_of(stored)
    assert found is not None
    members = found.members

    class Linear(Accounts):
        def net_members(self, mcpf: float | None = None, *, spillover: bool = False) -> np.ndarray:
            cost = self.mcpf() if mcpf is None else mcpf
            return 400 * value * (1 + 0.1 * np.sin(members)) + 50 * spillover * value - 300 * cost

    return Linear(stored, found.discount)


def test_a_break_even_by_hand(stored: Stored) -> None:
    """400 a unit, 300 of money: zero at 0.75, at the dearer cost of public funds at 0.9375."""
    low, high = (Point(value, at_value(stored, value)) for value in (0.2, 1.4))
    found = {(one.mcpf, one.spillover): one for one in break_evens(low, high)}
    slope = 400 * (1 + 0.1 * np.sin(low.accounts.members)).mean()
    assert found[(1.0, False)].value == pytest.approx(300 / slope)
    assert found[(1.25, False)].value == pytest.approx(375 / slope)
    assert found[(1.0, True)].value == pytest.approx(300 / (slope + 50))
    assert all(one.found and one.error > 0 for one in found.values())


def test_no_break_even_where_the_parameter_moves_nothing(stored: Stored) -> None:
    low, high = (Point(value, at_value(stored, 0.5)) for value in (0.2, 1.4))
    assert not any(one.found for one in break_evens(low, high))
