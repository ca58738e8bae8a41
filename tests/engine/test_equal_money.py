"""`equal_money`: one factor on what a scenario adds, until its present value is what was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.inputs.faults import Faults
from sim.inputs.scenarios import Evidence, Request, compose
from sim.run.appraisal import appraisal
from sim.run.equal_money import own_instruments, present_value, with_equal_money, within_cap
from sim.run.settings import Settings

SETTINGS = Settings()


def request(evidence: Evidence, scenario: str, instruments: dict[str, Any] | None = None) -> Request:
    return compose(scenario, (), {}, instruments or {}, evidence=evidence)


def extra(one: Request) -> float:
    return present_value(one.run, SETTINGS) - present_value(one.base, SETTINGS)


@pytest.mark.parametrize("scenario", ["ipcei_boost", "talent_push"])
@pytest.mark.parametrize("amount", [500.0, 37.5])
def test_it_reaches_the_amount(evidence: Evidence, scenario: str, amount: float) -> None:
    scaled = with_equal_money(request(evidence, scenario), amount, SETTINGS)
    assert extra(scaled.request) == pytest.approx(amount, rel=1e-6)
    assert f"{scaled.factor:.6g}" in scaled.request.notes[-1]


def test_the_factor_is_one_for_its_own_worth(evidence: Evidence) -> None:
    asked = request(evidence, "ipcei_boost")
    scaled = with_equal_money(asked, extra(asked), SETTINGS)
    assert scaled.factor == 1
    assert scaled.request is asked


def test_what_was_decided_before_is_not_scaled(evidence: Evidence) -> None:
    """WBSO rises from 2027: what it paid until then, and what the base pays, stays."""
    before = evidence.instruments["wbso"].money
    more = {"wbso": {"money": [*(list(point) for point in before), [2027, before[-1][1] + 100]]}}
    scaled = with_equal_money(request(evidence, "baseline", more), 500, SETTINGS)
    money = scaled.request.run.instruments["wbso"].money
    assert money[: len(before)] == before
    assert money[-1][1] == pytest.approx(before[-1][1] + 100 * scaled.factor)


def test_a_present_value_by_hand(evidence: Evidence) -> None:
    """10 MEUR in 2025 and in 2026, at stable prices: 10/1.0225 + 10/1.0225²."""
    name = next(name for name, it in evidence.instruments.items() if it.money == ((2025, 3), (2029, 0)))
    paid, none = {name: {"money": [[2025, 10], [2027, 0]]}}, {name: {"money": 0}}
    flat = {"dutch_inflation": {"value": 0, "spread": "none"}}
    with_, without = (compose("baseline", (), flat, it, evidence=evidence).run for it in (paid, none))
    found = present_value(with_, SETTINGS) - present_value(without, SETTINGS)
    assert found == pytest.approx(10 / 1.0225 + 10 / 1.0225**2, rel=1e-9)


def test_the_discount_rate_is_configuration(evidence: Evidence) -> None:
    """At 0 % the extra money is worth its sum in prices of 2023; dearer time makes it worth less."""

    def worth(rate: float) -> float:
        given = {"discount_rate": rate, "dutch_inflation": {"value": 0, "spread": "none"}}
        asked = compose("ipcei_boost", (), given, {}, evidence=evidence)
        assert appraisal(asked.run.parameters)["discount_rate"] == rate
        return extra(asked)

    assert worth(0.0) == pytest.approx(220.5 + 300)
    assert worth(0.0) > worth(0.016) > worth(0.0225) > worth(0.029)


def test_a_quantity_goes_with_its_money(evidence: Evidence) -> None:
    """Twice the extra money for homes builds twice the extra homes: else only the cost would be scaled."""
    before = evidence.instruments["beethoven_housing"].quantity
    more = [[date, homes + 1000] for date, homes in before]
    own = {"beethoven_housing": {"money": [[2024, 80], [2031, 0]], "quantity": more}}
    asked = request(evidence, "baseline", own)
    scaled = with_equal_money(asked, 2 * extra(asked), SETTINGS)
    assert scaled.factor == pytest.approx(2)
    after = scaled.request.run.instruments["beethoven_housing"].quantity
    assert [homes for _, homes in after] == pytest.approx([homes + 2000 for _, homes in before])


def test_it_refuses_to_take_more_than_there_is(evidence: Evidence) -> None:
    cut = request(evidence, "baseline", {"chips_ju": {"money": [[2023, 35], [2028, 17.5]]}})
    assert extra(with_equal_money(cut, 1.5 * extra(cut), SETTINGS).request) < 0
    with pytest.raises(Faults, match="below zero"):
        with_equal_money(cut, 3 * extra(cut), SETTINGS)


@pytest.mark.parametrize(
    ("scenario", "amount", "says"),
    [
        ("grid_first", 500, "has no money of its own to scale"),
        ("letter_only", 500, "has no money of its own to scale"),
        ("baseline", 500, "has no money of its own to scale"),
        ("ipcei_boost", -500, "a cut takes a negative amount"),
    ],
)
def test_it_refuses_with_words(evidence: Evidence, scenario: str, amount: float, says: str) -> None:
    with pytest.raises(Faults, match=says):
        with_equal_money(request(evidence, scenario), amount, SETTINGS)


def test_own_instruments_are_those_whose_money_differs(evidence: Evidence) -> None:
    found = own_instruments(request(evidence, "talent_push"), SETTINGS)
    assert found == {"beethoven_talent", "beethoven_talent_structural"}


def test_a_bundle_keeps_within_its_cap(evidence: Evidence) -> None:
    """As `combined` is shipped: what stands in its parts would cost more; a cap never adds money."""
    asked = compose("baseline", ["combined"], evidence=evidence)
    assert asked.money_cap is not None
    assert extra(asked) > asked.money_cap
    kept = within_cap(asked, SETTINGS)
    assert kept is not None
    assert extra(kept.request) == pytest.approx(asked.money_cap, rel=1e-6)
    assert "money_cap = " in kept.request.notes[-1]
    assert within_cap(replace(asked, money_cap=extra(asked) + 1), SETTINGS) is None
    assert within_cap(request(evidence, "diversify"), SETTINGS) is None
