"""The market core against its steady state: orders, backlogs and shares where nothing changes any more.

The sector of competition stands alone here; what other sectors give it is constant. It must come to rest
where an independent root finder says that it rests.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.core.axes import POSITION
from sim.core.loop import Clock, integrate
from sim.core.model import Model
from sim.core.valves import Valves
from sim.core.vocabulary import Driver, auxiliary, driver, flow
from sim.inputs.axes import load_axes
from sim.inputs.scenarios import load_evidence
from sim.processes.agenda import NoEvents
from sim.sectors import competition
from tests.small import Recording

SEGMENT_DEMAND = 1000.0
OF_SELLER = ("seller", "segment")
OF_ALL = ("seller", "market", "segment")
GIVEN: dict[str, tuple[str, tuple[str, ...], float]] = {
    "segment_demand": ("MUSD/year", ("segment",), SEGMENT_DEMAND),
    "dutch_output": ("MUSD/year", ("seller", "segment"), 1e9),
    "usd_per_eur": ("MUSD/MEUR", (), 1.1),
    "price_index": ("MUSD/MUSD2023", (), 1.0),
    "market_weight": ("1", ("market", "segment"), 0.5),
    "supplied": ("1", OF_SELLER, 1.0),
    "knowledge_gained": ("1", OF_SELLER, 0.0),
    "wage_of_segment": ("1", ("segment",), 1.0),
    "material_price_rise": ("1", (), 0.0),
    "firm_standing": ("1", OF_SELLER, 0.0),
    "experience_standing": ("1", OF_SELLER, 0.0),
    "standing_supported": ("1", OF_ALL, 0.0),
    "share_residual": ("1", ("segment",), 0.0),
    "share_lasting": ("1", ("segment",), 0.0),
    "share_bought": ("1", ("segment",), 0.0),
    "market_observing": ("1", (), 0.0),
    "home_reserve": ("1", ("segment",), 0.0),
    "delivery_residual": ("1", ("segment",), 0.0),
    "market_pace": ("1", ("segment",), 1.0),
    "observing": ("1", (), 0.0),
    "backlog_on_record": ("MUSD", ("segment",), 0.0),
    "chip_demand": ("MUSD/year", (), 1.0),
    "equipment_demand": ("MUSD/year", (), 1.0),
    "spending_share": ("1", ("segment",), 0.0),
    "taken_over": ("MUSD/year", OF_ALL, 0.0),
    "won_back": ("MUSD/year", OF_ALL, 0.0),
    "brought_forward": ("MUSD/year", OF_ALL, 0.0),
}


def givers() -> ModuleType:
    """What the rest of the model gives, as drivers, and orders as the shares let them."""
    module = ModuleType("givers")
    for name, (unit, axes, _) in GIVEN.items():
        setattr(module, name, driver(unit, name, axes=axes))

    @auxiliary("MUSD/year", axes=OF_ALL)
    def orders_let(segment_demand, market_weight, share_of_orders):
        """Demand by market, shared out."""
        return segment_demand * market_weight * share_of_orders

    @flow("MUSD/year", axes=OF_ALL)
    def orders_revoked(backlog):
        """Nobody's licence is revoked."""
        return 0 * backlog

    module.orders_let, module.orders_revoked = orders_let, orders_revoked
    return module


def at_rest(**changed: float) -> tuple[Model, dict[str, Any], dict[str, np.ndarray]]:
    """The model, its parameters at their centres, and its values after sixty years of constant input."""
    parameters = load_evidence().parameters
    model = Model.build(competition, givers(), axes=load_axes(), parameters=parameters)
    inputs = {name: parameters[name].centre for name in model.parameters}
    inputs |= {name: model.axes.indicator(name) for name in model.axes.indicators}
    clock = Clock(2010.0, 2070.0, 1 / 16)
    values = {name: value for name, (_, _, value) in GIVEN.items()} | {
        "export_pull": 0.0,
        "project_demand": 0.0,
        "share_noise": 0.0,
        "delivery_noise": 0.0,
    }
    series = {
        name: np.full((clock.steps, *model.axes.shape(it.axes)), changed.get(name, values[name]))
        for name, it in model.of(Driver).items()
    }
    seen = Recording("share_of_orders", "backlog", "shipments", "orders", "cancellations")
    integrate(model, inputs, series, clock, 1, NoEvents(), Valves({}, model.axes, 1), seen)
    return model, inputs, {name: values[-1] for name, values in seen.series.items()}


def dutch(array: np.ndarray) -> np.ndarray:
    """Of the Dutch seller, over both markets, by segment."""
    return array[0].sum(axis=POSITION["market"] - 1).reshape(-1)


def test_without_limits_shares_are_the_softmax_and_backlogs_follow_littles_law() -> None:
    """Nothing makes anybody wait, so log-odds stay those of the start; backlog = orders × delivery time."""
    model, inputs, rest = at_rest()
    china = model.axes.indicator("is_chinese") * (2 * model.axes.indicator("is_china") - 1)
    odds = inputs["initial_share"] * np.exp(china * inputs["home_preference"])
    shares = odds / odds.sum(axis=POSITION["seller"], keepdims=True)
    assert rest["share_of_orders"] == pytest.approx(np.broadcast_to(shares, rest["share_of_orders"].shape))
    assert rest["orders"] == pytest.approx(0.5 * SEGMENT_DEMAND * rest["share_of_orders"])
    assert rest["shipments"] == pytest.approx(rest["orders"], rel=1e-6)
    assert rest["backlog"] == pytest.approx(rest["orders"] * inputs["normal_delivery_time"], rel=1e-6)


@pytest.mark.parametrize("segment", ["deposition", "chips"])
def test_a_limit_on_dutch_output_is_met_where_orders_less_cancellations_equal_it(segment: str) -> None:
    """Half of what would be ordered can be made. Buyers who wait go elsewhere until
    orders(backlog) − cancellations(backlog) = output, whose root is found here by bisection."""
    model, inputs, free = at_rest()
    at = model.axes.index("segment", segment)
    output = 0.5 * float(dutch(free["orders"])[at])
    _, _, rest = at_rest(dutch_output=output)

    def of(name: str) -> float:
        value = inputs[name]
        axis = POSITION["segment"]
        return float(value.take(at if value.shape[axis] > 1 else 0, axis=axis).ravel()[0])

    usual, sensitivity, instead = (
        of("normal_delivery_time"), of("delay_sensitivity"), of("substitutability")
    )  # fmt: skip
    shares = free["share_of_orders"][:, :, 0, at].reshape(model.axes.size("seller"), -1)

    def ordered(backlog: float) -> float:
        waiting = np.log(backlog / output / usual)
        odds = shares.copy()
        odds[0] *= np.exp(-sensitivity * instead * waiting)
        return float((0.5 * SEGMENT_DEMAND * odds[0] / odds.sum(axis=0)).sum())

    def excess(backlog: float) -> float:
        cancelled = instead * backlog * (1 - output * usual / backlog) / of("cancellation_time")
        return ordered(backlog) - cancelled - output

    backlog = brentq(excess, output * usual, 1000 * output * usual, xtol=1e-10)
    assert backlog > 1.05 * output * usual  # else nobody waits and nothing is shown
    assert dutch(rest["shipments"])[at] == pytest.approx(output, rel=1e-9)
    assert dutch(rest["backlog"])[at] == pytest.approx(backlog, rel=1e-4)
    assert dutch(rest["orders"])[at] == pytest.approx(ordered(backlog), rel=1e-4)
