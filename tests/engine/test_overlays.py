"""Overlays: what each does to the world market, and that they go together with each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.core.axes import Array
from sim.inputs.faults import Faults
from sim.inputs.scenarios import Evidence, compose
from sim.run.engine import run_case
from sim.run.settings import Settings
from tests.engine.conftest import NO_EVENTS

Sales = Callable[..., Array]
FIRST, LAST = 2010, 2032


@pytest.fixture(scope="module")
def sales(evidence: Evidence) -> Sales:
    """World chip sales, (year, member), under overlays."""
    kept: dict[tuple[str, ...], Array] = {}

    def run(*overlays: str) -> Array:
        if overlays not in kept:
            case = compose("baseline", overlays, evidence=evidence).run
            settings = Settings(members=64, workers=1, end=LAST, events=NO_EVENTS)
            series = run_case(case, settings).values["world_chip_sales"]
            kept[overlays] = series.reshape(len(series), -1)
        return kept[overlays]

    return run


@pytest.mark.parametrize(("overlay", "market"), [("high_growth", 1000e3), ("high_growth_1500", 1500e3)])
def test_high_growth_reaches_its_market_in_2030(sales: Sales, overlay: str, market: float) -> None:
    """In the median of members, within a tenth: 32 draws with a spread of a fifth."""
    base, high = sales(), sales(overlay)
    np.testing.assert_array_equal(high[: 2024 - FIRST], base[: 2024 - FIRST])
    assert (high[2025 - FIRST] > base[2025 - FIRST]).all()
    assert float(np.median(high[2030 - FIRST])) == pytest.approx(market, rel=0.1)
    growth = [np.log(one[2031 - FIRST] / one[2030 - FIRST]) for one in (base, high)]
    assert np.median(np.abs(growth[1] - growth[0])) < 0.01  # the trend holds again; orders still run off


def test_a_downturn_and_fast_growth_go_together(sales: Sales) -> None:
    """At the trough, 2028.5, demand is a fifth lower than in the same growth without it."""
    both, high = sales("high_growth", "downturn"), sales("high_growth")
    fall = both[2028 - FIRST] / high[2028 - FIRST] - 1
    assert (fall < -0.1).all()
    assert (fall > -0.2).all()


def test_depths_of_a_downturn_are_one_choice(evidence: Evidence) -> None:
    with pytest.raises(Faults) as raised:
        compose("baseline", ["downturn_mild", "downturn_deep"], evidence=evidence)
    assert len(raised.value.faults) == 3
    assert "is also set in configs/overlays/downturn_mild.yaml" in str(raised.value)
