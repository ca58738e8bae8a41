"""Known answers of where R&D and profit are, and of credibility."""

from __future__ import annotations

import numpy as np
import pytest

from sim.sectors import credibility, location

REFERENCE = np.array([0.1, 0.65, 0.9])


def test_research_is_where_it_was_until_something_pulls() -> None:
    np.testing.assert_allclose(location.rd_share_nl(np.zeros(3), REFERENCE), REFERENCE)


@pytest.mark.parametrize("shift", [-0.01, 0.01])
def test_a_pull_moves_the_level_by_its_elasticity(shift: float) -> None:
    moved = location.rd_share_nl(shift, REFERENCE) / REFERENCE - 1
    np.testing.assert_allclose(moved, shift, rtol=0.06)


@pytest.mark.parametrize("shift", [-50.0, 50.0])
def test_no_pull_brings_more_than_all_or_less_than_nothing(shift: float) -> None:
    found = location.rd_share_nl(shift, REFERENCE)
    assert (found >= 0).all()
    assert (found <= 1).all()


def test_dear_people_and_people_who_lack_send_research_away() -> None:
    usual = {"wage_nl": 1.0, "people_nl": 0.95, "rd_wage_share": 0.6}
    answers = {"rd_user_cost_own": -1.0, "rd_shortage_response": 0.5}
    home = location.home_pull(**usual, **answers)
    assert location.home_pull(**usual | {"wage_nl": 1.1}, **answers) < home
    assert location.home_pull(**usual | {"people_nl": 0.9}, **answers) == pytest.approx(home - 0.025)


@pytest.mark.parametrize(("cost", "sign"), [(0.8, -1), (1.0, 0), (1.25, 1)])
def test_cheap_research_abroad_draws_it_there(cost: float, sign: int) -> None:
    found = location.rd_pull(0.3, 0.3, 1.0, cost, 0.0, observing=0.0)
    assert np.sign(found) == sign
    assert location.rd_pull(0.3, 0.3, 1.0, cost, 0.0, observing=1.0) == 0


def test_relief_over_profit_is_the_change_of_the_rate() -> None:
    """78 less of box on a profit of 1,000 is 7.8 points, at 2.49 % each; only where its users leave."""
    pull = -78.0 * 2.49
    assert location.tax_location(pull, 0.0, 0.0, 1000.0) == 0
    assert location.tax_location(pull, 0.0, 1.0, 1000.0) == pytest.approx(-0.194, abs=1e-3)
    assert location.tax_location(0.0, -pull, 0.0, 1000.0) == pytest.approx(0.194, abs=1e-3)


def test_relief_is_profit_that_is_not_taxed() -> None:
    assert location.taxable_nl(7000.0, 942.0, 0.0, 0.258) == pytest.approx(7000 - 942 / 0.258)
    assert location.taxable_nl(100.0, 942.0, 0.0, 0.258) == 0


def test_credibility_rests_where_reversals_come_at_the_usual_rate() -> None:
    rest = credibility.credibility_usual(0.3, 0.06, 6.0)
    lost = credibility.credibility_lost(rest, 0.3, 0.06, 0.0)
    assert lost == pytest.approx(credibility.credibility_rebuilt(rest, 6.0, 0.0))
    assert credibility.credibility_factor(rest, rest, 0.3) == 1
    assert credibility.credibility_factor(0.5 * rest, rest, 0.3) == pytest.approx(0.5**0.3)
